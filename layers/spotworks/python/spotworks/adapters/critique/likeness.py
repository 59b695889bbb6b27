"""Whether a picture shows the user's photo as it is, and none of the other scenes again."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media import sighting
from spotworks.domain.generation import ImageRequest

Picture = npt.NDArray[np.uint8]

_WIDE, _TALL = 17, 16  # brightness of the pixels from which the hash is taken: 256 steps from left to right
_ALIKE = 12  # of the 256 bits that two pictures of the same differ in
_BUSY = 6.0  # grey levels of standard deviation, below which a picture is a ground for words and looks like others


def misshown(luma: Picture, request: ImageRequest, hero: Picture | None) -> str:
    """Photos too plain to be found again, and pictures without one, are passed over."""
    if hero is None or request.reference is None:
        return ""
    photo = sighting.subject(hero, request.reference.focus)
    if sighting.features(photo) < sighting.RICH:
        return ""
    stretch = sighting.stretched(photo, luma)
    if stretch is None:
        return "the product of the reference picture is not seen"
    return "" if stretch <= sighting.STRETCHED else f"the product is stretched by {stretch - 1:.0%}"


def repeats(luma: Picture, others: Sequence[Picture]) -> str:
    mine = _hash(luma)
    if float(_small(luma).std()) < _BUSY:
        return ""
    nearest = min((int(np.count_nonzero(mine != _hash(other))) for other in others), default=_ALIKE + 1)
    return "" if nearest > _ALIKE else f"differs from another scene's picture in {nearest} of {mine.size} places"


def _hash(picture: Picture) -> npt.NDArray[np.bool_]:
    """Where it grows lighter from left to right (dHash: hackerfactor.com/blog, "Kind of Like That", 2013)."""
    small = _small(picture)
    return np.asarray(small[:, 1:] > small[:, :-1])


def _small(picture: Picture) -> npt.NDArray[np.int16]:
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(grey, (_WIDE, _TALL), interpolation=cv2.INTER_AREA), np.int16)
