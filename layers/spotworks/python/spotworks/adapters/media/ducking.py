"""How far music and the clips' own sound step back while somebody speaks."""

import itertools

import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.bs1770 import RATE, Samples

HOP = RATE // 100  # samples: a voice is followed in steps of 10 ms
MUSIC_DEPTH = 9.0  # dB
NATIVE_DEPTH = 11.0

_LOOK_AHEAD = 15  # hops: down before the first consonant
_HOLD = 25  # hops that it stays down after the last sound
_TOGETHER = 90  # hops: pauses up to this long do not bring it back, so it never pumps between words
_RELEASE = 80  # hops of the way back up
_FLOOR = 10 ** (-60 / 20)
_BELOW = 10 ** (-28 / 20)  # a level so far under the loud parts of the voice is room, not speech

Curve = npt.NDArray[np.float32]


def levels(voice: Samples) -> Curve:
    """RMS of each hop; the last may be short."""
    power = np.square(voice).mean(axis=0)
    short = -power.size % HOP
    return np.asarray(np.sqrt(np.pad(power, (0, short)).reshape(-1, HOP).mean(axis=1)), np.float32)


def speaking(level: Curve) -> npt.NDArray[np.bool_]:
    """For each hop whether somebody speaks, or only pauses."""
    heard = level[level > _FLOOR]
    if not heard.size:
        return np.zeros(level.size, bool)
    hops = np.flatnonzero(level > max(_FLOOR, _BELOW * float(np.percentile(heard, 90))))
    spoken = np.zeros(level.size, bool)
    spoken[hops] = True
    for before, after in itertools.pairwise(hops.tolist()):
        if 1 < after - before <= _TOGETHER:
            spoken[before:after] = True
    return spoken


def ducked(level: Curve) -> Curve:
    """0 to 1 for each hop: how much of the depth is taken."""
    spoken = speaking(level)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], spoken.astype(np.int8), [0]))))
    curve = np.zeros(level.size, np.float32)
    hops = np.arange(level.size)
    for first, last in edges.reshape(-1, 2):
        down = np.clip((hops - (first - _LOOK_AHEAD)) / _LOOK_AHEAD, 0, 1)
        up = np.clip((last + _HOLD + _RELEASE - hops) / _RELEASE, 0, 1)
        np.maximum(curve, _eased(np.minimum(down, up)), out=curve)
    return curve


def gains(curve: Curve, depth: float, first: int, count: int) -> Curve:
    """The gain of `count` samples from `first` on. depth in dB."""
    at = (first + np.arange(count)) / HOP - 0.5
    return np.asarray(10 ** (-depth / 20 * np.interp(at, np.arange(curve.size), curve)), np.float32)


def _eased(way: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Without corners at either end."""
    return np.asarray(way * way * (3 - 2 * way))
