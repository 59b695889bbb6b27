"""What the stages need from the world, as Protocols. Adapters satisfy them; `wiring` chooses which.

Every method may raise the errors of `spotworks.errors`; those named in a docstring are the ones
that a caller handles.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.brief import Brief
from spotworks.domain.generation import GenerationRequest, Profile
from spotworks.domain.job import Event, Job
from spotworks.domain.quality import QualityReport
from spotworks.domain.research import Box, Palette, References, Research
from spotworks.domain.screenplay import Screenplay, ScreenText, Strategy
from spotworks.domain.timeline import Timeline


class Files(Protocol):
    """One bucket. Keys are plain strings without a leading slash."""

    def read(self, key: str) -> bytes:
        """Raises NotFound."""
        ...

    def write(
        self, key: str, body: bytes, *, content_type: str = "application/octet-stream",
        metadata: dict[str, str] | None = None,
    ) -> None: ...  # fmt: skip

    def exists(self, key: str) -> bool: ...

    def size(self, key: str) -> int:
        """Bytes. Raises NotFound."""
        ...

    def download(self, key: str, to: Path) -> None:
        """Raises NotFound."""
        ...

    def upload(
        self, path: Path, key: str, *, content_type: str, metadata: dict[str, str] | None = None
    ) -> None: ...

    def copy(
        self, key: str, to_bucket: str, to_key: str, *, content_type: str, metadata: dict[str, str] | None = None
    ) -> None:
        """A copy without passing through this process. Raises NotFound."""
        ...

    def delete(self, keys: Iterable[str]) -> None: ...

    def list(self, prefix: str) -> Sequence[str]: ...

    def url(self, key: str, *, seconds: int = 3600, filename: str | None = None) -> str:
        """A presigned GET; with `filename` the browser saves instead of showing."""
        ...

    def upload_form(self, key: str, *, content_type: str, max_bytes: int, seconds: int = 300) -> dict[str, Any]:
        """A presigned POST: {"url", "fields"}."""
        ...


class Product(Frozen):
    """What a maker hands over at once. suffix begins with a dot; note: for the report, for people."""

    content: bytes
    suffix: str
    content_type: str
    model: str
    cost_usd: Usd = Decimal(0)
    note: str = ""


class Ticket(Frozen):
    """A vendor's promise: the result is fetched later by its id."""

    model: str
    provider_job: str


class Maker(Protocol):
    """Makes one kind of thing for one model; one per vendor and kind, the local ones included.

    Deterministic for a given request where the vendor allows it. Files that belong to a product
    (the WAVs of a Voice document) are written to the work bucket by the maker, content-addressed.
    """

    def make(self, request: Any) -> Product | Ticket: ...


class Writer(Protocol):
    """Plans a video."""

    def strategy(self, brief: Brief, research: Research | None, references: References) -> Strategy: ...

    def screenplay(
        self, brief: Brief, research: Research | None, references: References, strategy: Strategy, *, seed: int
    ) -> Screenplay: ...


class Researcher(Protocol):
    def research(self, url: str) -> Research:
        """Raises ResearchFailed, naming the field "url"."""
        ...


class Picture(Frozen):
    """A checked picture: upright, sRGB, re-encoded (JPEG, or PNG where it has transparency)."""

    content: bytes
    suffix: str
    content_type: str
    width: int
    height: int
    focus: Box
    has_alpha: bool


class Intake(Protocol):
    """Looks at what came from outside before anything else does."""

    def verify(self, content: bytes, *, name: str = "image") -> tuple[int, int]:
        """Width and height of a picture that decodes whole and within the limits; cheap enough for the API.

        Raises AssetRejected.
        """
        ...

    def check(self, content: bytes, *, name: str = "image") -> Picture:
        """Raises AssetRejected, saying what is wrong and what to send instead."""
        ...

    def palette(self, picture: bytes) -> Palette:
        """Colours for the whole video from its hero photo."""
        ...


class OverlayImage(Frozen):
    """A transparent PNG and where its top left stands on the canvas, in pixels."""

    content: bytes
    x: int
    y: int
    width: int
    height: int


class Artist(Protocol):
    """Draws what is not a scene's picture: words over it, the sheet, the thumbnail."""

    def overlays(
        self, text: ScreenText, *, layout: str, palette: Palette, width: int, height: int, brand: str
    ) -> Sequence[OverlayImage]:
        """Layers in the order in which they enter; empty if the text is."""
        ...

    def sheet(self, screenplay: Screenplay, pictures: Sequence[bytes]) -> bytes:
        """storyboard.png: the scenes with their pictures and lines."""
        ...

    def thumbnail(self, screenplay: Screenplay, pictures: Sequence[bytes], *, width: int, height: int) -> bytes:
        """thumbnail.jpg at the canvas size."""
        ...


class Rendered(Frozen):
    """encoder: what was used, in words; fallback: True if the first settings failed and others made it."""

    frames: int
    seconds: float
    cpu_seconds: float
    encoder: str
    fallback: bool = False
    resumed_from: tuple[str, ...] = ()
    peak_rss_mb: int = 0


