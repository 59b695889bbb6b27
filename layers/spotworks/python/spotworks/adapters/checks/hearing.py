"""What is heard over time, from the decoded sound as it comes (48 kHz, stereo, full scale at 1.0)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spotworks.adapters.checks.seeing import Interval, Spans
from spotworks.adapters.media.bs1770 import BLOCK as METERED
from spotworks.adapters.media.bs1770 import RATE, Meter, Profile, Samples

Floats = npt.NDArray[np.floating]

BLOCK = 5 * RATE  # samples
HOP = 480  # samples: 10 ms
HOPS = RATE // HOP  # a second
_JOINED = 12  # samples that are made one where a voice is looked for
THIN = RATE // _JOINED  # of these a second
_QUIET = 10 ** (-50 / 20)  # of full scale
_SILENCE = 0.5  # seconds
_FULL = 0.9995  # of full scale
_RUN = 4  # samples in a row at full scale: a cut, where fewer may be a peak


@dataclass(frozen=True)
class Heard:
    """silent: intervals under -50 dBFS; clipped: seconds at which runs at full scale begin; thin: as
    `thinned` has it."""

    seconds: float
    profile: Profile
    silent: tuple[Interval, ...]
    clipped: tuple[float, ...]
    thin: Floats


class Ear:
    """Fed blocks of samples, shape (2, n), each but the last BLOCK long."""

    def __init__(self) -> None:
        self._meter = Meter()
        self._count = 0
        self._clipped: list[float] = []
        self._silent = Spans(_SILENCE)
        self._thin: list[Floats] = []

    def add(self, block: Samples) -> None:
        for first in range(0, block.shape[1], METERED):
            self._meter.add(block[:, first : first + METERED])
        self._feel(np.abs(block), self._count / RATE)
        self._thin.append(thinned(block.mean(axis=0)))
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
        thin = np.concatenate(self._thin) if self._thin else np.zeros(0, np.float16)
        return Heard(seconds, self._meter.profile(), tuple(self._silent.found), tuple(sorted(self._clipped)), thin)


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


def thinned(mono: Floats) -> Floats:
    """What tells one voice from another sound, at THIN a second; in half precision, as an hour of it is 29 MB."""
    whole = np.pad(mono, (0, -mono.size % _JOINED)).reshape(-1, _JOINED)
    return np.asarray(whole.mean(axis=1), np.float16)


def levels(mono: Floats) -> Floats:
    """dB at HOPS a second, of the differences between samples: an "s" counts as much as a vowel."""
    edges = np.diff(mono, prepend=mono[:1])
    hops = np.pad(edges, (0, -mono.size % HOP)).reshape(-1, HOP)
    return np.asarray(10 * np.log10(np.square(hops).mean(axis=1) + 1e-12), np.float32)


__all__ = ["BLOCK", "HOPS", "THIN", "Ear", "Floats", "Heard", "levels", "thinned"]
