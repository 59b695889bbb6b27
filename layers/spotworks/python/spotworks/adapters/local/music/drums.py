"""The drums, and the two noises that lead from one section to the next. Stereo float32, shape (2, n)."""

from functools import lru_cache

import numpy as np

from spotworks.adapters.local.music.tones import Tone
from spotworks.adapters.local.sound.signal import RATE, Signal, fade, gain, peak
from spotworks.adapters.local.sound.spectrum import equalise

# Peak level in dBFS of each at level 1.0.
LEVELS = {
    "kick": -7.0, "snare": -13.0, "clap": -14.0, "snap": -15.0, "rim": -19.0, "hat": -23.0, "shaker": -23.0,
    "tick": -25.0, "tom": -12.0, "taiko": -8.0, "crash": -22.0, "riser": -24.0,
}  # fmt: skip


@lru_cache(maxsize=64)
def drum(name: str, seconds: float = 0.0) -> Tone:
    """A drum; "riser" takes its length. Do not write into it."""
    sound = _riser(seconds) if name == "riser" else _DRUMS[name]()
    stereo = np.stack((sound, sound)) if sound.ndim == 1 else sound
    stereo = fade(stereo, head=0.0008, tail=0.02)
    made = (stereo * gain(LEVELS[name]) / peak(stereo)).astype(np.float32)
    made.flags.writeable = False
    return made


def _time(seconds: float) -> Signal:
    return np.arange(round(seconds * RATE)) / RATE


def _noise(seconds: float, seed: int, *curve: tuple[float, float], channels: int = 1) -> Signal:
    noise = np.random.default_rng(seed).standard_normal((channels, round(seconds * RATE)))
    shaped = equalise(noise, ((1, -80), *curve, (24001, -40)))
    return (shaped if channels > 1 else shaped[0]) / peak(shaped)


def _drop(time: Signal, start: float, stop: float, fall: float) -> Signal:
    """A sine whose pitch drops from one frequency to another."""
    return np.asarray(np.sin(2 * np.pi * np.cumsum(stop + (start - stop) * np.exp(-time / fall)) / RATE))


def _kick() -> Signal:
    time = _time(0.42)
    body = _drop(time, 170, 50, 0.028) * np.exp(-time / 0.13)
    click = _noise(0.42, 1, (300, -30), (1500, 0), (4000, -6), (9000, -40)) * np.exp(-time / 0.004)
    return np.tanh(1.5 * body + 0.18 * click)


def _snare() -> Signal:
    time = _time(0.32)
    skin = (_drop(time, 240, 185, 0.02) + 0.5 * _drop(time, 380, 330, 0.02)) * np.exp(-time / 0.06)
    wires = _noise(0.32, 2, (300, -30), (1200, -4), (3500, 0), (7000, -3), (12000, -14)) * np.exp(-time / 0.085)
    return 0.6 * skin + 0.9 * wires


def _clap() -> Signal:
    time = _time(0.34)
    hands = sum(np.exp(-np.maximum(time - at, 0) / 0.006) * (time >= at) for at in (0.0, 0.011, 0.021))
    body = np.exp(-np.maximum(time - 0.03, 0) / 0.07) * np.clip((time - 0.026) / 0.004, 0, 1)
    noise = _noise(0.34, 3, (400, -40), (900, -4), (1500, 0), (3000, -4), (7000, -14), channels=2)
    return noise * (0.7 * hands + 0.9 * body)


def _snap() -> Signal:
    time = _time(0.2)
    noise = _noise(0.2, 4, (700, -40), (1800, -2), (2600, 0), (4200, -8), (9000, -24), channels=2)
    return noise * (np.exp(-time / 0.018) + 0.2 * np.exp(-time / 0.06))


def _rim() -> Signal:
    time = _time(0.12)
    return (np.sin(2 * np.pi * 820 * time) + 0.6 * np.sin(2 * np.pi * 1730 * time)) * np.exp(-time / 0.014)


def _hat() -> Signal:
    time = _time(0.12)
    return _noise(0.12, 5, (4000, -40), (7500, -3), (10000, 0), (15000, -6), channels=2) * np.exp(-time / 0.026)


def _shaker() -> Signal:
    time = _time(0.11)
    level = np.clip(time / 0.018, 0, 1) ** 2 * np.exp(-np.maximum(time - 0.018, 0) / 0.026)
    return _noise(0.11, 6, (2500, -40), (5200, -2), (7500, 0), (12000, -9), channels=2) * level


def _tick() -> Signal:
    time = _time(0.06)
    return np.sin(2 * np.pi * 2350 * time) * np.exp(-time / 0.005) + 0.3 * np.sin(2 * np.pi * 5100 * time) * np.exp(
        -time / 0.003
    )


def _tom() -> Signal:
    time = _time(0.6)
    skin = _noise(0.6, 7, (60, -10), (250, 0), (900, -10), (4000, -34)) * np.exp(-time / 0.03)
    return _drop(time, 150, 88, 0.05) * np.exp(-time / 0.17) + 0.25 * skin


def _taiko() -> Signal:
    time = _time(1.1)
    skin = _noise(1.1, 8, (60, -6), (200, 0), (900, -8), (3000, -22), (9000, -44), channels=2) * np.exp(-time / 0.07)
    body = _drop(time, 112, 62, 0.05) * np.exp(-time / 0.27) + 0.4 * _drop(time, 190, 128, 0.04) * np.exp(-time / 0.14)
    return np.tanh(1.2 * body) + 0.8 * skin


def _crash() -> Signal:
    time = _time(2.4)
    noise = _noise(2.4, 9, (1500, -40), (3800, -6), (6500, 0), (10000, -2), (15000, -12), channels=2)
    return noise * np.exp(-time / 0.55) * np.clip(time / 0.006, 0, 1)


def _riser(seconds: float) -> Signal:
    time = _time(seconds)
    way = time / max(seconds, 1e-6)
    low = _noise(seconds, 10, (400, -40), (1200, 0), (2500, -6), (6000, -40), channels=2)
    high = _noise(seconds, 11, (2500, -40), (6000, 0), (9000, -3), (15000, -24), channels=2)
    return (low * (1 - way) + high * way) * way**2.2


_DRUMS = {
    "kick": _kick, "snare": _snare, "clap": _clap, "snap": _snap, "rim": _rim, "hat": _hat, "shaker": _shaker,
    "tick": _tick, "tom": _tom, "taiko": _taiko, "crash": _crash,
}  # fmt: skip
