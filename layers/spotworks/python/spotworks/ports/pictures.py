"""Who frames and draws for the edit."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from spotworks.domain.base import Bounds, Frozen
from spotworks.domain.brand import Margins
from spotworks.domain.drawing import Drawing
from spotworks.domain.reframing import CropPath
from spotworks.domain.research import Box, Palette
from spotworks.domain.screenplay import Screenplay, ScreenText


class Framed(Frozen):
    """A picture's size and where its subject is."""

    width: int
    height: int
    subject: Box


class Framer(Protocol):
    """Finds what a crop of another ratio has to show.

    rules: changes whenever its results may.
    """

    @property
    def rules(self) -> str: ...

    def still(self, picture: bytes) -> Framed:
        """Raises RenderFailed."""
        ...

    def footage(
        self, video: Path, *, offset: int, frames: int, fps: Fraction, canvas: tuple[int, int]
    ) -> tuple[CropPath, ...]:
        """A crop's way through `frames` frames of a video from frame `offset` on, at the timeline's rate.

        Raises RenderFailed.
        """
        ...


class Eye(Protocol):
    """Knows a picture again."""

    def fingerprint(self, picture: bytes) -> str:
        """64 bits in hexadecimal, nearly the same for what looks nearly the same. Raises RenderFailed."""
        ...


class Typecase(Protocol):
    """Knows which scripts can be drawn where pictures are made."""

    def lacking(self, script: str) -> str:
        """script: by ISO 15924. "" for one that is drawn; else what to do: "needs a font for Khmr: put one in ..."."""
        ...


class OverlayImage(Frozen):
    """A PNG, or a JPEG where nothing is transparent, and where its top left stands on the canvas, in pixels.

    ink: see domain.timeline.Overlay.
    """

    content: bytes
    x: int
    y: int
    width: int
    height: int
    ink: Bounds | None = None


class Artist(Protocol):
    """Draws what is not a scene's picture: words over it, the sheet, the thumbnail.

    rules: changes whenever its drawings may.
    """

    @property
    def rules(self) -> str: ...

    def overlays(
        self, text: ScreenText, *, layout: str, palette: Palette, width: int, height: int, brand: str
    ) -> Sequence[OverlayImage]:
        """Layers in the order in which they enter; empty if the text is."""
        ...

    def draw(
        self,
        drawing: Drawing,
        *,
        palette: Palette,
        width: int,
        height: int,
        brand: str,
        photo: bytes = b"",
        free: Margins | None = None,
        language: str = "",
    ) -> Sequence[OverlayImage]:
        """What a mode asked for, on a canvas of that size. photo: the content of the picture that it names.

        language: of its words, for ideographs and line breaks; "" where nobody knows.
        """
        ...

    def sheet(self, screenplay: Screenplay, pictures: Sequence[bytes], *, free: Margins | None = None) -> bytes:
        """storyboard.png: the scenes with their pictures and lines. free: as the words in the video keep it."""
        ...

    def thumbnail(self, screenplay: Screenplay, pictures: Sequence[bytes], *, width: int, height: int) -> bytes:
        """thumbnail.jpg at the canvas size."""
        ...
