"""The user's photo in a picture: cropped, carded, melted into the ground, or stood on it; never distorted.

Every function scales both axes by one factor.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spotworks.adapters.local.pictures import pixels
from spotworks.adapters.local.pictures.pixels import Image, Mask
from spotworks.adapters.media import colour
from spotworks.domain.research import Box, Palette

SHARP = 2.7
"""Up to this enlargement a photo still looks like one; beyond, layouts that need less are taken."""


@dataclass(frozen=True)
class Photo:
    """Pixels and where the subject is in them (fractions)."""

    image: Image
    focus: Box

    @property
    def width(self) -> int:
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        return int(self.image.shape[0])

    @property
    def centre(self) -> tuple[float, float]:
        return self.focus.x + self.focus.w / 2, self.focus.y + self.focus.h / 2


def graded(photo: Image, warmth: float = 1.07) -> Image:
    """A gentle curve (deeper shadows, open highlights) and a little more colour."""
    levels = np.linspace(0, 1, 256)
    curve = np.clip((levels + 0.055 * np.sin((levels - 0.5) * 2 * np.pi)) * 255, 0, 255).astype(np.uint8)
    out = photo.copy()
    for rows in pixels.strips(photo):
        rgb = cv2.LUT(np.ascontiguousarray(photo[rows, :, :3]), curve)
        grey = cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        out[rows, :, :3] = cv2.addWeighted(rgb, warmth, grey, 1 - warmth, 0)
    return out


def scaled(photo: Image, factor: float) -> Image:
    """Both axes by one factor; what grows is sharpened by as much as it was softened."""
    size = max(1, round(photo.shape[1] * factor)), max(1, round(photo.shape[0] * factor))
    out = pixels.resize(photo, *size)
    if factor <= 1.15:
        return out
    amount = min(0.9, 0.35 * factor)
    soft = cv2.GaussianBlur(out[..., :3], (0, 0), factor * 0.75)
    out[..., :3] = cv2.addWeighted(np.ascontiguousarray(out[..., :3]), 1 + amount, soft, -amount, 0)
    return out


def cover(photo: Photo, width: int, height: int, at: tuple[float, float] = (0.5, 0.5), zoom: float = 1.0) -> Image:
    """Fills width x height, the subject as near to `at` (fractions) as the photo's edges allow."""
    factor = max(width / photo.width, height / photo.height) * zoom
    need_w, need_h = width / factor, height / factor
    x = _clamp(photo.centre[0] * photo.width - at[0] * need_w, photo.width - need_w)
    y = _clamp(photo.centre[1] * photo.height - at[1] * need_h, photo.height - need_h)
    # Cut with a margin at whole pixels, scale, then cut to size: the fraction of a pixel is not worth a shear.
    left, top = int(x), int(y)
    part = photo.image[top : top + int(need_h) + 2, left : left + int(need_w) + 2]
    grown = scaled(part, max(factor, width / part.shape[1], height / part.shape[0]))
    return grown[:height, :width]


def _clamp(value: float, most: float) -> float:
    return min(max(0.0, value), max(0.0, most))


def melt(
    ground: Image, photo: Photo, palette: Palette, at: tuple[float, float], factor: float, sink: float,
    *, to_place: bool = False,
) -> None:  # fmt: skip
    """Lays the photo at a scale with its subject near `at`; where it ends before the picture does, it melts
    into a blurred continuation of itself, sunk by `sink` towards the palette's background. In place.

    to_place: a photo that is as high as the picture moves up or down, too, for its subject to be at `at`."""
    height, width = ground.shape[:2]
    image = scaled(photo.image, factor)
    x = _place(width, image.shape[1], photo.centre[0], at[0], free=width > height)
    y = _place(height, image.shape[0], photo.centre[1], at[1], free=to_place)
    ground[:] = _continued(image, width, height, x, y)
    pixels.veil(ground, colour.rgb(palette.background), sink)
    left, top, right, bottom = max(0, x), max(0, y), min(width, x + image.shape[1]), min(height, y + image.shape[0])
    box = photo.focus
    mask = _feather(right - left, _soft(x > 0, box.x), _soft(x + image.shape[1] < width, 1 - box.x - box.w))[None, :]
    down = _soft(y > 0, box.y), _soft(y + image.shape[0] < height, 1 - box.y - box.h)
    mask = mask * _feather(bottom - top, *down)[:, None]
    pixels.blend(ground[top:bottom, left:right], image[top - y : bottom - y, left - x : right - x], mask)


