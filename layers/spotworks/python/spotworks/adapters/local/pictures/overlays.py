"""Words over the picture: a column of blocks in the layout's zone, each block one transparent layer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from spotworks import fonts
from spotworks.adapters.local.pictures import pixels, zones
from spotworks.adapters.local.pictures.lettering import Style, drawable, lines, span, wrapped
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.local.pictures.zones import Zone
from spotworks.adapters.media import colour
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import ScreenText
from spotworks.ports import OverlayImage

# The largest headline of each layout, in fractions of the canvas's shorter side.
_HEADLINE = {"hero": 0.104, "type": 0.138, "split": 0.096, "detail": 0.092, "quote": 0.082, "steps": 0.082,
             "compare": 0.1, "offer": 0.122, "end_card": 0.104}  # fmt: skip

ITEMS = " · "
"""Between the items of a detail that is a list."""


@dataclass(frozen=True)
class Block:
    """One layer: its size, the gap above it, and its SVG, drawn with its top left at (x, y)."""

    width: float
    height: float
    gap: float
    draw: Callable[[float, float], str]
    halo: bool = True
    share: tuple[float, float] | None = None
    """For blocks that stand side by side: the part of the zone's width that is theirs."""


@dataclass(frozen=True)
class Setting:
    """What all blocks of one scene share. unit: the canvas's shorter side times the scale; room: pixels across."""

    palette: Palette
    layout: str
    unit: float
    room: float
    centred: bool


def overlays(
    text: ScreenText, *, layout: str, palette: Palette, width: int, height: int, brand: str
) -> list[OverlayImage]:
    """The layers of one scene in the order in which they enter, each with its place on the canvas."""
    zone = zones.words(layout, width, height)
    blocks = _fitting(text, layout, palette, width, height, brand, zone)
    total = sum(block.height + block.gap for block in blocks if block.share is None or block.share[0] == 0)
    top, room = zone.top * height, (zone.bottom - zone.top) * height
    y = top + {"top": 0.0, "middle": (room - total) / 2, "bottom": room - total}[zone.anchor]
    out = []
    for block in blocks:
        left, span_ = zone.left * width, (zone.right - zone.left) * width
        if block.share is not None:
            left, span_ = left + block.share[0] * span_, (block.share[1] - block.share[0]) * span_
        y += block.gap if block.share is None or block.share[0] == 0 else 0
        centred = zone.align == "centre" or block.share is not None
        x = left + (span_ - block.width) / 2 if centred else left
        out.append(_layer(block, x, y, palette, width, height))
        y += block.height if block.share is None or block.share[1] == 1 else 0
    return out


def _fitting(
    text: ScreenText, layout: str, palette: Palette, width: int, height: int, brand: str, zone: Zone
) -> list[Block]:
    """The blocks at the largest scale at which all of them fit the zone."""
    room = (zone.bottom - zone.top) * height
    for percent in range(100, 30, -4):
        unit = min(width, height) * percent / 100
        setting = Setting(palette, layout, unit, (zone.right - zone.left) * width, zone.align == "centre")
        blocks = _blocks(text, setting, brand, last=percent <= 40)
        if blocks is not None:
            total = sum(b.height + b.gap for b in blocks if b.share is None or b.share[0] == 0)
            if total <= room:
                return blocks
    return [block for block in blocks or [] if block.height < room][:1]


def _blocks(text: ScreenText, setting: Setting, brand: str, *, last: bool) -> list[Block] | None:
    """The blocks from top to bottom; None if the words are too wide at this scale (never at the `last`)."""
    out: list[Block | None] = []
    if setting.layout == "end_card" and brand.casefold() not in text.headline.casefold():
        out.append(_wordmark(brand, setting))
    if text.kicker.casefold() != brand.casefold() or setting.layout != "end_card":
        out.append(_kicker(text.kicker, setting))
    head = _headline(text.headline, setting, last=last)
    if head is None:
        return None
    out += head
    items = [item for item in text.detail.split(ITEMS) if drawable(item, fonts.STRONG)]
    if setting.layout == "steps" and len(items) > 1:
        out += [_row(index + 1, item, setting) for index, item in enumerate(items[:5])]
    elif setting.layout == "compare" and len(items) == 2:
        out += [_label(item, side, setting) for side, item in enumerate(items)]
    else:
        out.append(_detail(text.detail, setting))
    out.append(_button(text.button, setting))
    found = [block for block in out if block is not None]
    return [Block(b.width, b.height, b.gap if i else 0.0, b.draw, b.halo, b.share) for i, b in enumerate(found)]


