"""What a sound file holds: its length, level, silences and faults, in one pass."""

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.bs1770 import BLOCK, RATE, Meter, Samples, decibels
from spotworks.adapters.media.ducking import HOP, levels
from spotworks.adapters.media.sounds import FORMATS, stereo
from spotworks.domain.sound import SoundFacts

_FULL = 0.9995  # of full scale
_RUN = 4  # samples in a row at full scale: a cut, where fewer may be a peak
_QUIET = 10 ** (-45 / 20)  # of the loud parts: breath and the tails of consonants are above it
_FLOOR = 10 ** (-62 / 20)
_SILENT = -120.0  # dBFS, in place of minus infinity


def listened(content: bytes | Path) -> SoundFacts | None:
    """Of a file's content or of a file. None for what holds no sound or does not decode to its end."""
    ear = _Ear()
    try:
        source = str(content) if isinstance(content, Path) else io.BytesIO(content)
        with av.open(source, "r", options={"format_whitelist": FORMATS}) as container:
            stream = container.streams.audio[0]
            channels, rate = stream.codec_context.channels, stream.rate
            for raw, heard in _parts(container, stream):
                ear.hear(raw, heard)
    except (av.error.FFmpegError, IndexError, ValueError):
        return None
    return ear.facts(channels, rate) if ear.seconds else None


def _parts(
    container: av.container.InputContainer, stream: av.AudioStream
) -> Iterator[tuple[av.AudioFrame | None, Samples]]:
    """Each frame as it is, in floats, and what it adds to the conformed sound."""
    plain = av.AudioResampler(format="fltp")
    conform = av.AudioResampler(format="fltp", rate=RATE, frame_size=8192)
    nothing = np.zeros((2, 0), np.float32)
    for frame in container.decode(stream):
        for raw in plain.resample(frame):
            yield raw, np.concatenate([nothing, *map(stereo, conform.resample(raw))], axis=1)
    yield None, np.concatenate([nothing, *map(stereo, conform.resample(None))], axis=1)


class _Ear:
    def __init__(self) -> None:
        self.seconds = Fraction(0)
        self._peak, self._clipped = 0.0, 0
        self._waiting: list[Samples] = []
        self._held = 0
        self._meter = Meter()
        self._levels: list[npt.NDArray[np.float32]] = []

    def hear(self, raw: av.AudioFrame | None, heard: Samples) -> None:
        if raw is not None:
            self.seconds += Fraction(raw.samples, raw.sample_rate)
            self._judge(np.abs(raw.to_ndarray()))
        self._waiting.append(heard)
        self._held += heard.shape[1]
        if self._held >= BLOCK or raw is None:
            whole = np.concatenate(self._waiting, axis=1)
            count = whole.shape[1] if raw is None else BLOCK
            for first in range(0, count, BLOCK):
                self._weigh(whole[:, first : min(first + BLOCK, count)])
            self._waiting, self._held = [whole[:, count:]], whole.shape[1] - count

    def _judge(self, sizes: npt.NDArray[np.float32]) -> None:
        self._peak = max(self._peak, float(sizes.max(initial=0.0)))
        if self._peak >= _FULL:
            full = (sizes >= _FULL).astype(np.int8)
            edges = np.diff(np.pad(full, ((0, 0), (1, 1))), axis=1)
            for begins, ends in ((np.flatnonzero(row == 1), np.flatnonzero(row == -1)) for row in edges):
                self._clipped += int(np.count_nonzero(ends - begins >= _RUN))

    def _weigh(self, block: Samples) -> None:
        if block.shape[1]:
            self._meter.add(block)
            self._levels.append(levels(block))

    def facts(self, channels: int, rate: int) -> SoundFacts:
        lead, gap, tail = _silences(np.concatenate(self._levels or [np.zeros(1, np.float32)]), float(self.seconds))
        return SoundFacts(
            seconds=float(self.seconds), channels=channels, rate=rate,
            lufs=round(self._meter.profile().integrated, 2), peak=round(max(_SILENT, decibels(self._peak)), 2),
            clipped=self._clipped, lead=lead, tail=tail, gap=gap,
        )  # fmt: skip


def _silences(level: npt.NDArray[np.float32], seconds: float) -> tuple[float, float, float]:
    """Seconds of silence before, inside (the longest) and after the sound."""
    loud = level[level > _FLOOR]
    if not loud.size:
        return seconds, 0.0, 0.0
    heard = np.flatnonzero(level > max(_FLOOR, _QUIET * float(np.percentile(loud, 90))))
    hop = HOP / RATE
    gap = int(np.diff(heard).max(initial=1)) - 1
    return float(heard[0]) * hop, gap * hop, max(0.0, seconds - float(heard[-1] + 1) * hop)
