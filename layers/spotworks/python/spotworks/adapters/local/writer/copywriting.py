"""The words of one video, beat by beat: the voice says what it means, the screen says what it is."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from fractions import Fraction

from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.lines import Copy, Lines, key
from spotworks.adapters.local.writer.phrasing import (
    BUTTON,
    DETAIL,
    HEADLINE,
    KICKER,
    asked,
    figure,
    headline,
    implied,
    sentence,
)
from spotworks.adapters.local.writer.spoken import aloud, fits
from spotworks.domain.screenplay import ScreenText

_LONG = Fraction(13, 2)  # from here on a scene may hold more than one line
_ROOMY = frozenset({"benefit", "demonstration", "lifestyle", "brand_moment"})


class Copywriter:
    """Writes the beats of one video in order; deterministic by seed.

    beats: all that will be written, in order, so that the facts are spread over them.
    """

    def __init__(self, facts: Facts, *, seed: int, beats: tuple[str, ...]) -> None:
        self._facts, self._beats, self._seed = facts, beats, seed
        self._lines = Lines(facts, seed=seed)
        self._revealed = False
        self._material = deque(facts.material)
        self._again = deque(facts.features)
        self._plan_features()
        self._writers: dict[str, Callable[[Fraction], Iterator[Copy | None]]] = {
            "hook": self._hook, "problem": self._problem, "agitate": self._agitate, "reveal": self._reveal,
            "benefit": self._benefit, "demonstration": self._demonstration, "lifestyle": self._lifestyle,
            "brand_moment": self._brand_moment, "offer": self._offer, "urgency": self._urgency, "proof": self._proof,
            "testimonial": self._testimonial, "comparison": self._comparison, "call_to_action": self._call_to_action,
            "end_card": self._end_card,
        }  # fmt: skip

    def _plan_features(self) -> None:
        """One quality a scene; what is left over is shown as a list. A demonstration shows a quality too if need be."""
        features = [*self._facts.features, *implied(self._facts, origin="brand_moment" not in self._beats)]
        if len(self._facts.features) > 2 and self._seed % 2:  # another variation leads with another quality
            features[:2] = features[1::-1]
        benefits = self._beats.count("benefit")
        room = benefits + self._beats.count("demonstration")
        self._shown = len(features) > benefits
        kept = len(features) if len(features) <= room else max(0, room - 1)
        self._features, self._listed = deque(features[:kept]), tuple(features[kept : kept + 3])

    def write(self, beat: str, room: Fraction) -> Copy:
        """The words of the next beat, for a scene of so many seconds."""
        copy = next((found for found in self._writers[beat](room) if found), None) or self._fallback(room)
        self._lines.use(*copy.voice, copy.text.headline)
        self._revealed = self._revealed or beat == "reveal"
        if room >= _LONG and self._revealed and beat in _ROOMY:
            copy = self._longer(copy, room)
        return copy

    def _own(self, beat: str, room: Fraction, pool: str = "") -> Copy | None:
        return self._lines.pick(self._lines.own[pool or beat], beat, room)

    def _hook(self, room: Fraction) -> Iterator[Copy | None]:
        if "problem" not in self._beats:
            yield self._question(room)
        yield self._own("hook", room)

    def _problem(self, room: Fraction) -> Iterator[Copy | None]:
        yield self._question(room)
        yield self._own("problem", room)

    def _agitate(self, room: Fraction) -> Iterator[Copy | None]:
        if not self._facts.question:  # the category's own worry would be another one
            yield self._own("agitate", room)

    def _question(self, room: Fraction) -> Copy | None:
        """The brief's own question, said whole and written short."""
        voice, head = asked(self._facts.question) if self._facts.question else ("", "")
        if not head or not self._lines.fresh(head) or not self._lines.fits(voice, room):
            return None
        return Copy((voice,) if voice else (), ScreenText(headline=head))

    def _reveal(self, room: Fraction) -> Iterator[Copy | None]:
        brand, pool = self._facts.brand, self._lines.kind["reveal"]
        named = self._lines.pick([line for line in pool if "{brand}" in line], "reveal", room) if brand else None
        if not self._facts.subject and self._facts.reading.claim:
            named = self._lines.pick([line for line in pool if "{Claim}" in line], "reveal", room)
        found = named if named and named.voice else self._lines.pick(pool, "reveal", room)
        if found:
            head = found.text.headline
            detail = headline(self._facts.subject, DETAIL) if brand and head == headline(brand) else ""
            self._forget_origin(found.voice)
            if not detail and not {"benefit", "demonstration"} & set(self._beats):  # a very short spot
                detail = " · ".join(capital(f) for f in self._facts.features[:2] if len(f) <= 30)
            yield Copy(found.voice, ScreenText(kicker=self._place(head), headline=head, detail=detail))

    def _forget_origin(self, voice: tuple[str, ...]) -> None:
        """What the reveal has told is not told again as a quality."""
        origin = self._facts.reading.origin
        if origin and any(origin in line for line in voice):
            self._features = deque(f for f in self._features if f != origin)
            self._listed = tuple(f for f in self._listed if f != origin)

    def _place(self, head: str) -> str:
        """The date of an event, else the place, if it is short and not said already."""
        dates = self._facts.all("deadline") if self._facts.kind == "event" else ()
        found = next(iter(dates), "") or self._lines.slots.get("Place") or self._lines.slots.get("Where", "")
        return "" if len(found) > KICKER or key(found) == key(head) else capital(found)

    def _benefit(self, room: Fraction) -> Iterator[Copy | None]:
        yield self._list(room)
        yield self._feature(room)
        yield self._own("benefit", room, "joy")

    def _demonstration(self, room: Fraction) -> Iterator[Copy | None]:
        if self._shown:
            yield self._list(room)
            yield self._feature(room)
        pool = self._lines.own["demonstration"]
        steps = [line for line in pool if line.count("|") == 2]
        alone = [line for line in pool if line not in steps]
        if steps and self._seed % 3:
            yield self._steps(steps[0], alone, room)
        yield self._lines.pick([*alone, *(line.rsplit("|", 1)[0] for line in steps)], "demonstration", room)

    def _steps(self, entry: str, alone: list[str], room: Fraction) -> Copy | None:
        """Three short steps on the screen under a line that does not read them out."""
        line = self._lines.filled(entry)
        said = self._lines.pick(alone, "demonstration", room)
        if not line or not said or not said.voice or self._lines.spent(line.voice, line.head, "demonstration"):
            return None
        self._lines.use(line.voice)
        return Copy(said.voice, ScreenText(headline=line.head, detail=line.steps), "steps")

    def _lifestyle(self, room: Fraction) -> Iterator[Copy | None]:
        told = "brand_moment" in self._beats or self._facts.reading.origin in self._features
        place = [] if told else self._lines.own.get("place", [])
        yield self._lines.pick([*self._lines.own["lifestyle"], *place], "lifestyle", room)

    def _brand_moment(self, room: Fraction) -> Iterator[Copy | None]:
        yield self._lines.pick(
            [*self._lines.own.get("place", []), *self._lines.kind["brand_moment"]], "brand_moment", room
        )

    def _list(self, room: Fraction) -> Copy | None:
        """The qualities for which there is no scene of their own."""
        if not self._listed or self._features:
            return None
        items, self._listed = self._listed, ()
        items = tuple(item for item in items if len(item) <= 28)
        detail = " · ".join(capital(item) for item in items)
        if len(items) < 2 or len(detail) > DETAIL:
            self._features.extend(items[:1])
            return None
        line = self._own("benefit", room, "joy")
        head = line.text.headline if line else headline(self._facts.subject)
        return Copy(line.voice if line else (), ScreenText(headline=head, detail=detail), "steps")

    def _feature(self, room: Fraction) -> Copy | None:
        """One quality: its own words on the screen and their meaning in the voice, or its figure and itself."""
        if not self._features:
            return None
        feature = self._features.popleft()
        if feature == self._facts.reading.origin and (told := self._own_place(room)):
            return Copy(told.voice, ScreenText(headline=headline(feature)))
        head, number = headline(feature), figure(feature)
        if voice := self._lines.meaning(feature, room):
            detail = "" if len(feature) <= HEADLINE else headline(feature, DETAIL)
            return Copy((voice,), ScreenText(headline=head, detail=detail))
        said = aloud(sentence(feature, self._facts), self._lines.language)
        if (number or len(feature) > HEADLINE) and self._lines.fits(said, room):
            return Copy((said,), ScreenText(headline=capital(number) or head))
        line = self._own("benefit", room, "joy")
        silent = (said,) if self._lines.fits(said, room) else ()
        return Copy(line.voice if line and line.voice else silent, ScreenText(headline=head))

    def _own_place(self, room: Fraction) -> Copy | None:
        return self._lines.pick(self._lines.own.get("place", []), "benefit", room)

    def _offer(self, room: Fraction) -> Iterator[Copy | None]:
        given = next(filter(self._lines.fresh, self._facts.all("offer")), "")
        if given:
            yield self._stated(given, room, layout="offer", figures=True)
        elif self._facts.price:
            price = shorten(re.sub(r"[.,]00\b", "", self._facts.price), 24)
            said = aloud(
                f"Цена: {price}." if self._lines.language == "ru" else f"Yours for {price}.", self._lines.language
            )
            name = headline(self._facts.name, DETAIL)
            yield Copy(
                (said,) if self._lines.fits(said, room) else (), ScreenText(headline=price, detail=name), "offer"
            )

    def _urgency(self, room: Fraction) -> Iterator[Copy | None]:
        for given in filter(self._lines.fresh, self._facts.all("deadline")):
            yield self._stated(given, room)

    def _proof(self, room: Fraction) -> Iterator[Copy | None]:
        for given in filter(self._lines.fresh, self._facts.all("proof")):
            yield self._stated(given, room, figures=True)

    def _stated(self, given: str, room: Fraction, *, layout: str = "", figures: bool = False) -> Copy:
        """An offer, a date or a proof in the words in which it was given."""
        self._lines.use(given)
        said = aloud(capital(given.rstrip(".!")) + ".", self._lines.language)
        off = re.search(r"\d+ ?% off|скидк\w \d+ ?%", given, re.IGNORECASE)
        number = (off[0] if off else figure(given)) if figures else ""
        head = capital(number) if len(number) > 2 else headline(given)
        detail = headline(given, DETAIL) if key(head) != key(given) else ""
        return Copy((said,) if self._lines.fits(said, room) else (), ScreenText(headline=head, detail=detail), layout)

    def _testimonial(self, _: Fraction) -> Iterator[Copy | None]:
        """Somebody's own words stand on the screen; nobody else says them."""
        for quote, who in self._facts.quotes:
            if len(quote) <= DETAIL and self._lines.fresh(quote):
                short = len(quote) <= HEADLINE
                words = {"headline": quote} if short else {"headline": "", "detail": quote}
                yield Copy((), ScreenText(kicker=shorten(who, KICKER), **words), "quote")

    def _comparison(self, room: Fraction) -> Iterator[Copy | None]:
        for given in self._facts.all("contrast"):
            if len(given) <= HEADLINE and self._lines.fresh(given):
                line = self._own("comparison", room, "joy")
                yield Copy(line.voice if line else (), ScreenText(headline=headline(given)), "type")

    def _call_to_action(self, room: Fraction) -> Iterator[Copy | None]:
        action = self._facts.action
        if action and len(action) <= DETAIL:
            said = aloud(capital(action.rstrip(".!")) + ".", self._lines.language)
            if re.search(r"\w\.\w|\d{3}|/", said):  # addresses and numbers are read, not listened to
                line = self._own("call_to_action", room, "close")
                said = line.voice[0] if line and line.voice else ""
            voice = (said,) if said and self._lines.fits(said, room) else ()
            yield Copy(voice, ScreenText(headline=headline(action)))
        yield self._lines.pick(self._lines.kind["call_to_action"], "call_to_action", room)

    def _end_card(self, room: Fraction) -> Iterator[Copy | None]:
        facts, lines = self._facts, self._lines
        line = lines.pick([*lines.own["close"], *lines.kind["call_to_action"]], "end_card", room) or Copy()
        voice, head = line.voice, line.text.headline or headline(facts.subject)
        if facts.tagline:
            head = headline(facts.tagline)
            voice = (capital(facts.tagline.rstrip(".!")) + ".",) if lines.fits(facts.tagline, room) else voice
        elif not facts.brand and facts.subject and (not voice or key(head) == key(voice[0])):
            head = headline(facts.subject)
        buttons = lines.own.get("button") or lines.kind["button"]
        button = facts.action if 0 < len(facts.action) <= BUTTON else buttons[self._seed % len(buttons)]
        contact = "" if facts.contact and facts.contact in button.lower() else facts.contact
        detail = (
            contact or (facts.action if BUTTON < len(facts.action) <= DETAIL else "") or lines.slots.get("Where", "")
        )
        named = facts.brand or len(facts.subject) > KICKER or headline(facts.subject) == head
        kicker = "" if named else headline(facts.subject)
        yield Copy(
            voice,
            ScreenText(kicker=kicker, headline=head, detail=shorten(detail, DETAIL), button=capital(button)),
            "end_card",
        )

    def _fallback(self, room: Fraction) -> Copy:
        """When a beat's own lines are spent: any fresh line, the facts again in the voice, then silence."""
        lines = self._lines
        for pool in ("joy", "lifestyle", "demonstration", "hook", "close"):
            for bank in (lines.own, lines.any):
                if found := lines.pick(bank[pool], pool, room):
                    return found
        name = next((n for n in (self._facts.brand, lines.slots.get("Subject", "")) if n and len(n) <= KICKER), "")
        while self._again:
            feature = self._again.popleft()
            said = aloud(sentence(feature, self._facts), lines.language)
            if lines.fresh(said) and lines.fits(said, room):
                return Copy((said,), ScreenText(kicker=name))
        return Copy(text=ScreenText(kicker=name, headline=headline(self._facts.subject) if not name else ""))

    def _longer(self, copy: Copy, room: Fraction) -> Copy:
        """More for a long scene to say: the brief's and the page's own sentences, at most three lines."""
        said = list(copy.voice)
        while self._material and len(said) < 3:
            line = aloud(self._material[0], self._lines.language)
            if not fits((*said, line), room, self._lines.language):
                break
            self._material.popleft()
            said.append(line)
        return Copy(tuple(said), copy.text, copy.layout)
