"""Words over the picture: a column of blocks in the layout's zone, each block one transparent layer."""

import math
from dataclasses import replace

import cv2
import numpy as np

from spotworks import fonts
from spotworks.adapters.local.pictures import blocks, logos, pixels, zones
from spotworks.adapters.local.pictures.blocks import Block, Setting
from spotworks.adapters.local.pictures.lettering import drawable
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.local.pictures.spans import fonts_of
from spotworks.adapters.local.pictures.zones import Zone
from spotworks.adapters.media import colour
from spotworks.domain.brand import Margins
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import ScreenText
from spotworks.ports import OverlayImage

INK = 127  # alpha from which it is a letter, not its soft edge

ITEMS = " · "
"""Between the items of a detail that is a list."""

_FROM: dict[zones.Anchor, float] = {"top": 0.0, "middle": 0.5, "bottom": 1.0}  # of the height that words leave
_CARDS = {"end_card", "closing"}
_SIGNED = "QWXJ"  # in the place of an end card's brand or logo, for the height of its words
_LARGER = {"closing": 140}  # per cent of other layouts: words that have the canvas to themselves


Line = tuple[Block, ...]
"""Blocks that stand side by side, each centred in its equal part of the zone; mostly just one."""


def overlays(
    text: ScreenText, *, layout: str, palette: Palette, width: int, height: int, brand: str, logo: bytes = b"",
    logo_size: float = 1.0, typeface: str = "", free: Margins | None = None,
) -> list[OverlayImage]:  # fmt: skip
    """The layers of one scene in the order in which they enter, each with its place on the canvas.

    logo: takes the place of the brand's name on an end card; typeface: of headlines; free: where nothing may stand.
    """
    zone = zones.view(width, height, free).words(layout)
    display = next((font for font in fonts.FONTS if font.family == typeface and font.weight >= 700), fonts.DISPLAY)
    across, down = (zone.right - zone.left) * width, (zone.bottom - zone.top) * height
    centred = zone.align == "centre"
    full = Setting(palette, layout, min(width, height), across, centred, display, logo, logo_size)
    column = _fitted(text, full, brand, down)
    y = zone.top * height + _FROM[zone.anchor] * (down - _height(column))
    out = []
    for index, line in enumerate(column):
        y += line[0].gap if index else 0
        for place, block in enumerate(line):
            part = across / len(line)
            inset = (part - block.width) / 2 if centred or len(line) > 1 else (part - block.width) * block.leftwards
            out.append(_layer(block, zone.left * width + place * part + inset, y, palette, (width, height), zone))
        y += line[0].height
    return out


def standing(
    text: ScreenText, *, layout: str, width: int, height: int, free: Margins | None = None
) -> tuple[float, float] | None:
    """Between which heights words will stand, in fractions of the canvas; None where there are none."""
    zone = zones.view(width, height, free).words(layout)
    across, down = (zone.right - zone.left) * width, (zone.bottom - zone.top) * height
    full = Setting(Palette(), layout, min(width, height), across, zone.align == "centre")
    column = _fitted(text, full, _SIGNED, down) if text != ScreenText() else []
    if not column:
        return None
    tall = _height(column) / height
    top = zone.top + _FROM[zone.anchor] * (zone.bottom - zone.top - tall)
    return top, top + tall


def _fitted(text: ScreenText, full: Setting, brand: str, down: float) -> list[Line]:
    """The column at the largest scale at which all of it fits into the height."""
    column: list[Line] = []
    for percent in range(_LARGER.get(full.layout, 100), 28, -4):
        column = _column(text, replace(full, unit=full.unit * percent / 100), brand, last=percent <= 40)
        if column and _height(column) <= down:
            break
    return column


def _height(column: list[Line]) -> float:
    return sum(line[0].height + (line[0].gap if index else 0) for index, line in enumerate(column))


