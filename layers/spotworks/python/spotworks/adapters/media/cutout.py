"""A product photographed on a plain ground, without that ground: what a shop shows can then stand on any other."""

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Lab = NDArray[np.float32]
Where = NDArray[np.bool_]

MAT = 1.25  # sides of the longer one: the corners of what is twice as wide as high lie in the circle in the square
_EDGE = 0.02  # of the shorter side: the picture's rim, where the ground is looked for
_PLAIN = 0.97  # of the rim, that must be of one colour
_LIGHT = 70.0  # L: darker grounds have darker shadows, which look like the product
_NEAR = 4.0  # ΔE: the same colour, as JPEG keeps it
_SHADE, _TINT = 24.0, 6.0  # how much darker a shadow on the ground is at most, and how much of a colour it has
_LEAST, _MOST = 0.02, 0.8  # of the picture, that is product
_CLEAR, _DOUBTFUL = 12.0, 0.12  # ΔE from the ground at the product's rim; of that rim, what may be nearer
_PARTS, _CRUMB = 8, 0.002  # a text has more; of the picture: less is no part
_HOLE = 0.002  # of the picture: smaller spots of the ground's colour are gleams
_SAME = 1.5  # ΔE: what is seen through a hole is the ground itself, and a label is seldom


def matted(picture: Rgb) -> Rgb | None:
    """A long picture on a plain ground, in the middle of a square of that ground in which any crop shows it whole;
    None where its ground is not plain."""
    height, width = picture.shape[:2]
    lab = np.asarray(cv2.cvtColor((picture / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2LAB), np.float32)
    if _rim(lab) is None:
        return None
    side = round(max(width, height) * MAT)
    square = np.empty((side, side, 3), np.uint8)
    square[:] = np.median(np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]), axis=0)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = picture
    return square


def cut_out(picture: Rgb) -> NDArray[np.uint8] | None:
    """The picture as RGBA; None where its ground is not plain, or where nobody could tell the product from it."""
    lab = np.asarray(cv2.cvtColor((picture / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2LAB), np.float32)
    ground = _ground(lab)
    if ground is None:
        return None
    apart = np.linalg.norm(lab - ground, axis=2)
    product = ~_behind(lab - ground, apart)
    if not _LEAST <= product.mean() <= _MOST or _parts(product) > _PARTS or not _is_clear(product, apart):
        return None
    return _composed(picture, product & ~_holes(product, apart))


def _ground(lab: Lab) -> Lab | None:
    """The colour of the rim, if it has one and that is light."""
    ground = _rim(lab)
    return ground if ground is not None and ground[0] >= _LIGHT else None


def _rim(lab: Lab) -> Lab | None:
    """The colour of the rim, if it has one."""
    edge = max(2, round(min(lab.shape[:2]) * _EDGE))
    sides = lab[:edge], lab[-edge:], lab[:, :edge], lab[:, -edge:]
    rim = np.concatenate([side.reshape(-1, 3) for side in sides])
    ground = np.median(rim, axis=0).astype(np.float32)
    plain = float((np.linalg.norm(rim - ground, axis=1) < _NEAR).mean())
    return ground if plain >= _PLAIN else None


def _behind(unlike: Lab, apart: Lab) -> Where:
    """The ground and the shadow on it, as far as they reach from the picture's rim."""
    shadow = (unlike[..., 0] > -_SHADE) & (unlike[..., 0] < _NEAR) & (np.hypot(unlike[..., 1], unlike[..., 2]) < _TINT)
    open_ = ((apart < _NEAR) | shadow).astype(np.uint8)
    framed = cv2.copyMakeBorder(open_, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(1.0,))
    _, labels = cv2.connectedComponents(framed, connectivity=4)
    return np.asarray((labels == labels[0, 0])[1:-1, 1:-1], np.bool_)


def _parts(product: Where) -> int:
    _, _, stats, _ = cv2.connectedComponentsWithStats(product.astype(np.uint8))
    return int((stats[1:, cv2.CC_STAT_AREA] > _CRUMB * product.size).sum())


def _is_clear(product: Where, apart: Lab) -> bool:
    """Whether the product is unlike the ground a little inside its outline: white on white is not."""
    inner = cv2.erode(product.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=2)
    deeper = cv2.erode(inner, np.ones((3, 3), np.uint8), iterations=2)
    rim = (inner > 0) & (deeper == 0)
    return bool(rim.any()) and float((apart[rim] < _CLEAR).mean()) < _DOUBTFUL


def _holes(product: Where, apart: Lab) -> Where:
    """Where the ground is seen through the product, as in the handle of a cup."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((product & (apart < _SAME)).astype(np.uint8), connectivity=4)
    large = [n for n in range(1, len(stats)) if stats[n, cv2.CC_STAT_AREA] > _HOLE * product.size]
    return np.asarray(np.isin(labels, large), np.bool_)


def _composed(picture: Rgb, product: Where) -> NDArray[np.uint8]:
    """With a soft outline in the colours a little inside it: those on it are mixed with the ground's."""
    square, whole = np.ones((3, 3), np.uint8), product.astype(np.float32)
    alpha = cv2.GaussianBlur(cv2.erode(whole, square), (0, 0), 0.9)[..., None]
    deep = cv2.erode(whole, square, iterations=3)[..., None]
    near = cv2.GaussianBlur(deep, (0, 0), 2.5)[..., None]
    inner = cv2.GaussianBlur(picture * deep, (0, 0), 2.5) / np.maximum(near, 1e-3)
    rgb = np.where((deep > 0) | (near < 0.02), picture, inner)
    return np.asarray(np.rint(np.dstack([np.clip(rgb, 0, 255), alpha * 255])), np.uint8)
