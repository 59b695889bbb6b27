"""What the stages need from the world, as Protocols. Adapters satisfy them; `wiring` chooses which.

Every method may raise the errors of `spotworks.errors`; those named in a docstring are the ones
that a caller handles.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from spotworks.domain.base import Bounds, Frozen, Seconds, Usd
from spotworks.domain.brand import Margins
from spotworks.domain.brief import Brief
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Drawing
from spotworks.domain.generation import Codec, Profile
from spotworks.domain.job import Event, Job
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.provenance import Chain
from spotworks.domain.quality import ALONE, Exhibits, QualityReport
from spotworks.domain.reframing import CropPath
from spotworks.domain.research import Box, Palette, References, Research
from spotworks.domain.screenplay import Screenplay, ScreenText, Strategy
from spotworks.domain.script import Script
from spotworks.domain.segments import Segment
from spotworks.domain.sound import SoundFacts, Word
from spotworks.domain.timeline import Timeline


class Files(Protocol):
    """One bucket. Keys are plain strings without a leading slash."""

    def read(self, key: str) -> bytes:
        """Raises NotFound."""
        ...

    def read_many(self, keys: Sequence[str]) -> Sequence[bytes | None]:
        """Several at once, in their order; None for what is not there."""
        ...

    def write(
        self,
        key: str,
        body: bytes,
        *,
        content_type: str = "application/octet-stream",
        metadata: dict[str, str] | None = None,
    ) -> None: ...

    def exists(self, key: str) -> bool: ...

    def size(self, key: str) -> int:
        """Bytes. Raises NotFound."""
        ...

    def etag(self, key: str) -> str:
        """Another content, another tag. Raises NotFound."""
        ...

    def metadata(self, key: str) -> dict[str, str]:
        """What its owner wrote beside it; names in lower case. Raises NotFound."""
        ...

    def download(self, key: str, to: Path) -> None:
        """Raises NotFound."""
        ...

    def download_many(self, files: Mapping[str, Path]) -> None:
        """Several at once, by their keys. Raises NotFound."""
        ...

    def upload(self, path: Path, key: str, *, content_type: str, metadata: dict[str, str] | None = None) -> None: ...

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
    """Looks at what came from outside before anything else does.

    rules: changes whenever its results may, so that what it found before can be used again.
    """

    @property
    def rules(self) -> str: ...

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


class FootageShot(Frozen):
    """A stretch without a cut, in seconds. poster: a JPEG of it; subject: where its subject is in that."""

    start: Seconds
    length: Seconds
    poster: bytes
    subject: Box


class Footage(Frozen):
    """A checked video. suffix: of its container, with a dot; width, height: upright, with square pixels.

    has_sound: something is heard in it; sound: what. shots: in playing order, at least one.
    """

    suffix: str
    width: int
    height: int
    seconds: Seconds
    fps: Seconds
    has_sound: bool
    sound: SoundFacts | None = None
    shots: tuple[FootageShot, ...]


class FootageIntake(Protocol):
    """As Intake, for videos. rules: changes whenever its results may."""

    @property
    def rules(self) -> str: ...

    def check(self, video: Path, *, name: str = "footage") -> Footage:
        """Raises AssetRejected, saying what is wrong and what to send instead."""
        ...


class LottieFacts(Frozen):
    """width, height, frames, fps: the document's own; seconds: how long it plays."""

    width: int
    height: int
    frames: int
    fps: Seconds
    seconds: Seconds


class LottieIntake(Protocol):
    """As Intake, for Lottie documents. rules: changes whenever its results may."""

    @property
    def rules(self) -> str: ...

    def check(self, content: bytes, *, name: str = "animation") -> LottieFacts:
        """Raises AssetRejected, saying what is wrong and what to send instead."""
        ...


class Framed(Frozen):
    """A picture's size and where its subject is."""

    width: int
    height: int
    subject: Box


class Framer(Protocol):
    """Finds what a crop of another ratio has to show.

    rules: changes whenever its results may.
    """

    @property
    def rules(self) -> str: ...

    def still(self, picture: bytes) -> Framed:
        """Raises RenderFailed."""
        ...

    def footage(
        self, video: Path, *, offset: int, frames: int, fps: Fraction, canvas: tuple[int, int]
    ) -> tuple[CropPath, ...]:
        """A crop's way through `frames` frames of a video from frame `offset` on, at the timeline's rate.

        Raises RenderFailed.
        """
        ...


