"""The local sound effects: synthesised, quiet, and placed so that their peak meets the picture."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from spotworks.adapters.local.sound.signal import RATE, Signal, address, fade, gain, peak, wav
from spotworks.adapters.local.sound.spectrum import convolve, equalise, room
from spotworks.domain.generation import EffectCue, EffectsRequest
from spotworks.domain.sound import Effect, Effects
from spotworks.errors import InvalidRequest
from spotworks.ports import Files, Product

VERSION = 1
TOP = -12.0  # dBFS
TAKES = 2  # of each effect, in turn, so that a second whoosh is not the first again

_FRAME, _HOP = 1024, 256


class LocalEffects:
    """ports.Maker for effects. prefix: put before the keys of what it writes, such as "t/acme/"."""

    def __init__(self, work: Files, prefix: str = "") -> None:
        self._work = work
        self._prefix = prefix

    def make(self, request: EffectsRequest) -> Product:
        """The JSON of domain.sound.Effects, in the order of the cues. Raises InvalidRequest for an unknown name."""
        seen: Counter[str] = Counter()
        effects = []
        for cue in request.cues:
            if cue.name not in RECIPES:
                raise InvalidRequest(f'no effect is called "{cue.name}": {", ".join(RECIPES)}', field="cues")
            effects.append(self._effect(cue, request.seed, seen[cue.name] % TAKES))
            seen[cue.name] += 1
        content = Effects(effects=tuple(effects)).model_dump_json().encode()
        return Product(content=content, suffix=".json", content_type="application/json", model="synthesised")

    def _effect(self, cue: EffectCue, seed: int, take: int) -> Effect:
        recipe = RECIPES[cue.name]
        at = cue.at - recipe.lead
        # A peak too near the beginning: what would come before the video is cut off.
        cut = max(Fraction(0), -at)
        about = {"maker": "effects", "version": VERSION, "name": cue.name, "seed": seed, "take": take, "cut": cut}
        key = address(self._prefix, about, ".wav")
        first = round(cut * RATE)
        if not self._work.exists(key):
            self._work.write(key, wav(render(cue.name, seed, take, first)), content_type="audio/wav")
        length = Fraction(round(recipe.seconds * RATE) - first, RATE)
        return Effect(name=cue.name, key=key, at=max(Fraction(0), at), duration=length)


def render(name: str, seed: int, take: int = 0, first: int = 0) -> Signal:
    """An effect in stereo from sample `first` on, its highest sample at TOP."""
    recipe = RECIPES[name]
    rng = np.random.default_rng([seed & 0xFFFFFFFF, take, *name.encode()])
    sound = recipe.draw(rng, round(recipe.seconds * RATE))
    sound = equalise(sound, ((1, -80), (20, -40), (38, 0), (14000, 0), (20000, -24), (24001, -60)))
    sound = fade(sound[:, first:], head=0.002 if first == 0 else 0.03, tail=0.08)
    return sound * gain(TOP) / max(peak(sound), 1e-9)


def _whoosh(rng: np.random.Generator, n: int) -> Signal:
    time, at = np.arange(n) / RATE, 0.62
    rise = np.where(time < at, np.exp(-(((time - at) / 0.20) ** 2)), np.exp(-(((time - at) / 0.16) ** 2)))
    top = rng.uniform(1700, 2400)
    centre = 260 * (top / 260) ** np.exp(-(((time - at) / 0.26) ** 2))
    air = _swept(rng, n, centre, octaves=0.75) * rise
    low = _swept(rng, n, centre / 5, octaves=0.6) * rise * 0.7
    direction = 1 if rng.random() < 0.5 else -1
    return _panned(air + low, direction * np.tanh((time - at) * 3.5) * 0.75)


def _riser(rng: np.random.Generator, n: int) -> Signal:
    time = np.arange(n) / RATE
    at = float(RECIPES["riser"].lead)
    way = np.clip(time / at, 0, 1)
    level = way**2.6 * np.where(time > at, np.exp(-(time - at) / 0.06), 1)
    air = _swept(rng, n, 400 * (7000 / 400) ** way, octaves=0.7)
    pitch = rng.choice([196.0, 220.0, 246.94]) * 2 ** (way**1.5)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tone = sum(np.sin(phase * ratio) / ratio for ratio in (1.0, 1.004, 2.003)) * 0.12
    wide = np.stack((air, _swept(rng, n, 400 * (7000 / 400) ** way, octaves=0.7)))
    return (wide + tone) * level


def _swell(rng: np.random.Generator, n: int) -> Signal:
    time = np.arange(n) / RATE
    at = float(RECIPES["swell"].lead)
    level = np.where(time < at, np.clip(time / at, 0, 1) ** 2.2, np.exp(-np.maximum(time - at, 0) / 0.22))
    root = rng.choice([220.0, 246.94, 261.63])
    sound = np.zeros((2, n))
    for ratio, share in ((1, 1.0), (1.5, 0.7), (2, 0.5), (3, 0.25), (4, 0.12)):
        for side in (0, 1):
            phase = 2 * np.pi * root * ratio * (1 + rng.normal(0, 0.0015)) * time + rng.uniform(0, 6.3)
            sound[side] += share * 0.16 * np.sin(phase)
    for side in (0, 1):
        sound[side] += 0.5 * _swept(rng, n, np.full(n, 5200.0), octaves=0.8)
    return sound * level


def _impact(rng: np.random.Generator, n: int) -> Signal:
    time = np.arange(n) / RATE
    bottom = rng.uniform(46, 54)
    pitch = bottom + (150 - bottom) * np.exp(-time / 0.035)
    body = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-time / 0.28)
    thump = equalise(rng.standard_normal(n), ((1, -40), (120, 0), (700, -1), (2000, -10), (6000, -28), (24001, -70)))
    thump = thump / peak(thump) * np.exp(-time / 0.06)
    sound = np.tanh(1.2 * (0.8 * body + 1.1 * thump)) * np.minimum(1, time / 0.002)
    return _in_room(sound, 1.1, send=-6.0, seed=21)[:, :n]


def _pop(rng: np.random.Generator, n: int) -> Signal:
    time = np.arange(n) / RATE
    base = rng.uniform(380, 460)
    pitch = base * (1 + 1.25 * (1 - np.exp(-time / 0.018)))
    sound = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-time / 0.032) * np.minimum(1, time / 0.003)
    return _in_room(sound, 0.25, send=-11.0, seed=22)[:, :n]


def _tick(rng: np.random.Generator, n: int) -> Signal:
    time = np.arange(n) / RATE
    pitch = rng.uniform(1900, 2300)
    sound = np.sin(2 * np.pi * pitch * time) * np.exp(-time / 0.006)
    sound += 0.4 * np.sin(2 * np.pi * pitch * 2.76 * time) * np.exp(-time / 0.003)
    return _in_room(sound * np.minimum(1, time / 0.0006), 0.2, send=-13.0, seed=23)[:, :n]


def _sparkle(rng: np.random.Generator, n: int) -> Signal:
    time = np.arange(n) / RATE
    root = rng.choice([1046.5, 1174.66, 1318.51])
    sound = np.zeros((2, n))
    for index, semitones in enumerate(rng.permutation([0, 4, 7, 12, 14, 19])):
        begin = 0.055 * index + rng.uniform(0, 0.02)
        local = np.maximum(time - begin, 0)
        level = np.exp(-local / 0.22) * np.minimum(1, local / 0.002) * (0.9**index)
        pitch = root * 2 ** (semitones / 12)
        bell = np.sin(2 * np.pi * pitch * local) + 0.25 * np.sin(2 * np.pi * pitch * 2.76 * local) * np.exp(
            -local / 0.05
        )
        sound += _panned(bell * level, np.full(n, rng.uniform(-0.7, 0.7)))
    return sound + gain(-10.0) * convolve(sound, room(1.2, seed=24))[:, :n]


def _swept(rng: np.random.Generator, n: int, centre: Signal, *, octaves: float) -> Signal:
    """Noise of unit level in a band of this width that follows `centre` Hz."""
    padded = n + 2 * _FRAME
    starts = np.arange(0, padded - _FRAME, _HOP)
    window = np.sin(np.pi * (np.arange(_FRAME) + 0.5) / _FRAME)
    noise = rng.standard_normal(padded)
    frames = noise[starts[:, None] + np.arange(_FRAME)] * window
    frequencies = np.maximum(np.fft.rfftfreq(_FRAME, 1 / RATE), 20.0)
    followed = np.interp(starts - _FRAME / 2, np.arange(n), centre)
    mask = np.exp(-((np.log2(frequencies[None, :] / followed[:, None]) / octaves) ** 2))
    shaped = np.fft.irfft(np.fft.rfft(frames) * mask, _FRAME) * window
    shaped /= np.sqrt(np.mean(mask**2, axis=1, keepdims=True))
    out = np.zeros(padded)
    for index, start in enumerate(starts):
        out[start : start + _FRAME] += shaped[index]
    return out[_FRAME : _FRAME + n] * 0.5


def _panned(x: Signal, position: Signal) -> Signal:
    """Constant power; -1 is left, 1 is right."""
    angle = (position + 1) * np.pi / 4
    return np.stack((x * np.cos(angle), x * np.sin(angle)))


def _in_room(x: Signal, seconds: float, *, send: float, seed: int) -> Signal:
    """The sound in both channels, with a room at `send` dB beside it, and the room's tail."""
    wet = gain(send) * convolve(np.stack((x, x)), room(seconds, seed=seed, low=160))
    wet[:, : x.size] += x
    return wet


@dataclass(frozen=True)
class Recipe:
    """seconds: length; lead: from its beginning to the moment that belongs to the cue."""

    draw: Callable[[np.random.Generator, int], Signal]
    seconds: Fraction
    lead: Fraction = Fraction(0)


RECIPES: dict[str, Recipe] = {
    "whoosh": Recipe(_whoosh, Fraction(6, 5), Fraction(31, 50)),
    "impact": Recipe(_impact, Fraction(8, 5)),
    "riser": Recipe(_riser, Fraction(21, 10), Fraction(9, 5)),
    "pop": Recipe(_pop, Fraction(2, 5)),
    "sparkle": Recipe(_sparkle, Fraction(8, 5)),
    "tick": Recipe(_tick, Fraction(3, 10)),
    "swell": Recipe(_swell, Fraction(2), Fraction(5, 4)),
}
