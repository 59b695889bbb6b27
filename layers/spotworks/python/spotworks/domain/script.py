"""A script on its own: what a mode renders without a job."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import Field

from spotworks.domain.base import Frozen, Seconds
from spotworks.domain.brief import CANVAS, Aspect, Language
from spotworks.domain.generation import Profile
from spotworks.domain.research import Palette


class Script(Frozen):
    """paragraphs: what is said, one a scene; headlines: what is written over them, in the same order.

    brand, call_to_action: for an end card, which comes where either is given.

    palette: None for that of the first picture, or a dark one. pictures, footage, animations: files on this machine.
    """

    paragraphs: Annotated[tuple[str, ...], Field(min_length=1, max_length=40)]
    headlines: tuple[str, ...] = ()
    title: str = ""
    brand: str = ""
    call_to_action: str = ""
    language: Language = "en"
    palette: Palette | None = None
    pictures: tuple[Path, ...] = ()
    footage: tuple[Path, ...] = ()
    animations: tuple[Path, ...] = ()
    aspect: Aspect = "9:16"
    fps: Seconds = Fraction(30)
    quality: Profile = "standard"
    seed: int = 1

    @property
    def canvas(self) -> tuple[int, int]:
        return CANVAS[self.aspect]
