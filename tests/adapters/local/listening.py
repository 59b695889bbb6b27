"""What the sound tests measure with: decoders and meters that are not the ones under test."""

import io

import av
import numpy as np
import pyloudnorm

RATE = 48_000


def heard(content):
    """A sound file as (channels, n) floats; checks that it is 48 kHz."""
    with av.open(io.BytesIO(content)) as container:
        stream = container.streams.audio[0]
        assert stream.rate == RATE
        channels = stream.codec_context.channels
        frames = [frame.to_ndarray().reshape(-1, channels).T for frame in container.decode(stream)]
    return np.concatenate(frames, axis=1) / 32768


def lufs(x):
    return pyloudnorm.Meter(RATE).integrated_loudness(x.T)


def peak_db(x):
    return 20 * np.log10(np.abs(x).max())


def edge(x):
    """The louder of the first and the last sample."""
    return float(np.abs(x[:, [0, -1]]).max())


def level(x, begin, end):
    """RMS in dB between two moments in seconds."""
    part = x[:, round(begin * RATE) : round(end * RATE)]
    return 10 * np.log10(np.mean(part**2) + 1e-12)
