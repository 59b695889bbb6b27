"""Text as its letters stand: joined, stacked and reordered, by HarfBuzz; nothing of the system is needed."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb


@dataclass(frozen=True)
class Extent:
    """Of a run from where it begins on its baseline, in ems; down is positive. wide: to where the next one begins."""

    wide: float
    left: float
    top: float
    right: float
    bottom: float


@lru_cache(maxsize=64)
def _font(path: Path, number: int) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path)), number))


@lru_cache(maxsize=4096)
def extent(path: Path, number: int, text: str) -> Extent:
    """text: of one script. In the order in which it is seen."""
    font = _font(path, number)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    x, left, top, right, bottom = 0, 0, 0, 0, 0
    for glyph, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = font.get_glyph_extents(glyph.codepoint)
        if ink and ink.width:
            begin, high = x + at.x_offset + ink.x_bearing, at.y_offset + ink.y_bearing
            left, right = min(left, begin), max(right, begin + ink.width)
            top, bottom = max(top, high), min(bottom, high + ink.height)
        x += at.x_advance
    em = font.face.upem
    return Extent(x / em, left / em, -top / em, max(right, x) / em, -bottom / em)


def advance(path: Path, number: int, text: str) -> float:
    """Ems."""
    return extent(path, number, text).wide
