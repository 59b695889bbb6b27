"""Where lines break: no more of them than fit the width, evenly filled."""

import functools
import re
from collections.abc import Sequence

from spotworks.adapters.local.pictures.lettering import NBSP, Style, language
from spotworks.adapters.phrasing import phrased
from spotworks.domain.pacing import language_of
from spotworks.domain.writing import bare, joined, pieces, unspaced


def units(text: str) -> list[str]:
    """The text's pieces between which a line may break, as domain.writing.pieces has them.

    Short words stay with the next one, numbers with their unit, dashes with the word before.
    """
    if unspaced(text):
        return pieces(phrased(text, language() or language_of(text)))
    out: list[str] = []
    for word in filter(None, re.split(r"[ \t\r\n]+", text)):
        last = out[-1].split(NBSP)[-1] if out else ""
        short = len(last) <= 2 and last.isalpha() and len(out[-1]) < 12 if out else False
        unit = last[-1:].isdigit() and (word in {"%", "₽", "€", "$"} or word[:1].isdigit())
        if out and (short or unit or word in {"–", "—", "·", "×"}):
            out[-1] += NBSP + word
        else:
            out.append(word)
    return out


def lines(text: str, style: Style, width: float, most: int) -> list[str] | None:
    """The text in as few lines as fit the width, evenly filled; None if that takes more than `most`."""
    found = units(text)
    if not found:
        return []
    if any(style.width(bare(piece)) > width for piece in found):
        found = pieces(text) if unspaced(text) else text.split()
        if any(style.width(bare(piece)) > width for piece in found):
            return None
    count = _greedy(found, style, width)
    if count > most:
        return None
    return [bare(line).replace(NBSP, " ") for line in _even(found, style, count)]


def _greedy(found: Sequence[str], style: Style, width: float) -> int:
    count, current = 1, [found[0]]
    for piece in found[1:]:
        if style.width(joined([*current, piece])) <= width:
            current.append(piece)
        else:
            count, current = count + 1, [piece]
    return count


def _even(found: Sequence[str], style: Style, count: int) -> tuple[str, ...]:
    """The pieces in `count` lines of which the widest is as narrow as can be."""

    @functools.cache
    def lay(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        if left == 1:
            line = joined(found[start:])
            return style.width(line), (line,)
        ways = []
        for end in range(start + 1, len(found) - left + 2):
            head = joined(found[start:end])
            rest, tail = lay(end, left - 1)
            ways.append((max(style.width(head), rest), (head, *tail)))
        return min(ways)

    return lay(0, count)[1]


def wrapped(text: str, style: Style, width: float, most: int) -> list[str]:
    """As `lines`, but what does not fit is left out, with an ellipsis in its place."""
    words = units(text) if unspaced(text) else text.split()
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
