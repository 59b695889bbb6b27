"""Pixels: numpy arrays of uint8, RGB or RGBA with straight alpha, and what is done to them."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray

from spotworks import fonts
from spotworks.domain.base import Bounds
from spotworks.errors import ToolMissing
from spotworks.fonts import Font

Image = NDArray[np.uint8]
"""Height x width x 3 (RGB) or x 4 (RGBA)."""

Mask = NDArray[np.float32]
"""Height x width, 0 to 1."""
_STRIP = 256  # rows


def strips(image: NDArray[Any]) -> Iterator[slice]:
    """The rows of an image, some at a time: where each pixel is worked on by itself, less is held between the steps."""
    return (slice(first, first + _STRIP) for first in range(0, image.shape[0], _STRIP))


def decode(content: bytes) -> Image:
    """RGB, or RGBA where the file has transparency; the file has passed the intake."""
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise ValueError("not a picture")
    if image.ndim == 2:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB), np.uint8)
    code = cv2.COLOR_BGRA2RGBA if image.shape[2] == 4 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(image, code, dst=image), np.uint8)


def jpeg(image: Image, quality: int = 92) -> bytes:
    _, body = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return body.tobytes()


def png(image: Image) -> bytes:
    code = cv2.COLOR_RGBA2BGRA if image.shape[2] == 4 else cv2.COLOR_RGB2BGR
    _, body = cv2.imencode(".png", cv2.cvtColor(image, code), [cv2.IMWRITE_PNG_COMPRESSION, 3])
    return body.tobytes()


def draw(body: str, width: int, height: int, more: Sequence[Font] = ()) -> Image:
    """RGBA of the SVG elements in `body`, whose coordinates are pixels. more: fonts that it names beside FONTS.

    Raises ToolMissing where these draw nothing.
    """
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"{body}</svg>"
    )
    files = [str(font.path) for font in (*fonts.FONTS, *more)] if "<text" in body else []
    drawn = decode(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=files))
    if more and "<text" in body and not drawn[..., 3].any():
        named = ", ".join(str(font.path) for font in more)
        raise ToolMissing(f"nothing is drawn by the font {named}: put another one in the folder SPOTWORKS_FONTS names")
    return drawn


def resize(image: Image, width: int, height: int) -> Image:
    """Lanczos when growing, area when shrinking; alpha is carried premultiplied, so that edges stay clean."""
    smaller = width < image.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
    if image.shape[2] == 3:
        return np.asarray(cv2.resize(image, (width, height), interpolation=how), np.uint8)
    light = image.astype(np.float32)
    light[..., :3] *= light[..., 3:] / 255
    grown = cv2.resize(light, (width, height), interpolation=how)
    alpha = np.clip(grown[..., 3:], 0, 255)
    colours = grown[..., :3] * (255 / np.maximum(alpha, 1))
    return np.asarray(np.clip(np.dstack([colours, alpha]) + 0.5, 0, 255), np.uint8)


Blurred = TypeVar("Blurred", bound=NDArray[Any])


def blur(image: Blurred, sigma: float) -> Blurred:
    """Gaussian; a wide one is made on a smaller copy, where it costs next to nothing."""
    shrink = max(1, int(sigma / 4))
    if shrink == 1:
        return cast(Blurred, cv2.GaussianBlur(image, (0, 0), sigma))
    height, width = image.shape[:2]
    small = cv2.resize(image, (max(2, width // shrink), max(2, height // shrink)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink, borderType=cv2.BORDER_REPLICATE)
    return cast(Blurred, cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def over(ground: Image, layer: Image, x: int = 0, y: int = 0, opacity: float = 1.0) -> None:
    """Lays an RGBA layer on an RGB ground with its top left at (x, y), in place; what hangs over is cut."""
    height, width = ground.shape[:2]
    left, top = max(0, x), max(0, y)
    right, bottom = min(width, x + layer.shape[1]), min(height, y + layer.shape[0])
    if left >= right or top >= bottom:
        return
    part = layer[top - y : bottom - y, left - x : right - x]
    for rows in strips(part):
        mask = part[rows, :, 3].astype(np.float32) * (opacity / 255)
        _mix(ground[top:bottom, left:right][rows], part[rows, :, :3], mask)


def blend(ground: Image, top: Image, mask: Mask) -> None:
    """Mixes `top` into the ground by the mask, in place; all of one size."""
    for rows in strips(ground):
        _mix(ground[rows], top[rows], mask[rows])


def _mix(ground: Image, top: Image, mask: Mask) -> None:
    np.copyto(ground, cv2.blendLinear(np.ascontiguousarray(ground), np.ascontiguousarray(top), 1 - mask, mask))


def tint(ground: Image, colour: tuple[int, int, int], mask: Mask) -> None:
    """Mixes one colour into the ground by the mask, in place."""
    blend(ground, flat(ground.shape[1], ground.shape[0], colour), mask)


def flat(width: int, height: int, colour: tuple[int, int, int]) -> Image:
    """One colour all over; by a rectangle, ten times as fast as numpy's broadcast of three bytes."""
    out = np.empty((height, width, 3), np.uint8)
    cv2.rectangle(out, (0, 0), (width, height), colour, cv2.FILLED)
    return out


def veil(ground: Image, colour: tuple[int, int, int], share: float) -> None:
    """Mixes one colour evenly into the whole ground, in place."""
    cv2.addWeighted(ground, 1 - share, flat(ground.shape[1], ground.shape[0], colour), share, 0, dst=ground)


def smoothstep(values: NDArray[np.float32]) -> NDArray[np.float32]:
    clipped = np.clip(values, 0, 1)
    return np.asarray(clipped * clipped * (3 - 2 * clipped), np.float32)


def arch(width: int, height: int, radius: float) -> Mask:
    """A doorway: half a circle on top, corners of the radius below. At least as high as wide."""
    top = rounded(width, height + width, width / 2)[:height]
    return np.asarray(np.minimum(top, rounded(width, 2 * height, radius)[height:]), np.float32)


def bounds(alpha: NDArray[np.uint8], least: int) -> Bounds:
    """Of what is more opaque than `least`, or than half of its most where nothing is."""
    seen = alpha > min(least, int(alpha.max()) // 2)
    x, y, wide, tall = cv2.boundingRect(seen.astype(np.uint8))
    return x, y, x + wide, y + tall


def rounded(width: int, height: int, radius: float) -> Mask:
    """A rectangle with round corners, its edge smoothed; a circle if the radius is half of both."""
    mask = np.ones((height, width), np.float32)
    reach = min(radius, width / 2, height / 2)
    size = int(np.ceil(reach))
    if size < 1:
        return mask
    steps = reach - np.arange(size, dtype=np.float32) - 0.5
    corner = np.clip(reach - np.hypot(steps[:, None], steps[None, :]) + 0.5, 0, 1).astype(np.float32)
    mask[:size, :size] = np.minimum(mask[:size, :size], corner)
    mask[:size, width - size :] = np.minimum(mask[:size, width - size :], corner[:, ::-1])
    mask[height - size :, :size] = np.minimum(mask[height - size :, :size], corner[::-1])
    mask[height - size :, width - size :] = np.minimum(mask[height - size :, width - size :], corner[::-1, ::-1])
    return mask
