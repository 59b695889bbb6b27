"""Where lines break: no more of them than fit the width, none on a word that belongs to the next, evenly filled."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spotworks.adapters.local.pictures.lettering import NBSP, Style, language
from spotworks.adapters.phrasing import phrased
from spotworks.domain.pacing import language_of
from spotworks.domain.typography import held
from spotworks.domain.writing import bare, joined, leans, pieces, unspaced

_LEANS, _HELD = 1, 4  # what it costs to end a line on a word that leans, to tear a figure from its unit


@dataclass(frozen=True)
class _Text:
    """Pieces between which a line may break, and what it costs to do so after each."""

    pieces: tuple[str, ...]
    costs: tuple[int, ...]


@functools.lru_cache(maxsize=256)
def _cut(text: str, tongue: str) -> _Text:
    if unspaced(text):
        found = pieces(phrased(text, tongue))
        return _Text(tuple(found), (0,) * len(found))
    words, costs = [], []
    for unit in filter(None, re.split(r"[ \t\r\n]+", held(text))):
        parts = unit.split(NBSP)
        words += parts
        costs += [*[_HELD] * (len(parts) - 1), _LEANS * leans(parts[-1], tongue)]
    return _Text(tuple(words), tuple(costs))


def _of(text: str) -> _Text:
    return _cut(text, language() or language_of(text))


def lines(text: str, style: Style, width: float, most: int, *, torn: bool = True) -> list[str] | None:
    """The text in as few lines as fit the width, evenly filled; None if that takes more than `most`.

    One line more where otherwise one would end on a word that belongs to the next; torn: even so if need be.
    """
    found = _of(text)
    if not found.pieces:
        return []
    count = _greedy(found.pieces, style, width)
    ways = [_even(found, style, width, lines) for lines in range(count, min(count + 1, most) + 1)]
    fitting = [way for way in ways if way is not None and (torn or not way.cost)]
    return list(min(fitting, key=lambda way: way.cost).lines) if fitting else None


def _greedy(found: Sequence[str], style: Style, width: float) -> int:
    count, current = 1, [found[0]]
    for piece in found[1:]:
        if style.width(joined([*current, piece])) <= width:
            current.append(piece)
        else:
            count, current = count + 1, [piece]
    return count


@dataclass(frozen=True, order=True)
class _Way:
    cost: int
    widest: float
    lines: tuple[str, ...]


def _even(found: _Text, style: Style, width: float, count: int) -> _Way | None:
    """The text in `count` lines that fit: those that tear the least, and of them the evenest."""

    @functools.cache
    def line(start: int, end: int) -> _Way:
        text = bare(joined(found.pieces[start:end]))
        return _Way(found.costs[end - 1] if end < len(found.pieces) else 0, style.width(text), (text,))

    @functools.cache
    def lay(start: int, left: int) -> _Way | None:
        if left == 1:
            last = line(start, len(found.pieces))
            return last if last.widest <= width else None
        ways = []
        for end in range(start + 1, len(found.pieces) - left + 2):
            head = line(start, end)
            if head.widest > width:
                break
            if rest := lay(end, left - 1):
                widest = max(head.widest, rest.widest)
                ways.append(_Way(head.cost + rest.cost, widest, head.lines + rest.lines))
        return min(ways, default=None)

    return lay(0, count)


def wrapped(text: str, style: Style, width: float, most: int) -> list[str]:
    """As `lines`, but what does not fit is left out, with an ellipsis in its place."""
    words = list(_of(text).pieces) if unspaced(text) else text.split()
    while words:
        found = lines(joined(words), style, width, most)
        if found is not None:
            return found
        if len(words) == 1:
            word = bare(words[0]).rstrip("…")
            if len(word) <= 2:
                return [word]
            words = [word[:-1] + "…"]
        else:
            words = [*words[:-2], bare(words[-2]).rstrip(",.;:…–—、，。") + "…"]
    return []