def _kicker(text: str, setting: Setting) -> Block | None:
    """Small capitals behind an accent line; a pill where the layout is centred."""
    style = Style(fonts.STRONG, setting.unit * 0.031, tracking=0.09)
    words = drawable(text.upper(), style.font)
    if not words:
        return None
    palette, bar, pad = setting.palette, style.size * 1.5, style.size * 0.8
    found = wrapped(words, style, setting.room - bar - 2 * pad, 1)
    wide = style.width(found[0])
    if setting.centred:
        size = wide + 2 * pad, style.size * 2.05

        def pill(x: float, y: float) -> str:
            return _pill(x, y, *size, palette.accent) + span(
                found[0], style, x + pad, y + size[1] / 2 + style.size * 0.365, palette.accent_ink
            )

        return Block(*size, 0.0, pill, halo=False)

    def line(x: float, y: float) -> str:
        middle = y + style.size * 0.56
        return (
            f'<rect x="{x:.1f}" y="{middle - style.size * 0.08:.1f}" width="{bar:.1f}" height="{style.size * 0.17:.1f}" '
            f'rx="{style.size * 0.08:.1f}" fill="{palette.accent}"/>'
            + span(found[0], style, x + bar + style.size * 0.5, y + style.size * 0.92, palette.accent)
        )

    return Block(wide + bar + style.size * 0.5, style.height(1), 0.0, line)


def _headline(text: str, setting: Setting, *, last: bool) -> list[Block] | None:
    size = _HEADLINE.get(setting.layout, _HEADLINE["hero"]) * setting.unit
    style = Style(fonts.DISPLAY, size, leading=1.06, tracking=-0.018)
    words = drawable(text, style.font)
    if not words:
        return []
    most = 4 if setting.layout in {"type", "quote"} else 3
    found = wrapped(words, style, setting.room, most) if last else lines(words, style, setting.room, most)
    if found is None:
        return None
    return [_text(found, style, setting, setting.palette.ink, gap=setting.unit * 0.026, accent=setting.palette.accent)]


def _detail(text: str, setting: Setting) -> Block | None:
    style = Style(fonts.TEXT, setting.unit * 0.042, leading=1.3)
    words = drawable(text, style.font)
    if not words:
        return None
    if setting.layout == "quote":
        words = f"— {words}"
    found = wrapped(words, style, setting.room * (0.94 if setting.centred else 0.9), 3)
    ink = colour.mix(setting.palette.ink, setting.palette.background, 0.06)
    return _text(found, style, setting, ink, gap=setting.unit * 0.03)


def _text(found: Sequence[str], style: Style, setting: Setting, fill: str, *, gap: float, accent: str = "") -> Block:
    wide = max(style.width(line) for line in found)

    def draw(x: float, y: float) -> str:
        at = x + wide / 2 if setting.centred else x
        return "".join(
            span(line, style, at, y + style.baseline(n), fill, accent=accent, middle=setting.centred)
            for n, line in enumerate(found)
        )

    return Block(wide, style.height(len(found)), gap, draw)


def _row(number: int, text: str, setting: Setting) -> Block | None:
    """One step: its number on an accent disc, its words beside, on a plate."""
    style = Style(fonts.STRONG, setting.unit * 0.041, leading=1.2)
    disc, pad = setting.unit * 0.042, setting.unit * 0.03
    inner = setting.room - 2 * disc - 3 * pad
    found = wrapped(drawable(text, style.font), style, inner, 2)
    high = max(2 * disc, style.height(len(found))) + 2 * pad * 0.8
    palette = setting.palette

    def draw(x: float, y: float) -> str:
        middle = y + high / 2
        first = middle - style.height(len(found)) / 2 - style.size * 0.02
        digit = Style(fonts.DISPLAY, disc * 1.05)
        return (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{setting.room:.1f}" height="{high:.1f}" rx="{setting.unit * 0.032:.1f}" '
            f'fill="{palette.background}" fill-opacity=".74"/>'
            f'<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{setting.room - 2:.1f}" height="{high - 2:.1f}" '
            f'rx="{setting.unit * 0.031:.1f}" fill="none" stroke="{palette.ink}" stroke-opacity=".13" stroke-width="2"/>'
            f'<circle cx="{x + pad + disc:.1f}" cy="{middle:.1f}" r="{disc:.1f}" fill="{palette.accent}"/>'
            + span(str(number), digit, x + pad + disc, middle + digit.size * 0.36, palette.accent_ink, middle=True)
            + "".join(
                span(line, style, x + 2 * disc + 2 * pad, first + style.baseline(n), palette.ink)
                for n, line in enumerate(found)
            )
        )

    return Block(setting.room, high, setting.unit * (0.045 if number == 1 else 0.022), draw, halo=False)


def _label(text: str, side: int, setting: Setting) -> Block | None:
    """The name of one of two sides, as a pill in its half."""
    style = Style(fonts.STRONG, setting.unit * 0.038)
    pad = style.size * 0.85
    found = wrapped(drawable(text, style.font), style, setting.room / 2 - 3 * pad, 1)
    size = style.width(found[0]) + 2 * pad, style.size * 2.1
    fill = setting.palette.accent if side else setting.palette.surface
    ink = setting.palette.accent_ink if side else colour.legible(setting.palette.ink, setting.palette.surface)

    def draw(x: float, y: float) -> str:
        return _pill(x, y, *size, fill) + span(found[0], style, x + pad, y + size[1] / 2 + style.size * 0.365, ink)

    return Block(*size, setting.unit * 0.04, draw, halo=False, share=(0.5 * side, 0.5 + 0.5 * side))


