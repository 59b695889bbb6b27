"""When each word of a spoken line is heard."""

from collections.abc import Sequence
from fractions import Fraction

from spotworks.adapters.local.sound.dynamics import HOP
from spotworks.adapters.local.sound.signal import RATE
from spotworks.domain.sound import Word
from spotworks.domain.speech import Part
from spotworks.domain.writing import joined

_LATEST = round(0.09 * RATE / HOP)  # a stop consonant is silent this long before it bursts


def onsets(starts: Sequence[int | None], events: Sequence[tuple[int, int]], total: int) -> list[int | None]:
    """Sample at which each part begins, after espeak-ng's (character, sample) events.

    A word that has no event of its own (espeak-ng says "of the" as one) gets its share of the gap.
    """
    spoken = [(index, start) for index, start in enumerate(starts) if start is not None]
    edges = [start for _, start in spoken[1:]] + [1 << 30]
    known: list[int | None] = []
    for (_, start), end in zip(spoken, edges, strict=True):
        known.append(min((sample for character, sample in events if start <= character < end), default=None))
    filled = _interpolated(known, total)
    out: list[int | None] = [None] * len(starts)
    for (index, _), sample in zip(spoken, filled, strict=True):
        out[index] = sample
    return out


def _interpolated(known: Sequence[int | None], total: int) -> list[int]:
    filled: list[int] = []
    for index, sample in enumerate(known):
        if sample is not None:
            filled.append(max(sample, filled[-1] if filled else 0))
            continue
        before = filled[-1] if filled else 0
        ahead = [(i, s) for i, s in enumerate(known) if i > index and s is not None]
        last, after = ahead[0] if ahead else (len(known), total)
        filled.append(before + max(after - before, 0) // (last - index + 1))
    return filled


def words(parts: Sequence[Part], onset: Sequence[int | None], active: Sequence[bool]) -> tuple[Word, ...]:
    """Words with times from the start of the file. What is not a word itself goes with the one before it.

    onset: samples in the finished file; active: for each HOP of it whether something is heard.
    """
    texts: list[str] = []
    begins: list[int] = []
    waiting = ""
    for part, sample in zip(parts, onset, strict=True):
        if sample is not None:
            texts.append(f"{waiting}{part.written}")
            begins.append(max(0, sample) // HOP)
            waiting = ""
        elif texts:
            texts[-1] = joined((texts[-1], part.written))
        else:
            waiting += f"{part.written} "
    # Strictly rising, whatever the events said.
    for index in range(1, len(begins)):
        begins[index] = max(begins[index], begins[index - 1] + 2)
    limits = [*begins[1:], len(active)]
    return tuple(_word(*each, active) for each in zip(texts, begins, limits, strict=True))


def _word(text: str, begin: int, limit: int, active: Sequence[bool]) -> Word:
    heard = [hop for hop in range(begin, min(limit, len(active))) if active[hop]]
    first = heard[0] if heard and heard[0] - begin <= _LATEST else begin
    last = max(heard[-1] + 1 if heard else limit, first + 1)
    return Word(text=text, start=Fraction(first * HOP, RATE), end=Fraction(last * HOP, RATE))
