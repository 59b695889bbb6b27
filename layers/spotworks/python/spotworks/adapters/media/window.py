"""Looking at a picture through a window at any place and scale, to a hundredth of a pixel.

`cv2.warpAffine` does that, at three times the cost of `cv2.resize`, which takes any scale but begins at whole source
pixels. A resize that begins some columns earlier, which are cut off again, comes nearly everywhere all the same: with
1.3 source pixels to a column, every column cut off moves the first one by another 0.3. Only where the scale is close
to a simple fraction do the cuts fall on few places; there the warp does it.
"""

import math
import threading

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.planes import Plane, Planes, room

ERROR = 0.01  # output pixels, at most; a slow move seems to tremble from about 0.1
SLACK = 192  # columns or rows that may be cut off; in the mean it is 24
LEAD = 240  # source pixels before a plane's first row and column, repeated from it, for what is cut off
TRAIL = 4  # and after its last

_local = threading.local()


def with_margin(planes: Planes) -> Planes:
    """A picture as `look` wants it."""
    return Planes(*(_bordered(plane) for plane in planes))


def _bordered(plane: Plane) -> Plane:
    rows, columns = (side + LEAD + TRAIL for side in plane.shape)
    edges = (LEAD, TRAIL, LEAD, TRAIL)
    made = cv2.copyMakeBorder(plane, *edges, cv2.BORDER_REPLICATE, dst=room(rows, columns))
    return np.asarray(made, np.uint8)


def look(picture: Planes, x: float, y: float, step: float, into: Planes, *, mirror: bool = False) -> None:
    """Samples a window of a picture `with_margin` into a frame: `step` source pixels per output one.

    (x, y): the window's top left, from the picture's own corner, without the margin. Chroma of the picture is
    centre-sited, that of the frame left-sited as H.264 has it. mirror: what lies outside
    repeats mirrored, else as the edge.
    """
    luma = (x + step / 2 - 0.5, y + step / 2 - 0.5)
    chroma = ((x + step / 2 - 1) / 2, (y + step - 1) / 2)
    for plane, target, (left, top) in zip(picture, into, (luma, chroma, chroma), strict=True):
        if mirror or not _resized(plane, left + LEAD, top + LEAD, step, target):
            _warped(plane, left, top, step, target, mirror=mirror)


def _resized(plane: Plane, left: float, top: float, step: float, target: Plane) -> bool:
    """False if no resize comes near enough, or the window reaches out of the plane."""
    rows, columns = target.shape
    across = _place(left, step, columns, plane.shape[1])
    down = across and _place(top, step, rows, plane.shape[0])
    if across is None or down is None:
        return False
    (x, width, cut_x), (y, height, cut_y) = across, down
    scratch = _scratch(round(height / step), round(width / step))
    if scratch.shape == (height, width) and step != 1:
        return False  # between equal sizes OpenCV copies, whatever the scale
    made = cv2.resize(
        plane[y : y + height, x : x + width], None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_LINEAR,
        dst=scratch,
    )  # fmt: skip
    np.copyto(target, made[cut_y : cut_y + rows, cut_x : cut_x + columns])
    return True


def _place(first: float, step: float, wanted: int, available: int) -> tuple[int, int, int] | None:
    """Along one axis: start and length in the source, and how many of the pixels made of it to cut off.

    first: source position of the first output pixel's centre. None if no place is near enough.
    """
    for cut in range(SLACK + 1):
        inside = (cut + 0.5) * step - 0.5  # from the start to the first pixel that is kept
        start = round(first - inside)
        if inside >= 0 and abs(first - inside - start) <= ERROR * step:
            length = math.ceil((cut + wanted - 0.5) * step + 1.5)  # to the right neighbour of the last
            return (start, length, cut) if start >= 0 and start + length <= available else None
    return None


def _warped(plane: Plane, left: float, top: float, step: float, target: Plane, *, mirror: bool) -> None:
    border = cv2.BORDER_REFLECT_101 if mirror else cv2.BORDER_REPLICATE
    cv2.warpAffine(
        plane[LEAD:-TRAIL, LEAD:-TRAIL], np.array([[step, 0, left], [0, step, top]], np.float64), target.shape[::-1],
        dst=target, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=border,
    )  # fmt: skip


def _scratch(rows: int, columns: int) -> npt.NDArray[np.uint8]:
    """A buffer of this thread's own, kept: fresh memory costs more than the resize saves."""
    kept: npt.NDArray[np.uint8] | None = getattr(_local, "scratch", None)
    if kept is None or kept.shape[0] < rows or kept.shape[1] < columns:
        kept = _local.scratch = room(rows + SLACK, columns + SLACK)
    return kept[:rows, :columns]
