"""Fingerprints of pictures: alike for what looks alike, whatever its size, its compression or its shade."""

import cv2
import numpy as np

from spotworks.domain.likeness import BITS
from spotworks.errors import RenderFailed

_SIDE = 8  # rows, and steps from one column to the next


class PictureEye:
    """ports.Eye, by difference hash: whether each cell of a coarse grid is darker than the one to its right."""

    def fingerprint(self, picture: bytes) -> str:
        seen = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE) if picture else None
        if seen is None:
            raise RenderFailed("a picture of the storyboard does not decode")
        grid = cv2.resize(seen, (_SIDE + 1, _SIDE), interpolation=cv2.INTER_AREA).astype(np.int16)
        bits = np.packbits(grid[:, :-1] < grid[:, 1:])
        return bits.tobytes().hex().zfill(BITS // 4)
