"""Whether the words that will stand over a picture can be read on it."""

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.domain.drawing import Blocks
from spotworks.ports import Artist, OverlayImage, PictureBrief

Picture = npt.NDArray[np.uint8]
Light = npt.NDArray[np.float32]

_LEAST = 3.0  # contrast, WCAG 2.2 success criterion 1.4.3 for large text
_SPOILED = 0.25  # of the pixels beside the letters that may have less
_SOLID, _CLEAR = 200, 30  # alpha of a letter, and of what is not covered
_PLATED = 0.45  # of a layer that is solid: its words stand on a plate of their own
_BESIDE = 7  # pixels round letters, of a canvas of 1080
_STRIP = 64  # rows
_NARROW = 0.75  # of the picture: the closest that the camera comes, where it stands on the picture's own pixels


def illegible(picture: Picture, about: PictureBrief, artist: Artist) -> str:
    """Looked at in the picture as a whole and in its middle, between which the camera moves."""
    request, (width, height) = about.request, about.canvas
    words = Blocks(scene=0, text=request.text, layout=request.layout)
    layers = artist.draw(
        words, palette=request.palette, width=width, height=height, brand=about.brand, free=request.free
    )
    if not layers:
        return ""
    worst = 0.0
    for window in (1.0, _NARROW):
        seen = cv2.resize(_middle(picture, window), (width, height), interpolation=cv2.INTER_AREA)
        spoiled, beside = np.sum([_spoiled(np.asarray(seen, np.uint8), layer) for layer in layers], axis=0)
        worst = max(worst, float(spoiled) / max(1, int(beside)))
    return "" if worst <= _SPOILED else f"{worst:.0%} of what is beside the letters has too little contrast"


def _middle(picture: Picture, share: float) -> Picture:
    height, width = picture.shape[:2]
    down, across = (round(side * (1 - share) / 2) for side in (height, width))
    return picture[down : height - down, across : width - across]


def _spoiled(seen: Picture, layer: OverlayImage) -> tuple[int, int]:
    """Of the pixels beside a layer's letters those from which they do not stand out, and all."""
    image = cv2.imdecode(np.frombuffer(layer.content, np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None or image.ndim != 3 or image.shape[2] != 4:
        return 0, 0
    left, top = max(0, layer.x), max(0, layer.y)
    right, bottom = min(seen.shape[1], layer.x + layer.width), min(seen.shape[0], layer.y + layer.height)
    if left >= right or top >= bottom:
        return 0, 0
    image = image[top - layer.y : bottom - layer.y, left - layer.x : right - layer.x]
    alpha, ground = image[..., 3], seen[top:bottom, left:right]
    solid = alpha >= _SOLID
    if solid.mean() > _PLATED:
        return 0, 0
    reach = 2 * max(1, round(_BESIDE * min(seen.shape[:2]) / 1080)) + 1
    beside = (cv2.dilate(solid.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0) & (alpha < _SOLID // 2)
    if not solid.any() or not beside.any():
        return 0, 0
    light = _luminance(np.asarray(image, np.uint8), ground)
    letters = float(np.median(light[solid]))
    low, high = np.minimum(light[beside], letters), np.maximum(light[beside], letters)
    return int(np.count_nonzero((high + 0.05) / (low + 0.05) < _LEAST)), int(low.size)


def _luminance(image: Picture, ground: Picture) -> Light:
    """Relative, of a BGRA layer on a ground in BGR. In strips: in floats a whole frame takes 25 MB, five times."""
    light = np.empty(ground.shape[:2], np.float32)
    for top in range(0, len(ground), _STRIP):
        rows = slice(top, top + _STRIP)
        share = image[rows, :, 3:].astype(np.float32) / 255
        light[rows] = _relative(image[rows, :, :3] * share + ground[rows] * (1 - share))
    return light


def _relative(picture: npt.NDArray[np.floating]) -> Light:
    unit = picture.astype(np.float32) / 255
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.0722, 0.7152, 0.2126], np.float32), np.float32)
