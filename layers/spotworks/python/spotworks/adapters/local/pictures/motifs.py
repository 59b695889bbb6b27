"""Geometric motifs, as SVG elements that fill a picture to its edges and keep calm where words stand."""

import math
from collections.abc import Callable

import numpy as np

from spotworks.adapters.local.pictures import svg
from spotworks.adapters.local.pictures.brush import Brush
from spotworks.adapters.media import colour

Motif = Callable[[Brush], str]


def arcs(brush: Brush) -> str:
    """Fine concentric arcs round a point beside the picture, one of them brighter: it may run under words."""
    x = brush.width * (-0.08 if brush.rng.random() < 0.5 else 1.08)
    y = brush.height * brush.pick(0.62, 0.9)
    line = colour.mix(brush.palette.accent, brush.palette.ink, 0.25)
    radii = [brush.unit * (1.6 + ring * 0.85) for ring in range(13)]
    out = [
        svg.circle(x, y, radius, fill="none", stroke=line, stroke_width=2.2, stroke_opacity=max(0.06, 0.34 - n * 0.018))
        for n, radius in enumerate(radii)
    ]
    bright = radii[int(brush.rng.integers(5, 8))]
    look: dict[str, float | str] = {"stroke": brush.palette.accent, "stroke_opacity": 0.6}
    return "".join(out) + svg.circle(x, y, bright, fill="none", stroke_width=brush.unit * 0.06, **look)


def waves(brush: Brush) -> str:
    """Layered hills from the lower edge, lighter with each layer."""
    ways = [brush.pick(0, 6.28) for _ in range(5)]
    out = []
    for layer in range(5):
        base, swing = brush.height * (0.60 + 0.085 * layer), brush.unit * (1.1 - 0.12 * layer)
        points = []
        for x in np.linspace(-20, brush.width + 20, 40):
            long = math.sin(x / brush.width * 3.6 + ways[layer])
            short = 0.4 * math.sin(x / brush.width * 8 + ways[-1 - layer])
            points.append((float(x), base + swing * (long + short)))
        points += [(brush.width + 20, brush.height + 20), (-20, brush.height + 20)]
        share = 0.2 + 0.17 * layer
        top = colour.mix(brush.palette.background, brush.ember(0.4 + 0.08 * layer), share)
        foot = colour.mix(brush.palette.background, brush.ember(0.34), share * 0.35)
        out.append(svg.linear(f"w{layer}", (0, top, 0.95), (1, foot, 0.95)))
        out.append(svg.path(svg.polyline(points) + "Z", fill=f"url(#w{layer})"))
    return "".join(out)


def halftone(brush: Brush) -> str:
    """A field of dots that grow towards one lower corner."""
    step = brush.unit * 0.42
    corner = brush.width * (1.02 if brush.rng.random() < 0.5 else -0.02)
    reach = math.hypot(brush.width, brush.height) * 0.62
    out = []
    for row in range(int(brush.height / step) + 2):
        for column in range(int(brush.width / step) + 2):
            x, y = (column + (row % 2) / 2) * step, row * step
            near = 1 - math.hypot(x - corner, y - brush.height * 0.98) / reach
            if near > 0.04:
                out.append(svg.circle(x, y, step * 0.57 * near**1.15))
    return svg.tag("g", "".join(out), fill=brush.palette.accent, fill_opacity=0.82)


def bokeh(brush: Brush) -> str:
    """Discs of light out of focus, denser below."""
    out = []
    for index in range(26):
        x, y = brush.pick(-0.05, 1.05) * brush.width, brush.height * (1.05 - 0.62 * brush.pick(0, 1) ** 1.5)
        shade = brush.shade(light=brush.pick(-0.04, 0.12), hue=brush.pick(-18, 14))
        full = brush.pick(0.12, 0.5) * (0.7 if brush.dark else 0.9)
        # Brighter at the rim, as a lens draws them.
        rim = (0, shade, full * 0.55), (0.86, shade, full), (0.94, shade, full * 0.8), (1, shade, 0.0)
        out.append(svg.radial(f"b{index}", *rim))
        out.append(svg.circle(x, y, brush.unit * brush.pick(0.25, 1.5), fill=f"url(#b{index})"))
    return "".join(out)


def rays(brush: Brush) -> str:
    """Broad beams from behind the subject, fading outwards."""
    count = 14
    turn, reach = brush.pick(0, 360 / count), math.hypot(brush.width, brush.height)
    beams = []
    for index in range(count):
        start = math.radians(turn + index * 360 / count)
        sides = [
            (brush.x + reach * math.cos(a), brush.y + reach * math.sin(a)) for a in (start, start + math.pi / count)
        ]
        beams.append(svg.polyline([(brush.x, brush.y), *sides]) + "Z")
    stops = (0, brush.palette.accent, 0.6), (0.5, brush.ember(0.6), 0.2), (1, brush.ember(0.5), 0.03)
    light = svg.radial("r", *stops, x=brush.x, y=brush.y, radius=reach * 0.62, pixels=True)
    return light + svg.path("".join(beams), fill="url(#r)")


