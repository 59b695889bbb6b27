"""What a vendor delivered, decoded and listened to before it is accepted."""

import io
from contextlib import suppress
from fractions import Fraction

import av
import av.error
import numpy as np

from spotworks.adapters.local.sound.signal import RATE, Signal
from spotworks.adapters.media.listening import listened
from spotworks.adapters.media.sounds import FORMATS, stereo
from spotworks.errors import DeliveryUnusable

_CLIPPED = 8  # places a second that stand at full scale: beyond, it was cut off, not mastered loud


def accepted(content: bytes, what: str, *, least: float, most: float) -> Signal:
    """The sound as left and right at RATE. what: for people ("the line "Hi""); least, most: seconds.

    Raises DeliveryUnusable for what does not decode to its end, is silent, cut off or of another length.
    """
    facts = listened(content)
    if facts is None:
        raise DeliveryUnusable(f"{what} does not decode: {len(content):,} bytes")
    if facts.is_silent:
        raise DeliveryUnusable(f"{what} is silent")
    if not least <= facts.seconds <= most:
        raise DeliveryUnusable(f"{what} is {facts.seconds:.1f} s long, not {least:.1f} to {most:.1f}")
    if facts.clipped > _CLIPPED * max(facts.seconds, 1):
        raise DeliveryUnusable(f"{what} is clipped in {facts.clipped} places")
    return samples(content)


def samples(content: bytes) -> Signal:
    """Of what decodes."""
    with av.open(io.BytesIO(content), "r", options={"format_whitelist": FORMATS}) as container:
        resampler = av.AudioResampler(format="fltp", rate=RATE, frame_size=65_536)
        frames = [*container.decode(container.streams.audio[0]), None]
        return np.concatenate([stereo(out) for f in frames for out in resampler.resample(f)], axis=1).astype(float)


def quickened(x: Signal, speed: float) -> Signal:
    """A mono signal in 1/speed of its time, at its own pitch. speed: 0.5 to 2."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="flt", sample_rate=RATE, layout="mono", time_base=Fraction(1, RATE))
    stretch, sink = graph.add("atempo", f"{speed:.4f}"), graph.add("abuffersink")
    source.link_to(stretch)
    stretch.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(x[None], np.float32), "flt", "mono")
    frame.sample_rate = RATE
    graph.push(frame)
    graph.push(None)
    pieces = []
    with suppress(av.error.EOFError):
        while True:
            pieces.append(graph.pull().to_ndarray()[0])
    found = np.concatenate(pieces).astype(float)
    wanted = round(x.size / speed)
    return np.pad(found, (0, max(0, wanted - found.size)))[:wanted]
