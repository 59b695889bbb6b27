"""Counting flashes as WCAG 2.3.1 and ITU-R BT.1702 define them, over small frames. Not a certified test.

A flash is a pair of opposing changes. General: relative luminance changes by a tenth of the range or more and
the darker side is below 0.8. Red: to or from a saturated red, R / (R + G + B) >= 0.8, by (R - G - B) * 320 > 20
(w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds). More than three within a second over
more than a quarter of the screen are too many. What flashes need not flash in step to be counted: stricter than
the norms ask.
"""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

MOST = 3.0  # flashes in any second
AREA = 0.25  # of the screen
SHORT_SIDE = 40  # cells

Floats = npt.NDArray[np.float32]


class Counter:
    """Counts changes of direction in each cell. step: the least change that counts; ceiling: for its lower end."""

    def __init__(self, step: float, ceiling: float, second: int) -> None:
        self._step, self._ceiling = step, ceiling
        self._turns: list[npt.NDArray[np.bool_]] = []
        self._second = second
        self._low: Floats | None = None

    def add(self, value: Floats) -> float:
        """Flashes in the second that ends with this frame, over more than AREA of the cells."""
        if self._low is None:
            self._low, self._high = value.copy(), value.copy()
            self._way = np.zeros(value.shape, np.int8)
            self._sum = np.zeros(value.shape, np.int16)
        np.minimum(self._low, value, out=self._low)
        np.maximum(self._high, value, out=self._high)
        up = (value - self._low >= self._step) & (self._low < self._ceiling)
        down = (self._high - value >= self._step) & (value < self._ceiling)
        turned = (up & (self._way <= 0)) | (down & (self._way >= 0))
        self._way[up], self._way[down] = 1, -1
        # After a change only what lies beyond it can be the next.
        self._low[up | down], self._high[up | down] = value[up | down], value[up | down]
        self._turns.append(turned)
        self._sum += turned
        if len(self._turns) > self._second:
            self._sum -= self._turns.pop(0)
        # The count that just over AREA of the cells reach.
        rank = int(self._sum.size * (1 - AREA)) - 1
        return float(np.partition(self._sum, max(0, rank), axis=None)[max(0, rank)]) / 2


class Flashes:
    """Fed every frame. general, red: the most flashes in a second, and the frame on which that second ends."""

    def __init__(self, fps: float) -> None:
        second = max(1, round(fps))
        self._counters = {"general": Counter(0.1, 0.8, second), "red": Counter(20.0, np.inf, second)}
        self.worst: dict[str, tuple[float, int]] = {"general": (0.0, 0), "red": (0.0, 0)}
        self._frame = 0

    def add(self, linear: Floats) -> None:
        """linear: red, green and blue light from 0 to 1, shape (height, width, 3)."""
        red = linear[..., 0]
        total = linear.sum(axis=-1)
        pure = np.where(red >= 0.8 * np.maximum(total, 1e-4), np.maximum(0, 2 * red - total) * 320, 0)
        found = {"general": linear @ _LUMINANCE, "red": pure.astype(np.float32)}
        for kind, values in found.items():
            flashes = self._counters[kind].add(values)
            if flashes > self.worst[kind][0]:
                self.worst[kind] = (flashes, self._frame)
        self._frame += 1


_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
# BT.709, video levels: Y' 16-235, Cb and Cr 16-240.
_TO_RGB = np.array([[1, 0, 1.5748], [1, -0.18732, -0.46812], [1, 1.8556, 0]], np.float32)


def linear_light(luma: npt.NDArray[np.uint8], blue: npt.NDArray[np.uint8], red: npt.NDArray[np.uint8]) -> Floats:
    """Planes of a BT.709 picture at video levels as linear light, SHORT_SIDE cells on its short side."""
    short = min(luma.shape)
    size = tuple(max(1, round(side * SHORT_SIDE / short)) for side in (luma.shape[1], luma.shape[0]))
    planes = [cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (luma, blue, red)]
    values: Any = np.stack(planes, axis=-1).astype(np.float32)
    values = (values - (16, 128, 128)) / np.array((219, 224, 224), np.float32)
    index = np.clip(values @ _TO_RGB.T * 255, 0, 255).astype(np.uint8)
    return np.asarray(_LINEAR[index], np.float32)


_BYTES = np.arange(256) / 255
_LINEAR = np.where(_BYTES <= 0.04045, _BYTES / 12.92, ((_BYTES + 0.055) / 1.055) ** 2.4).astype(np.float32)