def ribbons(brush: Brush) -> str:
    """Slanted pills of light that cross the lower part."""
    out = []
    for index in range(11):
        x, y = brush.pick(-0.1, 1.1) * brush.width, brush.height * brush.pick(0.5, 1.05)
        long, thick = brush.unit * brush.pick(2.5, 7), brush.unit * brush.pick(0.3, 1.05)
        shade = brush.shade(hue=brush.pick(-18, 14), light=brush.pick(-0.12, 0.06))
        out.append(svg.linear(f"p{index}", (0, shade, 0.0), (1, shade, brush.pick(0.25, 0.9)), to=(1, 0)))
        pill: dict[str, float | str] = {"fill": f"url(#p{index})", "transform": svg.turned(-36, x, y)}
        out.append(svg.rect(x - long / 2, y - thick / 2, long, thick, thick / 2, **pill))
    return "".join(out)


def contours(brush: Brush) -> str:
    """Lines of a map round the subject, as if it were a hill."""
    two, three = brush.pick(0, 6.28), brush.pick(0, 6.28)
    out = []
    for ring in range(17):
        radius = brush.unit * (0.7 + ring * 0.52)
        points = []
        for angle in np.linspace(0, 2 * math.pi, 72, endpoint=False):
            bulge = (
                1 + 0.13 * math.sin(2 * angle + two + ring * 0.12) + 0.07 * math.sin(3 * angle + three - ring * 0.16)
            )
            reach = radius * bulge
            points.append((brush.x + reach * math.cos(angle), brush.y + reach * 1.12 * math.sin(angle)))
        strong = ring % 4 == 0
        out.append(
            svg.path(
                svg.polyline(points) + "Z", fill=brush.palette.accent, fill_opacity=0.05 if ring < 9 else 0.012,
                stroke=brush.palette.accent, stroke_width=4 if strong else 2,
                stroke_opacity=(0.75 if strong else 0.4) * (1 - ring / 20),
            )
        )  # fmt: skip
    return "".join(out)


def panes(brush: Brush) -> str:
    """Panes of tinted glass standing behind each other."""
    out, lean = [], brush.pick(-14, 14)
    for index, (dx, dy, size) in enumerate(((-1.7, -0.8, 1.0), (1.6, -0.2, 0.92), (0, 0.9, 1.15))):
        wide, tall = 3.6 * brush.unit * size, 4.3 * brush.unit * size
        x, y = brush.x + dx * brush.unit - wide / 2, brush.y + dy * brush.unit - tall / 2
        shade = brush.shade(hue=(-16, 14, 0)[index], light=(-0.1, -0.04, 0.04)[index])
        out.append(svg.linear(f"g{index}", (0, shade, 0.9), (1, shade, 0.22), to=(0.7, 1)))
        out.append(svg.linear(f"e{index}", (0, "#ffffff", 0.7), (0.6, "#ffffff", 0.05), to=(1, 1)))
        look: dict[str, float | str] = {"fill": f"url(#g{index})", "stroke": f"url(#e{index})"}
        turn = svg.turned(lean + (index - 1) * 13, brush.x, brush.y)
        out.append(svg.rect(x, y, wide, tall, brush.unit * 0.5, stroke_width=3, transform=turn, **look))
    return "".join(out)


def petals(brush: Brush) -> str:
    """Overlapping ellipses turned round the subject: a rosette."""
    count, turn, unit = 9, brush.pick(0, 40), brush.unit
    out = []
    for index in range(count):
        shade = brush.shade(hue=-18 + 36 * index / (count - 1), light=0.03)
        out.append(svg.linear(f"f{index}", (0, shade, 0.62), (1, shade, 0.1)))
        look: dict[str, float | str] = {
            "fill": f"url(#f{index})",
            "transform": svg.turned(turn + index * 360 / count, brush.x, brush.y),
        }
        out.append(svg.ellipse(brush.x, brush.y - 1.75 * unit, 1.05 * unit, 2.1 * unit, **look))
    return "".join(out)


def dots(brush: Brush) -> str:
    """A regular field of fine dots, fading upwards: quiet paper for rows of text."""
    step = brush.unit * 0.5
    rows = []
    for row in range(int(brush.height / step) + 1):
        share = max(0.0, row * step / brush.height - 0.2) / 0.8
        places = range(int(brush.width / step) + 1)
        line = "".join(svg.circle((column + 0.5) * step, (row + 0.5) * step, step * 0.075) for column in places)
        rows.append(svg.tag("g", line, fill_opacity=0.05 + 0.35 * share))
    return svg.tag("g", "".join(rows), fill=colour.mix(brush.palette.accent, brush.palette.ink, 0.3))


FAMILIES: tuple[tuple[Motif, ...], ...] = (
    (arcs, bokeh, petals, halftone),
    (ribbons, rays, arcs, panes),
    (waves, contours, halftone, bokeh),
)
"""Motifs that go together; a video draws from one family."""

CENTRED: frozenset[Motif] = frozenset({panes, petals, rays})
"""Motifs that point at a subject, and look lost without one."""
