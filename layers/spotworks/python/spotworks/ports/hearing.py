"""Who listens: to words, to a sound file."""

from pathlib import Path
from typing import Protocol

from spotworks.domain.base import Frozen
from spotworks.domain.sound import SoundFacts, Word


class Aligned(Frozen):
    """Words of a text with the times at which they are heard; model: what found them, in words."""

    words: tuple[Word, ...]
    model: str


class Aligner(Protocol):
    """Finds words in a recording."""

    def align(self, sound: Path, text: str, *, language: str) -> Aligned:
        """Every word of the text, in order. Raises ModelUnavailable (no model of this language, or no library)."""
        ...

    def transcribe(self, sound: Path, *, language: str) -> str:
        """What is heard, without looking at any script. Raises ModelUnavailable."""
        ...


class Prober(Protocol):
    """rules: changes whenever what it hears may."""

    @property
    def rules(self) -> str: ...

    def sound(self, content: bytes, *, is_music: bool = False) -> SoundFacts | None:
        """What is heard in a sound file or a video, or None if it holds no sound or does not decode to its end.

        is_music: look for its beats too.
        """
        ...

    def picture_size(self, content: bytes) -> tuple[int, int] | None:
        """Width and height, or None if it does not decode."""
        ...
