"""Kinetic typography: a phrase set as large as it fits, each word a layer of its own; and the grounds it stands on."""

import functools
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pil
from PIL import ImageDraw, ImageFont

from spotworks.adapters.local.pictures import grounds, motifs, pixels, zones
from spotworks.adapters.local.pictures.brush import Brush
from spotworks.adapters.local.pictures.lettering import Style, drawable, plain, reach
from spotworks.adapters.local.pictures.overlays import INK, haloed
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.local.pictures.setting import FONT, PAD, RIM, Setting, foot, plate_foot, plate_top
from spotworks.adapters.local.pictures.spans import fonts_of, span
from spotworks.adapters.media import colour
from spotworks.domain.brand import Margins
from spotworks.domain.drawing import Ground, Phrase, Tone
from spotworks.domain.research import Palette
from spotworks.domain.writing import SEAM, bare, is_right_to_left
from spotworks.ports import OverlayImage

_HALO = 0.3  # em round a word on a picture

_ZONES: dict[zones.Shape, tuple[float, float, float, float]] = {
    "tall": (0.075, 0.17, 0.9, 0.72),
    "square": (0.08, 0.12, 0.92, 0.86),
    "wide": (0.09, 0.13, 0.91, 0.84),
}
"""Left, top, right, bottom in fractions of the canvas: nothing of a platform's own lies there."""

_OVER: dict[zones.Shape, tuple[float, float, float, float]] = {
    "tall": (0.075, 0.38, 0.9, 0.74),
    "square": (0.08, 0.36, 0.92, 0.88),
    "wide": (0.09, 0.38, 0.91, 0.88),
}
"""The same over a picture, whose subject is seen above the words: they stand at the foot of this."""

_BESIDE: dict[zones.Shape, tuple[float, float, float, float]] = {
    "tall": (0.075, 0.135, 0.925, 0.46),
    "square": (0.08, 0.08, 0.92, 0.46),
    "wide": (0.06, 0.12, 0.53, 0.86),
}
"""The same where a figure stands under the words or to their right."""


@dataclass(frozen=True)
class Look:
    """Colours of one tone. plate: behind the word that stands out, or "" for none; halo: what words are set off by."""

    ground: str
    ink: str
    strong: str
    plate: str = ""
    halo: Palette | None = None


def look(tone: Tone, palette: Palette) -> Look:
    match tone:
        case "accent":
            return Look(palette.accent, palette.accent_ink, palette.accent, palette.accent_ink)
        case "inverse":
            if colour.contrast(palette.accent, palette.ink) >= 3:
                return Look(palette.ink, palette.background, palette.accent)
            return Look(palette.ink, palette.background, palette.accent_ink, palette.accent)
        case "plain":
            return Look(palette.background, palette.ink, palette.accent)


def _over_picture(palette: Palette) -> Look:
    return Look("", palette.ink, palette.accent_ink, palette.accent, palette)


def _room(asked: Phrase, width: int, height: int, free: Margins | None) -> tuple[float, float, float, float]:
    """Left, top, right, bottom; phrases stand where captions would, so these make no room for any."""
    table = _BESIDE if asked.beside else _OVER if asked.on_picture else _ZONES
    left, top, right, bottom = table[zones.shape(width, height)]
    if free is None:
        return left, top, right, bottom
    if asked.beside:
        top, bottom = (zones.view(width, height, free).down(y) for y in (top, bottom))
    return max(left, free.left), max(top, free.top), min(right, 1 - free.right), min(bottom, 1 - free.bottom)


def phrase(asked: Phrase, palette: Palette, width: int, height: int, free: Margins | None = None) -> list[OverlayImage]:
    """One layer a word, in their order."""
    left, top, right, bottom = _room(asked, width, height, free)
    colours = look(asked.tone, palette) if not asked.on_picture else _over_picture(palette)
    setting = Setting(
        tuple(drawable(bare(text), FONT) for text in asked.words), frozenset(asked.strong), bool(colours.plate),
        (right - left) * width, (bottom - top) * height, min(width, height),
        frozenset(n for n, text in enumerate(asked.words) if text.endswith(SEAM)),
    )  # fmt: skip
    leftwards = is_right_to_left("".join(setting.texts))
    lines = setting.lines()
    spare = setting.down - sum(line.height for line in lines)
    y = top * height + spare * (1.0 if asked.on_picture else 0.5)
    out = []
    for line in lines:
        baseline = y + line.above * line.size
        slack = setting.across - setting.width(line.first, line.last) * line.size
        x = left * width + slack * (0.5 if asked.centred else float(leftwards))
        if leftwards:  # the first word ends where the line begins
            x += setting.width(line.first, line.last) * line.size
        for n in range(line.first, line.last):
            if not setting.texts[n]:
                out.append(_nothing(left * width, baseline))
                continue
            stands_out, wide, space = n in setting.strong, setting.ems(n) * line.size, setting.space(n) * line.size
            begin = x - wide if leftwards else x
            out.append(_word(setting.texts[n], begin, baseline, line.size, colours, strong=stands_out))
            x += -(wide + space) if leftwards else wide + space
        y += line.height
    return out


