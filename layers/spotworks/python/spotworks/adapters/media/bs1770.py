"""A meter after ITU-R BS.1770-5 (itu.int/rec/R-REC-BS.1770) in numpy: loudness and true peak of a stream.

It keeps a profile in steps of a millisecond, from which the effect of any gain can be foretold without
touching the sound again.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

RATE = 48_000
STEP = 48  # samples of a millisecond
BLOCK = 3 * 20_000  # samples that a stream is worked through in: whole pieces, steps and hops of 10 ms
SILENCE = -70.0  # LUFS: BS.1770's absolute gate

Samples = npt.NDArray[np.float32]
"""Stereo, shape (2, n), full scale at 1.0."""

_PIECE = 20_000  # samples that are weighted at once: with their memory they stay in a core's cache
_MEMORY = 4_000  # samples: what is older the filters have forgotten, to -170 dB
_TAPS = 24  # of each phase of the oversampler; BS.1770 asks for 12
_OFFSET = 0.691  # LU, so that a sine of 997 Hz at full scale on one channel reads -3.01 LUFS


@dataclass(frozen=True)
class Profile:
    """For each millisecond: K-weighted mean square, added over the channels, and the highest true peak."""

    energy: npt.NDArray[np.float32]
    peak: npt.NDArray[np.float32]

    @property
    def integrated(self) -> float:
        return integrated(self.energy)

    @property
    def short_term(self) -> float:
        """The loudest 3 s, in LUFS."""
        return float(lufs(short_terms(self.energy)).max())

    @property
    def true_peak(self) -> float:
        """dBTP; -inf for digital silence."""
        return decibels(float(self.peak.max(initial=0.0)))


class Meter:
    """Fed a stream block by block, each but the last a multiple of STEP long and none longer than BLOCK."""

    def __init__(self) -> None:
        self._weighing: Samples = np.zeros((2, _MEMORY), np.float32)
        self._peaking: Samples = np.zeros((2, _TAPS - 1), np.float32)
        self._energy: list[npt.NDArray[np.float32]] = []
        self._peak: list[npt.NDArray[np.float32]] = []

    def add(self, block: Samples) -> None:
        count = block.shape[1]
        heard = np.concatenate((self._weighing, block, np.zeros((2, -count % _PIECE), np.float32)), axis=1)
        pieces = np.lib.stride_tricks.sliding_window_view(heard, _MEMORY + _PIECE, axis=1)[:, ::_PIECE]
        weighted = np.fft.irfft(np.fft.rfft(pieces) * _weighting(), _MEMORY + _PIECE)[..., _MEMORY:]
        power = np.einsum("cpn,cpn->pn", weighted, weighted).reshape(-1)[:count]
        self._energy.append(_steps(power, np.add) / np.float32(STEP))
        self._weighing = heard[:, count : count + _MEMORY].copy()
        near = np.concatenate((self._peaking, block), axis=1)
        self._peak.append(_true_peaks(near))
        self._peaking = near[:, -(_TAPS - 1) :].copy()

    def profile(self) -> Profile:
        """What was heard so far."""
        if not self._energy:
            return Profile(np.zeros(1, np.float32), np.zeros(1, np.float32))
        rest = _true_peaks(np.concatenate((self._peaking, np.zeros((2, _TAPS), np.float32)), axis=1)).max()
        peak = np.concatenate(self._peak)
        peak[-1] = max(peak[-1], rest)
        return Profile(np.concatenate(self._energy), peak)


def integrated(energy: npt.NDArray[Any]) -> float:
    """LUFS with both gates; a sound shorter than 0.4 s is one block. SILENCE where nothing passes."""
    powers = _windows(energy, 400)
    powers = powers[powers > 10 ** ((SILENCE + _OFFSET) / 10)]
    if powers.size:
        powers = powers[powers > 0.1 * powers.mean()]
    return float(lufs(powers.mean())) if powers.size else SILENCE


def short_terms(energy: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Mean square of every 3 s, in steps of 0.1 s; a shorter sound is one window."""
    return _windows(energy, 3000)


def lufs(power: Any) -> npt.NDArray[np.float64]:
    return np.asarray(-_OFFSET + 10 * np.log10(np.maximum(power, 1e-12)))


def decibels(level: float) -> float:
    return 20 * math.log10(level) if level > 0 else -math.inf


def _windows(energy: npt.NDArray[Any], length: int) -> npt.NDArray[np.float64]:
    """Means over windows of `length` milliseconds, 100 ms apart."""
    length = max(1, min(length, energy.size))
    total = np.concatenate(([0.0], np.cumsum(energy, dtype=np.float64)))
    starts = np.arange(0, energy.size - length + 1, 100)
    return np.asarray((total[starts + length] - total[starts]) / length)


def _steps(samples: npt.NDArray[np.float32], how: Any) -> npt.NDArray[np.float32]:
    """Samples gathered by milliseconds along the last axis; the last one may be short."""
    short = -samples.shape[-1] % STEP
    if short:
        samples = np.concatenate((samples, np.zeros((*samples.shape[:-1], short), np.float32)), axis=-1)
    return np.asarray(how.reduce(samples.reshape(*samples.shape[:-1], -1, STEP), axis=-1))


def _true_peaks(near: Samples) -> npt.NDArray[np.float32]:
    """Highest level of each millisecond between the samples too; a quarter of one late, by the filter's delay."""
    count = near.shape[1] - (_TAPS - 1)
    highest = np.abs(near[:, _TAPS // 2 - 1 : _TAPS // 2 - 1 + count]).max(axis=0)
    for phase in _phases():
        between = cv2.filter2D(near, cv2.CV_32F, phase, anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
        np.maximum(highest, np.abs(between[:, :count]).max(axis=0), out=highest)
    return _steps(highest, np.maximum)


@cache
def _phases() -> tuple[npt.NDArray[np.float32], ...]:
    """Windowed sinc at 1/4, 1/2 and 3/4 of a sample."""
    found = []
    for quarter in (1, 2, 3):
        at = np.arange(_TAPS) - _TAPS // 2 + 1 - quarter / 4
        phase = np.sinc(at) * np.kaiser(4 * _TAPS + 1, 6.0)[2 * _TAPS + np.rint(4 * at).astype(int)]
        found.append((phase / phase.sum()).astype(np.float32).reshape(1, -1))
    return tuple(found)


@cache
def _weighting() -> npt.NDArray[np.complex64]:
    """Response of the two filters at 48 kHz, on the grid of a piece with its memory."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(_MEMORY + _PIECE))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    highpass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(shelf * highpass, np.complex64)