class OverlayImage(Frozen):
    """A PNG, or a JPEG where nothing is transparent, and where its top left stands on the canvas, in pixels.

    ink: see domain.timeline.Overlay.
    """

    content: bytes
    x: int
    y: int
    width: int
    height: int
    ink: Bounds | None = None


class Artist(Protocol):
    """Draws what is not a scene's picture: words over it, the sheet, the thumbnail.

    rules: changes whenever its drawings may.
    """

    @property
    def rules(self) -> str: ...

    def overlays(
        self, text: ScreenText, *, layout: str, palette: Palette, width: int, height: int, brand: str
    ) -> Sequence[OverlayImage]:
        """Layers in the order in which they enter; empty if the text is."""
        ...

    def draw(
        self,
        drawing: Drawing,
        *,
        palette: Palette,
        width: int,
        height: int,
        brand: str,
        photo: bytes = b"",
        free: Margins | None = None,
    ) -> Sequence[OverlayImage]:
        """What a mode asked for, on a canvas of that size. photo: the content of the picture that it names."""
        ...

    def sheet(self, screenplay: Screenplay, pictures: Sequence[bytes], *, free: Margins | None = None) -> bytes:
        """storyboard.png: the scenes with their pictures and lines. free: as the words in the video keep it."""
        ...

    def thumbnail(self, screenplay: Screenplay, pictures: Sequence[bytes], *, width: int, height: int) -> bytes:
        """thumbnail.jpg at the canvas size."""
        ...


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


class Mode(Protocol):
    """A way of making videos (requirement G1). docs/adding-a-mode.md tells how to write one.

    All but `render` are pure: equal arguments give equal results, so that a repeated stage repeats nothing.
    config: what `validate_config` gave.
    """

    def get_metadata(self) -> ModeInfo: ...

    def validate_config(self, config: Mapping[str, Any]) -> Frozen:
        """What the user set, as a model. Raises InvalidRequest naming the option ("mode_options.speed")."""
        ...

    def plan(self, play: Screenplay, config: Frozen, references: References) -> Screenplay:
        """The screenplay as this mode shows it. A scene for which nothing is to be generated says so."""
        ...

    def drawings(
        self, play: Screenplay, config: Frozen, captions: Captions, canvas: tuple[int, int], references: References
    ) -> Sequence[Drawing]:
        """What the artist is to draw for the edit."""
        ...

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        """The edit."""
        ...

    def render(self, script: Script, audio: Path | None, *, config: Mapping[str, Any], out: Path) -> Rendered:
        """A video of a script on its own, written whole or not at all. audio: its voice, or None to have it spoken.

        Raises InvalidRequest, RenderFailed, ToolMissing, DiskFull.
        """
        ...


class Modes(Protocol):
    """Those that are installed."""

    def find(self, name: str) -> Mode:
        """Raises InvalidRequest naming "mode", ModelUnavailable for one that does not load."""
        ...

    def infos(self) -> Sequence[ModeInfo]: ...


class Checker(Protocol):
    """rules: changes whenever its verdict may."""

    @property
    def rules(self) -> str: ...

    def check(
        self, video: Path, timeline: Timeline | None, *, profile: Profile, beside: Exhibits = ALONE
    ) -> QualityReport:
        """Measures a finished file. A meter that fails is a failed check, never an exception.

        timeline: None for a video that nobody planned here; what it lacks leaves checks out, by name.
        """
        ...


class Signer(Protocol):
    """identity: changes with the certificate and with whatever else shapes what is signed."""

    @property
    def identity(self) -> str: ...

    def sign(self, video: Path, chain: Chain, out: Path) -> None:
        """Writes a signed copy, and reads it again. Raises RenderFailed."""
        ...


class Aligned(Frozen):
    """Words of a text with the times at which they are heard; model: what found them, in words."""

    words: tuple[Word, ...]
    model: str


class Aligner(Protocol):
    """Finds words in a recording."""

    def align(self, sound: Path, text: str, *, language: str) -> Aligned:
        """Every word of the text, in order. Raises ModelUnavailable (no model of this language, or no library)."""
        ...

    def transcribe(self, sound: Path, *, language: str) -> str:
        """What is heard, without looking at any script. Raises ModelUnavailable."""
        ...


