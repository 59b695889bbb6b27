"""Text measured by the fonts themselves: which characters can be drawn, and how wide they are.

A text that its own font draws whole is set by that font alone, as ever. Any other is cut into runs: what the font does
not draw comes from the face of its script.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from fontTools.ttLib import TTFont
from PIL import ImageFont

from spotworks.adapters.media.shaping import extent
from spotworks.domain.writing import SEAM, is_right_to_left, script_of
from spotworks.fonts import Font
from spotworks.fonts.machine import font_of

_MEASURE = 1000
"""Size in pixels at which widths are taken: large, so that hinting rounds nothing away."""

NBSP = "\u00a0"
_CORE = re.compile(r"([^\w%€$₽£¥₹+#@&]*)(.*?)([^\w%€$₽£¥₹\u0900-\u109f]*)", re.DOTALL)
ALPHA = ord("α")
"""A font without it has single letters of Greek as signs, not for words."""

_INVISIBLE = f"{SEAM}\u200c\u200d\u200e\u200f"

_CLUSTER = re.compile(r".[\u0300-\u036f\u0483-\u0489\u200c\u200d]*", re.DOTALL)
# In sizes: stacks over and under the letters of these, measured over their faces that ship.
_LEADING = {
    "Arab": 0.16, "Thai": 0.2, "Laoo": 0.2, "Khmr": 0.3, "Mymr": 0.3, "Ethi": 0.08,
    **dict.fromkeys(("Hans", "Hant", "Jpan", "Kore"), 0.1),
    **dict.fromkeys(("Deva", "Beng", "Gujr", "Guru", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh"), 0.16),
}  # fmt: skip

_LANGUAGE: ContextVar[str] = ContextVar("language of what is drawn", default="")
"""Decides whose form ideographs have, and where phrases end; all else is seen by the letters."""


@contextmanager
def written_in(language: str) -> Iterator[None]:
    """While it lasts, what is drawn is in this language."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def language() -> str:
    """Of what is drawn; "" where nobody said."""
    return _LANGUAGE.get()


@functools.cache
def _covered(font: Font) -> frozenset[int]:
    with TTFont(font.path, lazy=True, fontNumber=font.number) as face:
        return frozenset(face.getBestCmap())


@functools.cache
def _face(font: Font) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font.path), _MEASURE)


def drawable(text: str, font: Font) -> str:
    """The text without what no font has a glyph for (emoji); empty if nothing is left to read."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(run for _, run in runs(text, font))
    kept = re.sub(r"[\s\u00ad]+", " ", kept.replace(NBSP, " ")).strip()
    return kept if any(c.isalnum() for c in kept) else ""


def runs(text: str, font: Font) -> list[tuple[Font, str]]:
    """The text cut where another font draws on; what none draws is left out, and spaces stay with what is before."""
    return _runs(text, font, _LANGUAGE.get())


@functools.lru_cache(maxsize=4096)
def _runs(text: str, font: Font, language: str) -> list[tuple[Font, str]]:
    found: list[tuple[Font, str]] = []
    for cluster in _CLUSTER.findall(text):
        face = _drawing(cluster, found[-1][0] if found else font, font, language)
        if face is None:
            continue
        drawn = cluster.strip(_INVISIBLE) if face == font else cluster
        if found and found[-1][0] == face:
            found[-1] = face, found[-1][1] + drawn
        else:
            found.append((face, drawn))
    return found


def _drawing(cluster: str, before: Font, font: Font, language: str) -> Font | None:
    if cluster.isspace():
        return before
    needed = {ord(c) for c in cluster if c not in _INVISIBLE}
    written = "" if cluster.isascii() else script_of(cluster[0], language)
    if needed <= _covered(font) and (written != "Grek" or ALPHA in _covered(font)):
        return font
    own = font_of(written)
    return own if own and needed <= _covered(own) else None


@functools.lru_cache(maxsize=4096)
def plain(text: str, font: Font) -> bool:
    """Whether the font draws all of it, from left to right."""
    return text.isascii() or (
        all(ord(c) in _covered(font) for c in text)
        and (ALPHA in _covered(font) or all(script_of(c) != "Grek" for c in text))
    )


@functools.lru_cache(maxsize=4096)
def _ems(text: str, font: Font) -> float:
    return _face(font).getlength(text) / _MEASURE


@functools.lru_cache(maxsize=4096)
def _reach(text: str, font: Font) -> tuple[float, float, float, float]:
    left, top, right, bottom = _face(font).getbbox(text, anchor="ls")
    return left / _MEASURE, top / _MEASURE, right / _MEASURE, bottom / _MEASURE


def reach(text: str, font: Font) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line from where it begins on its baseline, in sizes: its width, and what reaches
    beyond that as a j does to the left."""
    if plain(text, font):
        return _reach(text, font)
    parts = [extent(face.path, face.number, run) for face, run, _ in visual(text, font)]
    begins = [0.0, *accumulate(part.wide for part in parts)]
    return (
        min(at + part.left for at, part in zip(begins, parts, strict=False)), min(part.top for part in parts),
        max(at + part.right for at, part in zip(begins, parts, strict=False)), max(part.bottom for part in parts),
    )  # fmt: skip


