"""Whether a picture shows the user's photo as it is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spotworks.adapters.critique.tones import sampled
from spotworks.adapters.media import sighting
from spotworks.domain.research import Box

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Hero:
    """What is kept of the user's photo, which itself is ten times as large as all the rest.

    subject: grey; colours: of a few of its pixels, BGR.
    """

    subject: Picture
    colours: Picture

    @classmethod
    def of(cls, photo: Picture, focus: Box) -> "Hero":
        """photo: grey, BGR or BGRA."""
        return cls(sighting.subject(photo, focus), sampled(photo))


def misshown(luma: Picture, hero: Hero | None) -> str:
    """Photos too plain to be found again, and pictures without one, are passed over."""
    if hero is None or sighting.features(hero.subject) < sighting.RICH:
        return ""
    stretch = sighting.stretched(hero.subject, luma)
    if stretch is None:
        return "the product of the reference picture is not seen"
    return "" if stretch <= sighting.STRETCHED else f"the product is stretched by {stretch - 1:.0%}"
