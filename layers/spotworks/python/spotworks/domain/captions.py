"""Captions as data, before any file format."""

from typing import Literal

from spotworks.domain.base import Frozen, Seconds
from spotworks.domain.sound import Voice, Word

CaptionSource = Literal["voice", "alignment", "file", "estimate"]


class Span(Frozen):
    """Seconds from which and to which something is shown."""

    start: Seconds
    end: Seconds


class Cue(Frozen):
    """Words shown together, at most two lines unless a file has more; times from the start of the video.

    breaks: indexes of words that begin a new line (never 0).
    shown: when it is shown, where a file says so; None to derive it from the words.
    """

    words: tuple[Word, ...]
    breaks: tuple[int, ...] = ()
    shown: Span | None = None


class Captions(Frozen):
    """Cues in order, never overlapping.

    source: where the word times came from; "file": cues from a subtitle file, words spread inside them.
    aligner: the model that timed the words, "" if none did.
    note: why the times are an estimate, where they are.
    word_error_rate: of the words against a transcription of the sound, if one was at hand.
    """

    schema_version: int = 1
    language: str
    source: CaptionSource
    cues: tuple[Cue, ...] = ()
    aligner: str = ""
    note: str = ""
    word_error_rate: float | None = None


class AlignedVoice(Frozen):
    """A voice document whose words were found in its sound. of: the key of the document it was made from."""

    schema_version: int = 1
    of: str
    model: str
    voice: Voice
