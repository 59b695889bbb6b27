"""Captions as data, before any file format."""

from typing import Literal

from spotworks.domain.base import Frozen
from spotworks.domain.sound import Word

CaptionSource = Literal["voice", "alignment", "estimate"]


class Cue(Frozen):
    """Words shown together, at most two lines; times from the start of the video.

    breaks: indexes of words that begin a new line (never 0).
    """

    words: tuple[Word, ...]
    breaks: tuple[int, ...] = ()


class Captions(Frozen):
    """Cues in order, never overlapping. source: where the word times came from."""

    schema_version: int = 1
    language: str
    source: CaptionSource
    cues: tuple[Cue, ...] = ()
