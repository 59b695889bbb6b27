"""The phrase banks of one video: lines with their places filled, none used twice."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from string import Formatter
from typing import Any

from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.phrasing import DETAIL, headline, slots
from spotworks.adapters.local.writer.spoken import aloud, fits
from spotworks.catalogue import load
from spotworks.domain.screenplay import ScreenText

_MAY_ECHO = frozenset({"reveal", "end_card"})  # where the voice may say what is written: it is the name


@dataclass(frozen=True)
class Copy:
    """layout: what the words need, "" for any."""

    voice: tuple[str, ...] = ()
    text: ScreenText = field(default_factory=ScreenText)
    layout: str = ""


@dataclass(frozen=True)
class Line:
    """What is said, what is written, and the short steps written below it."""

    voice: str
    head: str
    steps: str


class Lines:
    """Picks lines for one video; which of a pool comes first is decided by seed."""

    def __init__(self, facts: Facts, *, seed: int) -> None:
        bank = load(f"copy_{facts.language}")
        self.own: dict[str, list[str]] = bank["category"][facts.category]
        self.any: dict[str, list[str]] = bank["category"]["any"]
        self.kind: dict[str, list[str]] = bank["kind"][facts.kind] | ({} if facts.subject else bank["kind"]["unknown"])
        self._meanings: list[dict[str, Any]] = bank["meaning"]
        self._facts, self._seed = facts, seed
        self.language = facts.language
        self.slots = slots(facts)
        self._used: set[str] = set()

    def pick(self, pool: Iterable[str], beat: str, room: Fraction) -> Copy | None:
        """The first line that is fresh and fits a scene of `room` seconds, else a fresh headline in silence."""
        lines = [line for line in map(self.filled, pool) if line and not self.spent(line.voice, line.head, beat)]
        lines = self._turned(lines, zlib.crc32(f"{beat}{self._facts.subject}".encode()))
        for line in lines:
            if self.fits(line.voice, room) and (beat in _MAY_ECHO or key(line.voice) != key(line.head)):
                return Copy(
                    (line.voice,), ScreenText(headline=line.head, detail=line.steps), "steps" if line.steps else ""
                )
        return Copy(text=ScreenText(headline=lines[0].head)) if lines else None

    def meaning(self, feature: str, room: Fraction) -> str:
        """What a quality means for the viewer; "" if there is nothing fresh to say of it."""
        for meaning in self._meanings:
            if any(re.search(pattern, feature, re.IGNORECASE) for pattern in meaning["find"]):
                says = [say for say in meaning["say"] if key(say) not in self._used and self.fits(say, room)]
                if says:
                    return str(self._turned(says, 0)[0])
        return ""

    def filled(self, entry: str) -> Line | None:
        """A line of a bank with its places filled, or None if the brief has nothing for one of them."""
        names = [name for _, name, _, _ in Formatter().parse(entry) if name]
        if any(name not in self.slots for name in names):
            return None
        voice, head, steps = ([part.strip() for part in entry.format(**self.slots).split("|")] + ["", ""])[:3]
        voice = capital(re.sub(r"\s+([.,:])", r"\1", voice))
        return Line(aloud(voice, self.language), headline(head), shorten(steps, DETAIL))

    def spent(self, voice: str, head: str, beat: str) -> bool:
        """Whether either was used; a name may stand on the screen twice."""
        named = beat == "brand_moment" and key(head) == key(self._facts.brand)
        return key(voice) in self._used or (key(head) in self._used and not named)

    def use(self, *texts: str) -> None:
        self._used.update(key(text) for text in texts if text)

    def fresh(self, text: str) -> bool:
        return key(text) not in self._used

    def fits(self, voice: str, room: Fraction) -> bool:
        return fits((voice,), room, self.language)

    def _turned(self, items: list[Any], offset: int) -> list[Any]:
        start = (self._seed + offset) % len(items) if items else 0
        return items[start:] + items[:start]


def key(text: str) -> str:
    """Letters and digits only, for comparing."""
    return re.sub(r"\W+", "", text.lower())
