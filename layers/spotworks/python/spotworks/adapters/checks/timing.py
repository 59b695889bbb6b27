"""Whether captions begin when words do, by the voice as the timeline has it, found again in the finished sound.

What rises in the sound may be music or an effect; the voice alone tells when a phrase begins, and its own shape where
it lies under all the rest.
"""

import contextlib
import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from spotworks.adapters.checks.exam import Exam, Finding, Rule
from spotworks.adapters.checks.hearing import BLOCK, HOPS, THIN, Floats, levels, thinned
from spotworks.adapters.media.bs1770 import RATE
from spotworks.adapters.media.buses import Bus, placed
from spotworks.domain.captions import Captions
from spotworks.domain.timeline import Timeline

MOST_DRIFT = 0.2  # seconds
_PAUSE = Fraction(15, 100)  # seconds before a word that make its onset an onset
_REACH = 0.6  # seconds to either side in which a phrase is looked for
_LEAD, _HEARD = 0.3, 1.7  # seconds before and after an onset by which it is known again
_DEPTH = 30.0  # dB under the loud parts of a voice, below which nobody speaks
_BREATH, _SHORT = 15, 8  # hops of silence before an onset; short ones are inside phrases, longer than in a "p"
_NEAR = 0.05  # seconds from where it should be: so near a short one counts as much
_LIKE = 0.25  # of 1: less alike than this, and the voice is not there


def _drift(exam: Exam) -> Finding:
    """Most phrases have to be off: a word may be breathed long before it is heard."""
    timeline, beside = exam.edit, exam.beside.voice
    starts = onsets(timeline.captions)
    if beside is None or not timeline.voice or not starts:
        return Finding(True, "no voice")
    heard = exam.readings().heard
    if heard is None:
        return Finding(False, "no sound")
    found = drifts(starts, *voice_alone(timeline, beside), heard.thin)
    lost = [at for at, drift in found if drift is None]
    known = [(at, drift) for at, drift in found if drift is not None]
    off = len(lost) + sum(abs(drift) >= MOST_DRIFT for _, drift in known)
    passed = 2 * off <= len(found) and off < len(found)
    if lost and not passed:
        return Finding(False, f"no voice is heard near {lost[0]:.1f} s; by {len(starts)} phrases", lost[0])
    at, worst = max(known, key=lambda pair: abs(pair[1]))
    told = f"captions up to {abs(worst) * 1000:.0f} ms {'late' if worst < 0 else 'early'}"
    return Finding(passed, f"{told}, near {at:.1f} s; by {len(starts)} phrases", at)


def onsets(captions: Captions) -> list[float]:
    """Seconds at which words begin after a pause."""
    words = [word for cue in captions.cues for word in cue.words]
    after = [words[0].start] if words else []
    after += [word.start for before, word in itertools.pairwise(words) if word.start - before.end >= _PAUSE]
    return [float(start) for start in after]


def voice_alone(timeline: Timeline, folder: Path) -> tuple[Floats, Floats]:
    """The voice without the rest, as `hearing.thinned` and `hearing.levels` have it. Raises RenderFailed."""
    clips = [placed(clip, timeline) for clip in timeline.voice]
    parts: list[tuple[Floats, Floats]] = []
    with contextlib.closing(Bus(clips, folder, "voice")) as bus:
        for count in _blocks(round(timeline.seconds * RATE)):
            mono = bus.read(count).mean(axis=0)
            parts.append((thinned(mono), levels(mono)))
    thin, level = zip(*parts, strict=True)
    return np.concatenate(thin), np.concatenate(level)


def _blocks(samples: int) -> Iterator[int]:
    for first in range(0, samples, BLOCK):
        yield min(BLOCK, samples - first)


def drifts(
    starts: Sequence[float], voice: Floats, level: Floats, heard: Floats
) -> list[tuple[float, float | None]]:  # fmt: skip
    """For each onset: when, and seconds by which the word comes later than said; None where it is not heard.

    voice, heard: the voice alone and the whole sound, thinned; level: of the voice alone.
    """
    speaks = level > np.percentile(level, 99) - _DEPTH
    phrases, words = (_begun(speaks, breath) for breath in (_BREATH, _SHORT))
    found: list[tuple[float, float | None]] = []
    for start in starts:
        tries = ((words, _NEAR), (phrases, _REACH), (words, _REACH))
        begins = next((at for spoken, reach in tries if (at := _nearest(spoken, start, reach)) is not None), None)
        late = None if begins is None else lag(voice, heard, begins)
        found.append((start, None if begins is None or late is None else begins - start + late))
    return found


def _begun(speaks: npt.NDArray[np.bool_], breath: int) -> Floats:
    """Seconds at which somebody speaks after so many hops of silence."""
    spoken = np.flatnonzero(speaks)
    rest = np.diff(spoken, prepend=-breath - 1)
    return np.asarray(spoken[rest > breath] / HOPS)


def _nearest(spoken: Floats, start: float, reach: float) -> float | None:
    near = spoken[np.abs(spoken - start) <= reach]
    return float(near[np.abs(near - start).argmin()]) if near.size else None


def lag(voice: Floats, heard: Floats, at: float) -> float | None:
    """Seconds by which what is said from `at` on comes later in the whole sound; None if it is not in it."""
    first, last = round((at - _LEAD) * THIN), round((at + _HEARD) * THIN)
    reach = round(_REACH * THIN)
    said = _piece(voice, first, last)
    sound = _piece(heard, first - reach, last + reach)
    size = 1 << (sound.size + said.size).bit_length()
    alike = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(said, size)), size)[: 2 * reach + 1]
    power = np.concatenate(([0.0], np.cumsum(np.square(sound))))
    energy = power[said.size :] - power[: -said.size]
    score = alike / np.sqrt(np.maximum(energy * float(np.square(said).sum()), 1e-12))
    best = int(score.argmax())
    return (best - reach) / THIN if score[best] >= _LIKE else None


def _piece(sound: Floats, first: int, last: int) -> npt.NDArray[np.float64]:
    """With silence for what lies beyond the ends; low tones, which are music's, weigh less."""
    inside = sound[max(0, first) : max(0, last)].astype(np.float64)
    padded = np.pad(inside, (max(0, -first), max(0, last - max(0, first) - inside.size)))
    return np.diff(padded, prepend=padded[:1])


RULES = (Rule("caption drift", f"under {MOST_DRIFT * 1000:.0f} ms", _drift, "voice"),)