class Prober(Protocol):
    """rules: changes whenever what it hears may."""

    @property
    def rules(self) -> str: ...

    def sound(self, content: bytes, *, is_music: bool = False) -> SoundFacts | None:
        """What is heard in a sound file or a video, or None if it holds no sound or does not decode to its end.

        is_music: look for its beats too.
        """
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

    def daily(self, tenant: str) -> Brief | None:
        """The brief of the daily generation."""
        ...

    def set_daily(self, tenant: str, brief: Brief | None) -> None: ...

    def dailies(self) -> Sequence[tuple[str, Brief]]:
        """Tenant and brief of every daily generation there is."""
        ...

    def once(self, tenant: str, key: str, fingerprint: str, value: dict[str, Any]) -> dict[str, Any]:
        """Stores value under an idempotency key, or returns what is stored there.

        Raises Conflict if it is stored with another fingerprint.
        """
        ...


class Spend(Frozen):
    """One line of the ledger. spend_id: unique within the job; what: for people ("clip of scene 3")."""

    spend_id: str
    video_id: str
    what: str
    model: str
    amount: Usd
    at: str


class Ledger(Protocol):
    """Reserve, spend, settle. A repeated call changes nothing.

    hold: names a reservation; a job's is its video id and attempt, so that a retry reserves anew.
    """

    def reserve(self, tenant: str, hold: str, amount: Decimal) -> None:
        """Raises BudgetExceeded if the tenant's cap of the month would be passed."""
        ...

    def spend(self, tenant: str, hold: str, spend: Spend) -> None:
        """Writes a line once per spend_id. Raises BudgetExceeded beyond what is held."""
        ...

    def settle(self, tenant: str, hold: str) -> Decimal:
        """Moves what was spent from committed to spent, lets the rest go, returns what was spent.

        The same for a job that failed: what was spent stays spent.
        """
        ...

    def spends(self, tenant: str, video_id: str) -> Sequence[Spend]: ...


class Wait(Frozen):
    """A state of a running execution that waits for something to end.

    wait_id: made from the job and what is waited for, so that a retried state finds its own;
    token: Step Functions' task token; address: the content address of what is being made;
    ticket: the vendor's job or the Batch job; outcome: what was decided, or None while pending.
    """

    wait_id: str
    tenant: str
    video_id: str
    kind: str
    token: str
    address: str = ""
    ticket: str = ""
    scene: int | None = None
    request_id: str = ""
    attempt: int = 1
    outcome: dict[str, Any] | None = None


class Waits(Protocol):
    """Who waits for what. One decision each: the first outcome stands, later ones change nothing."""

    def open(self, wait: Wait) -> None:
        """Records a wait as pending, in place of an older one of the same wait_id."""
        ...

    def get(self, tenant: str, video_id: str, wait_id: str) -> Wait | None: ...

    def promise(self, wait: Wait, ticket: str) -> None:
        """Notes the vendor's id for a pending wait."""
        ...

    def decide(self, wait: Wait, outcome: dict[str, Any]) -> Wait | None:
        """Stores the outcome if there is none, by a conditional write on wait.token.

        The wait with the outcome that stands, or None if its token was sent already or is no longer
        the wait's own. Whoever gets a wait sends the token: a crash in between leaves it to be sent
        by the next caller.
        """
        ...

    def delivered(self, wait: Wait) -> None:
        """The token was sent."""
        ...

    def pending(self, tenant: str, video_id: str) -> Sequence[Wait]: ...

    def all(self, tenant: str, video_id: str) -> Sequence[Wait]:
        """Those that are over too, in one read."""
        ...


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


class Watchers(Protocol):
    """Who watches which video over WebSocket."""

    def issue(self, ticket: str, tenant: str, video_id: str) -> None:
        """Stores a single-use ticket that lives for a minute."""
        ...

    def redeem(self, ticket: str, connection: str) -> tuple[str, str] | None:
        """Tenant and video that the connection watches from now on; None for a bad ticket."""
        ...

    def watched_by(self, connection: str) -> tuple[str, str] | None: ...

    def watchers(self, tenant: str, video_id: str) -> Sequence[str]: ...

    def forget(self, connection: str) -> None: ...

    def send(self, connection: str, message: str) -> None:
        """Best effort: a connection that is gone is forgotten."""
        ...


class Announcer(Protocol):
    def announce(self, event: str, detail: dict[str, Any]) -> None:
        """Tells the world ("SpotFinished", "SpotFailed")."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
        ...
