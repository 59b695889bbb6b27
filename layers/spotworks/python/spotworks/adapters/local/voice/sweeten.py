"""Makes espeak-ng pleasant: tone, dynamics, a little room. Everything keeps its place in time."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from spotworks.adapters.local.sound.dynamics import compress, envelope, saturate, soften_sibilants
from spotworks.adapters.local.sound.signal import RATE, Signal, decibels, gain
from spotworks.adapters.local.sound.spectrum import convolve, equalise, room
from spotworks.adapters.local.sound.speech import levelled


@dataclass(frozen=True)
class Tone:
    """An espeak-ng variant and what it needs.

    pitch, spread: 0 to 100 as espeak-ng counts them; curve: (Hz, dB), from the variant's long-term
    spectrum towards that of natural speech (Byrne et al., J. Acoust. Soc. Am. 96, 1994), eased.
    """

    name: str
    variant: str
    pitch: int
    spread: int
    curve: tuple[tuple[float, float], ...]


_RUMBLE = ((1.0, -60.0), (40.0, -36.0), (70.0, -9.0))

FEMALE = Tone(
    "female", "f2", 42, 62,
    (*_RUMBLE, (90, 0), (160, 3), (250, 5), (400, 1), (630, -1.5), (1000, -4), (1600, -2), (2500, -2.5), (3300, -5),
     (4000, -7.5), (5000, -3), (6300, 2), (9000, 5), (10800, 4), (11500, -20), (24001, -60)),
)  # fmt: skip
MALE = Tone(
    "male", "m7", 40, 64,
    (*_RUMBLE, (90, 0), (160, 4), (250, 1.5), (400, 0.5), (630, -0.5), (1000, 0), (1600, -1.5), (2500, -1.5),
     (3200, 2), (4000, 6), (5000, 5), (6300, 4), (9000, 6), (10800, 5), (11500, -20), (24001, -60)),
)  # fmt: skip


# Russian has more and sharper sibilants: dB taken off at these frequencies.
_SIBILANT = {4000: 2.5, 5000: 4.0, 6300: 5.5, 9000: 3.0, 10800: 1.5}


def tone_for(mood: str, language: str) -> Tone:
    """The voice of a mood in a language: the deep one for "tense" and "epic"."""
    tone = MALE if mood in {"tense", "epic"} else FEMALE
    if language != "ru":
        return tone
    return replace(tone, curve=tuple((hertz, level - _SIBILANT.get(int(hertz), 0.0)) for hertz, level in tone.curve))


def sweeten(x: Signal, tone: Tone) -> Signal:
    """A finished line of the same length. x: mono at RATE, trimmed, with LEAD and TAIL in place."""
    y = equalise(x, tone.curve)
    y = _level(y, -20.0)
    y = soften_sibilants(y)
    y = compress(y, threshold=-24.0, ratio=2.6)
    y = saturate(_level(y, -18.0), 0.5)
    y = y + _air(y)
    y = y + gain(-15.0) * convolve(y, _room())[: x.size]
    return levelled(y)


def _level(x: Signal, target: float) -> Signal:
    """Brings the loud parts (RMS at the 80th percentile) to `target` dBFS, so that thresholds mean the same."""
    loud = float(np.percentile(envelope(x, attack=0.005, release=0.05), 80))
    return x * gain(target - decibels(loud))


def _air(x: Signal) -> Signal:
    """What espeak-ng's 22 kHz lack: the octave above its upper consonants, faintly."""
    band = equalise(x, ((1, -60), (3000, -30), (4500, 0), (8000, 0), (11000, -60), (24001, -60)))
    octave = equalise(band * np.abs(band), ((1, -80), (8000, -50), (10500, 0), (15000, -2), (20000, -20), (24001, -60)))
    return octave * 5.0


@lru_cache(maxsize=1)
def _room() -> Signal:
    """A small furnished room, mono."""
    early = np.zeros(round(0.035 * RATE))
    for milliseconds, level in ((7.1, 0.5), (11.3, -0.42), (17.9, 0.33), (23.5, -0.24), (31.7, 0.18)):
        early[round(milliseconds / 1000 * RATE)] = level
    late = room(0.28, seed=11, predelay=0.014, low=220, high=5000)[0]
    response = 0.8 * late
    response[: early.size] += equalise(early, ((1, -30), (200, -6), (400, 0), (4000, -2), (9000, -18), (24001, -40)))
    return np.asarray(response)
