"""A phrase broken into lines whose letters are as large as the room allows."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spotworks import fonts
from spotworks.adapters.local.pictures.lettering import language, plain, reach
from spotworks.domain.pacing import language_of
from spotworks.domain.writing import leans

FONT = fonts.DISPLAY
_SPACE = 0.25  # em between words
_SEAMED = 0.04  # em between phrases of what is written without spaces
PAD = 0.13  # em between a word and the edges of its plate
_ABOVE, _BELOW = 0.74, 0.24  # em: capitals over the baseline, and what hangs under it with the lines' gap
_PLATE = 0.86, 0.24  # em of a plate above and below its baseline: capitals and what hangs
RIM = 0.1  # em round a plate above and below; and over an accent that is higher than capitals
_LEANS = 1.0  # what a line costs that ends on a word that belongs to the next
_MOST_WORDS = 9  # of which every way to break them is tried

# Largest sizes in fractions of the canvas's shorter side: of a plain line, of one with a word that stands out.
_PLAIN, _STRONG = 0.15, 0.29


@dataclass(frozen=True)
class Line:
    """Words first to last - 1, at one size in pixels. above, below: of its baseline, in sizes."""

    first: int
    last: int
    size: float
    above: float
    below: float

    @property
    def height(self) -> float:
        return (self.above + self.below) * self.size


@dataclass(frozen=True)
class Setting:
    """A phrase and the room for it in pixels. strong: words that stand out; plated: they do so on a plate.

    texts: as they are drawn; unspaced: indexes of those that are followed by no space.
    """

    texts: tuple[str, ...]
    strong: frozenset[int]
    plated: bool
    across: float
    down: float
    unit: float
    unspaced: frozenset[int] = frozenset()

    def lines(self) -> list[Line]:
        """The way to break it with the largest letters, above all of what stands out."""
        found = [self._fitted((0, *way, len(self.texts))) for way in _ways(len(self.texts))]
        return max(found, key=self._worth)

    def ems(self, n: int) -> float:
        left, _, right, _ = reach(self.texts[n], FONT)
        return right - left + (2 * PAD if self.plated and n in self.strong else 0)

    def width(self, first: int, last: int) -> float:
        """In sizes."""
        seen = [n for n in range(first, last) if self.texts[n]]
        return sum(self.ems(n) for n in seen) + sum(self.space(n) for n in seen[:-1])

    def space(self, n: int) -> float:
        """After a word, in sizes."""
        return _SEAMED if n in self.unspaced else _SPACE

    def _fitted(self, edges: tuple[int, ...]) -> list[Line]:
        """Lines as wide as the room where their letters may be that large, all of them smaller if they are too high."""
        lines = []
        for first, last in itertools.pairwise(edges):
            stands_out = bool(self.strong & set(range(first, last)))
            most = (_STRONG if stands_out else _PLAIN) * self.unit
            size = min(most, self.across / max(self.width(first, last), 0.1))
            lines.append(Line(first, last, size, *self._high(first, last)))
        shrink = min(1.0, self.down / (sum(line.height for line in lines) or 1.0))
        return [replace(line, size=line.size * shrink) for line in lines]

    def _high(self, first: int, last: int) -> tuple[float, float]:
        """Of a line over and under its baseline, in sizes; accents and plates as they are."""
        above, below = _ABOVE, _BELOW
        for n in range(first, last):
            if self.plated and n in self.strong:
                above = max(above, plate_top(self.texts[n]) + RIM)
                below = max(below, plate_foot(self.texts[n]) + RIM)
            else:
                _, top, _, bottom = reach(self.texts[n], FONT)
                above = max(above, -top)
                below = below if plain(self.texts[n], FONT) else max(below, bottom + RIM)
        return above, below

    def _worth(self, lines: Sequence[Line]) -> float:
        worth = 0.0
        for line in lines:
            words = line.last - line.first
            worth += words * math.log(line.size)
            if self.strong & set(range(line.first, line.last)):
                worth += 0.9 * math.log(line.size) - 0.35 * (words - 1)
        sizes = [line.size for line in lines]
        worth -= 0.8 * max(0.0, max(sizes) / min(sizes) - 2.4) + 0.12 * len(lines)
        tongue = language() or language_of(" ".join(self.texts))
        return worth - sum(_LEANS for line in lines[:-1] if leans(self.texts[line.last - 1], tongue))


def _ways(count: int) -> list[tuple[int, ...]]:
    """Places at which lines may begin."""
    if count > _MOST_WORDS:
        step = math.ceil(count / 6)
        return [tuple(range(step, count, step))]
    return [way for most in range(min(count, 5)) for way in itertools.combinations(range(1, count), most)]


def plate_top(text: str) -> float:
    """How high the plate of a word is over the baseline, in sizes."""
    return max(_PLATE[0], -_top(text) + RIM)


def _top(text: str) -> float:
    return reach(text, FONT)[1]


def foot(text: str) -> float:
    """How far letters of other scripts than the font's own reach below the baseline, in sizes."""
    return 0.0 if plain(text, FONT) else reach(text, FONT)[3]


def plate_foot(text: str) -> float:
    """How far it reaches below the baseline, in sizes."""
    return max(_PLATE[1], foot(text) + RIM)
