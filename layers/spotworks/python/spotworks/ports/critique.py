"""Who judges pictures."""

from collections.abc import Sequence
from typing import Protocol

from spotworks.domain.base import Frozen
from spotworks.domain.critique import Critique
from spotworks.domain.generation import ImageRequest


class PictureBrief(Frozen):
    """What a picture is for. canvas: width and height; the picture itself is larger (domain.generation.overscan).

    others: keys of pictures of other scenes, which it should not repeat.
    """

    request: ImageRequest
    brand: str
    canvas: tuple[int, int]
    others: tuple[str, ...] = ()


class Critic(Protocol):
    """rules: changes whenever its verdict may."""

    @property
    def rules(self) -> str: ...

    def critique(
        self, picture: bytes, about: PictureBrief, *, hero: bytes = b"", others: Sequence[bytes] = ()
    ) -> Critique:
        """hero: the user's photo that the picture is to show, b"" for none; others: the content of `about.others`.

        A picture that does not decode has no points.
        """
        ...
