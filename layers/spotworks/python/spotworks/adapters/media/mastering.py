"""Gain and limiter that bring a mix to a loudness under a peak, found on its profile and applied once.

All curves are gains for each millisecond of the profile, so that trying one costs next to nothing.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.bs1770 import STEP, Profile, Samples, integrated, lufs, short_terms
from spotworks.domain.timeline import Loudness

MOST_GAIN = 30.0  # dB: beyond it there is only noise to lift
MOST_LIMITED = 24.0  # dB: beyond it a limiter takes away what the gain brings
HARD = 12.0  # dB of limiting that can be heard
_NEAR = 0.01  # LU: close enough
_TRIES = 40
_WINDOW = 3  # milliseconds on each side that the limiter looks ahead and behind
_RELEASES = (0.06, 0.6)  # dB a millisecond of its way back; the second where the first keeps too much down
_LEVELLED = 1500  # milliseconds that the leveller of the short-term cap moves in

Curve = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Master:
    """curve: linear gain for each millisecond. lufs: what is foretold; limited: dB at most that peaks lose."""

    curve: npt.NDArray[np.float32]
    lufs: float
    limited: float

    def applied(self, block: Samples, first: int) -> Samples:
        """first: the block's place in the mix, in samples."""
        if self.limited == 0 and self.curve.min() == self.curve.max():
            return np.asarray(block * self.curve[0], np.float32)
        at = (first + np.arange(block.shape[1])) / STEP - 0.5
        steps = slice(max(0, first // STEP - 1), (first + block.shape[1]) // STEP + 2)
        curve = self.curve[steps]
        gain = np.interp(at - steps.start, np.arange(curve.size), curve)
        return np.asarray(block * gain.astype(np.float32), np.float32)


def mastered(profile: Profile, wanted: Loudness, *, ceiling: float, offset: float = 0.0) -> Master:
    """ceiling: dBTP before the codec; offset: LU that the codec is known to take away."""
    for release in _RELEASES:
        master = _solved(profile, wanted, wanted.lufs + offset, ceiling, release)
        if abs(master.lufs - wanted.lufs - offset) < 0.1:
            break
    return master


def _solved(profile: Profile, wanted: Loudness, target: float, ceiling: float, release: float) -> Master:
    """The gain that meets the target together with what limiter and leveller take off, or the nearest to it."""
    peak = 20 * np.log10(np.maximum(profile.peak, 1e-9)).astype(np.float64)
    level = np.zeros(profile.energy.size)
    asked, before = target - profile.integrated, math.inf
    for _ in range(_TRIES):
        most = MOST_LIMITED + ceiling - float((peak + level).max())
        gain = max(-MOST_GAIN, min(asked, MOST_GAIN, most))
        limiter = limiting(peak + gain + level, ceiling, release)
        total = gain + level + limiter
        energy = profile.energy * 10 ** (total / 10)
        found = integrated(energy)
        excess = 0.0
        if wanted.short_term is not None:
            level += _levelling(energy, wanted.short_term)
            excess = _loudest(energy) - wanted.short_term
        is_stuck = gain != asked and abs(gain - before) < _NEAR
        if excess < 0.05 and (abs(target - found) < _NEAR or is_stuck):
            break
        asked, before = gain + target - found, gain
    return Master(np.asarray(10 ** (total / 20), np.float32), found, float(-limiter.min(initial=0.0)))


def limiting(peak: Curve, ceiling: float, release: float = _RELEASES[0]) -> Curve:
    """dB that bring every peak under the ceiling: ahead of it, then slowly back. release: dB a millisecond."""
    need = np.minimum(0.0, ceiling - peak)
    if not need.any():
        return need
    drift = release * np.arange(need.size)
    released = np.minimum.accumulate(need - drift) + drift
    wide = 2 * (_WINDOW + 1) + 1
    low = cv2.erode(released.reshape(1, -1), np.ones((1, wide), np.uint8), borderType=cv2.BORDER_REPLICATE)
    smooth = cv2.blur(low, (2 * _WINDOW + 1, 1), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(smooth.reshape(-1), np.float64)


def _loudest(energy: npt.NDArray[np.floating]) -> float:
    return float(lufs(short_terms(energy)).max())


def _levelling(energy: npt.NDArray[np.floating], cap: float) -> Curve:
    """dB that bring every 3 s under the cap, moving slowly."""
    over = np.maximum(0.0, lufs(short_terms(energy)) - cap + 0.02)
    if not over.any():
        return np.zeros(energy.size)
    excess = np.zeros(energy.size)
    for window in np.flatnonzero(over):
        part = slice(100 * window, 100 * window + 3000)
        excess[part] = np.maximum(excess[part], over[window])
    kernel = (2 * (_LEVELLED // 2) + 1, 1)
    return np.asarray(-cv2.blur(excess.reshape(1, -1), kernel, borderType=cv2.BORDER_REPLICATE).reshape(-1))
