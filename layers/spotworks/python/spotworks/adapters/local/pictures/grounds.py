"""Soft backgrounds: blended lights, scrims, vignette, grain."""

import itertools

import cv2
import numpy as np
from numpy.typing import NDArray

from spotworks.adapters.local.pictures.pixels import Image, Mask, smoothstep, tint
from spotworks.adapters.media import colour
from spotworks.domain.research import Palette

_TILE = 256  # pixels: a side of the grain that is repeated over a picture, tile by tile

_COARSE = 16
"""Lights are computed on a grid this many times coarser than the picture: they have no detail."""


def lights(palette: Palette, width: int, height: int, rng: np.random.Generator) -> Image:
    """A ground of four to five large soft lights in the palette's own hues."""
    columns, rows = width // _COARSE + 2, height // _COARSE + 2
    y, x = np.mgrid[0 : rows / columns : rows * 1j, 0 : 1 : columns * 1j].astype(np.float32)
    tall = rows / columns
    field = np.empty((rows, columns, 3), np.float32)
    field[:] = colour.rgb(palette.background)
    for place, radius, shade, strength in _plan(palette, rng):
        distance = np.hypot(x - place[0], (y - place[1] * tall) * (0.75 if tall > 1 else 1.1))
        weight = strength * np.exp(-((distance / radius) ** 2))[..., None]
        field += (np.array(colour.rgb(shade), np.float32) - field) * weight
    return np.asarray(np.clip(cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC), 0, 255), np.uint8)


def _plan(palette: Palette, rng: np.random.Generator) -> list[tuple[tuple[float, float], float, str, float]]:
    """Place (fractions), radius (of the width), colour and strength of each light.

    The brightest stands low and to one side, where subjects stand; the upper part, where words stand, stays calm.
    """
    dark = colour.is_dark(palette.background)
    deep = colour.mix(ember(palette.accent, 0.52 if dark else 0.8), palette.background, 0.25 if dark else 0.45)
    turned = colour.shifted(palette.accent, hue=float(rng.choice([-24, 22])))
    cousin = colour.mix(ember(turned, 0.42 if dark else 0.86), palette.background, 0.3 if dark else 0.5)
    lift = colour.shifted(palette.surface, light=0.05 if dark else -0.02)
    side = float(rng.choice([-1, 1]))
    jitter = rng.uniform(-0.06, 0.06, 8)
    return [
        ((0.5 - side * 0.55, 0.1 + jitter[0]), 0.75, lift, 0.9),
        ((0.5 + side * 0.5, 0.3 + jitter[1]), 0.55, palette.surface, 0.8),
        ((0.5 + side * (0.32 + jitter[2]), 0.7 + jitter[3]), 0.62, deep, 0.9),
        ((0.5 - side * (0.45 + jitter[4]), 0.86 + jitter[5]), 0.5, cousin, 0.8),
        ((0.5 + jitter[6], 1.12), 0.6, palette.background, 0.75),
    ]


def ember(shade: str, light: float) -> str:
    """A colour at another lightness as light falls off: yellows turn to amber and brown, not to olive."""
    _, chroma, hue = colour.oklch(shade)
    if 60 < hue < 130:
        hue -= (hue - 52) * 0.6
    return colour.from_oklch(light, chroma * 0.92, hue)


def ramp(width: int, height: int, stops: tuple[tuple[float, float], ...], *, across: bool = False) -> Mask:
    """A mask that runs down the picture (or across it) through (position, value) stops, smoothly."""
    size = width if across else height
    places = np.linspace(0, 1, size, dtype=np.float32)
    values = np.zeros(size, np.float32)
    for (start, one), (end, other) in itertools.pairwise(stops):
        inside = (places >= start) & (places <= end)
        values[inside] = one + (other - one) * smoothstep((places[inside] - start) / max(1e-6, end - start))
    values[places < stops[0][0]] = stops[0][1]
    values[places > stops[-1][0]] = stops[-1][1]
    line = values[None, :] if across else values[:, None]
    return np.ascontiguousarray(np.broadcast_to(line, (height, width)), np.float32)


def scrim(image: Image, palette: Palette, mask: Mask) -> None:
    """Sinks a part of the picture towards the background colour, so that words stand out there."""
    tint(image, colour.rgb(palette.background), mask)


def vignette(image: Image, palette: Palette, strength: float = 0.28) -> None:
    """Draws the eye to the middle by sinking the corners."""
    height, width = image.shape[:2]
    y, x = np.mgrid[-1 : 1 : height // 8 * 1j, -1 : 1 : width // 8 * 1j].astype(np.float32)
    small = smoothstep((np.hypot(x, y).astype(np.float32) - 0.62) / 0.85) * strength
    mask = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    edge = colour.shifted(palette.background, light=-0.06)
    tint(image, colour.rgb(edge), np.asarray(mask, np.float32))


def grain(image: Image, rng: np.random.Generator, sigma: float = 2.0) -> Image:
    """Fine monochrome noise: it hides the steps in gradients and the softness of enlarged photos."""
    tile = np.clip(rng.normal(0, sigma, (_TILE, _TILE)), -8, 8)
    lighter, darker = (_wide(part.round().astype(np.uint8), image.shape[1]) for part in (tile.clip(0), (-tile).clip(0)))
    out = np.empty_like(image)
    for top in range(0, image.shape[0], _TILE):
        part = image[top : top + _TILE]
        out[top : top + _TILE] = cv2.subtract(cv2.add(part, lighter[: len(part)]), darker[: len(part)])
    return out


def _wide(tile: NDArray[np.uint8], width: int) -> Image:
    """A row of tiles, in each colour."""
    row = np.tile(tile, (1, width // _TILE + 1))[:, :width]
    return np.asarray(cv2.merge([row, row, row]), np.uint8)


def glow(image: Image, shade: str, x: float, y: float, radius: float, strength: float) -> None:
    """A round soft light at (x, y) pixels, in place."""
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0 : height : height // 8 * 1j, 0 : width : width // 8 * 1j].astype(np.float32)
    small = strength * np.exp(-(((columns - x) ** 2 + (rows - y) ** 2) / radius**2))
    mask = cv2.resize(small.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    tint(image, colour.rgb(shade), np.asarray(mask, np.float32))
