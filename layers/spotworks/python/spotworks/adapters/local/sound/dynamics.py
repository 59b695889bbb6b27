"""What follows the level: compression, taming of sibilants, a soft ceiling."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from spotworks.adapters.local.sound.signal import RATE, Signal, gain
from spotworks.adapters.local.sound.spectrum import equalise

_Float = TypeVar("_Float", np.float32, np.float64)

HOP = RATE // 400  # 2.5 ms: a level is followed at 400 steps a second


def envelope(x: Signal, *, attack: float, release: float) -> Signal:
    """Level of a mono signal at each HOP: RMS, rising and falling with these time constants in seconds."""
    count = -(-x.size // HOP)
    squares = np.zeros(count * HOP)
    squares[: x.size] = x**2
    levels = np.sqrt(squares.reshape(count, HOP).mean(axis=1))
    up, down = np.exp(-HOP / RATE / attack), np.exp(-HOP / RATE / release)
    state = 0.0
    followed = np.empty(count)
    for index, level in enumerate(levels.tolist()):
        weight = up if level > state else down
        state = weight * state + (1 - weight) * level
        followed[index] = state
    return followed


def _spread(steps: Signal, n: int) -> Signal:
    """Values at each HOP as values at each sample."""
    return np.interp(np.arange(n), np.arange(steps.size) * HOP + HOP / 2, steps)


def compress(x: Signal, *, threshold: float, ratio: float, attack: float = 0.008, release: float = 0.12) -> Signal:
    """Turns down what is above `threshold` (dBFS, RMS) with a knee of 6 dB. Mono."""
    level = 20 * np.log10(np.maximum(envelope(x, attack=attack, release=release), 1e-6))
    over = level - threshold
    knee = np.clip((over + 3) / 6, 0, 1) ** 2 * 3
    reduction = np.where(over > 3, over, knee) * (1 / ratio - 1)
    return x * _spread(10 ** (reduction / 20), x.size)


def soften_sibilants(x: Signal, *, low: float = 4200.0, ceiling: float = -3.0) -> Signal:
    """Turns the band above `low` Hz down while it is louder than the rest of the voice plus `ceiling` dB."""
    curve = ((1, -60), (low * 0.7, -24), (low, 0), (RATE / 2 + 1, 0))
    high = equalise(x, curve)
    rest = envelope(x - high, attack=0.03, release=0.15)
    level = envelope(high, attack=0.002, release=0.03)
    allowed = np.maximum(rest * gain(ceiling), 0.012)
    return x - high * (1 - _spread(np.minimum(1, allowed / np.maximum(level, 1e-6)), x.size))


def saturate(x: Signal, drive: float) -> Signal:
    """Gentle odd and a little even harmonics; unity gain for small signals. drive: 0.3 is light."""
    bias = 0.08
    return np.asarray((np.tanh(drive * x + bias) - np.tanh(bias)) / (drive * (1 - np.tanh(bias) ** 2)))


def ceiling(x: npt.NDArray[_Float], *, knee: float, top: float) -> npt.NDArray[_Float]:
    """Rounds off what is above `knee` dBFS so that nothing passes `top` dBFS. Memoryless."""
    low, high = gain(knee), gain(top)
    magnitude = np.abs(x)
    over = np.maximum(magnitude - low, 0)
    limited = np.sign(x) * (np.minimum(magnitude, low) + (high - low) * np.tanh(over / (high - low)))
    return limited.astype(x.dtype, copy=False)
