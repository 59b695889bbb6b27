"""What is kept of a frame in full size: numbers, and small pictures for the checks that search it.

A frame of 1080x1920 holds 3 MB; the 32 that are looked at would be most of what the whole examination holds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.sighting import searched

Plane = npt.NDArray[np.uint8]

LEVELS = (5, 246)  # EBU R 103, for 8 bit
MOST = 32  # frames
_STRIP = 64  # rows
_TRANSIENTS = (3, 3)  # pixels at the differences' own size, half of the frame's
_LETTERED = 540  # pixels: the short side at which letters are looked for


@dataclass(frozen=True)
class Wanted:
    """frames: to look at in full size, rising; lettered, searched: those for captions, and for the photo."""

    frames: Sequence[int]
    lettered: Collection[int] = ()
    searched: Collection[int] = ()


@dataclass(frozen=True)
class Look:
    """out: share of the frame's pixels out of LEVELS. lettered, searched: its luma, small; None for others."""

    frame: int
    out: float
    lettered: Plane | None
    searched: Plane | None


def chosen(frames: int, step: int, lettered: Collection[int], searched: Collection[int]) -> Wanted:
    """Of a video's frames: one of `step` and those that are asked for, which come first where they are too many."""
    asked = sorted(frame for frame in {*lettered, *searched} if frame < frames)[:MOST]
    step = max(1, step, -(-frames // max(1, MOST - len(asked))))
    spread = range(min(step, frames) // 2, frames, step)
    return Wanted(sorted({*asked, *spread})[:MOST], lettered, searched)


def look(frame: int, planes: tuple[Plane, Plane, Plane], wanted: Wanted) -> Look:
    """planes: luma, blue and red difference, 4:2:0, as they are in the file; nothing of them is kept as it is."""
    luma = planes[0]
    return Look(
        frame, _out(*planes),
        _for_letters(luma) if frame in wanted.lettered else None,
        searched(luma) if frame in wanted.searched else None,
    )  # fmt: skip


def _for_letters(luma: Plane) -> Plane:
    size = lettered_size(*luma.shape[::-1])
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def lettered_size(width: int, height: int) -> tuple[int, int]:
    """Width and height at which the letters of a frame are looked for."""
    scale = min(1.0, _LETTERED / min(width, height))
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2


def _out(luma: Plane, blue: Plane, red: Plane) -> float:
    """Share of pixels whose luma, or whose red, green or blue at video levels, is out of bounds.

    Colours without what lasts for a pixel or two at an edge, where coding leaves it: R 103 filters too.

    In strips: in floats a whole frame takes 20 MB, and longer.
    """
    small = cv2.resize(luma, blue.shape[::-1], interpolation=cv2.INTER_AREA)
    soft = [cv2.blur(plane, _TRANSIENTS) for plane in (small, blue, red)]
    bad = outside = 0
    for top in range(0, blue.shape[0], _STRIP):
        rows = slice(top, top + _STRIP)
        planes = np.stack([plane[rows] for plane in soft], axis=-1).astype(np.float32).reshape(1, -1, 3)
        rgb = cv2.transform(planes, _VIDEO_RGB)
        bad += int(((rgb < LEVELS[0]) | (rgb > LEVELS[1])).any(axis=-1).sum())
        both = luma[2 * top : 2 * (top + _STRIP)]
        outside += int(np.count_nonzero((both < LEVELS[0]) | (both > LEVELS[1])))
    return max(bad / blue.size, outside / luma.size)


# BT.709 Y'CbCr to R'G'B', both at video levels; the last column moves the middle of the differences to nothing.
_DIFFERENCES = np.array([[0, 1.5748], [-0.18732, -0.46812], [1.8556, 0]]) * 219 / 224
_VIDEO_RGB = np.column_stack([np.ones(3), _DIFFERENCES, -128 * _DIFFERENCES.sum(axis=1)]).astype(np.float32)
