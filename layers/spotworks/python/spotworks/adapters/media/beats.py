"""Where the beats and bars of a piece fall that does not tell: onsets, their autocorrelation, the best comb.

For music of one tempo in four, as beds for spots are. Where no tempo stands out it says so by finding none.
"""

import io
from fractions import Fraction

import av
import av.error
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.bs1770 import RATE
from spotworks.adapters.media.sounds import FORMATS, stereo
from spotworks.domain.sound import Pulse

_HOP = 480  # samples, 10 ms
_FRAME = 2048
_PER_SECOND = RATE / _HOP
_SLOWEST, _FASTEST = 65, 175  # beats a minute
_USUAL = 112  # where two tempos fit equally, the nearer to this one
_CLEAR = 0.2  # share of the onsets' own strength that has to come again after a beat
_LOW = 9  # bins, about 200 Hz: what a kick and a bass fill

Curve = npt.NDArray[np.float64]


def pulse_of(content: bytes) -> Pulse | None:
    """None for what does not decode or has no steady beat."""
    try:
        with av.open(io.BytesIO(content), "r", options={"format_whitelist": FORMATS}) as container:
            resampler = av.AudioResampler(format="fltp", rate=RATE, frame_size=65536)
            stream = container.streams.audio[0]
            parts = [stereo(out).mean(axis=0) for f in container.decode(stream) for out in resampler.resample(f)]
            parts += [stereo(out).mean(axis=0) for out in resampler.resample(None)]
    except (av.error.FFmpegError, IndexError, ValueError):
        return None
    return pulse(np.concatenate(parts)) if parts else None


def pulse(x: npt.NDArray[np.float32]) -> Pulse | None:
    """x: mono at RATE."""
    onsets, low = _onsets(x)
    if onsets.size < 4 * _PER_SECOND:
        return None
    period = _period(onsets)
    if period is None:
        return None
    period, first = _comb(onsets / onsets.std() + low / max(float(low.std()), 1e-9), period)
    beats = first + period * np.arange(int((onsets.size - 1 - first) / period) + 1, dtype=np.float64)
    strength = _near(low, beats) + 0.3 * _near(onsets, beats)
    down = max(range(4), key=lambda phase: float(strength[phase::4].mean()) if strength[phase::4].size else 0.0)
    return Pulse(tempo=round(60 * _PER_SECOND / period), beats=_seconds(beats), bars=_seconds(beats[down::4]))


def _onsets(x: npt.NDArray[np.float32]) -> tuple[Curve, Curve]:
    """How much louder each hop is than the one before, over all bands, and in the lowest."""
    pad = np.pad(x, (_FRAME // 2, _FRAME))
    frames = np.lib.stride_tricks.sliding_window_view(pad, _FRAME)[::_HOP]
    window = np.hanning(_FRAME).astype(np.float32)
    rises, lows = [np.zeros(1)], [np.zeros(1)]
    before = None
    for start in range(0, len(frames), 512):
        level = np.log1p(100 * np.abs(np.fft.rfft(frames[start : start + 512] * window))[:, : _FRAME // 4])
        whole = level if before is None else np.concatenate((before, level))
        rise = np.maximum(np.diff(whole, axis=0), 0)
        rises.append(rise.mean(axis=1))
        lows.append(rise[:, 1:_LOW].mean(axis=1))
        before = level[-1:]
    return _levelled(np.concatenate(rises)), _levelled(np.concatenate(lows))


def _levelled(curve: Curve) -> Curve:
    """Against its own surroundings, so that a quiet part counts as much as a loud one."""
    reach = np.ones(101) / 101
    return np.asarray(np.maximum(curve - np.convolve(curve, reach, "same"), 0.0))


def _period(onsets: Curve) -> float | None:
    """Hops from beat to beat; None where no tempo stands out."""
    n = 1 << (2 * onsets.size - 1).bit_length()
    again = np.fft.irfft(np.abs(np.fft.rfft(onsets - onsets.mean(), n)) ** 2)[: onsets.size]
    again = again / again[0] if again[0] > 0 else again
    lags = np.arange(int(60 * _PER_SECOND / _FASTEST), int(60 * _PER_SECOND / _SLOWEST) + 1)
    lags = lags[lags * 4 + 4 < again.size]
    if not lags.size:
        return None
    score = np.array([sum(_top(again, multiple * int(lag)) for multiple in (1, 2, 4)) / 3 for lag in lags])
    score *= np.exp(-0.5 * (np.log2(60 * _PER_SECOND / lags / _USUAL) / 0.9) ** 2)
    best = int(score.argmax())
    return float(lags[best]) if score[best] > _CLEAR else None


def _top(curve: Curve, at: int) -> float:
    return float(curve[max(0, at - 2) : at + 3].max(initial=0.0))


def _comb(onsets: Curve, period: float) -> tuple[float, float]:
    """The period to a fraction of a hop, and the first beat: where a comb over the whole piece meets most."""
    best = (-1.0, period, 0.0)
    smooth = np.convolve(onsets, [0.5, 1, 0.5], "same")
    for step, reach in ((0.1, 1.5), (0.01, 0.1)):
        for candidate in np.arange(best[1] - reach, best[1] + reach, step):
            for first in np.arange(0, candidate, 1.0):
                at = np.arange(first, onsets.size - 1, candidate).round().astype(int)
                best = max(best, (float(smooth[at].mean()), float(candidate), float(first)))
    return best[1], best[2]


def _near(curve: Curve, beats: Curve) -> Curve:
    return np.array([_top(curve, round(beat)) for beat in beats])


def _seconds(beats: Curve) -> tuple[Fraction, ...]:
    return tuple(Fraction(round(beat * _HOP), RATE) for beat in beats)
