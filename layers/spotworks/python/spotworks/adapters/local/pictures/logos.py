"""The brand's logo: a block on the end card, and small in a corner."""

import base64

import numpy as np

from spotworks.adapters.local.pictures import pixels, svg
from spotworks.adapters.local.pictures.blocks import Block, Setting
from spotworks.adapters.local.pictures.photo import trimmed
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.media import colour
from spotworks.domain.drawing import Bug
from spotworks.domain.dressing import BUG
from spotworks.domain.research import Palette
from spotworks.ports import OverlayImage

_ROOM = (0.5, 0.16)  # width and height on the end card, in units: the canvas's shorter side
_CLEAR = 2.0  # contrast to its ground from which a logo needs no plate
_OPACITY = 0.9
_SHADE = 0.5


def block(setting: Setting) -> Block:
    """On the end card, above the words."""
    image = _on_plate(pixels.decode(setting.logo), setting.palette)
    width, height = _fitted(image, _ROOM, setting.unit * setting.logo_size, most=setting.room)
    link = f"data:image/png;base64,{base64.b64encode(pixels.png(image)).decode()}"

    def draw(x: float, y: float) -> str:
        return svg.tag("image", x=x, y=y, width=width, height=height, href=link)

    return Block(width, height, 0.0, draw, halo=False)


def bug(content: bytes, asked: Bug, palette: Palette, width: int, height: int) -> OverlayImage:
    """In a corner of what stays visible."""
    edges, corner = asked.edges, asked.corner
    unit = min(width, height)
    image = _on_plate(pixels.decode(content), palette)
    across, down = (round(side) for side in _fitted(image, BUG, unit * asked.logo_size))
    image, pad = _shaded(pixels.resize(image, across, down))
    left = edges.left * width if corner.endswith("left") else (1 - edges.right) * width - across
    top = edges.top * height if corner.startswith("top") else (1 - edges.bottom) * height - down
    return OverlayImage(
        content=pixels.png(image), x=round(left) - pad, y=round(top) - pad, width=image.shape[1],
        height=image.shape[0], ink=(pad, pad, pad + across, pad + down),
    )  # fmt: skip


def _shaded(logo: Image) -> tuple[Image, int]:
    """Over its own soft shadow, so that a white one is seen on a white wall too; and how wide the shadow is."""
    pad = max(4, logo.shape[0] // 4)
    layer = np.pad(logo, ((pad, pad), (pad, pad), (0, 0)))
    alpha = layer[..., 3].astype(np.float32) / 255 * _OPACITY
    shade = np.clip(pixels.blur(alpha, pad / 3) * 1.3, 0, 1) * _SHADE
    covered = alpha + shade * (1 - alpha)
    layer[..., :3] = layer[..., :3] * (alpha / np.maximum(covered, 1e-4))[..., None]
    layer[..., 3] = (covered * 255).round()
    return layer, pad


def _fitted(image: Image, room: tuple[float, float], unit: float, most: float = np.inf) -> tuple[float, float]:
    """Width and height in pixels, in proportion."""
    factor = min(min(room[0] * unit, most) / image.shape[1], room[1] * unit / image.shape[0])
    return image.shape[1] * factor, image.shape[0] * factor


def _on_plate(logo: Image, palette: Palette) -> Image:
    """RGBA without empty space round it; on a plate of the ink's colour where it would drown in the ground."""
    if logo.shape[2] == 3:
        mask = pixels.rounded(logo.shape[1], logo.shape[0], min(logo.shape[:2]) * 0.12)
        return np.dstack([logo, (mask * 255).astype(np.uint8)])
    logo = trimmed(logo)
    seen = logo[..., 3] > 127
    mean = colour.hexed(*(float(value) for value in logo[seen][:, :3].mean(axis=0))) if seen.any() else palette.ink
    if colour.contrast(mean, palette.background) >= _CLEAR:
        return logo
    pad = round(min(logo.shape[:2]) * 0.25)
    height, width = logo.shape[0] + 2 * pad, logo.shape[1] + 2 * pad
    plate = pixels.flat(width, height, colour.rgb(palette.ink))
    pixels.over(plate, logo, pad, pad)
    mask = pixels.rounded(width, height, min(width, height) * 0.2)
    return np.dstack([plate, (mask * 255).astype(np.uint8)])
