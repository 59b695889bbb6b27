"""Offers, dates, numbers and other people's words: told as they were given."""

import re
from collections.abc import Iterator
from fractions import Fraction

from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.lines import Copy, Lines, key
from spotworks.adapters.local.writer.phrasing import DETAIL, HEADLINE, KICKER, figure, headline
from spotworks.adapters.local.writer.telling import stated_whole
from spotworks.domain.screenplay import ScreenText

_AGAINST = re.compile(r"^(?:unlike|better than|compared (?:to|with)|в отличие|лучше чем)\b", re.IGNORECASE)


class Evidence:
    """Writes the beats that stand on something the brief or the page states."""

    def __init__(self, facts: Facts, lines: Lines) -> None:
        self._facts, self._lines = facts, lines

    def offer(self, room: Fraction) -> Iterator[Copy | None]:
        given = next(filter(self._lines.fresh, self._facts.all("offer")), "")
        if given:
            yield self._stated(given, room, "offer", layout="offer", figures=True)
        elif self._facts.price:
            price = shorten(re.sub(r"[.,]00\b", "", self._facts.price), 24)
            voice = stated_whole(self._lines.telling["price"][0].format(price=price), self._lines, "offer", room)
            yield Copy(voice, ScreenText(headline=price, detail=headline(self._facts.name, DETAIL)), "offer")

    def urgency(self, room: Fraction) -> Iterator[Copy | None]:
        for given in filter(self._lines.fresh, self._facts.all("deadline")):
            yield self._stated(given, room, "urgency")

    def proof(self, room: Fraction) -> Iterator[Copy | None]:
        for given in filter(self._lines.fresh, self._facts.all("proof")):
            yield self._stated(given, room, "proof", figures=True)

    def _stated(self, given: str, room: Fraction, tails: str, *, layout: str = "", figures: bool = False) -> Copy:
        self._lines.use(given)
        off = re.search(r"\d+ ?% off|скидк\w \d+ ?%", given, re.IGNORECASE)
        number = (off[0] if off else figure(given)) if figures else ""
        head = capital(number) if len(number) > 2 else headline(given)
        detail = headline(given, DETAIL) if key(head) != key(given) else ""
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