def _column(text: ScreenText, setting: Setting, brand: str, *, last: bool) -> list[Line]:
    """The blocks from top to bottom; nothing if a word is too wide at this scale (never at the `last`)."""
    head = blocks.headline(text.headline, setting, last=last)
    if head is None:
        return []
    out: list[tuple[Block | None, ...]] = []
    card = setting.layout in _CARDS
    if card and setting.logo:
        out.append((logos.block(setting),))
    elif card:
        named = brand.casefold() in text.headline.casefold()
        out.append((None if named else blocks.wordmark(brand, setting),))
    if not card or text.kicker.casefold() != brand.casefold():
        out.append((blocks.kicker(text.kicker, setting),))
    out += [(block,) for block in head]
    items = [item for item in text.detail.split(ITEMS) if drawable(item, fonts.STRONG)]
    if setting.layout == "steps" and len(items) > 1:
        out += [(blocks.row(index + 1, item, setting),) for index, item in enumerate(items[:5])]
    elif setting.layout == "compare" and len(items) == 2:
        out.append(tuple(blocks.label(item, side, setting) for side, item in enumerate(items)))
    else:
        out.append((blocks.detail(text.detail, setting),))
    if setting.layout != "framed":  # whose words leave the room to the pictures; the end card has the button
        out.append((blocks.button(text.button, setting),))
    found = [tuple(block for block in line if block is not None) for line in out]
    return [line for line in found if line]


def _layer(block: Block, x: float, y: float, palette: Palette, canvas: tuple[int, int], zone: Zone) -> OverlayImage:
    """The block as a PNG with room for its shadow, cut to what is not empty."""
    width, height = canvas
    unit = min(canvas)
    pad = round(unit * 0.07)
    left, top = round(x) - pad, round(y) - pad
    wide, tall = round(block.width) + 2 * pad, round(block.height) + 2 * pad
    drawing = block.draw(x - left, y - top)
    layer = pixels.draw(drawing, wide, tall, fonts_of(drawing))
    ink = pixels.bounds(layer[..., 3], INK)
    # Some letters (j) reach beyond their own width: bring the ink back into the zone.
    left += max(0, math.ceil(zone.left * width) - left - ink[0])
    left -= max(0, left + ink[2] - math.floor(zone.right * width))
    layer = haloed(layer, palette, unit, strong=block.halo)
    seen = pixels.bounds(layer[..., 3], 3)
    x, y = max(seen[0], -left), max(seen[1], -top)
    cut = np.ascontiguousarray(layer[y : min(seen[3], height - top), x : min(seen[2], width - left)])
    return OverlayImage(
        content=pixels.png(cut), x=left + x, y=top + y, width=cut.shape[1], height=cut.shape[0],
        ink=(ink[0] - x, ink[1] - y, ink[2] - x, ink[3] - y),
    )  # fmt: skip


def haloed(layer: Image, palette: Palette, unit: float, *, strong: bool) -> Image:
    """The layer over its own blurred shape in the background colour: legible on any picture."""
    alpha = layer[..., 3].astype(np.float32) / 255
    if strong:
        wide = np.clip(pixels.blur(alpha, unit * 0.02) * 1.9, 0, 1) * 0.62
        near = np.clip(cv2.GaussianBlur(alpha, (0, 0), unit * 0.0045) * 1.8, 0, 1) * 0.6
    else:
        wide = np.clip(pixels.blur(alpha, unit * 0.018), 0, 1) * (0.35 if colour.is_dark(palette.background) else 0.16)
        near = np.zeros_like(alpha)
    shade = 1 - (1 - wide) * (1 - near)
    out_alpha = alpha + shade * (1 - alpha)
    ground = np.array(colour.rgb(palette.background if strong else "#000000"), np.float32)
    share = (alpha / np.maximum(out_alpha, 1e-4))[..., None]
    out = layer[..., :3].astype(np.float32) * share + ground * (1 - share)
    return np.dstack([out, out_alpha * 255]).round().clip(0, 255).astype(np.uint8)
