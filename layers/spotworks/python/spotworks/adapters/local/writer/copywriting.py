"""The words of one video: for each beat a line to say and words for the screen, none used twice."""

import re
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from string import Formatter
from typing import Any

from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.phrasing import (
    BUTTON,
    DETAIL,
    HEADLINE,
    KICKER,
    asked,
    figure,
    headline,
    sentence,
    slots,
)
from spotworks.adapters.local.writer.spoken import aloud, fits
from spotworks.catalogue import load
from spotworks.domain.screenplay import ScreenText

_LONG = Fraction(9)  # from here on a scene may hold more than one line


@dataclass(frozen=True)
class Copy:
    """layout: what the words need, "" for any."""

    voice: tuple[str, ...] = ()
    text: ScreenText = field(default_factory=ScreenText)
    layout: str = ""


class Copywriter:
    """Writes the beats of one video in order; deterministic by seed.

    beats: all that will be written, in order, so that the facts are spread over them.
    """

    def __init__(self, facts: Facts, *, seed: int, beats: tuple[str, ...]) -> None:
        self._facts = facts
        self._language = facts.language
        self._random = Random(f"{seed}")  # noqa: S311 - variety, not secrecy
        self._seed = seed
        bank = load(f"copy_{facts.language}")
        self._bank: dict[str, list[str]] = bank["category"][facts.category]
        self._any: dict[str, list[str]] = bank["category"]["any"]
        self._kind: dict[str, list[str]] = bank["kind"][facts.kind]
        self._beats = beats
        self._unknown: dict[str, list[str]] = bank["kind"]["unknown"]
        self._meanings: list[dict[str, Any]] = bank["meaning"]
        self._slots = slots(facts)
        self._used: set[str] = set()
        self._material = deque(facts.material)
        features = [*facts.features, *_implied(facts, origin="brand_moment" not in beats)]
        if len(facts.features) > 2 and seed % 2:  # another variation leads with another quality
            features = [features[1], features[0], *features[2:]]
        self._steps: tuple[str, ...] = ()
        benefits, room = beats.count("benefit"), beats.count("benefit") + beats.count("demonstration")
        self._shown = len(features) > benefits  # a demonstration shows a quality too
        if len(features) > room:
            kept = max(0, room - 1)
            self._steps, features = tuple(features[kept : kept + 3]), features[:kept]
        self._features = deque(features)
        self._again = deque(facts.features)

    def write(self, beat: str, duration: Fraction) -> Copy:
        """The words of the next beat, for a scene of so many seconds."""
        copy = next(filter(None, self._candidates(beat, duration)), Copy())
        self._note(copy)
        if duration >= _LONG and beat not in {"end_card", "testimonial"}:
            copy = self._longer(copy, duration)
        return copy

    def _note(self, copy: Copy) -> None:
        self._used.update(_key(v) for v in (*copy.voice, copy.text.headline) if v)

    def _candidates(self, beat: str, duration: Fraction) -> Iterator[Copy | None]:
        match beat:
            case "hook" | "problem":
                if beat == "problem" or "problem" not in self._beats:
                    yield self._question(duration)
                yield self._pick(self._bank[beat], beat, duration)
            case "agitate" if self._facts.question:  # the category's own worry would be another one
                yield self._pick(self._bank["demonstration"], "demonstration", duration)
            case "reveal":
                yield self._reveal(duration)
            case "benefit":
                yield self._listed(duration)
                yield self._feature(duration)
                yield self._pick(self._bank["joy"], beat, duration)
            case "demonstration" if self._shown:
                yield self._listed(duration)
                yield self._feature(duration)
                yield self._demonstration(duration)
            case "demonstration":
                yield self._demonstration(duration)
            case "agitate":
                yield self._pick(self._bank["agitate"], beat, duration)
            case "lifestyle":
                yield self._pick([*self._bank["lifestyle"], *self._bank.get("place", [])], beat, duration)
            case "brand_moment":
                yield self._pick([*self._bank.get("place", []), *self._kind["brand_moment"]], beat, duration)
            case "offer" | "urgency" | "proof":
                yield self._stated(beat, duration)
            case "testimonial":
                yield self._quote()
            case "comparison":
                yield self._contrast(duration)
            case "call_to_action":
                yield self._call(duration)
                yield self._pick(self._kind["call_to_action"], beat, duration)
            case "end_card":
                yield self._end_card(duration)
            case _:
                yield self._pick(self._bank.get(beat, []), beat, duration)
        yield self._fallback(duration)

    def _fallback(self, duration: Fraction) -> Copy:
        """When a beat's own lines are spent: facts again, material, then any fresh line, then silence."""
        for name in ("joy", "lifestyle", "demonstration"):
            for bank in (self._bank, self._any):
                if found := self._pick(bank[name], name, duration):
                    return found
        while self._again:
            feature = self._again.popleft()
            said = aloud(sentence(feature, self._facts), self._language)
            if _key(said) not in self._used and fits((said,), duration, self._language):
                return Copy((said,), ScreenText(kicker=self._kicker()))
        return Copy(text=ScreenText(kicker=self._kicker()))

    def _longer(self, copy: Copy, duration: Fraction) -> Copy:
        """More lines for a long scene: the brief's and the page's own sentences, at most three."""
        lines = list(copy.voice)
        while self._material and len(lines) < 3:
            said = aloud(self._material[0], self._language)
            if not fits((*lines, said), duration, self._language):
                break
            self._material.popleft()
            lines.append(said)
        return Copy(tuple(lines), copy.text, copy.layout)

    def _pick(self, pool: Iterable[str], beat: str, duration: Fraction) -> Copy | None:
        """The first unused line of a pool whose places are filled and that fits, beginning at one chosen by seed."""
        lines = [line for line in (self._filled(entry) for entry in pool) if line]
        if not lines:
            return None
        start = (self._seed + zlib.crc32(f"{beat}{self._facts.subject}".encode())) % len(lines)
        for voice, head, steps in lines[start:] + lines[:start]:
            said = aloud(voice, self._language)
            if self._spent(said, head, beat) or (_key(said) == _key(head) and beat not in {"reveal", "end_card"}):
                continue
            if fits((said,), duration, self._language):
                return Copy((said,), ScreenText(headline=head, detail=steps), "steps" if steps else "")
        fresh = next((h for v, h, _ in lines[start:] + lines[:start] if not self._spent(v, h, beat)), "")
        return Copy(text=ScreenText(headline=fresh)) if fresh else None

    def _spent(self, voice: str, head: str, beat: str) -> bool:
        """Used before; a name may stand on the screen twice."""
        named = beat == "brand_moment" and _key(head) == _key(self._facts.brand)
        return _key(voice) in self._used or (_key(head) in self._used and not named)

    def _demonstration(self, duration: Fraction) -> Copy | None:
        """Three short steps on the screen under a line that does not read them out, or a line alone."""
        pool = self._bank["demonstration"]
        steps = [line for line in pool if line.count("|") == 2]
        plain = [line for line in pool if line not in steps]
        if (
            steps
            and self._seed % 3
            and (filled := self._filled(steps[0]))
            and not self._spent(*filled[:2], "demonstration")
        ):
            said = self._pick(plain, "demonstration", duration)
            if said and said.voice:
                self._used.add(_key(filled[0]))
                return Copy(said.voice, ScreenText(headline=filled[1], detail=filled[2]), "steps")
        spoken = [line.rsplit("|", 1)[0] for line in steps]
        return self._pick([*plain, *spoken], "demonstration", duration)

    def _filled(self, entry: str) -> tuple[str, str, str] | None:
        names = [name for _, name, _, _ in Formatter().parse(entry) if name]
        if any(name not in self._slots for name in names):
            return None
        voice, head, steps = ([part.strip() for part in entry.format(**self._slots).split("|")] + ["", ""])[:3]
        return capital(re.sub(r"\s+([.,:])", r"\1", voice)), headline(head), shorten(steps, DETAIL)

    def _question(self, duration: Fraction) -> Copy | None:
        if not self._facts.question:
            return None
        voice, head = asked(self._facts.question)
        if _key(head) in self._used or not head or not fits((voice,), duration, self._language):
            return None
        return Copy((voice,) if voice else (), ScreenText(headline=head))

    def _reveal(self, duration: Fraction) -> Copy | None:
        pool = self._kind["reveal"] if self._slots.get("subject") else self._unknown["reveal"]
        named = [line for line in pool if "{brand}" in line] if self._facts.brand else pool
        found = self._pick(named, "reveal", duration)
        if not found or not found.voice:
            found = self._pick(pool, "reveal", duration)
        if not found:
            return None
        branded = self._facts.brand and found.text.headline == headline(self._facts.brand)
        detail = headline(self._facts.subject, DETAIL) if branded else ""
        return Copy(
            found.voice, found.text.model_copy(update={"kicker": self._place(found.text.headline), "detail": detail})
        )

    def _place(self, head: str) -> str:
        dates = self._facts.all("deadline") if self._facts.kind == "event" else ()
        where = self._slots.get("Place") or self._slots.get("Where", "")
        found = next(iter(dates), "") or where
        return "" if len(found) > KICKER or _key(found) == _key(head) else capital(found)

    def _kicker(self) -> str:
        for name in (self._facts.brand, self._slots.get("Subject", "")):
            if name and len(name) <= KICKER:
                return name
        return ""

    def _listed(self, duration: Fraction) -> Copy | None:
        """The qualities for which there is no scene of their own, as a list."""
        if not self._steps or self._features:
            return None
        steps, self._steps = self._steps, ()
        short = [headline(s, 28) for s in steps]
        detail = " · ".join(s for s in short if s)
        if len(steps) < 2 or len(detail) > DETAIL:
            self._features.extend(steps[:1])
            return None
        line = self._pick(self._bank["joy"], "benefit", duration)
        head = line.text.headline if line else headline(self._facts.subject)
        return Copy(line.voice if line else (), ScreenText(headline=head, detail=detail), "steps")

    def _feature(self, duration: Fraction) -> Copy | None:
        """One quality: its own words on the screen, what it means in the voice; or its figure on the screen and itself in the voice."""
        if not self._features:
            return None
        feature = self._features.popleft()
        said = aloud(sentence(feature, self._facts), self._language)
        head = headline(feature)
        for voice in self._meaning(feature):
            if fits((voice,), duration, self._language):
                whole = len(feature) <= HEADLINE
                return Copy((voice,), ScreenText(headline=head, detail="" if whole else headline(feature, DETAIL)))
        number = figure(feature)
        if (number or len(feature) > HEADLINE) and fits((said,), duration, self._language):
            return Copy((said,), ScreenText(headline=number or head))
        line = self._pick(self._bank["joy"], "benefit", duration)
        voice = line.voice if line else (said,) if fits((said,), duration, self._language) else ()
        return Copy(voice, ScreenText(headline=head))

    def _meaning(self, feature: str) -> list[str]:
        for meaning in self._meanings:
            if any(re.search(pattern, feature, re.IGNORECASE) for pattern in meaning["find"]):
                says = [s for s in meaning["say"] if _key(s) not in self._used]
                start = self._seed % len(says) if says else 0
                if says:
                    return says[start:] + says[:start]
        return []

    def _stated(self, beat: str, duration: Fraction) -> Copy | None:
        """An offer, a date or a proof in the words in which it was given."""
        kind = {"offer": "offer", "urgency": "deadline", "proof": "proof"}[beat]
        given = next((s for s in self._facts.all(kind) if _key(s) not in self._used), "")  # type: ignore[arg-type]
        if not given and beat == "offer" and self._facts.price:
            price = shorten(self._facts.price, 24)
            said = aloud(f"За {price}." if self._language == "ru" else f"Yours for {price}.", self._language)
            return Copy(
                (said,) if fits((said,), duration, self._language) else (),
                ScreenText(headline=price, detail=headline(self._facts.name, DETAIL)),
                "offer",
            )
        if not given:
            return None
        self._used.add(_key(given))
        said = aloud(capital(given.rstrip(".!")) + ".", self._language)
        number = figure(given)
        if "%" in given and self._language == "en" and re.search(r"\boff\b", given):
            number = re.sub(r"\D*(\d+) ?%.*", r"\1% off", given)
        head = number if number and len(number) > 2 and beat != "urgency" else headline(given)
        detail = headline(given, DETAIL) if head != headline(given) or len(given) > HEADLINE else ""
        voice = (said,) if fits((said,), duration, self._language) else ()
        return Copy(voice, ScreenText(headline=head, detail=detail), "offer" if beat == "offer" else "")

    def _quote(self) -> Copy | None:
        quote, who = self._facts.quotes[0] if self._facts.quotes else ("", "")
        if not quote or len(quote) > DETAIL:
            return None
        short = len(quote) <= HEADLINE
        return Copy(
            (),
            ScreenText(
                kicker=shorten(who, KICKER),
                headline=quote if short else shorten(quote, HEADLINE),
                detail="" if short else quote,
            ),
            "quote",
        )

    def _contrast(self, duration: Fraction) -> Copy | None:
        given = next((s for s in self._facts.all("contrast") if len(s) <= HEADLINE), "")
        if not given or _key(given) in self._used:
            return None
        line = self._pick(self._bank["joy"], "comparison", duration)
        return Copy(
            line.voice if line else (),
            ScreenText(headline=headline(given), detail=headline(self._facts.subject, DETAIL)),
            "type",
        )

    def _call(self, duration: Fraction) -> Copy | None:
        action = self._facts.action
        if not action or len(action) > DETAIL:
            return None
        said = aloud(capital(action.rstrip(".!")) + ".", self._language)
        speakable = not re.search(r"\w\.\w|\d{3}|/", said)
        line = None if speakable else self._pick(self._bank["close"], "call_to_action", duration)
        voice = (said,) if speakable else line.voice if line else ()
        return Copy(voice if fits(voice, duration, self._language) else (), ScreenText(headline=headline(action)))

    def _end_card(self, duration: Fraction) -> Copy:
        facts = self._facts
        line = self._pick([*self._bank["close"], *self._kind["call_to_action"]], "end_card", duration)
        voice = line.voice if line else ()
        if facts.tagline and fits((facts.tagline,), duration, self._language):
            voice = (facts.tagline.rstrip(".!") + ".",)
        head = facts.tagline or (line.text.headline if line else "") or facts.subject
        if _key(head) in {_key(v) for v in voice} and not facts.brand:
            head = facts.subject or head
        buttons = self._bank.get("button") or self._kind["button"]
        button = facts.action if 0 < len(facts.action) <= BUTTON else buttons[self._seed % len(buttons)]
        where = self._slots.get("Where", "")
        detail = facts.contact or (facts.action if BUTTON < len(facts.action) <= DETAIL else "") or where
        kicker = (
            "" if facts.brand else headline(facts.subject, KICKER) if headline(facts.subject) != headline(head) else ""
        )
        return Copy(
            voice,
            ScreenText(
                kicker=kicker if len(kicker) == len(facts.subject) else "",
                headline=headline(head),
                detail=shorten(detail, DETAIL),
                button=capital(button),
            ),
            "end_card",
        )


def _implied(facts: Facts, *, origin: bool) -> list[str]:
    """Qualities that stand in the name of the subject ("hand-roasted espresso beans"), and where it comes from."""
    if facts.language == "ru":
        found = re.findall(r"ручной работы", facts.subject)
    else:
        found = re.findall(
            r"\b(?:hand-?(?:made|roasted|crafted|sewn|painted|poured|woven)|home-?made|organic|vegan|eco-friendly|water-?proof|wireless|foldable|folding|gluten-free|sugar-free|solar|lightweight)\b",
            facts.subject, re.IGNORECASE,
        )  # fmt: skip
    said = " ".join(facts.features).lower()
    found = [f for f in found if f.lower() not in said][:1]
    return [*found, facts.reading.origin] if origin and facts.reading.origin else found


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())
