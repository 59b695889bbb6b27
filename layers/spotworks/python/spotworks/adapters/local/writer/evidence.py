"""Offers, dates, numbers and other people's words: told as they were given."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.lines import Copy, Lines, key
from spotworks.adapters.local.writer.phrasing import DETAIL, HEADLINE, KICKER, figure, headline, sentence
from spotworks.adapters.local.writer.telling import stated_whole
from spotworks.domain.screenplay import ScreenText

_OFF = re.compile(r"\d+ ?% off|скидк\w \d+ ?%", re.IGNORECASE)
_MONEY = re.compile(r"[€$£₽]|\d[\d ]*(?:руб|евро|доллар|euro|dollar|pound)", re.IGNORECASE)
_COSTS = re.compile(r"[€$£₽] ?\d|\d[\d., \u00a0]*(?:[€$£₽]|руб|евро|доллар|euro|dollar|pound|buck|quid)", re.IGNORECASE)
_BARE = re.compile(
    r"(?:[€$£₽] ?[\d.,]+|[\d., \u00a0]+(?:[€$£₽]|руб\w*|euros?|dollars?|pounds?|bucks|quid))$", re.IGNORECASE
)
_HANGS = re.compile(r"(?:^|\s)(?:for|to|from|of|at|in|on|by|за|от|до|на|с|по|из|в)$", re.IGNORECASE)
_SCORE = re.compile(r"\d(?:[.,]\d)? (?:of|out of|из) (?:5|10)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?: год\w*)?$")
_TELLING = frozenset({"benefit", "demonstration", "lifestyle"})  # the beats that tell the qualities
_DEALS = 3  # parts of an offer that are said
_AGAINST = re.compile(r"^(?:unlike|better than|compared (?:to|with)|в отличие|лучше чем)\b", re.IGNORECASE)


class Evidence:
    """Writes the beats that stand on something the brief or the page states."""

    def __init__(self, facts: Facts, lines: Lines, *, beats: tuple[str, ...]) -> None:
        self._facts, self._lines, self._beats = facts, lines, beats

    def offer(self, room: Fraction) -> Iterator[Copy | None]:
        """The discount, the price and the date: all of them written, and as many said as there is time for."""
        given = sorted(filter(self._lines.fresh, self._facts.all("offer")), key=lambda o: not _OFF.search(o))
        if "urgency" not in self._beats:
            dated = [d for d in self._facts.all("deadline") if not any(key(d) in key(o) for o in given)]
            given = [*(d for d in dated if _OFF.search(d)), *given, *(d for d in dated if not _OFF.search(d))]
        if self._facts.price and not any(_COSTS.search(o) for o in given):
            price = shorten(re.sub(r"[.,]00\b", "", self._facts.price), 24)
            if not given:
                yield self._priced(price, room)
                return
            given.append(self._lines.telling["price"][0].format(price=price))
        if not given:
            return
        if len(given) == 1 and _BARE.match(given[0]):
            yield self._priced(given[0], room)
            return
        for count in range(min(len(given), _DEALS), 1, -1):
            together = ". ".join(capital(g.rstrip(".!")) for g in given[:count])
            if self._lines.fits(together, room):
                break
        else:
            together = given[0]
        copy = self._stated(together, room, "offer", layout="offer", figures=True)
        yield replace(copy, text=copy.text.model_copy(update={"detail": self._terms(copy.text.headline, given)}))

    def _priced(self, price: str, room: Fraction) -> Copy:
        """A price and nothing else; after a quality, where no scene of a short spot tells one."""
        self._lines.use(price)
        said = self._lines.telling["price"][0].format(price=price)
        untold = [] if _TELLING & set(self._beats) else [q for q in self._facts.features if self._lines.fresh(q)]
        for quality in untold:
            both = f"{sentence(quality, self._facts)} {capital(said)}."
            if self._lines.fits(both, room):
                self._lines.use(quality)
                return Copy((both,), ScreenText(headline=price, detail=headline(quality, DETAIL)), "offer")
        voice = stated_whole(said, self._lines, "offer", room, short=price)
        named = "reveal" in self._beats
        below = headline(untold[0] if untold and named else self._facts.name, DETAIL)
        return Copy(voice, ScreenText(headline=price, detail=below), "offer")

    def _terms(self, head: str, given: list[str]) -> str:
        """All of an offer but what is written large already; what comes first stays where not all fits."""
        begins = re.compile(rf"^{re.escape(head)}[\s.,:;—–-]*", re.IGNORECASE)
        parts = [part for g in given for part in re.split(r",\s+", g.rstrip(".!"))]
        parts.sort(key=lambda part: not begins.match(part))  # "990 roubles" and below it "a month"
        ends = re.compile(rf"[\s,:;—–-]+{re.escape(head)}$", re.IGNORECASE)
        terms = [begins.sub("", part) for part in parts]
        terms = [term if _HANGS.search(ends.sub("", term)) else ends.sub("", term) for term in terms]
        terms = [capital(term) for term in terms if term]
        while len(" · ".join(terms)) > DETAIL and len(terms) > 1:
            terms.pop()
        return headline(" · ".join(terms), DETAIL)

    def urgency(self, room: Fraction) -> Iterator[Copy | None]:
        for given in filter(self._lines.fresh, self._facts.all("deadline")):
            if not self._lines.told(given):
                yield self._stated(given, room, "urgency")

    def proof(self, room: Fraction) -> Iterator[Copy | None]:
        for given in filter(self._lines.fresh, self._facts.all("proof")):
            yield self._stated(given, room, "proof", figures=True)

    def _stated(self, given: str, room: Fraction, tails: str, *, layout: str = "", figures: bool = False) -> Copy:
        self._lines.use(given)
        off = _OFF.search(given)
        score = _SCORE.match(given)
        number = (off[0] if off else score[0] if score else figure(given)) if figures else ""
        large = [capital(number)] if len(number) > 2 and not _YEAR.match(number) else []
        head = self._lines.unseen(*large, headline(given))
        below = given[len(head) :].strip() if given.lower().startswith(f"{head.lower()} ") else given
        detail = headline(below, DETAIL) if key(head) != key(given) else ""
        voice = stated_whole(given, self._lines, tails, room, short=head)
        return Copy(voice, ScreenText(headline=head, detail=detail), layout)

    def testimonial(self, room: Fraction) -> Iterator[Copy | None]:
        """Somebody's own words stand on the screen; nobody else says them, the voice leads up to them."""
        for quote, who in self._facts.quotes:
            if len(quote) <= DETAIL and self._lines.fresh(quote):
                short = len(quote) <= HEADLINE
                words = {"headline": quote} if short else {"headline": "", "detail": quote}
                led = self._lines.pick(self._lines.telling["quote"], "testimonial", room)
                yield Copy(led.voice if led else (), ScreenText(kicker=shorten(who, KICKER), **words), "quote")

    def comparison(self, room: Fraction) -> Iterator[Copy | None]:
        for given in self._facts.all("contrast"):
            if len(given) <= HEADLINE and self._lines.fresh(given):
                voice = () if _AGAINST.match(given) else stated_whole(given, self._lines, "contrast", room)
                if not voice:
                    line = self._lines.pick(self._lines.telling["compared"], "comparison", room)
                    voice = line.voice if line else ()
                yield Copy(voice, ScreenText(headline=headline(given)), "type")
