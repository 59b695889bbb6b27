"""Pictures as planar 4:2:0, BT.709 limited range: the form in which frames are composed and encoded.

Converted once when loaded, so that a frame of a camera move costs three affine warps and no colour conversion.
"""

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image

from spotworks.errors import RenderFailed

Plane = npt.NDArray[np.uint8]

# BGR to Y'CbCr, ITU-R BT.709-6 item 3, scaled to 16..235 and 16..240.
_TO_YUV = np.array(
    [[0.0722, 0.7152, 0.2126], [0.5, -0.3854, -0.1146], [-0.0458, -0.4542, 0.5]], np.float32
)  # fmt: skip
_MATRIX = np.hstack(
    [_TO_YUV * np.array([[219], [224], [224]], np.float32) / 255, np.array([[16], [128], [128]], np.float32)]
)
_PREMULTIPLIED = np.hstack([_MATRIX[:, :3], _MATRIX[:, 3:] / 255])

# Bilinear sampling softens; this much unsharp mask, once per picture, gives most of it back: of grain and of
# photographs alike, PSNR against Lanczos in float is best at 0.45 (by 0.6 and 3.3 dB).
SHARPEN = 0.45
SHARPEN_SIGMA, SHARPEN_REACH = 0.8, 2
# Source pixels per output pixel that sampling wants: fewer than 4/3 look soft, many more alias. This is 1 + 1/phi^2,
# as far from simple fractions as a number can be: at those, `window` has to take its slow way.
OVERSAMPLING = 1.382
CLOSEST = 1.02  # and at the closest window; exactly 1 is such a fraction

BLACK = (16, 128, 128)

REDUCED = {
    1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4, 8: cv2.IMREAD_REDUCED_COLOR_8
}  # fmt: skip
"""By how much a JPEG can be shrunk while it is decoded, its sides rounded up: in less time, and as well as after."""

_HUGE_PAGE = 2 << 20  # bytes, on x86 and ARM
_HUGE = 6 << 20  # NumPy asks for huge pages of 2 MB from 4 MB on


class Planes(NamedTuple):
    """y at full size, u and v at half; views may share one buffer."""

    y: Plane
    u: Plane
    v: Plane


def empty(width: int, height: int) -> Planes:
    return views(np.empty(width * height * 3 // 2, np.uint8), width, height)


def room(rows: int, columns: int) -> Plane:
    """A plane of memory in huge pages, where the system has them: what is read and written at every frame.

    One that a huge page would not be filled by is small enough as it is.
    """
    count = rows * columns
    if count < _HUGE_PAGE:
        return np.empty((rows, columns), np.uint8)
    return np.empty(max(count, _HUGE), np.uint8)[:count].reshape(rows, columns)


def views(buffer: Plane, width: int, height: int) -> Planes:
    """The three planes of a raw yuv420p frame."""
    luma, chroma = width * height, width * height // 4
    half = (height // 2, width // 2)
    return Planes(
        buffer[:luma].reshape(height, width),
        buffer[luma : luma + chroma].reshape(half),
        buffer[luma + chroma :].reshape(half),
    )


def to_yuv(picture: Plane) -> Plane:
    """BGR to Y'CbCr, every pixel."""
    return np.asarray(cv2.transform(picture, _MATRIX), np.uint8)


def premultiplied_to_yuv(picture: Plane) -> Plane:
    """BGRA premultiplied to Y'CbCr premultiplied: the offsets count by as much as there is of the pixel."""
    return np.asarray(cv2.transform(picture, _PREMULTIPLIED), np.uint8)


def from_bgr(picture: Plane, *, sharpen: float = 0.0) -> Planes:
    """picture: height x width x 3, both even."""
    height, width = picture.shape[:2]
    yuv = to_yuv(picture)
    luma = np.asarray(cv2.extractChannel(yuv, 0), np.uint8)
    if sharpen:
        luma = np.asarray(cv2.filter2D(luma, -1, _unsharp(sharpen)), np.uint8)
    half = cv2.resize(yuv, (width // 2, height // 2), interpolation=cv2.INTER_AREA)  # two channels: 15 times the cost
    _, u, v = (np.asarray(plane, np.uint8) for plane in cv2.split(half))
    return Planes(luma, u, v)


def _unsharp(amount: float) -> npt.NDArray[np.float32]:
    """In one kernel: what is blurred apart and rounded would lose all that is finer than the rounding."""
    row = cv2.getGaussianKernel(SHARPEN_REACH * 2 + 1, SHARPEN_SIGMA, cv2.CV_32F)
    kernel = np.asarray(-amount * (row @ row.T), np.float32)
    kernel[SHARPEN_REACH, SHARPEN_REACH] += 1 + amount
    return kernel


def read_picture(path: Path, name: str, *, alpha: bool = False, by: int = 1) -> Plane:
    """BGR, or BGRA with `alpha`. name: how the error calls it; by: a divisor of both sides, see REDUCED.

    Raises RenderFailed.
    """
    if not path.is_file():
        raise RenderFailed(f"{name}: the file is not there")
    try:
        picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED if alpha else REDUCED[by])
    except cv2.error as error:
        raise RenderFailed(f"{name}: the picture does not decode") from error
    if picture is None:
        raise RenderFailed(f"{name}: the picture does not decode")
    if picture.dtype == np.uint16:
        picture = np.asarray(picture // 256, np.uint8)
    if alpha and picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGRA)
    elif alpha and picture.shape[2] == 3:
        picture = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
    return np.asarray(picture, np.uint8)


def jpeg_size(path: Path) -> tuple[int, int] | None:
    """Width and height, upright, by the header alone; None for what is no JPEG."""
    try:
        with Image.open(path, formats=["JPEG"]) as picture:
            is_turned = picture.getexif().get(ExifTags.Base.Orientation, 1) >= 5
            return picture.size[::-1] if is_turned else picture.size
    except (OSError, ValueError):
        return None


def shrunk(picture: Plane, scale: float) -> tuple[Plane, float]:
    """Smaller by `scale` (1 or more keeps it), and the scale that it has, exactly the same along both sides.

    What is over beyond even sides is cut off at the right and below.
    """
    height, width = picture.shape[:2]
    if min(height, width) < 2:
        return _even(np.asarray(cv2.resize(picture, (max(2, width), max(2, height))), np.uint8)), 1.0
    scale = min(1.0, max(scale, 2 / min(height, width)))
    by = int(1 / scale)
    if by > 1:  # whole numbers first: a tenth of the cost
        whole = picture[: height // by * by, : width // by * by]
        picture = np.asarray(cv2.resize(whole, (width // by, height // by), interpolation=cv2.INTER_AREA), np.uint8)
    rest = scale * by
    if rest > 0.99:
        return _even(picture), 1 / by
    # By factor, not by size: sizes are rounded, and would stretch the picture by up to a third of a pixel.
    rested = cv2.resize(picture, None, fx=rest, fy=rest, interpolation=cv2.INTER_AREA)
    return _even(np.asarray(rested, np.uint8)), scale


def _even(picture: Plane) -> Plane:
    return picture[: picture.shape[0] & ~1, : picture.shape[1] & ~1]
