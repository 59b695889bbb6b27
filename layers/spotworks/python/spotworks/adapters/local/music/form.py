"""The shape of a piece: its exact tempo, its sections, and where both meet the cuts of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

STRETCH = 0.06  # how far the tempo may move to meet the cuts


@dataclass(frozen=True)
class Section:
    """kind: "intro", "verse", "lift", "break" or "final"; energy 0 to 1; bars counted from 0."""

    kind: str
    first: int
    bars: int
    energy: float


@dataclass(frozen=True)
class Form:
    """beat: seconds; bars: of four beats, followed by two more beats if `half`; end: seconds of the last chord."""

    beat: float
    bars: int
    half: bool
    sections: tuple[Section, ...]
    end: float
    duration: float

    @property
    def tempo(self) -> int:
        return round(60 / self.beat)

    @property
    def bar(self) -> float:
        return 4 * self.beat

    @property
    def beats(self) -> tuple[float, ...]:
        """Seconds of every beat, the last chord's included."""
        return tuple(number * self.beat for number in range(4 * self.bars + 2 * self.half + 1))

    @property
    def downbeats(self) -> tuple[float, ...]:
        """Seconds at which the bars begin; the last chord is one too."""
        return (*(number * self.bar for number in range(self.bars + self.half)), self.end)


def plan(duration: float, tempo: int, cuts: Sequence[float]) -> Form:
    beat, halves = _grid(duration, tempo, cuts)
    bars, odd = divmod(halves, 2)
    return Form(
        beat=beat,
        bars=bars,
        half=bool(odd),
        sections=_sections(bars, 4 * beat, cuts),
        end=2 * halves * beat,
        duration=duration,
    )


def _grid(duration: float, tempo: int, cuts: Sequence[float]) -> tuple[float, int]:
    """Length of a beat, and the number of half bars before the last chord, which gets 1.4 to 3 s to ring."""
    wanted = 60 / min(max(tempo, 50), 180)
    best = (float("inf"), wanted, 1)
    shortest, longest = min(1.4, 0.35 * duration), min(3.0, 0.5 * duration)
    for ring in np.linspace(shortest, longest, 25):
        guess = (duration - ring) / (2 * wanted)
        for halves in {max(1, int(guess)), max(1, int(guess) + 1)}:
            beat = (duration - float(ring)) / (2 * halves)
            strain = abs(float(np.log(beat / wanted)))
            cost = 2 * strain + (10 * (strain - STRETCH) if strain > STRETCH else 0) + _misses(beat, cuts)
            best = min(best, (cost, beat, halves))
    return best[1], best[2]


def _misses(beat: float, cuts: Sequence[float]) -> float:
    """0 where every cut falls on a bar line, about 0.25 where they fall anywhere."""
    if not len(cuts):
        return 0.0
    beats = np.asarray(cuts, float) / beat
    from_beat = np.abs(beats - np.rint(beats))
    from_bar = np.abs(beats / 4 - np.rint(beats / 4)) * 4
    return float(np.mean(np.minimum(from_beat + 0.1, from_bar)))


def _sections(bars: int, bar: float, cuts: Sequence[float]) -> tuple[Section, ...]:
    kinds = _outline(bars)
    total = sum(weight for _, weight in kinds)
    edges, passed = [0], 0.0
    for _, weight in kinds[:-1]:
        passed += weight
        edges.append(_snapped(passed / total * bars, edges[-1] + 1, bars - 1, bar, cuts))
    edges.append(bars)
    energies = {"intro": 0.4, "verse": 0.55, "lift": 0.85, "break": 0.4, "final": 1.0}
    return tuple(
        Section(kind, first, last - first, energies[kind])
        for (kind, _), first, last in zip(kinds, edges[:-1], edges[1:], strict=True)
        if last > first
    )


def _outline(bars: int) -> list[tuple[str, float]]:
    """Kinds of section with their lengths in bars, before they are fitted to the piece."""
    if bars <= 2:
        return [("verse", 1.0)]
    if bars <= 5:
        return [("intro", 1), ("lift", 2)]
    if bars <= 9:
        return [("intro", 1), ("verse", 2), ("lift", 3)]
    if bars <= 17:
        return [("intro", 2), ("verse", 4), ("lift", 4), ("final", 4)]
    if bars <= 36:
        return [("intro", 3), ("verse", 6), ("lift", 6), ("break", 3), ("final", 6)]
    rounds = max(1, round((bars - 14) / 24))
    middle = [("verse", 8.0), ("lift", 8.0), ("verse", 4.0), ("break", 4.0)] * rounds
    return [("intro", 4.0), *middle, ("final", 10.0)]


def _snapped(ideal: float, low: int, high: int, bar: float, cuts: Sequence[float]) -> int:
    """The bar line near `ideal` that is best met by a cut; even ones a little better."""
    around = range(max(low, int(ideal) - 2), min(high, int(ideal) + 3) + 1)

    def cost(line: int) -> float:
        off = min((abs(line * bar - float(cut)) / bar for cut in cuts), default=0.0)
        return 0.35 * abs(line - ideal) + min(off, 1.0) + 0.15 * (line % 2)

    return min(around, key=cost, default=min(max(low, round(ideal)), max(low, high)))
