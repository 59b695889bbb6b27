"""A whip pan: the camera is torn from one picture to the next, and what it passes is a streak.

It crosses a strip of four pictures: the old one, its mirror image, that of the new one, the new one. Mirrors make
the way long without an edge to be seen, and the only seam passes at full speed.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.planes import Plane, Planes

WAY = 3  # widths of the frame, from the old picture to the new one
SHUTTER = 0.08  # of the transition: how long the shutter is open; most of one frame of ten
FINE = 6  # source columns that a streak spans at least after it was shrunk: fewer show steps


def whip(pace: float, speed: float, old: Planes, new: Planes, into: Planes) -> None:
    """pace: how much of the way lies behind, 0..1; speed: of that, per transition. into: may be `old` or `new`."""
    for before, after, target in zip(old, new, into, strict=True):
        width = target.shape[1]
        streak = max(1.0, WAY * width * speed * SHUTTER)
        view = _View.of(width, WAY * width * pace, streak)
        _smeared(_strip(before, after, view), view, target)


def touches(pace: float, speed: float) -> tuple[bool, bool]:
    """Whether the old and the new picture are seen; the other need not be drawn."""
    reach = WAY * speed * SHUTTER + 0.05  # more than half a streak: neighbours of the outermost columns count too
    return WAY * pace - reach < 2, WAY * pace + 1 + reach > 2


@dataclass(frozen=True)
class _View:
    """A part of the strip. first, columns: what is cut out of it; margin: columns of that at either side.

    shrink: columns that become one before they are smeared; streak, shift: in those.
    """

    first: int
    columns: int
    margin: int
    shrink: int
    streak: float
    shift: float

    @classmethod
    def of(cls, width: int, at: float, streak: float) -> "_View":
        """at: of the frame's left edge on the strip."""
        shrink = max(1, int(streak / FINE))
        margin = shrink * (math.ceil((streak / 2 + 1) / shrink) + 2)
        columns = math.ceil((width + 2 * margin) / shrink) * shrink
        left = math.floor(at)
        return cls(left - margin, columns, margin, shrink, streak / shrink, (at - left) / shrink)


def _strip(old: Plane, new: Plane, view: _View) -> Plane:
    width, done = old.shape[1], 0
    strip = np.empty((old.shape[0], view.columns), np.uint8)
    while done < view.columns:
        tile, start = divmod(view.first + done, width)
        picture, place = (old, tile) if tile < 2 else (new, WAY - tile)
        count = min(width - start, view.columns - done)
        part = strip[:, done : done + count]
        if place % 2:
            part[:] = cv2.flip(picture[:, width - start - count : width - start], 1)
        else:
            np.copyto(part, picture[:, start : start + count])
        done += count
    return strip


def _smeared(strip: Plane, view: _View, target: Plane) -> None:
    by, height = view.shrink, strip.shape[0]
    if by > 1:
        strip = np.asarray(cv2.resize(strip, (view.columns // by, height), interpolation=cv2.INTER_AREA), np.uint8)
    smeared = cv2.filter2D(strip, -1, _box(view.streak, view.shift), borderType=cv2.BORDER_REPLICATE)
    seen = view.margin // by
    if by > 1:
        # One column more at either side, between which the outermost ones lie.
        last = min(seen + math.ceil(target.shape[1] / by) + 1, smeared.shape[1])
        kept = smeared[:, seen - 1 : last]
        smeared = cv2.resize(kept, (kept.shape[1] * by, height), interpolation=cv2.INTER_LINEAR)
        seen = by
    np.copyto(target, smeared[:, seen : seen + target.shape[1]])


def _box(length: float, shift: float) -> npt.NDArray[np.float32]:
    """A row that averages over `length` columns, to fractions of one, `shift` to the right; 1 interpolates."""
    reach = math.ceil(length / 2 + abs(shift))
    places = np.arange(-reach, reach + 1)
    right = np.minimum(places + 0.5, shift + length / 2)
    left = np.maximum(places - 0.5, shift - length / 2)
    covered = np.maximum(0, right - left)
    return np.asarray([covered / covered.sum()], np.float32)