class Renderer(Protocol):
    """Timeline in, MP4 out."""

    def render(
        self,
        timeline: Timeline,
        *,
        profile: Profile,
        media: Path,
        out: Path,
        checkpoints: Path,
        progress: Callable[[float], None] = lambda _: None,
    ) -> Rendered:
        """Writes `out` whole or not at all.

        media: a folder in which each key of the timeline is a file under the same relative path.
        checkpoints: a folder that outlives a killed run; "audio.m4a" and "video.mp4" found there
        and complete are used instead of being made again, and are put there when made.
        progress: called with 0.0 to 1.0.
        Raises RenderFailed, DiskFull, ToolMissing.
        """
        ...


class Checker(Protocol):
    def check(self, video: Path, timeline: Timeline, *, profile: Profile) -> QualityReport:
        """Measures a finished file. A meter that fails is a failed check, never an exception."""
        ...


class Prober(Protocol):
    def sound_seconds(self, content: bytes) -> float | None:
        """Length of a sound file, or None if it does not decode."""
        ...

    def picture_size(self, content: bytes) -> tuple[int, int] | None:
        """Width and height, or None if it does not decode."""
        ...


class Jobs(Protocol):
    """Jobs and their events in the table. No scans; versions are optimistic; states move forward only."""

    def create(self, job: Job) -> bool:
        """False if a job of that id exists already."""
        ...

    def get(self, tenant: str, video_id: str) -> Job:
        """Raises NotFound, also for another tenant's."""
        ...

    def list(self, tenant: str, *, limit: int = 50, before: str = "") -> Sequence[Job]:
        """Newest first. before: the `created` of the last one seen."""
        ...

    def update(self, tenant: str, video_id: str, change: Callable[[Job], Job]) -> Job:
        """Read, change, write if nobody else wrote in between; again if so."""
        ...

    def record(self, tenant: str, video_id: str, change: Callable[[Job], Job], message: str, **about: Any) -> Job:
        """`update`, and the event that tells of it, in one transaction. about: fields of Event."""
        ...

    def events(self, tenant: str, video_id: str, *, after: int = 0) -> Sequence[Event]: ...

    def delete(self, tenant: str, video_id: str) -> None: ...

    def once(self, tenant: str, key: str, fingerprint: str, value: dict[str, Any]) -> dict[str, Any]:
        """Stores value under an idempotency key, or returns what is stored there.

        Raises Conflict if it is stored with another fingerprint.
        """
        ...


class Reservation(Frozen):
    """Money held for one job. state: "HELD", "SETTLED" or "RELEASED"."""

    tenant: str
    video_id: str
    amount: Usd
    state: str
    spent: Usd = Decimal(0)
    expires: str


class Spend(Frozen):
    """One line of the ledger."""

    tenant: str
    video_id: str
    what: str
    model: str
    amount: Usd
    at: str


class Ledger(Protocol):
    """Reserve, spend, settle. A repeated call changes nothing."""

    def reserve(self, tenant: str, video_id: str, amount: Decimal, *, cap: Decimal) -> Reservation:
        """Raises BudgetExceeded if the job's cap or the tenant's would be passed."""
        ...

    def spend(self, tenant: str, video_id: str, spend_id: str, what: str, model: str, amount: Decimal) -> None:
        """Writes a line once per spend_id. Raises BudgetExceeded beyond the reservation."""
        ...

    def settle(self, tenant: str, video_id: str) -> Decimal:
        """Releases what is left, returns what was spent."""
        ...

    def release(self, tenant: str, video_id: str) -> Decimal:
        """As settle, for a job that failed: what was spent stays spent."""
        ...

    def spends(self, tenant: str, video_id: str) -> Sequence[Spend]: ...


class Wait(Frozen):
    """A state of a running execution that waits for something to end.

    wait_id: made from the job and what is waited for; token: Step Functions' task token.
    """

    wait_id: str
    tenant: str
    video_id: str
    kind: str
    token: str
    address: str = ""
    ticket: str = ""
    request: GenerationRequest | None = None
    request_id: str = ""
    scene: int | None = None


class Waits(Protocol):
    def open(self, wait: Wait) -> None:
        """Records a wait as PENDING, replacing an older token of the same wait_id."""
        ...

    def close(self, wait_id: str, token: str | None = None) -> Wait | None:
        """PENDING to DONE by a conditional write; None if it was closed before.

        With `token`, only if that is still the wait's own.
        """
        ...

    def pending(self, tenant: str, video_id: str) -> Sequence[Wait]: ...


class Tokens(Protocol):
    """Step Functions' callback. A token that is gone (timed out, cancelled) is no error."""

    def succeed(self, token: str, output: dict[str, Any]) -> None: ...

    def fail(self, token: str, error: str, cause: str) -> None: ...

    def heartbeat(self, token: str) -> bool:
        """False if nobody waits any more, so that the work can stop."""
        ...


class Machine(Protocol):
    """The state machine."""

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """The execution's ARN; the same name again gives the same execution."""
        ...

    def stop(self, execution: str, cause: str) -> None: ...


class RenderQueue(Protocol):
    """Batch."""

    def submit(self, name: str, environment: dict[str, str]) -> str:
        """The job's id."""
        ...


class Announcer(Protocol):
    def announce(self, event: str, detail: dict[str, Any]) -> None:
        """Tells the world ("SpotFinished", "SpotFailed")."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
        ...
