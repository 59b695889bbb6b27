"""Text measured by the fonts themselves: which characters can be drawn, how wide they are, where lines break."""

import functools
import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from fontTools.ttLib import TTFont
from PIL import ImageFont

from spotworks.fonts import Font

_MEASURE = 1000
"""Size in pixels at which widths are taken: large, so that hinting rounds nothing away."""

NBSP = "\u00a0"


@functools.cache
def _covered(font: Font) -> frozenset[int]:
    with TTFont(font.path, lazy=True) as face:
        return frozenset(face.getBestCmap())


@functools.cache
def _face(font: Font) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font.path), _MEASURE)


def drawable(text: str, font: Font) -> str:
    """The text without what the font has no glyph for (emoji, other scripts); empty if nothing is left to read."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(c if ord(c) in _covered(font) else " " if c.isspace() else "" for c in text)
    kept = re.sub(r"[\s\u00ad]+", " ", kept.replace(NBSP, " ")).strip()
    return kept if any(c.isalnum() for c in kept) else ""


@functools.lru_cache(maxsize=4096)
def _ems(text: str, font: Font) -> float:
    return _face(font).getlength(text) / _MEASURE


@functools.lru_cache(maxsize=4096)
def reach(text: str, font: Font) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line from where it begins on its baseline, in sizes: its width, and what reaches
    beyond that as a j does to the left."""
    left, top, right, bottom = _face(font).getbbox(text, anchor="ls")
    return left / _MEASURE, top / _MEASURE, right / _MEASURE, bottom / _MEASURE


@dataclass(frozen=True)
class Style:
    """How text is set. size in pixels; leading: line to line, tracking: between letters, both in sizes."""

    font: Font
    size: float
    leading: float = 1.12
    tracking: float = 0.0
    upper: bool = False

    def width(self, text: str) -> float:
        return (_ems(text, self.font) + self.tracking * max(0, len(text) - 1)) * self.size

    def height(self, lines: int) -> float:
        """From above the accents of the first line to below the descenders of the last."""
        return (1.17 + (lines - 1) * self.leading) * self.size if lines else 0.0

    def baseline(self, line: int) -> float:
        return (0.92 + line * self.leading) * self.size


def units(text: str) -> list[str]:
    """The text's pieces between which a line may break.

    Short words stay with the next one, numbers with their unit, dashes with the word before.
    """
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
    pieces = units(text)
    if not pieces:
        return []
    if any(style.width(piece) > width for piece in pieces):
        pieces = text.split()
        if any(style.width(piece) > width for piece in pieces):
            return None
    count = _greedy(pieces, style, width)
    if count > most:
        return None
    return [line.replace(NBSP, " ") for line in _even(pieces, style, count)]


def _greedy(pieces: Sequence[str], style: Style, width: float) -> int:
    count, current = 1, pieces[0]
    for piece in pieces[1:]:
        if style.width(f"{current} {piece}") <= width:
            current = f"{current} {piece}"
        else:
            count, current = count + 1, piece
    return count


def _even(pieces: Sequence[str], style: Style, count: int) -> tuple[str, ...]:
    """The pieces in `count` lines of which the widest is as narrow as can be."""

    @functools.cache
    def lay(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        if left == 1:
            line = " ".join(pieces[start:])
            return style.width(line), (line,)
        ways = []
        for end in range(start + 1, len(pieces) - left + 2):
            head = " ".join(pieces[start:end])
            rest, tail = lay(end, left - 1)
            ways.append((max(style.width(head), rest), (head, *tail)))
        return min(ways)

    return lay(0, count)[1]


def wrapped(text: str, style: Style, width: float, most: int) -> list[str]:
    """As `lines`, but what does not fit is left out, with an ellipsis in its place."""
    words = text.split()
    while words:
        found = lines(" ".join(words), style, width, most)
        if found is not None:
            return found
        if len(words) == 1:
            word = words[0].rstrip("…")
            if len(word) <= 2:
                return [word]
            words = [word[:-1] + "…"]
        else:
            words = [*words[:-2], words[-2].rstrip(",.;:…–—") + "…"]
    return []


def span(text: str, style: Style, x: float, y: float, fill: str, *, accent: str = "", middle: bool = False) -> str:
    """One line as an SVG element with its baseline at y. accent: the colour of words that hold a number."""
    parts = []
    for word in text.split(" "):
        marked = accent and any(c.isdigit() or c in "%€$₽" for c in word)
        parts.append(f'<tspan fill="{accent}">{html.escape(word)}</tspan>' if marked else html.escape(word))
    anchor = ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-family="{style.font.family}" font-weight="{style.font.weight}" '
        f'font-size="{style.size:.2f}" letter-spacing="{style.tracking * style.size:.3f}" fill="{fill}"{anchor}>'
        f"{' '.join(parts)}</text>"
    )
