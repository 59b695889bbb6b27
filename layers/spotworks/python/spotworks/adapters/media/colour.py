"""Colour arithmetic: sRGB hex, WCAG contrast, and OKLCH, in which equal steps look equal.

WCAG 2.2, relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
OKLab: https://bottosson.github.io/posts/oklab/ (both read 2025-11)
"""

import math

RGB = tuple[int, int, int]


def rgb(colour: str) -> RGB:
    """ "#rrggbb" as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexed(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{min(255, max(0, round(v))):02x}" for v in (red, green, blue))


def _linear(value: float) -> float:
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return 255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055)


def luminance(colour: str) -> float:
    red, green, blue = (_linear(v) for v in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG ratio, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def is_dark(colour: str) -> bool:
    """White reads better on it than black."""
    return contrast(colour, "#ffffff") >= contrast(colour, "#000000")


def mix(one: str, other: str, share: float) -> str:
    """`share` of the other in the one, blended in sRGB as pixels are."""
    return hexed(*(a + (b - a) * share for a, b in zip(rgb(one), rgb(other), strict=True)))


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma 0 to about 0.32, hue in degrees."""
    r, g, b = (_linear(v) for v in rgb(colour))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    bee = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, bee), math.degrees(math.atan2(bee, a)) % 360


def from_oklch(light: float, chroma: float, hue: float) -> str:
    """The nearest sRGB colour; chroma is lowered until it fits."""
    for step in range(13):
        fits, colour = _try_oklch(light, chroma * (1 - step / 12), hue)
        if fits:
            return colour
    return colour


def _try_oklch(light: float, chroma: float, hue: float) -> tuple[bool, str]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return all(-0.002 <= v <= 1.002 for v in linear), hexed(*(_encoded(v) for v in linear))


def shifted(colour: str, *, light: float = 0.0, chroma: float = 1.0, hue: float = 0.0) -> str:
    """The colour moved in OKLCH: lightness added, chroma multiplied, hue turned by degrees."""
    own_light, own_chroma, own_hue = oklch(colour)
    return from_oklch(min(0.99, max(0.02, own_light + light)), own_chroma * chroma, own_hue + hue)


def legible(colour: str, ground: str, ratio: float = 4.5) -> str:
    """The colour, moved away from the ground in lightness until it has that contrast to it.

    The way with more room is taken; where even its end is not enough, black or white is the answer.
    """
    light, chroma, hue = oklch(colour)
    step = 0.02 if is_dark(ground) else -0.02
    while contrast(colour, ground) < ratio and 0.02 < light + step < 1:
        light += step
        colour = from_oklch(light, chroma, hue)
    if contrast(colour, ground) >= ratio:
        return colour
    return "#ffffff" if is_dark(ground) else "#000000"
