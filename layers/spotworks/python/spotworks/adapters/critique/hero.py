"""Whether a picture shows the user's photo as it is."""

import numpy as np
import numpy.typing as npt

from spotworks.adapters.media import sighting
from spotworks.domain.generation import ImageRequest

Picture = npt.NDArray[np.uint8]


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
