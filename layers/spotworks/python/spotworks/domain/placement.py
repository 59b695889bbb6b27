"""Where a video is shown, and what that asks of its sound, its length and the place of its words."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen, Seconds
from spotworks.domain.brief import Aspect
from spotworks.domain.timeline import Loudness

SHORT_FORM = Fraction(30)  # seconds: EBU R 128 s1 calls what is shorter short-form content


class SafeArea(Frozen):
    """Fractions of the frame that an interface may cover at each edge."""

    left: float = Field(ge=0, lt=0.5)
    top: float = Field(ge=0, lt=0.5)
    right: float = Field(ge=0, lt=0.5)
    bottom: float = Field(ge=0, lt=0.5)

    def inside(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom edge of what stays visible, in pixels."""
        return (
            round(self.left * width), round(self.top * height),
            round((1 - self.right) * width), round((1 - self.bottom) * height),
        )  # fmt: skip


class Placement(Frozen):
    """A row of catalogue/placements.toml; its comments say what the fields are. bit_rate: least and most kbit/s."""

    id: str
    name: str
    aspects: tuple[Aspect, ...]
    lufs: float
    true_peak: float
    short_term: float | None = None
    safe: SafeArea
    durations: tuple[Seconds, ...] = ()
    longest: Seconds
    bit_rate: tuple[int, int] | None = None
    basis: Literal["standard", "guide", "practice"]
    source: str
    checked: str

    def loudness(self, seconds: Fraction) -> Loudness:
        """The target for a video of this length."""
        cap = self.lufs + self.short_term if self.short_term is not None and seconds < SHORT_FORM else None
        return Loudness(lufs=self.lufs, true_peak=self.true_peak, short_term=cap)


_SOCIAL = Loudness()


def target(placements: tuple[Placement, ...], name: str, seconds: Fraction) -> Loudness:
    """The loudness of a placement, or of social media in general for "". Raises KeyError as `placement_named` does."""
    if name:
        return placement_named(placements, name).loudness(seconds)
    cap = _SOCIAL.lufs + 5 if seconds < SHORT_FORM else None
    return _SOCIAL.model_copy(update={"short_term": cap})


def placement_named(placements: tuple[Placement, ...], name: str) -> Placement:
    """Raises KeyError, naming those that there are."""
    for placement in placements:
        if placement.id == name:
            return placement
    raise KeyError(f"there is no placement {name!r}; known: {', '.join(each.id for each in placements)}")
