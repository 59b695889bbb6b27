"""A tune: one short idea, said, answered, said again and closed, over four bars."""

import numpy as np

from spotworks.adapters.local.music.harmony import Chord, Key
from spotworks.adapters.local.music.patterns import MOTIFS

LOW, HIGH = 67, 84


def phrase(key: Key, motif: int, seed: int, bar: int, under: Chord) -> list[tuple[int, float, int]]:
    """(step, steps long, pitch) for one bar of the tune; bar is counted from the beginning of its section.

    Bars 0 and 2 are the same idea; 1 answers it with another rhythm; 3 is one long note. Every
    second time round it rests in bar 1, so that the voice-over has air.
    """
    ladder = [pitch for pitch in range(LOW, HIGH + 1) if pitch % 12 in key.pentatonic]
    place = bar % 4
    if place == 1 and (bar // 4) % 2:
        return []
    rhythm = MOTIFS[motif] if place in {0, 2} else MOTIFS[(motif + 1 + seed % 3) % len(MOTIFS)]
    if place == 3:
        rhythm = ((0, 12),)
    rng = np.random.default_rng([seed, 5, motif, place % 2])
    position = len(ladder) // 2 + int(rng.integers(-1, 2))
    notes = []
    for index, (step, steps) in enumerate(rhythm):
        # Mostly steps, drawn back to the middle of the range.
        pull = 0.25 * (len(ladder) / 2 - position)
        position += round(float(np.clip(rng.normal(pull, 1.1), -2, 2))) if index else 0
        position = min(max(position, 0), len(ladder) - 1)
        strong = step % 8 == 0 or steps >= 6
        notes.append((step, steps, _settled(ladder, position, under) if strong else ladder[position]))
    return notes


def _settled(ladder: list[int], position: int, under: Chord) -> int:
    """The nearest rung that belongs to the chord."""
    return min(ladder, key=lambda pitch: (pitch % 12 not in under.tones, abs(pitch - ladder[position])))
