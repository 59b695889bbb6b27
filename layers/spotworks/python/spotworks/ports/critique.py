"""Who judges pictures."""

from collections.abc import Callable
from typing import Protocol

from spotworks.domain.base import Frozen
from spotworks.domain.critique import Critique, Gallery
from spotworks.domain.generation import ImageRequest
from spotworks.ports.thinking import Meter


class PictureBrief(Frozen):
    """What a picture is for. canvas: width and height; the picture itself is larger (domain.generation.overscan)."""

    request: ImageRequest
    brand: str
    canvas: tuple[int, int]


class Critic(Protocol):
    """rules: changes whenever its verdict may."""

    @property
    def rules(self) -> str: ...

    def critique(
        self, picture: bytes, about: PictureBrief, *, hero: bytes = b"", meter: Meter | None = None
    ) -> Critique:
        """hero: the user's photo that the picture is to show, b"" for none. What does not decode has no points.

        Raises BudgetExceeded beyond the job's cap, and nothing else of what a language model may do.
        """
        ...


class Galleries(Protocol):
    """One gallery a job."""

    def update(self, tenant: str, video_id: str, change: Callable[[Gallery], Gallery]) -> Gallery:
        """Read, change, write if nobody else wrote in between; again if so."""
        ...
