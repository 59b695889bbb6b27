"""A job: its state, which only moves forward, and the events that tell its story."""

from datetime import date
from decimal import Decimal
from typing import Literal

from spotworks.domain.base import Frozen, Usd

Status = Literal["queued", "running", "awaiting_approval", "completed", "failed", "cancelled", "interrupted"]
UNTITLED = "Untitled"  # until the screenplay has found a title
ENDED: frozenset[str] = frozenset({"completed", "failed", "cancelled", "interrupted"})
RETRIABLE: frozenset[str] = frozenset({"failed", "cancelled", "interrupted"})

Phase = Literal[
    "queued",
    "admission",
    "research",
    "strategy",
    "screenplay",
    "storyboard",
    "media",
    "captions",
    "timeline",
    "render",
    "quality",
    "settlement",
    "done",
]

# Progress at which a phase begins; the last is the end. Shares follow measured wall time.
PHASE_START: dict[str, int] = {
    "queued": 0,
    "admission": 1,
    "research": 3,
    "strategy": 6,
    "screenplay": 8,
    "storyboard": 10,
    "media": 12,
    "captions": 50,
    "timeline": 53,
    "render": 58,
    "quality": 90,
    "settlement": 97,
    "done": 100,
}


class Failure(Frozen):
    """category: "input", "budget", "script", "picture", "voice", "music", "video", "render", "quality", "system";
    "person" for a gate that somebody closed.

    field: the input at fault, as the brief names it ("reference_assets"), or None.
    """

    category: str
    stage: str
    error: str
    message: str
    field: str | None = None


class Pick(Frozen):
    """The concept that a person chose at its gate. number: from 1, 0 for the only one; reason: theirs, or ""."""

    number: int = 0
    reason: str = ""


class Job(Frozen):
    """One video in the making. Times are ISO 8601 UTC.

    attempt: 1, then one more for each retry; group: the video ids of all variations of one request.
    steps: how many generations the media phase holds; made: the names of the waits that have ended with one.
    gate: the approval that is waited for, or "".
    pick: what was chosen at the concept gate; concepts: how many were asked for there in all, 0 for the brief's.
    offer_ends: the last day of what the finished video offers first, in UTC.
    fresh: whether it uses nothing that was kept before it was created: see domain.caches.
    creative: the video that this is an iteration of, "" for itself; parent: the video that was revised, or "";
    revisions: of a creative, the videos that are its iterations 2, 3, ...
    """

    schema_version: int = 1
    tenant: str
    video_id: str
    title: str
    status: Status = "queued"
    phase: Phase = "queued"
    progress: int = 0
    attempt: int = 1
    created: str
    updated: str
    request_id: str = ""
    group: tuple[str, ...] = ()
    variation: int = 0
    creative: str = ""
    iteration: int = 1
    parent: str = ""
    revisions: tuple[str, ...] = ()
    execution: str = ""
    scenes: int = 0
    chunks: int = 0
    steps: int = 0
    made: tuple[str, ...] = ()
    cost_usd: Usd = Decimal(0)
    gate: str = ""
    approved: tuple[str, ...] = ()
    pick: Pick | None = None
    concepts: int = 0
    offer_ends: date | None = None
    fresh: bool = False
    failure: Failure | None = None
    preview_key: str = ""
    video_key: str = ""
    seq: int = 0
    version: int = 0

    @property
    def creative_id(self) -> str:
        return self.creative or self.video_id

    @property
    def chunks_done(self) -> int:
        return sum(name.startswith("clip#") for name in self.made)


class Event(Frozen):
    """One step of a job's story, replayed to a client that reconnects.

    seq: 1, 2, 3, ... within the job; scene: index or None; at: ISO 8601 UTC.
    """

    seq: int
    at: str
    status: Status
    phase: Phase
    progress: int
    message: str
    scene: int | None = None
    reused: bool = False
