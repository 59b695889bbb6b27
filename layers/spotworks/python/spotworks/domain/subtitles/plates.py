"""The plate under a spoken word, as a drawing of ASS within its line: it stands where the word does, takes no room."""

import unicodedata

from spotworks.domain.subtitles.text import JOINER

_TALL, _LOW = 0.74, 0.2  # ems from the baseline to where tall letters end, and low ones
_ABOVE = 0.7  # of the margin at either side, which looks the same above and below
_ROUND = 0.36  # ems: the corners' radius
_FINE = 8  # steps a pixel, of a drawing of scale 4


def drawn_plate(wide: float, margin: float, em: float, *, after: bool) -> str:
    """wide: of its word, and margin: at either side of it, in ems; em: in pixels. In a text that is hidden.

    after: it is written after its word, and lies to the left, as in right-to-left scripts.
    """
    unit = em * _FINE
    aside = round(unit * margin)
    width = round(unit * wide) + 2 * aside
    height = round(unit * (_TALL + _LOW + 2 * _ABOVE * margin))
    sunk = round(unit * (_LOW + _ABOVE * margin))
    shape = _rounded(width, height, round(unit * _ROUND))
    first, last = (width - aside, aside) if after else (aside, width - aside)
    return f"{_back(first)}{{\\alpha&H00&\\pbo{sunk}\\p4}}{shape}{{\\p0\\alpha&HFF&}}{_back(last)}"


def outlined_plate(margin: float, em: float) -> tuple[str, str]:
    """Before and after a word whose letters join, so that nobody but libass knows how wide it is: its own outline,
    as thick as the margin. In a text that is hidden, in a style with the plate's colour as its outline's."""
    return f"{{\\3a&H00&\\bord{margin * em:.1f}}}", "{\\3a&HFF&\\bord0}"


def joins(text: str) -> bool:
    """Whether it holds letters that change their form with their neighbours."""
    return any(unicodedata.bidirectional(character) == "AL" for character in text)


def _back(steps: int) -> str:
    """To the left along a line: by the spacing of a character without width, since a drawing has none."""
    return f"{{\\fsp{-steps / _FINE}}}{JOINER}{{\\fsp0}}"


def _rounded(w: int, h: int, radius: int) -> str:
    r = min(radius, w // 2, h // 2)
    k = round(r * 0.45)  # where the handles of a quarter circle end, from the corner
    return (
        f"m {r} 0 l {w - r} 0 b {w - k} 0 {w} {k} {w} {r} l {w} {h - r} b {w} {h - k} {w - k} {h} {w - r} {h} "
        f"l {r} {h} b {k} {h} 0 {h - k} 0 {h - r} l 0 {r} b 0 {k} {k} 0 {r} 0"
    )
