"""Light and dark of colours, "#rrggbb", and what can be read on what.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, checked 2026-11.
"""

from collections.abc import Iterable

ENOUGH = 4.5  # WCAG's criterion for text of any size
_LIT = 8.0  # from where it holds its own beside white: seen over a picture of its own hue


def luminance(colour: str) -> float:
    """Relative, 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def contrast(one: float, other: float) -> float:
    """Of two luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def moved(colour: str, ground: str, least: float = ENOUGH) -> str:
    """As near to a colour as can be read on a ground."""
    goal = 255 if luminance(ground) < 0.18 else 0
    parts = _parts(colour)
    for step in range(21):
        mixed = _hexed(round(part + (goal - part) * step / 20) for part in parts)
        if contrast(luminance(mixed), luminance(ground)) >= least:
            return mixed
    return colour


def lit(colour: str, ground: str) -> str:
    """A brand's colour for letters beside white ones over a picture: as bright as its hue can be, and then paler.

    What can just be read on its outline is lost where the picture has the same hue.
    """
    if contrast(luminance(colour), luminance(ground)) >= _LIT:
        return colour
    parts = _parts(colour)
    if luminance(ground) < 0.18:
        colour = _hexed(round(part * 255 / max(1, *parts)) for part in parts)
    return moved(colour, ground, _LIT)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _hexed(parts: Iterable[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)
