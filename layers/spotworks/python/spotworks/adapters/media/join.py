"""Encoded pictures laid end to end, with the sound beside them, nothing encoded again.

Frames are counted, times are not added up: frame n of the whole stands at n / fps exactly, however many parts
there are. FFmpeg's own concat demuxer adds durations that are rounded to microseconds.
"""

import contextlib
import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

import av
import av.error

from spotworks.adapters.media.bs1770 import RATE
from spotworks.adapters.media.process import disk_guard
from spotworks.errors import RenderFailed

UNDECODED = {"protocol_whitelist": "file", "format_whitelist": "mov,matroska", "skip_frame": "all"}
"""Options to open a file for its packets. Finding out what it holds would else decode pictures of it, of which the
first takes a tenth of a second in a clip at a high rate; what only a decoder knows (format, colours) is unsaid."""


@dataclass(frozen=True)
class Part:
    """`length` frames of a file from frame `offset` on, which is a key frame (an IDR)."""

    path: Path
    length: int
    offset: int = 0


def join(parts: Sequence[Part], sound: Path, out: Path, fps: Fraction) -> None:
    """Writes `out` with its index first. Raises RenderFailed if the parts do not fit together, DiskFull."""
    head = [_head(part) for part in parts]
    if any(h.extradata != head[0].extradata for h in head):
        raise RenderFailed("the parts were encoded in different ways and can't be joined as they are")
    delay = max(h.delay for h in head)
    # The edit lists cut to frames and to samples: FFmpeg's own scale of 1000 would cut to milliseconds.
    options = {"movflags": "+faststart", "movie_timescale": str(math.lcm(fps.numerator, RATE))}
    try:
        with (
            disk_guard(),
            av.open(str(sound), options=UNDECODED) as heard,
            av.open(str(parts[0].path), options=UNDECODED) as first,
            av.open(str(out), "w", options=options) as to,
        ):
            picture = to.add_stream_from_template(first.streams.video[0])
            if first.streams.video[0].codec_context.name == "hevc":
                picture.codec_context.codec_tag = "hvc1"  # the one that Apple's players take
            picture.time_base = 1 / fps
            picture.codec_context.sample_aspect_ratio = Fraction(1)  # what only a decoder knows of a template
            track = to.add_stream_from_template(heard.streams.audio[0])
            shown = _pictures(parts, picture, fps, delay)
            for _, packet in merge(shown, _sounds(heard, track), key=lambda timed: timed[0]):
                to.mux(packet)
    except (av.error.FFmpegError, ValueError) as error:
        raise RenderFailed(f"joining picture and sound failed: {error}") from error


@dataclass(frozen=True)
class _Head:
    """delay: frames by which decoding runs ahead of showing."""

    extradata: bytes
    delay: int


def _head(part: Part) -> _Head:
    with av.open(str(part.path), options=UNDECODED) as container:
        stream = container.streams.video[0]
        packet = next(container.demux(stream))
        ahead = ((packet.pts or 0) - (packet.dts or 0)) * Fraction(stream.time_base or 1)
        return _Head(stream.codec_context.extradata or b"", round(ahead * Fraction(stream.average_rate or 30)))


def _pictures(
    parts: Sequence[Part], to: "av.VideoStream", fps: Fraction, delay: int
) -> Iterator[tuple[Fraction, "av.Packet[Any]"]]:
    """In decoding order, with the second at which each is decoded."""
    done = begin = 0
    for part in parts:
        with contextlib.closing(_packets(part, fps)) as packets:
            for number, packet in packets:
                packet.pts, packet.dts, packet.duration = begin + number - part.offset, done - delay, 1
                packet.time_base, packet.stream = 1 / fps, to
                yield (done - delay) / fps, packet
                done += 1
        begin += part.length
        if done != begin:
            raise RenderFailed(f"{part.path.name} holds {done - begin + part.length} frames, not {part.length}")


def _packets(part: Part, fps: Fraction) -> Generator[tuple[int, "av.Packet[Any]"], None, None]:
    """The packets of a part, each with the number of its frame in the file."""
    with av.open(str(part.path), options=UNDECODED) as container:
        stream = container.streams.video[0]
        zero: int | None = None
        for packet in container.demux(stream):
            if packet.pts is None:
                continue  # the empty one at the end
            zero = packet.pts if zero is None else zero
            number = round((packet.pts - zero) * Fraction(stream.time_base or 1) * fps)
            if part.offset <= number < part.offset + part.length:
                yield number, packet
            elif number >= part.offset + part.length and packet.is_keyframe:
                return


def _sounds(heard: "av.container.InputContainer", to: "av.AudioStream") -> Iterator[tuple[Fraction, "av.Packet[Any]"]]:
    for packet in heard.demux(heard.streams.audio[0]):
        if packet.dts is not None:
            packet.stream = to
            yield packet.dts * Fraction(packet.time_base), packet
