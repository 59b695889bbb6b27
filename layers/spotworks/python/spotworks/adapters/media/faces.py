"""Faces in a picture, found by BlazeFace (weights/README.md) on this machine.

The model sees faces of about a sixth to all of a square of 128 pixels, so a picture is looked at in overlapping squares
of two sizes: a face has to be about a tenth of the picture's shorter side. It finds faces that look this way or a
little aside; it knows nobody.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import product
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from spotworks.domain.research import Box

Rgb = NDArray[np.uint8]
"""Height x width x 3."""

LOOKED_AT = 214
"""Shorter side in pixels at which a picture is looked at: its smaller squares are then as large as the model's."""

_SIDE = 128
_SMALLER = 0.6  # of the picture's shorter side: the side of the second squares; the first have all of it
_STEP = 2 / 3  # of a square's side, at most, to the next
_SURE = 0.85  # score from which it is taken for a face: cats reach a third, engines four fifths
_SAME = 0.3  # overlap from which two boxes are one face
_GRIDS = ((16, 2), (8, 6))  # the model's anchors: places along a side, boxes at each

_ANCHORS = np.array(
    [((x + 0.5) / n, (y + 0.5) / n) for n, boxes in _GRIDS for y in range(n) for x in range(n) for _ in range(boxes)]
)
_turn = threading.Lock()


@dataclass(frozen=True)
class Face:
    """box: from the brows to the chin; score: from 0 to 1."""

    box: Box
    score: float


def faces(picture: Rgb) -> list[Face]:
    """The surest first; small ones only if there is no large one."""
    scale = LOOKED_AT / min(picture.shape[:2])
    if scale < 1:
        picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    height, width = picture.shape[:2]
    for squares in _squares(width, height):
        boxes, scores = [np.zeros((0, 4))], [np.zeros(0)]
        for left, top, side in squares:
            found, sure = _seen(_square(picture, left, top, side))
            boxes.append(found * side + (left, top, 0, 0))
            scores.append(sure)
        every, score = np.concatenate(boxes), np.concatenate(scores)
        if score.size:
            kept = cv2.dnn.NMSBoxes(every.tolist(), score.tolist(), _SURE, _SAME)
            return [Face(_within(every[n] / (width, height, width, height)), float(score[n])) for n in kept]
    return []


def head(face: Face) -> Box:
    """The face with hair, chin and a little air: what a crop must not cut."""
    box = face.box
    return _within(np.array((box.x - 0.3 * box.w, box.y - 0.6 * box.h, 1.6 * box.w, 2.0 * box.h)))


def presence(face: Face) -> float:
    """How much a face is the picture's subject, from 0 to 1: large ones and those near the middle are."""
    box = face.box
    off = np.hypot(box.x + box.w / 2 - 0.5, box.y + box.h / 2 - 0.5)
    return float(np.sqrt(box.w * box.h) * (1 - 0.5 * off))


def _squares(width: int, height: int) -> Iterator[list[tuple[int, int, int]]]:
    """Left, top and side in pixels, by size. One holds the whole picture: all others may cut the largest faces."""
    long, short = max(width, height), min(width, height)
    whole = ((width - long) // 2, (height - long) // 2, long)
    for side in (short, round(_SMALLER * short)):
        spread = [(left, top, side) for top, left in product(_spread(height, side), _spread(width, side))]
        yield [whole, *spread] if side == short < long else spread


def _spread(length: int, side: int) -> list[int]:
    count = int(np.ceil((length - side) / (_STEP * side))) + 1
    return [round(at) for at in np.linspace(0, length - side, count)]


def _square(picture: Rgb, left: int, top: int, side: int) -> Rgb:
    """A part of the picture at the model's size; beyond its edges all is black."""
    part = np.ascontiguousarray(picture[max(0, top) : top + side, max(0, left) : left + side])
    down, across = max(0, -top), max(0, -left)
    below, right = side - part.shape[0] - down, side - part.shape[1] - across
    whole = cv2.copyMakeBorder(part, down, below, across, right, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.resize(whole, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _seen(square: Rgb) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Boxes (left, top, width, height in sides of the square) that may be faces, and their scores."""
    blob = (square.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    with _turn:  # a net holds what it works on
        net = _net()
        net.setInput(np.ascontiguousarray(blob))
        places, scores = net.forward(["regressors", "classificators"])
    score = 1 / (1 + np.exp(-np.clip(scores[0, :, 0].astype(np.float64), -80, 80)))
    likely = score >= _SURE
    size = places[0, likely, 2:4] / _SIDE
    middle = places[0, likely, :2] / _SIDE + _ANCHORS[likely]
    return np.hstack([middle - size / 2, size]), score[likely]


@cache
def _net() -> Any:
    weights = files("spotworks") / "adapters" / "media" / "weights" / "blazeface_short_range.tflite"
    with as_file(weights) as path:  # read from memory it would get the newer engine, which gives one output only
        return cv2.dnn.readNetFromTFLite(str(path), cv2.dnn.ENGINE_CLASSIC)


def _within(box: NDArray[np.float64]) -> Box:
    """Without what lies beyond the picture."""
    left, top = np.clip(box[:2], 0, 1)
    right, bottom = np.clip(box[:2] + box[2:], 0, 1)
    return Box(x=float(left), y=float(top), w=float(right - left), h=float(bottom - top))
