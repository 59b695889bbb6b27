"""Who turns a timeline into a file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from spotworks.domain.base import Frozen
from spotworks.domain.generation import Codec, Profile
from spotworks.domain.segments import Segment
from spotworks.domain.timeline import Timeline


class Rendered(Frozen):
    """encoder: what was used, in words; fallback: True if the first settings failed and others made it.

    notes: what could not be had, in words (a loudness out of reach).
    """

    frames: int
    seconds: float
    cpu_seconds: float
    encoder: str
    fallback: bool = False
    resumed_from: tuple[str, ...] = ()
    peak_rss_mb: int = 0
    notes: tuple[str, ...] = ()


class RenderPart(Frozen):
    """One segment of a render, which is a checkpoint by itself.

    name: of its file, "part-{address}.mp4" or .mov; the address is of what it shows: equal names are equal pictures,
    whichever timeline they belong to.
    """

    name: str
    segment: Segment


class Renderer(Protocol):
    """Timeline in, MP4 out (a .mov for the profile "mezzanine")."""

    def parts(self, timeline: Timeline, *, profile: Profile, codec: Codec = "h264") -> Sequence[RenderPart]:
        """The checkpoints that hold pictures, in order."""
        ...

    def render_part(
        self,
        timeline: Timeline,
        number: int,
        *,
        profile: Profile,
        media: Path,
        out: Path,
        codec: Codec = "h264",
    ) -> Rendered:
        """Writes one of `parts`, by its number, whole or not at all: the same picture as `render` makes of it.

        media: as for `render`; only files that the part shows need to be there. Raises as `render` does.
        """
        ...

    def render(
        self,
        timeline: Timeline,
        *,
        profile: Profile,
        media: Path,
        out: Path,
        checkpoints: Path,
        codec: Codec = "h264",
        progress: Callable[[float], None] = lambda _: None,
    ) -> Rendered:
        """Writes `out` whole or not at all.

        media: a folder in which each key of the timeline is a file under the same relative path.
        checkpoints: a folder that outlives a killed run; "audio.m4a" and those that `parts` names, found there
        and complete, are used instead of being made again, and are put there when made.
        progress: called with 0.0 to 1.0.
        Raises RenderFailed, DiskFull, ToolMissing.
        """
        ...
