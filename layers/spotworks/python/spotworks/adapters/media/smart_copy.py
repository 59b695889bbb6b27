"""Footage that needs nothing drawn over it and is already what is wanted: its packets are copied, not encoded again.

Every clip has to be of one encoder's making (equal parameter sets): a file that changes them on the way is not
played everywhere.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import av
import av.error

from spotworks.adapters.media.encode import Pass
from spotworks.adapters.media.join import UNDECODED, Part
from spotworks.domain.timeline import Footage, Timeline

_BT709, _UNSAID = 1, 2  # of ISO/IEC 23091-2; what is not said is BT.709 at high definition
_HIGH_DEFINITION = 720


def copyable(timeline: Timeline, media: Path, how: Pass) -> tuple[Part, ...]:
    """The parts to copy, or () if anything has to be drawn, scaled or encoded."""
    if not timeline.is_bare:
        return ()
    found = []
    for clip in timeline.picture:
        assert isinstance(clip.source, Footage)
        coded = _coded(media / clip.source.key, timeline.fps, how.size)
        part = Part(media / clip.source.key, clip.length, clip.source.offset)
        if coded is None or not coded.fits(how) or not coded.can_be_cut(part):
            return ()
        found.append((part, coded.parameters))
    return tuple(part for part, _ in found) if len({parameters for _, parameters in found}) == 1 else ()


@dataclass(frozen=True)
class _Coded:
    """What a file's packets are. order: the frames' numbers in decoding order; keys: those that begin anew."""

    codec: str
    size: tuple[int, int]
    upright: bool
    standard_colours: bool
    parameters: bytes
    order: tuple[int, ...]
    keys: frozenset[int]

    def fits(self, how: Pass) -> bool:
        return (self.codec, self.size) == (how.settings.codec, how.size) and self.upright and self.standard_colours

    def can_be_cut(self, part: Part) -> bool:
        """Whether what is decoded before each cut is what is shown before it, and decoding begins anew there."""
        highest = (-1, *accumulate(self.order, max))
        ends = (part.offset, part.offset + part.length)
        return ends[1] <= len(self.order) and all(
            cut == len(self.order) or (cut in self.keys and highest[cut] == cut - 1) for cut in ends
        )


def _coded(path: Path, fps: Fraction, size: tuple[int, int]) -> _Coded | None:
    """None for what does not open, has another size, or whose frames do not come at the timeline's rate."""
    try:
        with av.open(str(path), options=UNDECODED) as container:
            stream = container.streams.video[0]
            context = stream.codec_context
            if (context.width, context.height) != size:  # before anything of a huge one is decoded
                return None
            first = _first(container, stream)
            container.seek(0)
            packets = [(p.pts, p.is_keyframe) for p in container.demux(stream) if p.pts is not None]
            places = [(pts - packets[0][0]) * Fraction(stream.time_base or 1) * fps for pts, _ in packets]
            order = tuple(map(round, places))
            tolerance = fps * Fraction(stream.time_base or 1)
            if sorted(order) != list(range(len(order))):
                return None
            if any(abs(place - number) > tolerance for place, number in zip(places, order, strict=True)):
                return None
            tags = {first.color_primaries, first.color_trc, first.colorspace}
            known = {_BT709, _UNSAID} if first.height >= _HIGH_DEFINITION else {_BT709}
            return _Coded(
                codec=context.name, size=(first.width, first.height),
                upright=first.rotation == 0 and not first.interlaced_frame and (stream.sample_aspect_ratio or 1) == 1,
                standard_colours=first.format.name == "yuv420p" and tags <= known,
                parameters=context.extradata or b"", order=order,
                keys=frozenset(number for number, (_, key) in zip(order, packets, strict=True) if key),
            )  # fmt: skip
    except (av.error.FFmpegError, IndexError, OSError):
        return None


def _first(container: "av.container.InputContainer", stream: "av.VideoStream") -> "av.VideoFrame":
    """The first picture, and no other of those that a decoder would read ahead. Raises FFmpegError, IndexError."""
    packet = next(container.demux(stream))
    return [*stream.codec_context.decode(packet), *stream.codec_context.decode(None)][0]