def _button(text: str, setting: Setting) -> Block | None:
    """The call to action: an accent pill with an arrow."""
    style = Style(fonts.STRONG, setting.unit * 0.046)
    words = drawable(text, style.font)
    if not words:
        return None
    pad, arrow = style.size * 1.05, style.size * 0.95
    found = wrapped(words, style, setting.room - 2 * pad - arrow * 1.5, 1)
    wide, high = style.width(found[0]) + 2 * pad + arrow * 1.45, style.size * 2.5
    palette = setting.palette

    def draw(x: float, y: float) -> str:
        middle, tip = y + high / 2, x + wide - pad
        return (
            _pill(x, y, wide, high, palette.accent)
            + span(found[0], style, x + pad, middle + style.size * 0.365, palette.accent_ink)
            + f'<path d="M{tip - arrow:.1f} {middle:.1f}H{tip:.1f}m{-arrow * 0.4:.1f} {-arrow * 0.4:.1f}l{arrow * 0.4:.1f} '
            f'{arrow * 0.4:.1f}l{-arrow * 0.4:.1f} {arrow * 0.4:.1f}" fill="none" stroke="{palette.accent_ink}" '
            f'stroke-width="{style.size * 0.13:.1f}" stroke-linecap="round" stroke-linejoin="round"/>'
        )

    return Block(wide, high, setting.unit * 0.05, draw, halo=False)


def _wordmark(brand: str, setting: Setting) -> Block | None:
    """The brand's name, spaced, between two accent strokes."""
    style = Style(fonts.DISPLAY, setting.unit * 0.046, tracking=0.14)
    words = drawable(brand.upper(), style.font)
    if not words:
        return None
    stroke, gap = style.size * 0.95, style.size * 0.55
    found = wrapped(words, style, setting.room - 2 * (stroke + gap), 1)
    wide = style.width(found[0]) + 2 * (stroke + gap)
    palette = setting.palette

    def draw(x: float, y: float) -> str:
        middle, thick = y + style.size * 0.57, style.size * 0.13
        strokes = "".join(
            f'<rect x="{at:.1f}" y="{middle - thick / 2:.1f}" width="{stroke:.1f}" height="{thick:.1f}" '
            f'rx="{thick / 2:.1f}" fill="{palette.accent}"/>'
            for at in (x, x + wide - stroke)
        )
        return strokes + span(found[0], style, x + stroke + gap, y + style.size * 0.92, palette.ink)

    return Block(wide, style.height(1), 0.0, draw)


def _pill(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{height / 2:.1f}" fill="{fill}"/>'
    )


def _layer(block: Block, x: float, y: float, palette: Palette, width: int, height: int) -> OverlayImage:
    """The block as a PNG with room for its shadow, cut to what is not empty."""
    unit = min(width, height)
    pad = round(unit * 0.07)
    left, top = round(x) - pad, round(y) - pad
    wide, tall = round(block.width) + 2 * pad, round(block.height) + 2 * pad
    layer = pixels.draw(block.draw(x - left, y - top), wide, tall)
    layer = _haloed(layer, palette, unit, strong=block.halo)
    rows, columns = np.where(layer[..., 3] > 3)
    first = max(int(rows.min()), -top), max(int(columns.min()), -left)
    end = min(int(rows.max()) + 1, height - top), min(int(columns.max()) + 1, width - left)
    cut = np.ascontiguousarray(layer[first[0] : end[0], first[1] : end[1]])
    return OverlayImage(
        content=pixels.png(cut), x=left + first[1], y=top + first[0], width=cut.shape[1], height=cut.shape[0]
    )


def _haloed(layer: Image, palette: Palette, unit: float, *, strong: bool) -> Image:
    """The layer over its own blurred shape in the background colour: legible on any picture."""
    alpha = layer[..., 3].astype(np.float32) / 255
    if strong:
        wide = np.clip(np.asarray(pixels.blur(alpha, unit * 0.02)) * 1.9, 0, 1) * 0.62
        near = np.clip(cv2.GaussianBlur(alpha, (0, 0), unit * 0.0045) * 1.8, 0, 1) * 0.6
    else:
        wide = np.clip(np.asarray(pixels.blur(alpha, unit * 0.018)), 0, 1) * 0.35
        near = np.zeros_like(alpha)
    shade = 1 - (1 - wide) * (1 - near)
    out_alpha = alpha + shade * (1 - alpha)
    ground = np.array(colour.rgb(palette.background if strong else "#000000"), np.float32)
    share = (alpha / np.maximum(out_alpha, 1e-4))[..., None]
    out = layer[..., :3].astype(np.float32) * share + ground * (1 - share)
    return np.dstack([out, out_alpha * 255]).round().clip(0, 255).astype(np.uint8)
