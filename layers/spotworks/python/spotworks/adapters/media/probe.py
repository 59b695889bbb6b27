"""What a media file says of itself, read without FFmpeg the program (PyAV)."""

import io
import itertools
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error

from spotworks.adapters.media.beats import pulse_of
from spotworks.adapters.media.listening import listened
from spotworks.adapters.rules import rules_of
from spotworks.domain.sound import SoundFacts
from spotworks.errors import RenderFailed

# Demuxers that pictures may come in, whatever a file's name says.
PICTURE_FORMATS = "png_pipe,jpeg_pipe,webp_pipe,image2"
FORMATS = "mov,matroska"
"""Demuxers of the videos whose facts are read."""


class MediaProber:
    """Answers about bytes; None for whatever does not decode."""

    @property
    def rules(self) -> str:
        return rules_of(*(f"adapters.media.{name}" for name in ("listening", "sounds", "beats", "bs1770")))

    def sound(self, content: bytes, *, is_music: bool = False) -> SoundFacts | None:
        facts = listened(content)
        if facts is None or not is_music:
            return facts
        return facts.model_copy(update={"pulse": pulse_of(content)})

    def picture_size(self, content: bytes) -> tuple[int, int] | None:
        try:
            with av.open(io.BytesIO(content), "r", options={"format_whitelist": PICTURE_FORMATS}) as container:
                frame = next(container.decode(video=0))
                return frame.width, frame.height
        except (av.error.FFmpegError, IndexError, ValueError, StopIteration):
            return None


@dataclass(frozen=True)
class Facts:
    """A video file. seconds: of the picture; steady: whether every frame lasts as long as the next.

    picture, sound: codec and format in words, "" where there is no such stream. codec: "h264 High 4.0";
    pixels: "yuv420p"; tags: "bt709 tv"; pixel_ratio: width to height of one pixel; scan: "progressive",
    "interlaced" or "untold"; offset: seconds from the picture's first frame to the sound's; bit_rate: kbit/s of all.
    """

    frames: int
    seconds: Fraction
    size: tuple[int, int]
    fps: Fraction
    steady: bool
    picture: str
    sound: str
    sound_seconds: Fraction
    faststart: bool
    codec: str = ""
    pixels: str = ""
    tags: str = ""
    pixel_ratio: Fraction = Fraction(1)
    scan: str = ""
    offset: Fraction = Fraction(0)
    bit_rate: float = 0.0


PICTURE = "h264 yuv420p bt709 tv"
SOUND = "aac 48000 Hz 2 channels"

_TAGS = {1: "bt709"}  # of ISO/IEC 23091-2: the same number for primaries, transfer and matrix
_RANGES = {1: "tv", 2: "pc"}
_LEVEL_STEPS = {"h264": 10, "hevc": 30}


def facts(video: Path) -> Facts:
    """Reads every packet, decodes none. Raises RenderFailed if the file does not open or holds no picture."""
    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
    try:
        with av.open(str(video), options=options) as container:
            if not container.streams.video:
                raise RenderFailed("there is no picture in the file")
            stream = container.streams.video[0]
            times = sorted(packet.pts for packet in container.demux(stream) if packet.pts is not None)
            steps = {b - a for a, b in itertools.pairwise(times)}
            context = stream.codec_context
            tags = _tagged(context)
            sound, sound_seconds = _sound(container)
            whole = Fraction(container.duration or 0, av.time_base)
            seconds, sound_seconds = _seconds(stream) or whole, sound_seconds or (whole if sound else Fraction(0))
            return Facts(
                frames=len(times), seconds=seconds, size=(context.width, context.height),
                fps=Fraction(stream.average_rate or 0), steady=_is_steady(steps, stream),
                picture=f"{context.name} {context.pix_fmt} {tags}",
                sound=sound, sound_seconds=sound_seconds, faststart=_is_faststart(video),
                codec=_coded(context), pixels=context.pix_fmt or "", tags=tags,
                pixel_ratio=Fraction(stream.sample_aspect_ratio or 1), scan=_scan(context),
                offset=_starts(container.streams.audio[0]) - _starts(stream) if sound else Fraction(0),
                bit_rate=video.stat().st_size * 8 / 1000 / float(seconds) if seconds else 0.0,
            )  # fmt: skip
    except (av.error.FFmpegError, OSError) as error:
        raise RenderFailed(f"the file does not open: {error}") from error


def _is_steady(steps: set[int], stream: "av.video.stream.VideoStream") -> bool:
    """Matroska counts in milliseconds: there a step may be a tick longer than the next."""
    coarse = int(Fraction(stream.time_base or 1) >= Fraction(1, 1000))
    return not steps or max(steps) - min(steps) <= coarse


def _tagged(context: "av.video.codeccontext.VideoCodecContext") -> str:
    tags = {context.color_primaries, context.color_trc, context.colorspace}
    tag = _TAGS.get(tags.pop(), "untagged") if len(tags) == 1 else "mixed tags"
    return f"{tag} {_RANGES.get(context.color_range, 'untagged')}"


def _coded(context: "av.video.codeccontext.VideoCodecContext") -> str:
    """With profile and level, which H.264 counts in tenths and HEVC in thirtieths."""
    parts = [context.name, context.profile or ""]
    if context.level > 0 and context.name in _LEVEL_STEPS:
        parts.append(f"{context.level / _LEVEL_STEPS[context.name]:.1f}")
    return " ".join(filter(None, parts))


def _scan(context: "av.video.codeccontext.VideoCodecContext") -> str:
    order = str(context.field_order or "unknown").rpartition(".")[2].lower()
    return {"progressive": "progressive", "1": "progressive", "unknown": "untold", "0": "untold"}.get(
        order, "interlaced"
    )


def _starts(stream: "av.stream.Stream") -> Fraction:
    return Fraction(stream.start_time or 0) * Fraction(stream.time_base or 0)


def _sound(container: av.container.InputContainer) -> tuple[str, Fraction]:
    if not container.streams.audio:
        return "", Fraction(0)
    stream = container.streams.audio[0]
    context = stream.codec_context
    return f"{context.name} {context.sample_rate} Hz {context.channels} channels", _seconds(stream)


def _seconds(stream: "av.stream.Stream") -> Fraction:
    """As the edit list has it: without the encoder's priming."""
    return Fraction(stream.duration or 0) * Fraction(stream.time_base or 0)


def _is_faststart(video: Path) -> bool:
    """Whether the index comes before the media: the order of the top-level boxes (ISO/IEC 14496-12, 4.2)."""
    with video.open("rb") as file:
        position, end = 0, video.stat().st_size
        while position + 8 <= end:
            file.seek(position)
            size, kind = int.from_bytes(file.read(4), "big"), file.read(4)
            if kind in (b"moov", b"mdat"):
                return kind == b"moov"
            if size == 1:  # a 64-bit size follows
                size = int.from_bytes(file.read(8), "big")
            if size < 8:
                return False
            position += size
    return False
