"""Words and marks over the picture: premultiplied bitmaps that come and go."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from spotworks.adapters.media.planes import Plane, Planes, read_picture, to_yuv
from spotworks.domain.timeline import Motion, Overlay

TRAVEL = 0.035  # of the frame's longer side: how far "rise" and "slide" come from
POP_FROM = 0.72  # the size at which "pop" begins
POP_OVERSHOOT = 1.9  # of the back-easing curve: about 12 % over before it settles


@dataclass(frozen=True)
class Pose:
    """Where a bitmap stands: moved by (dx, dy) output pixels, scaled about its middle, at an opacity."""

    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    opacity: float = 1.0


REST = Pose()


def pose(motion: Motion, t: float, travel: float, *, leaving: bool = False) -> Pose:
    """t: 0 away, 1 in place. What leaves goes on in the direction in which it would have come."""
    if t >= 1 or motion == "none":
        return REST
    settled = 1 - (1 - t) ** 3
    away = (1 - settled) * travel * (-1 if leaving else 1)
    match motion:
        case "rise":
            return Pose(dy=away, opacity=min(1.0, t * 1.6))
        case "slide":
            return Pose(dx=-2 * away, opacity=min(1.0, t * 1.6))
        case "pop":
            back = 1 + (POP_OVERSHOOT + 1) * (t - 1) ** 3 + POP_OVERSHOOT * (t - 1) ** 2
            return Pose(scale=POP_FROM + (1 - POP_FROM) * (settled if leaving else back), opacity=min(1.0, t * 2))
        case _:
            return Pose(opacity=settled if not leaving else t)


class Sprite:
    """An overlay's bitmap at the frame's scale, cut to what is visible in it, premultiplied by its alpha."""

    def __init__(self, path: Path, name: str, overlay: Overlay, size: tuple[int, int], scale: float) -> None:
        self.overlay = overlay
        self._travel = max(size) * TRAVEL
        picture = read_picture(path, name, alpha=True)
        wanted = max(1, round(overlay.width * scale)), max(1, round(overlay.height * scale))
        if (picture.shape[1], picture.shape[0]) != wanted:
            picture = _resized(picture, wanted)
        left, top = round(overlay.x * scale), round(overlay.y * scale)
        picture, left, top = _visible(picture, left, top)
        # On the chroma grid: grown to even edges on every side.
        bordered = cv2.copyMakeBorder(
            picture, top % 2, (top + picture.shape[0]) % 2, left % 2, (left + picture.shape[1]) % 2,
            cv2.BORDER_CONSTANT, value=(0, 0, 0, 0),
        )  # fmt: skip
        self._left, self._top = left - left % 2, top - top % 2
        self._colour, self._alpha = _premultiplied(np.asarray(bordered, np.uint8))

    def pose(self, frame: int) -> Pose:
        """frame: counted from the overlay's start."""
        overlay = self.overlay
        steps = min(overlay.motion_frames, overlay.length // 2)
        if frame < steps:
            return pose(overlay.enter, (frame + 1) / (steps + 1), self._travel)
        return pose(overlay.exit, (overlay.length - frame) / (steps + 1), self._travel, leaving=True)

    def draw(self, into: Planes, at: Pose) -> None:
        """Blends over the frame; what falls outside is left out."""
        colour, alpha, left, top = self._colour, self._alpha, self._left, self._top
        if at.scale != 1 or at.dx or at.dy:
            colour, alpha, left, top = self._moved(at)
        for plane, source, cover, by in zip(into, colour, alpha, (1, 2, 2), strict=True):
            blend(plane, source, cover, left // by, top // by, at.opacity)

    def _moved(self, at: Pose) -> tuple[Planes, Planes, int, int]:
        """The bitmap resampled at its pose, so that slow ends of a move do not jump from pixel to pixel."""
        height, width = self._colour.y.shape
        scale, whole_x, whole_y = at.scale, round(at.dx / 2) * 2, round(at.dy / 2) * 2
        grow = 2 + 2 * int(max(0.0, scale - 1) * max(width, height) / 4 + 1)
        shift_x, shift_y = at.dx - whole_x + grow, at.dy - whole_y + grow

        def moved(plane: Plane, by: int) -> Plane:
            rows, columns = plane.shape
            matrix = np.array(
                [
                    [scale, 0, (1 - scale) * (columns - 1) / 2 + shift_x / by],
                    [0, scale, (1 - scale) * (rows - 1) / 2 + shift_y / by],
                ]
            )
            size = (columns + 2 * grow // by, rows + 2 * grow // by)
            return np.asarray(cv2.warpAffine(plane, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)

        colour = Planes(*(moved(plane, by) for plane, by in zip(self._colour, (1, 2, 2), strict=True)))
        luma, chroma = moved(self._alpha.y, 1), moved(self._alpha.u, 2)
        return colour, Planes(luma, chroma, chroma), self._left + whole_x - grow, self._top + whole_y - grow


def _resized(picture: Plane, size: tuple[int, int]) -> Plane:
    """Averaged premultiplied: what is hidden under transparency must not bleed into the edges."""
    large = picture.astype(np.float32)  # four times the picture: worked on where it is
    alpha = large[..., 3:] / 255
    large[..., :3] *= alpha
    np.multiply(alpha, 255, out=large[..., 3:])
    flat = np.asarray(cv2.resize(large, size, interpolation=cv2.INTER_AREA), np.float32)
    colour = flat[..., :3] / np.maximum(flat[..., 3:] / 255, 1e-4)
    return np.asarray(np.clip(np.rint(np.dstack([colour, flat[..., 3:]])), 0, 255), np.uint8)


def _visible(picture: Plane, left: int, top: int) -> tuple[Plane, int, int]:
    """Cut to the box that holds anything at all."""
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(picture[..., 3]))
    if not width:
        x, y, width, height = 0, 0, 1, 1
    return picture[y : y + height, x : x + width], left + x, top + y


def _premultiplied(picture: Plane) -> tuple[Planes, Planes]:
    """Colour and alpha. Chroma averages four pixels, each by its alpha: hidden colours must not tint the edges."""
    yuv = to_yuv(np.ascontiguousarray(picture[..., :3])).astype(np.float32)
    alpha = np.ascontiguousarray(picture[..., 3])
    yuv *= alpha[..., None] / np.float32(255)
    half = (alpha.shape[1] // 2, alpha.shape[0] // 2)
    chroma = cv2.resize(yuv[..., 1:], half, interpolation=cv2.INTER_AREA)
    y, u, v = (np.rint(p).astype(np.uint8) for p in (yuv[..., 0], chroma[..., 0], chroma[..., 1]))
    small = np.asarray(cv2.resize(alpha, half, interpolation=cv2.INTER_AREA), np.uint8)
    return Planes(y, u, v), Planes(alpha, small, small)


def blend(plane: Plane, source: Plane, alpha: Plane, left: int, top: int, opacity: float) -> None:
    """plane = plane * (1 - alpha) + source, within the frame."""
    rows, columns = source.shape
    a, b = max(0, -top), min(rows, plane.shape[0] - top)
    c, d = max(0, -left), min(columns, plane.shape[1] - left)
    if a >= b or c >= d:
        return
    source, alpha = source[a:b, c:d], alpha[a:b, c:d]
    target = plane[top + a : top + b, left + c : left + d]
    if opacity < 1:
        source = np.asarray(cv2.convertScaleAbs(source, alpha=opacity), np.uint8)
        alpha = np.asarray(cv2.convertScaleAbs(alpha, alpha=opacity), np.uint8)
    kept = cv2.multiply(target, cv2.bitwise_not(alpha), scale=1 / 255)
    cv2.add(kept, source, dst=target)
