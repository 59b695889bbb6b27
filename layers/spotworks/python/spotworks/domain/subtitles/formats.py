"""The four subtitle formats by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spotworks.domain.subtitles import subrip, substation, ttml, webvtt
from spotworks.domain.subtitles.text import Subtitle


@dataclass(frozen=True)
class Format:
    """write: subtitles and their language as text; read: raises ValueError naming the place."""

    suffix: str
    content_type: str
    write: Callable[[Sequence[Subtitle], str], str]
    read: Callable[[str], tuple[Subtitle, ...]]


FORMATS = {
    "srt": Format(".srt", "application/x-subrip", lambda shown, _: subrip.write(shown), subrip.read),
    "vtt": Format(".vtt", "text/vtt", lambda shown, _: webvtt.write(shown), webvtt.read),
    "ass": Format(".ass", "text/x-ssa", lambda shown, _: substation.write(shown), substation.read),
    "ttml": Format(".ttml", "application/ttml+xml", ttml.write, ttml.read),
}


def sniffed(text: str) -> str:
    """The name of the format a text looks to be in; "srt" for want of anything better."""
    head = text.removeprefix("\ufeff").lstrip()
    if head.startswith("WEBVTT"):
        return "vtt"
    if head.startswith("<"):
        return "ttml"
    return "ass" if head.startswith("[") else "srt"
