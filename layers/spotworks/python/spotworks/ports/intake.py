"""Who looks at what came from outside: pictures, footage, Lottie documents."""

from pathlib import Path
from typing import Protocol

from spotworks.domain.base import Frozen, Seconds
from spotworks.domain.research import Box, Palette
from spotworks.domain.sound import SoundFacts

_LONG = 1.8  # the longer side in shorter ones; those for sharing have 1.9


class Picture(Frozen):
    """A checked picture: upright, sRGB, re-encoded (JPEG, or PNG where it has transparency)."""

    content: bytes
    suffix: str
    content_type: str
    width: int
    height: int
    focus: Box
    has_alpha: bool

    @property
    def is_banner(self) -> bool:
        """Whether it is so long that words are to be expected in it."""
        return max(self.width, self.height) > _LONG * min(self.width, self.height)


class Intake(Protocol):
    """Looks at what came from outside before anything else does.

    rules: changes whenever its results may, so that what it found before can be used again.
    """

    @property
    def rules(self) -> str: ...

    def verify(self, content: bytes, *, name: str = "image") -> tuple[int, int]:
        """Width and height of a picture that decodes whole and within the limits; cheap enough for the API.

        Raises AssetRejected.
        """
        ...

    def check(self, content: bytes, *, name: str = "image") -> Picture:
        """Raises AssetRejected, saying what is wrong and what to send instead."""
        ...

    def cut_out(self, picture: Picture) -> Picture:
        """A product on a plain ground without it; a banner on one with more of it; any other picture as it is."""
        ...

    def palette(self, picture: bytes) -> Palette:
        """Colours for the whole video from its hero photo."""
        ...


class FootageShot(Frozen):
    """A stretch without a cut, in seconds. poster: a JPEG of it; subject: where its subject is in that."""

    start: Seconds
    length: Seconds
    poster: bytes
    subject: Box


class Footage(Frozen):
    """A checked video. suffix: of its container, with a dot; width, height: upright, with square pixels.

    has_sound: something is heard in it; sound: what. shots: in playing order, at least one.
    """

    suffix: str
    width: int
    height: int
    seconds: Seconds
    fps: Seconds
    has_sound: bool
    sound: SoundFacts | None = None
    shots: tuple[FootageShot, ...]


class FootageIntake(Protocol):
    """As Intake, for videos. rules: changes whenever its results may."""

    @property
    def rules(self) -> str: ...

    def check(self, video: Path, *, name: str = "footage") -> Footage:
        """Raises AssetRejected, saying what is wrong and what to send instead."""
        ...


class LottieFacts(Frozen):
    """width, height, frames, fps: the document's own; seconds: how long it plays."""

    width: int
    height: int
    frames: int
    fps: Seconds
    seconds: Seconds


class LottieIntake(Protocol):
    """As Intake, for Lottie documents. rules: changes whenever its results may."""

    @property
    def rules(self) -> str: ...

    def check(self, content: bytes, *, name: str = "animation") -> LottieFacts:
        """Raises AssetRejected, saying what is wrong and what to send instead."""
        ...
