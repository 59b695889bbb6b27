"""Captions as text: SRT, WebVTT, ASS and TTML to write and to read, and ASS to burn in."""

from collections.abc import Sequence
from fractions import Fraction

from spotworks.domain.caption_styles import DEFAULT, PRESETS, CaptionStyle, resolved
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.cues import grouped, sidecar_limits
from spotworks.domain.sound import Word
from spotworks.domain.subtitles.burned import Face, Plain, Typesetter, ass, caption_band, known
from spotworks.domain.subtitles.formats import FORMATS, Format, sniffed
from spotworks.domain.subtitles.plates import joins
from spotworks.domain.subtitles.text import Subtitle, captions_of, clean, cue_text, subtitles
from spotworks.domain.writing import is_right_to_left

STYLES = PRESETS


def cues(words: Sequence[Word], language: str, style: str | CaptionStyle = DEFAULT) -> tuple[Cue, ...]:
    """Words grouped for burned captions of a style. Raises KeyError for an unknown preset."""
    return grouped(words, language, resolved(style).limits)


def sidecar(captions: Captions) -> Captions:
    """The same words in the longer lines of a subtitle file; cues that come from a file stay as they are."""
    if captions.source == "file":
        return captions
    words = [word for cue in captions.cues for word in cue.words]
    return captions.model_copy(update={"cues": grouped(words, captions.language, sidecar_limits(captions.language))})


def written(captions: Captions, name: str, until: Fraction | None = None) -> str:
    """A file in a format of FORMATS. until: the end of the video, for the last cue."""
    return FORMATS[name].write(subtitles(captions, until), captions.language)


def srt(captions: Captions, until: Fraction | None = None) -> str:
    return written(captions, "srt", until)


def vtt(captions: Captions, until: Fraction | None = None) -> str:
    return written(captions, "vtt", until)


__all__ = [
    "FORMATS",
    "STYLES",
    "Face",
    "Format",
    "Plain",
    "Subtitle",
    "Typesetter",
    "ass",
    "caption_band",
    "captions_of",
    "clean",
    "cue_text",
    "cues",
    "is_right_to_left",
    "joins",
    "known",
    "sidecar",
    "sidecar_limits",
    "sniffed",
    "srt",
    "subtitles",
    "vtt",
    "written",
]
