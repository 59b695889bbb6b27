"""What the checker is shown, and what it found."""

from pathlib import Path

from spotworks.domain.base import Frozen
from spotworks.domain.placement import Placement
from spotworks.domain.research import Box


class Hero(Frozen):
    """A photo that the video is to show. path: on local disk; focus: its subject; frames: one of each of its scenes."""

    path: Path
    focus: Box
    frames: tuple[int, ...]


class Exhibits(Frozen):
    """What lies beside a video for its examination; what is missing leaves its checks out.

    voice: the folder in which the files of the timeline's voice lie, by their keys.
    """

    placement: Placement | None = None
    thumbnail: Path | None = None
    heroes: tuple[Hero, ...] = ()
    voice: Path | None = None


ALONE = Exhibits()


class Check(Frozen):
    """One measurement against its limit, both in words with units ("-14.2 LUFS", "-14 +-1 LUFS").

    A meter that could not measure reports passed=False and says so in `measured`.
    at: seconds from the start at which the worst of it is seen or heard, if it has a place.
    """

    name: str
    passed: bool
    measured: str
    wanted: str
    at: float | None = None


class QualityReport(Frozen):
    """left_out: checks that could not apply, each with what it would need ("hero: needs photos").

    notes: how it was measured ("24 of 900 frames were looked at in full size").
    """

    schema_version: int = 1
    checks: tuple[Check, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Nothing measured is not a pass."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed)
