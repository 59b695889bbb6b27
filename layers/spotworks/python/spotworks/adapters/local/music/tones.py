"""The instruments that play pitches. All are sums of partials below 12 kHz, so nothing folds back.

A tone is stereo float32, shape (2, n); every tone at level 1.0 is about equally loud (see `level`).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from spotworks.adapters.local.sound.signal import RATE, gain

Tone = npt.NDArray[np.float32]

_BITS = 14
_SIZE = 1 << _BITS
_HIGHEST = 12_000.0


@dataclass(frozen=True)
class Struck:
    """Hammered or plucked: each partial rings on its own.

    slope: partial k has level k ** -slope, less above `cutoff` Hz; decay: seconds to 1/e of the first at
    middle C; damping: how much faster the higher ones go; stiffness: how sharp they are; pick: where the
    string is plucked, as a part of its length (0: it is hammered); ratios: used instead of harmonics;
    release: seconds after the end of the note; thump: level of the hammer; level in dB evens loudness out.
    """

    level: float
    slope: float = 1.0
    cutoff: float = 4000.0
    decay: float = 1.0
    damping: float = 0.35
    stiffness: float = 0.0
    pick: float = 0.0
    ratios: tuple[tuple[float, float], ...] = ()
    attack: float = 0.002
    release: float = 0.25
    thump: float = 0.0


@dataclass(frozen=True)
class Held:
    """Bowed, blown or synthesised: several detuned voices of one waveform, opening from dark to bright.

    dark, bright: cutoffs in Hz at the ends and at the height of the note; voices in each channel,
    detuned over `detune` cents; vibrato in cents at 5 Hz, setting in late; odd: only odd harmonics;
    fall: seconds to 1/e after the attack (0: it holds).
    """

    level: float
    slope: float = 1.0
    dark: float = 600.0
    bright: float = 2200.0
    voices: int = 2
    detune: float = 7.0
    attack: float = 0.1
    release: float = 0.4
    vibrato: float = 0.0
    odd: bool = False
    fall: float = 0.0
    breath: float = 0.0


TONES: dict[str, Struck | Held] = {
    "piano": Struck(-19.8, slope=0.9, cutoff=5600, decay=1.3, damping=0.22, stiffness=4e-4, thump=0.10, release=0.35),
    "felt": Struck(-17.6, slope=1.5, cutoff=2600, decay=1.2, damping=0.30, stiffness=4e-4, attack=0.006,
                   thump=0.16, release=0.5),
    "keys": Struck(-18.3, decay=1.5, damping=0.0, attack=0.004, release=0.3,
                   ratios=((1, 1.0), (2, 0.22), (3, 0.10), (4, 0.05), (7.02, 0.05), (14.1, 0.012))),
    "pluck": Struck(-13.5, slope=0.9, cutoff=4600, decay=0.45, damping=0.5, pick=0.21, release=0.3),
    "harp": Struck(-17.4, slope=1.2, cutoff=4600, decay=1.3, damping=0.55, pick=0.38, release=1.0),
    "guitar": Struck(-14.7, slope=1.0, cutoff=4200, decay=1.0, damping=0.45, stiffness=1e-4, pick=0.18,
                     release=0.4, thump=0.04),
    "ukulele": Struck(-13.9, slope=1.1, cutoff=4600, decay=0.38, damping=0.4, pick=0.3, release=0.15, thump=0.05),
    "pizz": Struck(-9.3, slope=1.2, cutoff=3300, decay=0.16, damping=0.35, pick=0.25, release=0.2, thump=0.05),
    "marimba": Struck(-14.7, decay=0.34, ratios=((1, 1.0), (3.93, 0.22), (9.6, 0.05)), damping=1.6, attack=0.003,
                      thump=0.06),
    "bell": Struck(-17.4, decay=0.9, ratios=((1, 1.0), (2.0, 0.18), (2.76, 0.16), (5.4, 0.07)), damping=0.6,
                   release=1.2, attack=0.003),
    "pluckbass": Struck(-15.6, slope=1.2, cutoff=1300, decay=0.8, damping=0.3, pick=0.3, release=0.12, attack=0.004),
    "warm": Held(-9.4, slope=1.3, dark=450, bright=2550, voices=2, detune=9, attack=0.35, release=0.9),
    "air": Held(-6.5, slope=1.9, dark=700, bright=3740, voices=2, detune=6, attack=0.30, release=0.8, breath=0.05),
    "dark": Held(-8.0, slope=1.2, dark=260, bright=1170, voices=2, detune=10, attack=0.4, release=0.9),
    "strings": Held(-12.0, slope=1.05, dark=900, bright=4420, voices=3, detune=13, attack=0.16, release=0.5),
    "strings_short": Held(-9.6, slope=1.0, dark=1100, bright=4080, voices=3, detune=12, attack=0.02, release=0.18,
                          fall=0.35),
    "brass": Held(-13.5, slope=0.95, dark=350, bright=3230, voices=2, detune=8, attack=0.09, release=0.3),
    "synth": Held(-8.0, slope=1.0, dark=450, bright=3230, voices=2, detune=6, attack=0.004, release=0.12, fall=0.22),
    "flute": Held(-18.6, slope=2.3, dark=1500, bright=4420, voices=1, detune=0, attack=0.06, release=0.2,
                  vibrato=9, breath=0.10),
    "whistle": Held(-18.7, slope=3.2, dark=3000, bright=5100, voices=1, detune=0, attack=0.04, release=0.12,
                    vibrato=13, breath=0.06),
    "round": Held(-16.5, slope=1.8, dark=260, bright=680, voices=1, detune=0, attack=0.008, release=0.1, fall=1.4),
    "synthbass": Held(-16.4, slope=1.0, dark=220, bright=980, voices=1, detune=0, attack=0.006, release=0.08, fall=0.5),
    "low_strings": Held(-12.3, slope=1.1, dark=350, bright=1170, voices=2, detune=8, attack=0.05, release=0.25),
}  # fmt: skip


def frequency(pitch: float) -> float:
    return float(440 * 2 ** ((pitch - 69) / 12))


@lru_cache(maxsize=64)  # a piece has 60, of a megabyte each; the next piece has others
def tone(name: str, pitch: int, samples: int) -> Tone:
    """A note held for so many samples, its release beyond that included. Do not write into it."""
    made = TONES[name]
    hertz = frequency(pitch)
    sound = _struck(made, hertz, samples) if isinstance(made, Struck) else _held(made, hertz, samples)
    sound *= np.float32(gain(made.level))
    sound.flags.writeable = False
    return sound


def _phase(hertz: float, n: int, start: float = 0.0) -> npt.NDArray[np.uint32]:
    """A phase that wraps round by itself: 2 ** 32 is one turn."""
    step = np.uint32(round(hertz / RATE * 2**32))
    return np.arange(n, dtype=np.uint32) * step + np.uint32(int(start % 1 * 2**32))


@lru_cache(maxsize=1)
def _sine() -> Tone:
    return np.sin(2 * np.pi * np.arange(_SIZE) / _SIZE).astype(np.float32)


def _wave(table: Tone, phase: npt.NDArray[np.uint32]) -> Tone:
    return np.take(table, phase >> np.uint32(32 - _BITS))


def _edges(n: int, samples: int, attack: float, release: float) -> Tone:
    """1 with raised-cosine attack from 0, and a release from `samples` on that reaches 0 at n."""
    level = np.ones(n, np.float32)
    rise = min(max(8, round(attack * RATE)), n)
    level[:rise] = 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise)
    fall = n - samples
    level[samples:] *= (0.5 + 0.5 * np.cos(np.pi * np.arange(fall) / max(fall, 1))) ** 1.5
    return level


def _struck(made: Struck, hertz: float, samples: int) -> Tone:
    n = samples + round(made.release * RATE)
    low = made.decay * (261.6 / hertz) ** 0.45
    sound = np.zeros(n, np.float32)
    for index, (ratio, level) in enumerate(_partials(made, hertz)):
        fades = low / (1 + made.damping * (ratio - 1 if not made.ratios else index))
        length = min(n, round(6.5 * fades * RATE))
        decay = np.exp(np.arange(length, dtype=np.float32) * np.float32(-1 / (fades * RATE)))
        sound[:length] += np.float32(level) * decay * _wave(_sine(), _phase(hertz * ratio, length))
    if made.thump:
        length = min(n, RATE // 25)
        noise = np.random.default_rng(7).standard_normal(length).astype(np.float32)
        knock = np.convolve(noise, np.hanning(48).astype(np.float32) / 6, "same")
        sound[:length] += made.thump * knock * np.exp(-np.arange(length, dtype=np.float32) / (0.008 * RATE))
    sound *= _edges(n, samples, made.attack, made.release)
    return np.stack((sound, sound))


def _partials(made: Struck, hertz: float) -> list[tuple[float, float]]:
    if made.ratios:
        return [(ratio, level) for ratio, level in made.ratios if ratio * hertz < _HIGHEST]
    found = []
    for k in range(1, 15):
        ratio = k * float(np.sqrt(1 + made.stiffness * k * k))
        if ratio * hertz > _HIGHEST:
            break
        level = k**-made.slope * _roll_off(ratio * hertz, made.cutoff)
        if made.pick:
            level *= abs(float(np.sin(np.pi * k * made.pick)))
        found.append((ratio, level))
    return found


def _roll_off(hertz: float, cutoff: float) -> float:
    """As a good resonant body: 8 dB an octave, so that some air remains."""
    return float(1 / (1 + (hertz / cutoff) ** 1.35))


@lru_cache(maxsize=128)
def _table(hertz: float, slope: float, cutoff: float, odd: bool) -> Tone:
    """One period, its harmonics in scattered phases so that it is not peaky."""
    spectrum = np.zeros(_SIZE // 2 + 1, complex)
    for k in range(1, min(40, int(_HIGHEST / hertz)) + 1, 2 if odd else 1):
        spectrum[k] = k**-slope * _roll_off(k * hertz, cutoff) * np.exp(1j * (0.7 * k * k + 0.3 * k))
    return (np.fft.irfft(spectrum, _SIZE) * (_SIZE / 2)).astype(np.float32)


def _held(made: Held, hertz: float, samples: int) -> Tone:
    n = samples + round(made.release * RATE)
    time = np.arange(n, dtype=np.float32) / np.float32(RATE)
    edges = _edges(n, samples, made.attack, made.release)
    if made.fall:
        opening = np.exp(-time / np.float32(0.6 * made.fall)) * edges
        edges = edges * (0.35 + 0.65 * np.exp(-time / np.float32(made.fall)))
    else:
        opening = edges * np.minimum(1, 0.45 + time / np.float32(max(4 * made.attack, 0.8)))
    dark = _table(hertz, made.slope, max(made.dark, 1.2 * hertz), made.odd)
    bright = _table(hertz, made.slope, max(made.bright, 1.5 * hertz), made.odd)
    sound = np.zeros((2, n), np.float32)
    for channel in (0, 1):
        for voice in range(made.voices):
            cents = made.detune * ((voice + 0.5 * channel + 0.25) / made.voices - 0.5)
            phase = _phase(hertz * 2 ** (cents / 1200), n, 0.37 * voice + 0.59 * channel * (made.voices > 1))
            if made.vibrato:
                phase = phase + _vibrato(made.vibrato, hertz, time)
            low = _wave(dark, phase)
            sound[channel] += low + opening * (_wave(bright, phase) - low)
        if made.breath:
            sound[channel] += made.breath * _breath(n, hertz, channel)
    sound *= edges / np.float32(made.voices)
    return sound


def _vibrato(cents: float, hertz: float, time: Tone) -> npt.NDArray[np.uint32]:
    """Phase that sways at 5.1 Hz, from a quarter of a second on."""
    deviation = hertz * (2 ** (cents / 1200) - 1) / (2 * np.pi * 5.1)
    sway = deviation * np.clip((time - 0.25) / 0.4, 0, 1) * np.sin(2 * np.pi * 5.1 * time)
    turns: npt.NDArray[np.uint32] = np.rint(sway * 2**32).astype(np.int64).astype(np.uint32)
    return turns


def _breath(n: int, hertz: float, channel: int) -> Tone:
    """Noise about the note's octave."""
    noise = np.random.default_rng(31 + channel).standard_normal(n).astype(np.float32)
    spectrum = np.fft.rfft(noise)
    frequencies = np.maximum(np.fft.rfftfreq(n, 1 / RATE), 1)
    spectrum *= np.exp(-((np.log2(frequencies / (2 * hertz)) / 0.6) ** 2))
    breath = np.fft.irfft(spectrum, n)
    return (breath / max(float(np.std(breath)), 1e-9)).astype(np.float32)