def visual(text: str, font: Font) -> list[tuple[Font, str, bool]]:
    """The runs of a line from left to right, each with whether it is read from the right.

    As the Unicode Bidirectional Algorithm (UAX #9) orders letters, figures and marks of one level: what is read from
    the left keeps its order in a line that is read from the right.
    """
    base = "R" if is_right_to_left(text) else "L"
    found = [(face, part, side) for face, run in runs(text, font) for part, side in _sided(run)]
    sides = [side for _, _, side in found]
    for n, side in enumerate(sides):
        if not side:
            before = next((s for s in reversed(sides[:n]) if s), base)
            after = next((s for _, _, s in found[n + 1 :] if s), base)
            sides[n] = before if before == after else base
    items = [(face, part, side == "R") for (face, part, _), side in zip(found, sides, strict=True)]
    groups = [(side, [items[n] for n in ns]) for side, ns in groupby(range(len(items)), key=sides.__getitem__)]
    ordered = [group[::-1] if side == "R" else group for side, group in groups]
    return [item for group in (ordered[::-1] if base == "R" else ordered) for item in group]


def _sided(run: str) -> Iterator[tuple[str, str]]:
    """A run with the side it is read from, the marks at its ends apart: they are read as what is around them."""
    match = _CORE.fullmatch(run)
    assert match is not None  # matches anything
    yield from ((mark, "") for mark in match[1])
    if match[2]:
        yield match[2], "R" if is_right_to_left(match[2]) else "L"
    yield from ((mark, "") for mark in match[3])


def wide(face: Font, run: str) -> float:
    """Of a run that the face draws, in sizes."""
    return extent(face.path, face.number, run).wide


def leading_of(text: str) -> float:
    """What lines of a script with high or deep letters need beyond those of Latin, in sizes."""
    return max((_LEADING.get(script_of(c), 0.0) for c in text if c.isalpha() and not c.isascii()), default=0.0)


@dataclass(frozen=True)
class Style:
    """How text is set. size in pixels; leading: line to line, tracking: between letters, both in sizes."""

    font: Font
    size: float
    leading: float = 1.12
    tracking: float = 0.0
    upper: bool = False

    def width(self, text: str) -> float:
        if plain(text, self.font):
            return (_ems(text, self.font) + self.tracking * max(0, len(text) - 1)) * self.size
        return sum(wide(face, run) for face, run, _ in visual(text, self.font)) * self.size

    def suited(self, text: str) -> "Style":
        """With lines as far apart as the letters of a text need."""
        more = leading_of(text)
        return replace(self, leading=self.leading + more) if more else self

    def height(self, lines: int) -> float:
        """From above the accents of the first line to below the descenders of the last."""
        return (1.17 + (lines - 1) * self.leading) * self.size if lines else 0.0

    def baseline(self, line: int) -> float:
        return (0.92 + line * self.leading) * self.size
