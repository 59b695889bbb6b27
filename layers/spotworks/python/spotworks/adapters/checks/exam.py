"""A video under examination, and what a check is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

from spotworks.adapters.checks.decoding import Readings
from spotworks.adapters.checks.seeing import Interval
from spotworks.adapters.media.probe import Facts
from spotworks.domain.generation import Profile
from spotworks.domain.quality import Check, Exhibits
from spotworks.domain.timeline import Loudness, Timeline
from spotworks.errors import SpotworksError

Need = Literal["timeline", "target", "placement", "thumbnail", "photos", "voice"]
Lettered = tuple[int, npt.NDArray[np.uint8], npt.NDArray[np.uint8]]  # a frame, its luma, its letters; both small
T = TypeVar("T")

NEEDED = {
    "timeline": "a timeline", "target": "a timeline or a placement", "placement": "a placement",
    "thumbnail": "a thumbnail", "photos": "a timeline and the photos", "voice": "a timeline and the files of its voice",
}  # fmt: skip


@dataclass(frozen=True)
class Exam:
    """facts, readings and letters raise what kept them from being answered.

    timeline: None for a video that nobody planned here.
    """

    timeline: Timeline | None
    profile: Profile
    beside: Exhibits
    facts: Callable[[], Facts]
    readings: Callable[[], Readings]
    letters: Callable[[], list[Lettered]]

    @property
    def edit(self) -> Timeline:
        assert self.timeline is not None
        return self.timeline

    @property
    def target(self) -> Loudness | None:
        if self.timeline is not None:
            return self.timeline.loudness
        if self.beside.placement is not None:
            return self.beside.placement.loudness(self.facts().seconds)
        return None

    def has(self, need: Need) -> bool:
        match need:
            case "timeline":
                return self.timeline is not None
            case "target":
                return self.timeline is not None or self.beside.placement is not None
            case "placement":
                return self.beside.placement is not None
            case "thumbnail":
                return self.beside.thumbnail is not None
            case "photos":
                return self.timeline is not None and bool(self.beside.heroes)
            case "voice":
                return self.timeline is not None and (self.beside.voice is not None or not self.timeline.voice)


@dataclass(frozen=True)
class Finding:
    """measured: in words with units; at: see domain.quality.Check."""

    passed: bool
    measured: str
    at: float | None = None


@dataclass(frozen=True)
class Rule:
    """One check. wanted: in words; needs: without which it is left out."""

    name: str
    wanted: str | Callable[[Exam], str]
    find: Callable[[Exam], Finding]
    needs: Need | None = None

    def check(self, exam: Exam) -> Check:
        """What could not be measured has not passed."""
        wanted = ""
        try:
            wanted = self.wanted if isinstance(self.wanted, str) else self.wanted(exam)
            found = self.find(exam)
        except (SpotworksError, OSError) as error:
            found = Finding(False, f"could not measure: {error}")
        return Check(name=self.name, passed=found.passed, measured=found.measured, wanted=wanted, at=found.at)


def once(measure: Callable[[], T]) -> Callable[[], T]:
    """Measures at the first question; a failure is an answer too, given again to every question."""
    kept: list[T | SpotworksError | OSError] = []

    def answer() -> T:
        if not kept:
            try:
                kept.append(measure())
            except (SpotworksError, OSError) as error:
                kept.append(error)
        if isinstance(kept[0], (SpotworksError, OSError)):
            raise kept[0]
        return kept[0]

    return answer


def equal(found: object, wanted: object, unit: str = "") -> Finding:
    return Finding(found == wanted, f"{found or 'none'} {unit}".strip())


def told(what: str, found: Sequence[Interval]) -> Finding:
    """Passed if nothing was found; else where, at most five of them."""
    spans = ", ".join(f"{start:.1f}-{end:.1f} s" for start, end in found[:5])
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return Finding(not found, f"{what}: {spans}{more}" if found else "none", found[0][0] if found else None)


def seconds(frames: int, fps: Fraction) -> float:
    return float(frames / fps)


def overlap(span: Interval, others: Sequence[Interval]) -> float:
    """Seconds of a span that lie in others, which do not overlap each other."""
    return sum(max(0.0, min(span[1], b) - max(span[0], a)) for a, b in others)


def joined(spans: Sequence[Interval]) -> list[Interval]:
    """Overlapping intervals made one."""
    found: list[Interval] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