def _mask(text: str, origin: tuple[float, float], size: float, canvas: tuple[int, int]) -> Image:
    """Where the letters are. What the font itself does not draw is set by SVG, which shapes any script."""
    if not plain(text, FONT):
        line = span(text, Style(FONT, size), *origin, "#fff")
        return np.ascontiguousarray(pixels.draw(line, *canvas, fonts_of(line))[..., 3])
    mask = Pil.new("L", canvas)
    ImageDraw.Draw(mask).text(origin, text, fill=255, font=_face(size), anchor="ls")
    return np.asarray(mask)


@functools.lru_cache(maxsize=64)
def _face(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT.path), size)


def _nothing(x: float, y: float) -> OverlayImage:
    """The layer of a word without glyphs."""
    clear = pixels.png(np.zeros((2, 2, 4), np.uint8))
    return OverlayImage(content=clear, x=round(x), y=round(y), width=2, height=2)


def _word(text: str, x: float, baseline: float, size: float, colours: Look, *, strong: bool) -> OverlayImage:
    """The word with its top left where the ink is."""
    plated = strong and bool(colours.plate)
    pad = PAD * size if plated else 0.0
    first, _, last, _ = reach(text, FONT)
    wide, over = math.ceil((last - first) * size + 2 * pad), math.ceil(size * max(1.1, plate_top(text)))
    slack = math.ceil(size * (_HALO if colours.halo else 0.06))
    under = math.ceil(size * max(0.3, foot(text) + 2 * RIM))
    origin = slack + pad - first * size, over + slack
    alpha = _mask(text, origin, size, (wide + 2 * slack, over + under + 2 * slack))
    if plated:
        down = over + slack - round(plate_top(text) * size), over + slack + round(plate_foot(text) * size)
        layer = _plated(alpha, (slack, slack + wide), down, size, colours)
    else:
        ink = [round(part) for part in colour.rgb(colours.strong if strong else colours.ink)]
        layer = np.dstack([np.full((*alpha.shape, 3), ink, np.uint8), alpha])
    inked = pixels.bounds(layer[..., 3], INK)
    if colours.halo:
        layer = haloed(layer, colours.halo, size * 6, strong=not plated)
    left, top, right, bottom = pixels.bounds(layer[..., 3], 0)
    cut = np.ascontiguousarray(layer[top:bottom, left:right])
    return OverlayImage(
        content=pixels.png(cut), x=round(x) - slack + left, y=round(baseline) - over - slack + top,
        width=cut.shape[1], height=cut.shape[0], ink=(inked[0] - left, inked[1] - top, inked[2] - left, inked[3] - top),
    )  # fmt: skip


def _plated(alpha: Image, across: tuple[int, int], down: tuple[int, int], size: float, colours: Look) -> Image:
    """The word on a plate with round corners. across, down: its edges."""
    plate = np.zeros(alpha.shape, np.float32)
    shape = pixels.rounded(across[1] - across[0], down[1] - down[0], round(size * 0.12))
    plate[slice(*down), slice(*across)] = shape
    share = (alpha.astype(np.float32) / 255)[..., None]
    ink, back = (np.array(colour.rgb(name), np.float32) for name in (colours.strong, colours.plate))
    blended = back * (1 - share) + ink * share
    return np.dstack([blended, np.maximum(plate, share[..., 0]) * 255]).round().clip(0, 255).astype(np.uint8)


def ground(asked: Ground, palette: Palette, width: int, height: int) -> OverlayImage:
    """Soft lights and a quiet motif in the tone's colour, over the whole canvas; half the size is enough to draw it."""
    rng = np.random.default_rng(asked.seed)
    shade = look(asked.tone, palette).ground
    swapped = palette if asked.tone == "plain" else _around(shade)
    across, down = width // 2, height // 2
    image = grounds.lights(swapped, across, down, rng)
    if asked.tone != "plain":
        pixels.veil(image, colour.rgb(shade), 0.55)
    family = motifs.FAMILIES[asked.seed % len(motifs.FAMILIES)]
    motif = family[int(rng.integers(len(family)))]
    drawn = pixels.draw(motif(Brush(swapped, across, down, across * 0.72, down * 0.74, rng)), across, down)
    pixels.over(image, drawn, opacity=0.5 if asked.tone == "plain" else 0.28)
    if asked.tone == "plain":
        pixels.veil(image, colour.rgb(shade), 0.3)
        grounds.vignette(image, palette, 0.22)
    image = grounds.grain(pixels.resize(image, width, height), rng, 1.0)
    return OverlayImage(content=pixels.jpeg(image, 94), x=0, y=0, width=width, height=height)


def _around(shade: str) -> Palette:
    """A palette for drawing on a colour with shades of that colour."""
    away = -0.07 if not colour.is_dark(shade) else 0.09
    return Palette(
        background=shade, surface=colour.shifted(shade, light=away / 2), ink=colour.shifted(shade, light=2 * away),
        accent=colour.shifted(shade, light=away), accent_ink=shade,
    )  # fmt: skip
