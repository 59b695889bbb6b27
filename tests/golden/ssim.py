"""How alike two pictures are, as a whole and where they differ most.

SSIM (Wang et al., 2004) over windows of 8 x 8 with equal weights, as FFmpeg's filter `ssim` has it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

WINDOW = 8  # pixels
SPOT = 24  # pixels: about a letter and a half of a caption at 270 x 480
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


@dataclass(frozen=True)
class Likeness:
    """1 for equal. mean: of the luma; worst: of the area of SPOT x SPOT where luma or chroma differ most."""

    mean: float
    worst: float


def likeness(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> Likeness:
    """Of two pictures in RGB, height x width x 3, of one size."""
    planes = zip(*(cv2.split(cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)) for picture in (a, b)), strict=True)
    maps = [ssim_map(x, y) for x, y in planes]
    worst = min(float(cv2.blur(found, (SPOT, SPOT)).min()) for found in maps)
    return Likeness(float(maps[0].mean()), worst)


def ssim_map(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Of each window of two planes, its place that of its top left corner."""
    x, y = a.astype(np.float64), b.astype(np.float64)
    mx, my, xx, yy, xy = (_means(plane) for plane in (x, y, x * x, y * y, x * y))
    unbiased = WINDOW**2 / (WINDOW**2 - 1)
    vx, vy, cov = (unbiased * (square - product) for square, product in ((xx, mx * mx), (yy, my * my), (xy, mx * my)))
    found = (2 * mx * my + _C1) * (2 * cov + _C2) / ((mx * mx + my * my + _C1) * (vx + vy + _C2))
    return np.asarray(found)


def _means(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    """Over every window that lies inside the plane."""
    sums = cv2.boxFilter(plane, -1, (WINDOW, WINDOW), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(sums[: 1 - WINDOW, : 1 - WINDOW])
