"""The different pictures that an ASS text makes: most frames show the same letters as the frame before.

A text in which they stand far apart in time lets libass draw each of them once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spotworks.domain.subtitles.substation import centis
from spotworks.domain.subtitles.text import GRID

_EVENT = re.compile(r"Dialogue: (\d+),([\d:.]+),([\d:.]+),(.*)")
_CHANGE = re.compile(r"\\t\(\d+,(\d+),")
_APART = 2  # seconds between one look and the first event of the next, at least
_STEP = 1000 // GRID  # milliseconds


@dataclass(frozen=True)
class Looks:
    """text: ASS that shows look k at (k + 1) * apart seconds; of_frame: the look of each frame, None for nothing."""

    text: str
    apart: int
    of_frame: tuple[int | None, ...]

    @property
    def count(self) -> int:
        return 1 + max((look for look in self.of_frame if look is not None), default=-1)


@dataclass(frozen=True)
class _Event:
    """start, end: milliseconds; settles: after so many it looks the same to its end."""

    layer: str
    start: int
    end: int
    rest: str
    settles: int

    def seen(self, now: int) -> int | None:
        """How far it has come, as far as one sees it; None while it is not shown."""
        return min(now - self.start, self.settles) if self.start <= now < self.end else None

    def moved(self, seen: int, to: int) -> str:
        """to: hundredths of a second at which it has come so far."""
        start, end = (centis(Fraction(at, GRID)) for at in (to - seen // _STEP, to + GRID))
        return f"Dialogue: {self.layer},{start},{end},{self.rest}"


def looks(text: str, fps: Fraction, frames: range) -> Looks:
    """text: as `ass` writes it; frames: numbers of the whole video's frames, rising."""
    lines = text.splitlines()
    events = [_event(match) for match in map(_EVENT.fullmatch, lines) if match]
    found: dict[Sequence[tuple[int, int]], int] = {}
    of_frame: list[int | None] = []
    ended = 0  # events before this one are over: they stand in the order of their times
    for number in frames:
        now = int(number * 1000 / fps)
        while ended < len(events) and events[ended].end <= now:
            ended += 1
        shown = tuple(
            (index, seen)
            for index in range(ended, len(events))
            if events[index].start <= now and (seen := events[index].seen(now)) is not None
        )
        of_frame.append(found.setdefault(shown, len(found)) if shown else None)
    longest = max((seen for shown in found for _, seen in shown), default=0)
    apart = _APART + 1 + longest // 1000
    moved = [
        events[index].moved(seen, (look + 1) * apart * GRID) for shown, look in found.items() for index, seen in shown
    ]
    header = [line for line in lines if not line.startswith("Dialogue:")]
    return Looks("\n".join([*header, *moved, ""]), apart, tuple(of_frame))


def _event(match: re.Match[str]) -> _Event:
    layer, first, last, rest = match.groups()
    start, end = _milliseconds(first), _milliseconds(last)
    changes = [int(until) for until in _CHANGE.findall(rest)]
    sung = r"\k" in rest
    return _Event(layer, start, end, rest, end - start if sung else max(changes, default=0))


def _milliseconds(time: str) -> int:
    hours, minutes, seconds = time.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)
