"""What a motif draws with."""

from dataclasses import dataclass

import numpy as np

from spotworks.adapters.local.pictures.grounds import ember
from spotworks.adapters.media import colour
from spotworks.domain.research import Palette


@dataclass(frozen=True)
class Brush:
    """x, y: the centre of the subject, in pixels of a picture of that width and height."""

    palette: Palette
    width: int
    height: int
    x: float
    y: float
    rng: np.random.Generator

    @property
    def unit(self) -> float:
        """A tenth of the shorter side."""
        return min(self.width, self.height) / 10

    @property
    def dark(self) -> bool:
        return colour.is_dark(self.palette.background)

    def shade(self, *, light: float = 0.0, hue: float = 0.0) -> str:
        """A relative of the accent."""
        return colour.shifted(self.palette.accent, light=light, hue=hue)

    def ember(self, light: float) -> str:
        """The accent further from the light."""
        return ember(self.palette.accent, light)

    def pick(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))
