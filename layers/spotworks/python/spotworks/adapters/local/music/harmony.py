"""Keys, chords and how one leads to the next. Pitches are MIDI numbers, 60 is middle C."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

SCALES = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
}
NAMES = ("C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
BASS_LOW = 33  # A1; below it small speakers are silent


@dataclass(frozen=True)
class Key:
    """tonic: pitch class, 0 is C."""

    tonic: int
    mode: str

    @property
    def is_minor(self) -> bool:
        return self.mode in {"minor", "dorian"}

    @property
    def name(self) -> str:
        return f"{NAMES[self.tonic]} {'minor' if self.is_minor else 'major'}"

    def degree(self, number: int) -> int:
        """Semitones above the tonic of a scale step counted from 0, over any number of octaves."""
        octave, step = divmod(number, 7)
        return 12 * octave + SCALES[self.mode][step]

    @property
    def pentatonic(self) -> tuple[int, ...]:
        """Pitch classes that sound well over every chord of the key."""
        steps = (0, 2, 3, 4, 6) if self.is_minor else (0, 1, 2, 4, 5)
        return tuple((self.tonic + self.degree(step)) % 12 for step in steps)


@dataclass(frozen=True)
class Chord:
    """root: pitch class; tones: pitch classes, root first, colours (7th, 9th) last."""

    root: int
    tones: tuple[int, ...]

    @property
    def bass(self) -> int:
        return BASS_LOW + (self.root - BASS_LOW) % 12


def chord(key: Key, number: int, colour: str) -> Chord:
    """The chord on scale step `number`, counted from 1.

    colour: "plain", "seventh", "ninth" (added), or "open" (no third). The fifth step in minor is made
    major where it is plain, so that it leads home.
    """
    step = number - 1
    tones = [key.degree(step), key.degree(step + 2), key.degree(step + 4)]
    if (tones[2] - tones[0]) % 12 == 6:
        tones[2] += 1  # a diminished triad is no place to rest
    if key.is_minor and number == 5 and colour == "plain":
        tones[1] = tones[0] + 4
    if colour == "open":
        tones[1] = key.degree(step + 1)
    elif colour == "seventh":
        tones.append(key.degree(step + 6))
    elif colour == "ninth" and (key.degree(step + 8) - tones[0]) % 12 == 2:
        tones.append(key.degree(step + 8))
    classes = tuple((key.tonic + tone) % 12 for tone in tones)
    return Chord(classes[0], classes)


def voicings(tones: Sequence[int], low: int, high: int) -> list[tuple[int, ...]]:
    """Every close position of these pitch classes within a register."""
    found = []
    for bottom in range(low, high + 1):
        if bottom % 12 not in tones:
            continue
        rest = sorted((tone - bottom) % 12 for tone in tones)
        voicing = tuple(bottom + interval for interval in rest)
        if voicing[-1] <= high:
            found.append(voicing)
    return found


def lead(chords: Sequence[Chord], low: int = 53, high: int = 74) -> list[tuple[int, ...]]:
    """A voicing for each chord, each moving as little as possible from the one before."""
    centre = (low + high) / 2
    voiced: list[tuple[int, ...]] = []
    for each in chords:
        before = voiced[-1] if voiced else None
        voiced.append(min(voicings(each.tones, low, high), key=lambda v: _cost(v, before, centre)))
    return voiced


def _cost(voicing: tuple[int, ...], before: tuple[int, ...] | None, centre: float) -> float:
    away = abs(sum(voicing) / len(voicing) - centre)
    seconds = sum(1.5 for a, b in pairwise(voicing) if b - a == 1)
    if before is None:
        return away + seconds
    movement = sum(min(abs(pitch - other) for other in before) for pitch in voicing)
    return movement + 0.4 * away + seconds + 0.5 * abs(voicing[-1] - before[-1])
