"""Who judges pictures."""

from typing import Protocol

from spotworks.domain.base import Frozen
from spotworks.domain.critique import Critique
from spotworks.domain.generation import ImageRequest


class PictureBrief(Frozen):
    """What a picture is for. canvas: width and height; the picture itself is larger (domain.generation.overscan)."""

    request: ImageRequest
    brand: str
    canvas: tuple[int, int]


class Critic(Protocol):
    """rules: changes whenever its verdict may."""

    @property
    def rules(self) -> str: ...

    def critique(self, picture: bytes, about: PictureBrief, *, hero: bytes = b"") -> Critique:
        """hero: the user's photo that the picture is to show, b"" for none. What does not decode has no points."""
        ...
