"""What stands in for a product when there is no photo: a tile with a sign of the beat on it.

Signs are drawn on a field of 100 x 100; nothing on them is a letter.
"""

import math
import re

from spotworks.adapters.local.pictures import svg
from spotworks.adapters.local.pictures.brush import Brush
from spotworks.adapters.media import colour
from spotworks.domain.screenplay import ScreenText


def _rays(start: float, end: float) -> str:
    angles = [n * math.pi / 4 for n in range(8)]
    return "".join(svg.polyline([(50 + r * math.cos(a), 50 + r * math.sin(a)) for r in (start, end)]) for a in angles)


def _star(points: int, outer: float, inner: float) -> str:
    angles = [(n * math.pi / points - math.pi / 2, inner if n % 2 else outer) for n in range(2 * points)]
    return svg.polyline([(50 + r * math.cos(a), 52 + r * math.sin(a)) for a, r in angles]) + "Z"


def _ring(x: float, y: float, radius: float) -> str:
    return f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0"


# Path data to fill, path data to stroke.
_SIGNS: dict[str, tuple[str, str]] = {
    "bolt": ("M58 8 24 56h22l-6 36 36-50H53z", ""),
    "check": ("", "M22 54 42 74 80 30"),
    "heart": ("M50 84C18 60 12 44 16 32c5-15 25-17 34 0 9-17 29-15 34 0 4 12-2 28-34 52z", ""),
    "clock": ("", _ring(50, 50, 36) + "M50 28v23l15 11"),
    "play": ("M34 20c0-4 4-6 8-4l40 28c4 3 4 9 0 12L42 84c-4 2-8 0-8-4z", ""),
    "percent": ("", "M74 24 26 76" + _ring(31, 31, 11) + _ring(69, 69, 11)),
    "tag": ("", "M18 23a5 5 0 0 1 5-5h28l32 32a5 5 0 0 1 0 7L57 83a5 5 0 0 1-7 0L18 51z" + _ring(36, 36, 3)),
    "arrow": ("", "M18 50h62M54 24l27 26-27 26"),
    "knot": ("", "M14 62c6-42 26-42 30-12s24 30 42-16"),
    "spark": (
        "M46 10c4 26 10 32 36 36-26 4-32 10-36 36-4-26-10-32-36-36 26-4 32-10 36-36z"
        "M80 62c2 10 4 12 14 14-10 2-12 4-14 14-2-10-4-12-14-14 10-2 12-4 14-14z",
        "",
    ),
    "swap": ("", "M22 36h50M58 20l16 16-16 16M78 68H28M42 52 26 68l16 16"),
    "sun": (_ring(50, 50, 17), _rays(28, 39)),
    "bars": ("", "M22 80V58M42 80V44M62 80V34M82 80V18"),
    "star": (_star(5, 42, 18), ""),
}

_OF_BEAT = {
    "hook": "bolt", "problem": "knot", "agitate": "knot", "reveal": "spark", "demonstration": "play",
    "benefit": "check", "proof": "bars", "testimonial": "heart", "comparison": "swap", "offer": "tag",
    "urgency": "clock", "brand_moment": "star", "lifestyle": "sun", "call_to_action": "arrow", "end_card": "star",
}  # fmt: skip


_SHARE = re.compile(r"[%٪％]|\b(?:per ?cent|discount|sale)\b|\d ?off\b|процент|скидк|распродаж", re.IGNORECASE)


def sign_of(beat: str, text: ScreenText) -> str:
    """The name of what a scene is told by: a percent sign only where it shows a share or a discount."""
    sign = _OF_BEAT.get(beat, "spark")
    return "percent" if sign == "tag" and _SHARE.search(f"{text.headline} {text.detail}") else sign


def _sign(name: str, ink: str) -> str:
    filled, stroked = _SIGNS[name]
    line = svg.path(
        stroked, fill="none", stroke=ink, stroke_width=9, stroke_linecap="round", stroke_linejoin="round"
    )  # fmt: skip
    return (svg.path(filled, fill=ink) if filled else "") + (line if stroked else "")


SIDE, REACH = 4.3, 5.0
"""Units: a tile's own, and how high it is when it is tilted."""


def tile(brush: Brush, sign: str, scale: float = 1.0) -> str:
    """A tilted tile in the accent colour with a sign of `sign_of`, two small spheres and a shadow."""
    side = SIDE * brush.unit * scale
    tilt = brush.pick(5, 10) * (1 if brush.rng.random() < 0.5 else -1)
    accent, deep = brush.palette.accent, colour.mix(brush.ember(0.5), brush.palette.accent, 0.35)
    defs = (
        svg.linear("t", (0, brush.shade(light=0.07), 1), (0.55, accent, 1), (1, deep, 1), start=(0.1, 0), to=(0.8, 1))
        + svg.linear("te", (0, "#ffffff", 0.65), (0.5, "#ffffff", 0.06), (1, "#ffffff", 0.2), to=(1, 1))
        + svg.radial("ts", (0, "#000000", 0.55 if brush.dark else 0.25), (1, "#000000", 0))
    )
    shadow = svg.ellipse(brush.x, brush.y + side * 0.66, side * 0.62, side * 0.1, fill="url(#ts)")
    look: dict[str, float | str] = {"fill": "url(#t)", "stroke": "url(#te)"}
    plate = svg.rect(
        brush.x - side / 2, brush.y - side / 2, side, side, side * 0.235, stroke_width=side * 0.012, **look
    )  # fmt: skip
    place = f"translate({brush.x - side * 0.29:.1f} {brush.y - side * 0.29:.1f}) scale({side * 0.0058:.4f})"
    sign = svg.tag("g", _sign(sign, brush.palette.accent_ink), transform=place)
    body = svg.tag("g", plate + sign, transform=svg.turned(tilt, brush.x, brush.y))
    return defs + shadow + body + _companions(brush, side, 1 if tilt > 0 else -1)


def _companions(brush: Brush, side: float, way: int) -> str:
    """Two small spheres that float beside the tile."""
    out = []
    for index, (dx, dy, size, hue) in enumerate(((0.74, -0.5, 0.15, 14), (-0.72, 0.44, 0.095, -16))):
        lit, deep = brush.shade(light=0.1, hue=hue), brush.ember(0.42)
        out.append(svg.radial(f"c{index}", (0, lit, 1), (1, deep, 1), x=0.34, y=0.28, radius=0.8))
        place = brush.x + way * dx * side, brush.y + dy * side
        out.append(svg.circle(*place, size * side, fill=f"url(#c{index})"))
    return "".join(out)