def _place(room: int, size: int, focus: float, at: float, *, free: bool = False) -> int:
    """Position on one axis. A photo that is large enough leaves no gap, a smaller one stays inside;
    free: it may hang over one side and leave a gap on the other, as long as two thirds of it are seen."""
    wanted = round(at * room - focus * size)
    if free:
        return max(-size // 3, min(room - size * 2 // 3, wanted))
    return min(0, max(room - size, wanted)) if size >= room else max(0, min(room - size, wanted))


def _soft(inside: bool, margin: float) -> float:
    """How much of the photo one of its sides takes to melt: less where the subject is near, for its edge
    to be seen; nothing for a side that lies outside the picture."""
    return min(0.26, max(0.1, margin * 1.6)) if inside else 0.0


def _feather(size: int, first: float, last: float) -> Mask:
    """Opacity along one axis, soft over those shares of it."""
    line = np.ones(size, np.float32)
    steps = np.arange(size, dtype=np.float32)
    if first:
        line *= pixels.smoothstep(steps / np.float32(first * size))
    if last:
        line *= pixels.smoothstep(steps[::-1] / np.float32(last * size))
    return line


def _continued(image: Image, width: int, height: int, x: int, y: int) -> Image:
    """The photo mirrored beyond its edges to fill the picture, and blurred until only its light is left."""
    shrink = 12
    small = pixels.resize(image, max(4, image.shape[1] // shrink), max(4, image.shape[0] // shrink))
    columns, rows = width // shrink + 2, height // shrink + 2
    left, top = -(x // shrink), -(y // shrink)
    across = _mirrored(np.arange(columns) + left, small.shape[1])
    down = _mirrored(np.arange(rows) + top, small.shape[0])
    field = cv2.GaussianBlur(small[np.ix_(down, across)], (0, 0), min(columns, rows) / 9)
    return np.asarray(cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _mirrored(places: NDArray[np.int_], size: int) -> NDArray[np.int_]:
    period = np.mod(places, 2 * size)
    return np.asarray(np.where(period < size, period, 2 * size - 1 - period), np.int_)


def shadow(ground: Image, mask: Mask, x: int, y: int, spread: float, strength: float, drop: float) -> None:
    """The soft shadow of a mask that will be laid at (x, y), in place."""
    pad = int(spread * 2.5)
    grown = cv2.copyMakeBorder(mask, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(0.0,))
    alpha = np.clip(pixels.blur(np.asarray(grown, np.float32), spread), 0, 1) * (255 * strength)
    layer = np.zeros((*grown.shape, 4), np.uint8)
    layer[..., 3] = alpha.astype(np.uint8)
    pixels.over(ground, layer, x - pad, y - pad + int(drop))


def card(ground: Image, picture: Image, centre: tuple[float, float], radius: float, tilt: float = 0.0) -> None:
    """The picture as a card with round corners and a shadow, centred at a place in pixels. In place."""
    height, width = picture.shape[:2]
    cut(ground, picture, pixels.rounded(width, height, radius), centre, tilt)


def cut(ground: Image, picture: Image, shape: Mask, centre: tuple[float, float], tilt: float = 0.0) -> None:
    """The picture cut to a shape, with a shadow, centred at a place in pixels. In place."""
    layer = np.dstack([picture[..., :3], (shape * 255).astype(np.uint8)])
    if tilt:
        layer = _turned(layer, tilt)
    height, width = layer.shape[:2]
    x, y = round(centre[0] - width / 2), round(centre[1] - height / 2)
    mask: Mask = layer[..., 3].astype(np.float32) / np.float32(255)
    shadow(ground, mask, x, y, min(width, height) * 0.07, 0.5, min(width, height) * 0.05)
    pixels.over(ground, layer, x, y)


def _turned(layer: Image, degrees: float) -> Image:
    height, width = layer.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    wide = round(abs(turn[0, 0]) * width + abs(turn[0, 1]) * height) + 4
    tall = round(abs(turn[0, 1]) * width + abs(turn[0, 0]) * height) + 4
    turn[:, 2] += ((wide - width) / 2, (tall - height) / 2)
    # Colours are carried beyond the card's edge, so that the turned edge does not pick up black.
    padded = cv2.warpAffine(layer[..., :3], turn, (wide, tall), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpAffine(layer[..., 3], turn, (wide, tall), flags=cv2.INTER_LINEAR)
    return np.dstack([padded, alpha]).astype(np.uint8)


def trimmed(photo: Image) -> Image:
    """A cut-out without the empty space round it."""
    rows, columns = np.where(photo[..., 3] > 12)
    return photo[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def stand(ground: Image, cutout: Image, foot: tuple[float, float], room: tuple[float, float]) -> None:
    """Stands a cut-out within `room` (width, height in pixels), its foot at a place, with a shadow on the ground."""
    subject = trimmed(cutout)
    factor = min(room[0] / subject.shape[1], room[1] / subject.shape[0], SHARP)
    subject = scaled(subject, factor)
    height, width = subject.shape[:2]
    x, y = round(foot[0] - width / 2), round(foot[1] - height)
    mask = subject[..., 3].astype(np.float32) / 255
    flat: Mask = np.asarray(cv2.resize(mask, (width, max(2, height // 7)), interpolation=cv2.INTER_AREA), np.float32)
    shadow(ground, flat, x, y + height - flat.shape[0] // 2, width * 0.05, 0.62, 0)
    contact = flat[flat.shape[0] // 2 :]
    shadow(ground, contact, x, y + height - contact.shape[0], width * 0.015, 0.45, contact.shape[0] * 0.2)
    pixels.over(ground, subject, x, y)
