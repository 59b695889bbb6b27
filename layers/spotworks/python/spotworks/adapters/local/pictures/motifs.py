"""Geometric motifs for pictures without a photo, as SVG elements.

Each takes a Brush and returns elements that fill the picture to its edges and keep calm where words stand.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from spotworks.adapters.media import colour
from spotworks.domain.research import Palette


@dataclass(frozen=True)
class Brush:
    """What a motif draws with. x, y: the centre of the subject, in pixels; unit: a tenth of the shorter side."""

    palette: Palette
    width: int
    height: int
    x: float
    y: float
    rng: np.random.Generator

    @property
    def unit(self) -> float:
        return min(self.width, self.height) / 10

    @property
    def dark(self) -> bool:
        return colour.is_dark(self.palette.background)

    def shade(self, *, light: float = 0.0, hue: float = 0.0, chroma: float = 1.0) -> str:
        """A relative of the accent."""
        return colour.shifted(self.palette.accent, light=light, hue=hue, chroma=chroma)

    def pick(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))


Motif = Callable[[Brush], str]


def _gradient(name: str, stops: list[tuple[float, str, float]], *, radial: str = "", linear: str = "") -> str:
    body = "".join(f'<stop offset="{at:.2f}" stop-color="{c}" stop-opacity="{o:.2f}"/>' for at, c, o in stops)
    kind, place = ("radialGradient", radial) if radial else ("linearGradient", linear)
    return f'<{kind} id="{name}" {place}>{body}</{kind}>'


def orbs(brush: Brush) -> str:
    """Glossy spheres, one large and two small, that stand in for a product."""
    unit, dark = brush.unit, brush.dark
    side = 1 if brush.rng.random() < 0.5 else -1
    places = [
        (brush.x, brush.y, 2.5 * unit, 0.0),
        (brush.x - side * 2.9 * unit, brush.y + 1.6 * unit, 0.95 * unit, 34.0),
        (brush.x + side * 2.5 * unit, brush.y - 2.1 * unit, 0.6 * unit, -30.0),
    ]
    out = []
    for index, (x, y, radius, hue) in enumerate(places):
        lit, core = brush.shade(light=0.1, hue=hue), brush.shade(hue=hue)
        deep = colour.mix(brush.shade(light=-0.26, hue=hue - 12), brush.palette.background, 0.15)
        out.append(
            "<defs>"
            + _gradient(f"o{index}", [(0, lit, 1), (0.5, core, 1), (1, deep, 1)], radial='cx=".36" cy=".3" r=".78"')
            + _gradient(f"h{index}", [(0, "#ffffff", 0.75), (1, "#ffffff", 0)], radial='cx=".5" cy=".5" r=".5"')
            + _gradient(
                f"s{index}", [(0, "#000000", 0.5 if dark else 0.22), (1, "#000000", 0)], radial='cx=".5" cy=".5" r=".5"'
            )
            + "</defs>"
            f'<ellipse cx="{x:.1f}" cy="{y + radius * 1.12:.1f}" rx="{radius * 1.15:.1f}" ry="{radius * 0.2:.1f}" '
            f'fill="url(#s{index})"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="url(#o{index})"/>'
            f'<ellipse cx="{x - radius * 0.34:.1f}" cy="{y - radius * 0.48:.1f}" rx="{radius * 0.34:.1f}" '
            f'ry="{radius * 0.22:.1f}" fill="url(#h{index})" transform="rotate(-32 {x - radius * 0.34:.1f} '
            f'{y - radius * 0.48:.1f})"/>'
        )
    return "".join(out)


def arcs(brush: Brush) -> str:
    """Fine concentric arcs round a point beside the picture, one of them broad and bright."""
    x = -0.08 * brush.width if brush.rng.random() < 0.5 else 1.08 * brush.width
    y = brush.height * brush.pick(0.62, 0.9)
    bold = int(brush.rng.integers(5, 8))
    line = colour.mix(brush.palette.accent, brush.palette.ink, 0.25)
    out = []
    for ring in range(13):
        radius = brush.unit * (1.6 + ring * 0.85)
        stroke, opacity = (brush.unit * 0.5, 0.85) if ring == bold else (2.2, 0.34 - ring * 0.018)
        shade = brush.palette.accent if ring == bold else line
        dashes = (
            f' stroke-dasharray="{radius * 1.3:.0f} {radius * 5:.0f}" stroke-linecap="round"' if ring == bold else ""
        )
        turn = brush.pick(-60, 200) if ring == bold else 0
        out.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke="{shade}" stroke-width="{stroke:.1f}" '
            f'stroke-opacity="{max(0.06, opacity):.2f}"{dashes} transform="rotate({turn:.0f} {x:.1f} {y:.1f})"/>'
        )
    return "".join(out)


def waves(brush: Brush) -> str:
    """Layered hills from the lower edge, lighter with each layer."""
    out = []
    ways = [brush.pick(0, 6.28) for _ in range(5)]
    for layer in range(5):
        base = brush.height * (0.60 + 0.085 * layer)
        swing = brush.unit * (1.1 - 0.12 * layer)
        points = [
            (x, base + swing * math.sin(x / brush.width * 3.6 + ways[layer]) + swing * 0.4 * math.sin(x / brush.width * 8 + ways[-1 - layer]))
            for x in np.linspace(-20, brush.width + 20, 40)
        ]  # fmt: skip
        path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        share = 0.2 + 0.17 * layer
        top = colour.mix(brush.palette.background, brush.shade(hue=-24 + 10 * layer), share)
        foot = colour.mix(brush.palette.background, brush.shade(hue=-24 + 10 * layer), share * 0.35)
        out.append(
            "<defs>"
            + _gradient(f"w{layer}", [(0, top, 0.95), (1, foot, 0.95)], linear='x1="0" y1="0" x2="0" y2="1"')
            + "</defs>"
            f'<path d="{path} L{brush.width + 20} {brush.height + 20} L-20 {brush.height + 20} Z" fill="url(#w{layer})"/>'
        )
    return "".join(out)


def halftone(brush: Brush) -> str:
    """A field of dots that grow towards one lower corner."""
    step = brush.unit * 0.42
    corner = brush.width * (1.02 if brush.rng.random() < 0.5 else -0.02)
    reach = math.hypot(brush.width, brush.height) * 0.62
    dots = []
    for row in range(int(brush.height / step) + 2):
        for column in range(int(brush.width / step) + 2):
            x, y = (column + (row % 2) / 2) * step, row * step
            near = 1 - math.hypot(x - corner, y - brush.height * 0.98) / reach
            if near > 0.04:
                dots.append(f"M{x:.0f} {y:.0f}h.01")
                radius = step * 0.92 * near**1.15
                dots[-1] = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius / 1.6:.1f}"/>'
    return f'<g fill="{brush.palette.accent}" fill-opacity=".82">{"".join(dots)}</g>'


def bokeh(brush: Brush) -> str:
    """Discs of light out of focus, denser below."""
    out = []
    for index in range(26):
        x = brush.pick(-0.05, 1.05) * brush.width
        y = brush.height * (1.05 - 0.62 * brush.pick(0, 1) ** 1.5)
        radius = brush.unit * brush.pick(0.25, 1.5)
        shade = brush.shade(light=brush.pick(-0.04, 0.12), hue=brush.pick(-30, 26))
        strength = brush.pick(0.12, 0.5) * (0.7 if brush.dark else 0.9)
        out.append(
            "<defs>"
            + _gradient(
                f"b{index}", [(0, shade, strength * 0.55), (0.86, shade, strength), (0.94, shade, strength * 0.8), (1, shade, 0)],
                radial='cx=".5" cy=".5" r=".5"',
            )
            + f'</defs><circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="url(#b{index})"/>'
        )  # fmt: skip
    return "".join(out)


def rays(brush: Brush) -> str:
    """Broad beams from behind the subject, fading outwards."""
    count = 14
    turn = brush.pick(0, 360 / count)
    reach = math.hypot(brush.width, brush.height)
    beams = []
    for index in range(count):
        start = math.radians(turn + index * 360 / count)
        end = start + math.radians(180 / count)
        beams.append(
            f"M{brush.x:.1f} {brush.y:.1f}L{brush.x + reach * math.cos(start):.1f} {brush.y + reach * math.sin(start):.1f}"
            f"L{brush.x + reach * math.cos(end):.1f} {brush.y + reach * math.sin(end):.1f}Z"
        )
    glow = _gradient(
        "r", [(0, brush.palette.accent, 0.6), (0.5, brush.palette.accent, 0.16), (1, brush.palette.accent, 0.02)],
        radial=f'gradientUnits="userSpaceOnUse" cx="{brush.x:.1f}" cy="{brush.y:.1f}" r="{reach * 0.62:.1f}"',
    )  # fmt: skip
    return f'<defs>{glow}</defs><path d="{"".join(beams)}" fill="url(#r)"/>'


def ribbons(brush: Brush) -> str:
    """Slanted pills of light that cross the lower part."""
    out = []
    for index in range(11):
        x, y = brush.pick(-0.1, 1.1) * brush.width, brush.height * brush.pick(0.5, 1.05)
        length, thick = brush.unit * brush.pick(2.5, 7), brush.unit * brush.pick(0.3, 1.05)
        shade = brush.shade(hue=brush.pick(-28, 28), light=brush.pick(-0.12, 0.06))
        strength = brush.pick(0.25, 0.9)
        out.append(
            "<defs>" + _gradient(f"p{index}", [(0, shade, 0), (1, shade, strength)], linear='x1="0" y1="0" x2="1" y2="0"') + "</defs>"
            f'<rect x="{x - length / 2:.1f}" y="{y - thick / 2:.1f}" width="{length:.1f}" height="{thick:.1f}" rx="{thick / 2:.1f}" '
            f'fill="url(#p{index})" transform="rotate(-36 {x:.1f} {y:.1f})"/>'
        )  # fmt: skip
    return "".join(out)


def contours(brush: Brush) -> str:
    """Lines of a map round the subject, as if it were a hill."""
    phases = [brush.pick(0, 6.28) for _ in range(4)]
    out = []
    for ring in range(17):
        radius = brush.unit * (0.7 + ring * 0.52)
        points = []
        for step in range(72):
            angle = step / 72 * 2 * math.pi
            bulge = (
                1
                + 0.13 * math.sin(2 * angle + phases[0] + ring * 0.12)
                + 0.07 * math.sin(3 * angle + phases[1] - ring * 0.16)
            )
            points.append(
                (brush.x + radius * bulge * math.cos(angle), brush.y + radius * bulge * 1.12 * math.sin(angle))
            )
        path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
        strong = ring % 4 == 0
        out.append(
            f'<path d="{path}" fill="{brush.palette.accent}" fill-opacity="{0.05 if ring < 9 else 0.012}" '
            f'stroke="{brush.palette.accent}" stroke-linejoin="round" '
            f'stroke-width="{4 if strong else 2}" stroke-opacity="{(0.75 if strong else 0.4) * (1 - ring / 20):.2f}"/>'
        )
    return "".join(out)


def panes(brush: Brush) -> str:
    """Panes of tinted glass standing behind each other."""
    out = []
    lean = brush.pick(-14, 14)
    for index, (dx, dy, size) in enumerate(((-1.7, -0.8, 1.0), (1.6, -0.2, 0.92), (0, 0.9, 1.15))):
        wide, tall = 3.6 * brush.unit * size, 4.3 * brush.unit * size
        x, y = brush.x + dx * brush.unit - wide / 2, brush.y + dy * brush.unit - tall / 2
        shade = brush.shade(hue=(-30, 28, 0)[index], light=0.04)
        out.append(
            "<defs>"
            + _gradient(f"g{index}", [(0, shade, 0.9), (1, shade, 0.22)], linear='x1="0" y1="0" x2=".7" y2="1"')
            + _gradient(
                f"e{index}", [(0, "#ffffff", 0.7), (0.6, "#ffffff", 0.05)], linear='x1="0" y1="0" x2="1" y2="1"'
            )
            + f'</defs><g transform="rotate({lean + (index - 1) * 13:.1f} {brush.x:.1f} {brush.y:.1f})">'
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="{brush.unit * 0.5:.1f}" '
            f'fill="url(#g{index})" stroke="url(#e{index})" stroke-width="3"/></g>'
        )
    return "".join(out)


def petals(brush: Brush) -> str:
    """Overlapping ellipses turned round the subject: a rosette."""
    count, out = 9, []
    turn = brush.pick(0, 40)
    for index in range(count):
        shade = brush.shade(hue=-32 + 64 * index / (count - 1), light=0.03)
        out.append(
            "<defs>"
            + _gradient(f"f{index}", [(0, shade, 0.62), (1, shade, 0.1)], linear='x1="0" y1="0" x2="0" y2="1"')
            + "</defs>"
            f'<ellipse cx="{brush.x:.1f}" cy="{brush.y - 1.75 * brush.unit:.1f}" rx="{1.05 * brush.unit:.1f}" '
            f'ry="{2.1 * brush.unit:.1f}" fill="url(#f{index})" '
            f'transform="rotate({turn + index * 360 / count:.1f} {brush.x:.1f} {brush.y:.1f})"/>'
        )
    return "".join(out)


def dots(brush: Brush) -> str:
    """A regular field of fine dots, fading upwards: quiet paper for rows of text."""
    step = brush.unit * 0.5
    body = []
    for row in range(int(brush.height / step) + 1):
        share = max(0.0, row * step / brush.height - 0.2) / 0.8
        shade = f'fill-opacity="{0.05 + 0.35 * share:.2f}"'
        line = "".join(
            f'<circle cx="{(c + 0.5) * step:.1f}" cy="{(row + 0.5) * step:.1f}" r="{step * 0.075:.1f}"/>'
            for c in range(int(brush.width / step) + 1)
        )
        body.append(f"<g {shade}>{line}</g>")
    return f'<g fill="{colour.mix(brush.palette.accent, brush.palette.ink, 0.3)}">{"".join(body)}</g>'  # fmt: skip


FAMILIES: tuple[tuple[Motif, ...], ...] = (
    (orbs, arcs, bokeh, petals),
    (panes, ribbons, rays, arcs),
    (contours, waves, halftone, orbs),
)
"""Motifs that go together; a video draws from one family."""
