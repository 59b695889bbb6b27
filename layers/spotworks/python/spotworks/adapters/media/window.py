"""Looking at a picture through a window at any place and scale, to hundredths of a pixel.

`cv2.warpAffine` does that, at three times the cost of `cv2.resize`, which only takes whole source pixels. But a
resize to slightly more columns than are wanted, of which the right ones are cut out, can stand almost anywhere:
among a thousand pairs of sizes and cuts there is one within ERROR of any place and scale.
"""

import threading

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.planes import Plane, Planes

SLACK = 64  # columns or rows beyond those wanted; more find nearer places and cost more
ERROR = 0.03  # output pixels, at most: a third of what is seen as a tremble in a slow move
MARGIN = 96  # source pixels round a picture, repeated from its edge, for the columns that are cut away; even

_EXTRA = np.array([(extra, cut) for extra in range(SLACK + 1) for cut in range(extra + 1)])
_local = threading.local()


def with_margin(planes: Planes) -> Planes:
    """A picture as `look` wants it."""
    return Planes(
        *(
            np.asarray(cv2.copyMakeBorder(plane, m, m, m, m, cv2.BORDER_REPLICATE), np.uint8)
            for plane, m in zip(planes, (MARGIN, MARGIN // 2, MARGIN // 2), strict=True)
        )
    )


def look(picture: Planes, x: float, y: float, step: float, into: Planes, *, mirror: bool = False) -> None:
    """Samples a window of a picture `with_margin` into a frame: `step` source pixels per output one.

    (x, y): the window's top left, from the picture's own corner, without the margin. Chroma of the picture is
    centre-sited, that of the frame left-sited as H.264 has it. mirror: what lies outside
    repeats mirrored, else as the edge.
    """
    luma = (x + step / 2 - 0.5, y + step / 2 - 0.5)
    chroma = ((x + step / 2 - 1) / 2, (y + step - 1) / 2)
    for plane, target, (left, top), by in zip(picture, into, (luma, chroma, chroma), (1, 2, 2), strict=True):
        margin = MARGIN // by
        if mirror or not _resized(plane, left + margin, top + margin, step, target):
            _warped(plane, left, top, step, target, margin=margin, mirror=mirror)


def _resized(plane: Plane, left: float, top: float, step: float, target: Plane) -> bool:
    """False if no resize comes near enough, or the window reaches out of the plane."""
    rows, columns = target.shape
    across, down = _place(left, step, columns, plane.shape[1]), _place(top, step, rows, plane.shape[0])
    if across is None or down is None:
        return False
    (x, width, made_width, cut_x), (y, height, made_height, cut_y) = across, down
    made = _scratch(rows + SLACK, columns + SLACK)[:made_height, :made_width]
    cv2.resize(
        plane[y : y + height, x : x + width], (made_width, made_height), dst=made, interpolation=cv2.INTER_LINEAR
    )
    np.copyto(target, made[cut_y : cut_y + rows, cut_x : cut_x + columns])
    return True


def _place(first: float, step: float, wanted: int, available: int) -> tuple[int, int, int, int] | None:
    """Along one axis: start and length in the source, length made of it, and how many of those to cut off first.

    first: source position of the first output pixel's centre. The best of all, or None if it is not good enough.
    """
    made = wanted + _EXTRA[:, 0]
    taken = np.rint(made * step)
    scale = taken / made
    start = np.rint(first + 0.5 - (_EXTRA[:, 1] + 0.5) * scale)
    off = start + (_EXTRA[:, 1] + 0.5) * scale - 0.5 - first
    error = np.maximum(np.abs(off), np.abs(off + (wanted - 1) * (scale - step))) / step
    error[(start < 0) | (start + taken > available)] = np.inf
    best = int(np.argmin(error + _EXTRA[:, 0] * 1e-4))
    if error[best] > ERROR:
        return None
    return int(start[best]), int(taken[best]), int(made[best]), int(_EXTRA[best, 1])


def _warped(
    plane: Plane, left: float, top: float, step: float, target: Plane, *, margin: int, mirror: bool
) -> None:  # fmt: skip
    bare = plane[margin : plane.shape[0] - margin, margin : plane.shape[1] - margin]
    border = cv2.BORDER_REFLECT_101 if mirror else cv2.BORDER_REPLICATE
    cv2.warpAffine(
        bare, np.array([[step, 0, left], [0, step, top]], np.float64), target.shape[::-1], dst=target,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=border,
    )  # fmt: skip


def _scratch(rows: int, columns: int) -> npt.NDArray[np.uint8]:
    """A buffer of this thread's own, kept: fresh memory costs more than the resize saves."""
    kept: npt.NDArray[np.uint8] | None = getattr(_local, "scratch", None)
    if kept is None or kept.shape[0] < rows or kept.shape[1] < columns:
        kept = _local.scratch = np.empty((rows, columns), np.uint8)
    return kept
