"""What is heard over time, from the decoded sound as it comes (48 kHz, stereo, full scale at 1.0)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spotworks.adapters.checks.seeing import Interval, Spans
from spotworks.adapters.media.bs1770 import BLOCK as METERED
from spotworks.adapters.media.bs1770 import RATE, Meter, Profile, Samples

BLOCK = 5 * RATE  # samples
HOP = 480  # samples: 10 ms
_WINDOW = 960  # samples of a spectrum
_SPECTRA = 100  # that are taken at once
_SPEECH = (300.0, 6000.0)  # Hz: without most of a bass and of a kick drum
_QUIET = 10 ** (-50 / 20)  # of full scale
_SILENCE = 0.5  # seconds
_FULL = 0.9995  # of full scale
_RUN = 4  # samples in a row at full scale: a cut, where fewer may be a peak


@dataclass(frozen=True)
class Heard:
    """silent: intervals under -50 dBFS; clipped: seconds at which runs at full scale begin;
    speech: level of the speech band in dB, one value each 10 ms."""

    seconds: float
    profile: Profile
    silent: tuple[Interval, ...]
    clipped: tuple[float, ...]
    speech: npt.NDArray[np.float32]


class Ear:
    """Fed blocks of samples, shape (2, n), each but the last BLOCK long."""

    def __init__(self) -> None:
        self._meter = Meter()
        self._count = 0
        self._clipped: list[float] = []
        self._silent = Spans(_SILENCE)
        self._speech: list[npt.NDArray[np.float32]] = []

    def add(self, block: Samples) -> None:
        for first in range(0, block.shape[1], METERED):
            self._meter.add(block[:, first : first + METERED])
        self._feel(np.abs(block), self._count / RATE)
        self._speech.append(_speech(block.mean(axis=0)))
        self._count += block.shape[1]

    def _feel(self, size: Samples, at: float) -> None:
        """size: of a block that begins at a second."""
        self._clipped += [at + first / RATE for first in _runs(size)]
        for first in range(0, size.shape[1], HOP):
            loudest = size[:, first : first + HOP].max()
            self._silent.tell(bool(loudest < _QUIET), at + first / RATE)

    def heard(self) -> Heard:
        seconds = self._count / RATE
        self._silent.tell(False, seconds)
        speech = np.concatenate(self._speech) if self._speech else np.zeros(0, np.float32)
        return Heard(seconds, self._meter.profile(), tuple(self._silent.found), tuple(sorted(self._clipped)), speech)


def _runs(size: Samples) -> list[int]:
    """First samples of runs at full scale, on either channel."""
    if float(size.max(initial=0.0)) < _FULL:
        return []
    edges = np.diff(np.pad((size >= _FULL).astype(np.int8), ((0, 0), (1, 1))), axis=1)
    found = []
    for row in edges:
        begins, ends = np.flatnonzero(row == 1), np.flatnonzero(row == -1)
        found += begins[ends - begins >= _RUN].tolist()
    return found


def _speech(mono: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Level of the speech band around each hop, in dB; a block's first and last see silence beyond it."""
    padded = np.pad(mono, (_WINDOW // 4, _WINDOW + (-mono.size % HOP)))
    pieces = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][: -(-mono.size // HOP)]
    hertz, shape = np.fft.rfftfreq(_WINDOW, 1 / RATE), np.hanning(_WINDOW).astype(np.float32)
    band = (hertz >= _SPEECH[0]) & (hertz <= _SPEECH[1])
    power = [
        (np.abs(np.fft.rfft(pieces[first : first + _SPECTRA] * shape, axis=1)) ** 2)[:, band].sum(axis=1)
        for first in range(0, len(pieces), _SPECTRA)
    ]
    return np.asarray(10 * np.log10(np.concatenate(power) + 1e-7), np.float32)


__all__ = ["BLOCK", "Ear", "Heard", "HOP"]
