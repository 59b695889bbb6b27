"""Ports in memory: they record what they were told, and make the smallest thing that has the right shape."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from spotworks.domain import traffic
from spotworks.domain.brand import Margins
from spotworks.domain.brief import Brief
from spotworks.domain.clip import ClipDocument
from spotworks.domain.costs import replaces
from spotworks.domain.critique import Critique, Fault
from spotworks.domain.drawing import Drawing
from spotworks.domain.generation import Codec, Profile, digest
from spotworks.domain.orders import Order
from spotworks.domain.provenance import Chain
from spotworks.domain.quality import ALONE, Check, Exhibits, QualityReport
from spotworks.domain.reframing import CropPath
from spotworks.domain.research import Box, Palette, References, Research
from spotworks.domain.screenplay import Screenplay, ScreenText, Strategy
from spotworks.domain.segments import SEGMENT_SECONDS, segments, shown
from spotworks.domain.sound import Effects, Music, SoundFacts, SpokenLine, Voice, Word
from spotworks.domain.timeline import Still, Timeline
from spotworks.errors import BudgetExceeded, Conflict, NotFound, ResearchFailed, SpotworksError
from spotworks.ports import (
    Aligned,
    Clock,
    Entry,
    Files,
    Footage,
    FootageShot,
    Framed,
    LottieFacts,
    Meter,
    OverlayImage,
    Picture,
    PictureBrief,
    Product,
    Rendered,
    RenderPart,
    Spend,
    Ticket,
)
from tests.fakes.plans import PALETTE, make_research, make_screenplay, make_strategy


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, at: str = "2026-11-21T06:30:00+00:00") -> None:
        self.time = datetime.fromisoformat(at).astimezone(UTC)

    def now(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        """by: fields of timedelta."""
        self.time += timedelta(**by)


class RecordingTokens:
    """sent: one entry a call that reached Step Functions; crash: raised by the next call instead of sending."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self.waited_for = True
        self.crash: Exception | None = None

    def succeed(self, token: str, output: dict[str, Any]) -> None:
        self._send(token, "succeed", output)

    def fail(self, token: str, error: str, cause: str) -> None:
        self._send(token, "fail", {"error": error, "cause": cause})

    def heartbeat(self, token: str) -> bool:
        return self.waited_for

    def _send(self, token: str, kind: str, body: dict[str, Any]) -> None:
        if self.crash is not None:
            error, self.crash = self.crash, None
            raise error
        self.sent.append((token, kind, body))


class RecordingMachine:
    """started: payloads by execution name; the same name gives the same execution."""

    def __init__(self) -> None:
        self.started: dict[str, dict[str, Any]] = {}
        self.stopped: list[str] = []
        self.crash: Exception | None = None

    def start(self, name: str, payload: dict[str, Any]) -> str:
        if self.crash is not None:
            error, self.crash = self.crash, None
            raise error
        self.started.setdefault(name, payload)
        return f"arn:execution:{name}"

    def stop(self, execution: str, cause: str) -> None:
        self.stopped.append(execution)


class RecordingQueue:
    def __init__(self) -> None:
        self.submitted: list[tuple[str, dict[str, str]]] = []

    def submit(self, name: str, environment: dict[str, str]) -> str:
        self.submitted.append((name, environment))
        return f"batch-{len(self.submitted)}"


class RecordingAnnouncer:
    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []

    def announce(self, event: str, detail: dict[str, Any]) -> None:
        self.told.append((event, detail))


@dataclass
class RecordingWatchers:
    """watching: connection to (tenant, video)."""

    watching: dict[str, tuple[str, str]] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)

    def issue(self, ticket: str, tenant: str, video_id: str) -> None:
        raise NotImplementedError

    def redeem(self, ticket: str, connection: str) -> tuple[str, str] | None:
        raise NotImplementedError

    def watched_by(self, connection: str) -> tuple[str, str] | None:
        return self.watching.get(connection)

    def watchers(self, tenant: str, video_id: str) -> Sequence[str]:
        return [name for name, watched in self.watching.items() if watched == (tenant, video_id)]

    def forget(self, connection: str) -> None:
        self.watching.pop(connection, None)

    def send(self, connection: str, message: str) -> None:
        self.sent.append((connection, message))


class TinyMaker:
    """Makes what `make` returns, or fails with `errors` first, in order. asked: every request."""

    def __init__(self, make: Callable[[Any], Product | Ticket]) -> None:
        self._make = make
        self.asked: list[Any] = []
        self.errors: list[SpotworksError | None] = []

    def make(self, request: Any) -> Product | Ticket:
        self.asked.append(request)
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        return self._make(request)


def image_maker(cost: str = "0") -> TinyMaker:
    def make(request: Any) -> Product:
        content = f"picture {request.width}x{request.height} {request.seed}".encode()
        return Product(content=content, suffix=".jpg", content_type="image/jpeg", model="tiny", cost_usd=Decimal(cost))

    return TinyMaker(make)


def clip_maker(cost: str = "0") -> TinyMaker:
    def make(request: Any) -> Product:
        document = ClipDocument(
            source=Still(key=request.first_frame, camera=request.camera), last_frame=request.first_frame
        )
        return _document(document.model_dump_json(), cost)

    return TinyMaker(make)


def voice_maker(work: Files, tenant: str) -> TinyMaker:
    """Each line lasts two seconds, each word the same."""

    def make(request: Any) -> Product:
        lines = []
        for line in request.lines:
            key = f"t/{tenant}/cas/vo/{line.scene}-{line.line}.wav"
            work.write(key, b"sound 2.0")
            texts = line.text.split()
            step = 2 / Decimal(len(texts))
            words = [
                Word(text=text, start=str(n * step), end=str((n + 1) * step)) for n, text in enumerate(texts)
            ]  # fmt: skip
            lines.append(
                SpokenLine(scene=line.scene, line=line.line, text=line.text, key=key, duration=2, words=words)
            )  # fmt: skip
        return _document(Voice(voice="tiny", lines=tuple(lines)).model_dump_json())

    return TinyMaker(make)


def effects_maker() -> TinyMaker:
    return TinyMaker(lambda _: _document(Effects().model_dump_json()))


def music_maker(work: Files, tenant: str) -> TinyMaker:
    def make(request: Any) -> Product:
        key = f"t/{tenant}/cas/mu/music.wav"
        work.write(key, f"sound {float(request.duration)}".encode())
        return _document(Music(key=key, duration=request.duration, tempo=request.brief.tempo).model_dump_json())

    return TinyMaker(make)


def _document(text: str, cost: str = "0") -> Product:
    return Product(
        content=text.encode(), suffix=".json", content_type="application/json", model="tiny", cost_usd=Decimal(cost)
    )


class CannedWriter:
    """Writes the plan of `tests.fakes.plans`; asked: what it was called with."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.change: Callable[[Screenplay], Screenplay] = lambda play: play

    def strategy(
        self, brief: Brief, research: Research | None, references: References, **about: Any
    ) -> Strategy:  # fmt: skip
        self.asked.append({"what": "strategy", "research": research, **about})
        return make_strategy()

    def screenplay(
        self, brief: Brief, research: Research | None, references: References, strategy: Strategy, *, seed: int,
        **about: Any,
    ) -> Screenplay:  # fmt: skip
        self.asked.append({"what": "screenplay", "brief": brief, "research": research, "seed": seed, **about})
        return self.change(make_screenplay(brief.duration, seed=seed, palette=references.palette))


class CannedResearcher:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def address(self, url: str) -> str:
        return url.partition("#")[0]

    def research(self, url: str) -> Research:
        self.asked.append(url)
        return make_research(url)

    def picture(self, url: str) -> bytes:
        self.asked.append(url)
        if "missing" in url:
            raise ResearchFailed("The page answered 404.", field="url")
        return url.encode()


class TinyIntake:
    """Takes any bytes but those that begin with "bad". checked: what was looked at."""

    def __init__(self) -> None:
        self.rules = "first"
        self.checked: list[bytes] = []

    def verify(self, content: bytes, *, name: str = "image") -> tuple[int, int]:
        picture = self.check(content, name=name)
        return picture.width, picture.height

    def check(self, content: bytes, *, name: str = "image") -> Picture:
        from spotworks.errors import AssetRejected

        self.checked.append(content)
        if content.startswith(b"bad"):
            raise AssetRejected(f"{name} is not a picture", field="reference_assets")
        return Picture(
            content=b"upright " + content,
            suffix=".jpg",
            content_type="image/jpeg",
            width=2000,
            height=3000,
            focus=Box(x=0.25, y=0.25, w=0.5, h=0.5),
            has_alpha=False,
        )

    def cut_out(self, picture: Picture) -> Picture:
        return picture

    def palette(self, picture: bytes) -> Palette:
        return PALETTE


class TinyCritic:
    """Finds the faults of `says`, one list a picture; then none. looks: fingerprints by picture; heroes: photos."""

    def __init__(self) -> None:
        self.rules = "first"
        self.says: list[tuple[Fault, ...]] = []
        self.note = ""
        self.looks: dict[bytes, str] = {}
        self.seen: list[bytes] = []
        self.heroes: list[bytes] = []

    def critique(
        self, picture: bytes, about: PictureBrief, *, hero: bytes = b"", meter: Meter | None = None
    ) -> Critique:
        self.seen.append(picture)
        self.heroes.append(hero)
        return Critique(
            faults=self.says.pop(0) if self.says else (), look=self.looks.get(picture, ""), note=self.note
        )  # fmt: skip


class TinyTypecase:
    """Draws every script but those in `without`."""

    def __init__(self) -> None:
        self.without: set[str] = set()

    def lacking(self, script: str) -> str:
        return "needs a font" if script in self.without else ""


class TinyArtist:
    """One layer for a scene with a headline. drawn: headlines and names of drawings."""

    def __init__(self) -> None:
        self.rules = "first"
        self.drawn: list[str] = []
        self.asked: list[tuple[Drawing, bytes, Margins | None]] = []

    def overlays(
        self, text: ScreenText, *, layout: str, palette: Palette, width: int, height: int, brand: str
    ) -> Sequence[OverlayImage]:
        self.drawn.append(text.headline)
        if not text.headline:
            return ()
        content = f"picture {width}x{height} {text.headline}".encode()
        return (OverlayImage(content=content, x=10, y=20, width=100, height=50),)

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
        language: str = "",
    ) -> Sequence[OverlayImage]:
        self.asked.append((drawing, photo, free))
        if drawing.kind == "blocks":
            return self.overlays(
                drawing.text, layout=drawing.layout, palette=palette, width=width, height=height, brand=brand
            )
        names = drawing.words if drawing.kind == "phrase" else (drawing.kind,)
        self.drawn.extend(names)
        return [
            OverlayImage(content=f"picture {width}x{height} {name}".encode(), x=0, y=0, width=width, height=height)
            for name in names
        ]

    def sheet(self, screenplay: Screenplay, pictures: Sequence[bytes], *, free: Margins | None = None) -> bytes:
        self.drawn.append("sheet")
        return b"sheet of %d" % len(pictures)

    def thumbnail(self, screenplay: Screenplay, pictures: Sequence[bytes], *, width: int, height: int) -> bytes:
        return b"thumbnail %dx%d" % (width, height)


class TinyFootageIntake:
    """Takes every file for ten seconds of video in two shots."""

    def __init__(self) -> None:
        self.rules = "first"
        self.seen: list[str] = []

    def check(self, video: Path, *, name: str = "footage") -> Footage:
        self.seen.append(name)
        whole = Box(x=0, y=0, w=1, h=1)
        shots = [
            FootageShot(start=start, length=5, poster=f"picture 64x36 {start}".encode(), subject=whole)
            for start in (Fraction(0), Fraction(5))
        ]
        sound = SoundFacts(seconds=10, channels=2, rate=48_000, lufs=-30.0, peak=-12.0)
        return Footage(
            suffix=".mp4", width=1920, height=1080, seconds=10, fps=25, has_sound=True, sound=sound,
            shots=tuple(shots),
        )  # fmt: skip


class TinyLottieIntake:
    def __init__(self) -> None:
        self.rules = "first"

    def check(self, content: bytes, *, name: str = "animation") -> LottieFacts:
        return LottieFacts(width=100, height=100, frames=60, fps=30, seconds=2)


class TinyEye:
    """Two pictures are alike when they begin alike."""

    def fingerprint(self, picture: bytes) -> str:
        return picture[-8:].ljust(8).hex()


class TinyFramer:
    """The subject is on the left. followed: what was asked about footage."""

    rules = "first"

    def __init__(self) -> None:
        self.followed: list[tuple[int, int]] = []

    def still(self, picture: bytes) -> Framed:
        return Framed(width=1440, height=2560, subject=Box(x=0.1, y=0.2, w=0.3, h=0.1))

    def footage(
        self, video: Path, *, offset: int, frames: int, fps: Fraction, canvas: tuple[int, int]
    ) -> tuple[CropPath, ...]:
        assert video.is_file()
        self.followed.append((offset, frames))
        return (CropPath(points=((0.3, 0.5),)),)


class TinyProber:
    """Reads "sound 2.5" and "picture 1440x2560 ..."; anything else does not decode."""

    rules = "first"

    def sound(self, content: bytes, *, is_music: bool = False) -> SoundFacts | None:
        kind, _, rest = content.decode().partition(" ")
        if kind != "sound":
            return None
        return SoundFacts(seconds=float(rest), channels=2, rate=48_000, lufs=-19.0, peak=-3.0)

    def picture_size(self, content: bytes) -> tuple[int, int] | None:
        kind, _, rest = content.decode().partition(" ")
        if kind != "picture":
            return None
        width, height = rest.split(" ")[0].split("x")
        return int(width), int(height)


class TinyRenderer:
    """Leaves its sound checkpoint, ticks, then fails with `errors` first or writes the file.

    runs: the checkpoints that each run found; media: the files; made_parts: numbers of parts, each with the files that
    were there.
    segment: seconds, see domain.segments.
    """

    def __init__(self, cpu_seconds: float = 30.0) -> None:
        self.runs: list[set[str]] = []
        self.media: list[set[str]] = []
        self.made_parts: list[tuple[int, set[str]]] = []
        self.segment = SEGMENT_SECONDS
        self.errors: list[BaseException] = []
        self.profiles: list[str] = []
        self.cpu_seconds = cpu_seconds

    def parts(self, timeline: Timeline, *, profile: Profile, codec: Codec = "h264") -> tuple[RenderPart, ...]:
        found = segments(timeline, seconds=self.segment, whole=4 * self.segment)
        return tuple(
            RenderPart(name=f"part-{digest(shown(timeline, segment))[:16]}-{profile}-{codec}.mp4", segment=segment)
            for segment in found
        )

    def render_part(
        self, timeline: Timeline, number: int, *, profile: Profile, media: Path, out: Path, codec: Codec = "h264"
    ) -> Rendered:
        segment = self.parts(timeline, profile=profile, codec=codec)[number].segment
        self.made_parts.append((number, {str(p.relative_to(media)) for p in media.rglob("*") if p.is_file()}))
        if self.errors:
            raise self.errors.pop(0)
        out.write_bytes(f"part {segment.start}-{segment.end}".encode())
        return Rendered(
            frames=segment.length, seconds=1, cpu_seconds=self.cpu_seconds / len(self.made_parts), encoder="tiny"
        )  # fmt: skip

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
        self.runs.append({path.name for path in checkpoints.iterdir()})
        self.profiles.append(profile)
        self.media.append({str(p.relative_to(media)) for p in media.rglob("*") if p.is_file()})
        for part in self.parts(timeline, profile=profile, codec=codec):
            if part.name not in self.runs[-1]:
                assert {clip.source.key for clip in shown(timeline, part.segment).picture} <= self.media[-1]
        (checkpoints / "audio.m4a").write_bytes(b"whole sound")
        progress(0.5)
        if self.errors:
            raise self.errors.pop(0)
        out.write_bytes(f"video {timeline.length}".encode())
        progress(1.0)
        return Rendered(
            frames=timeline.length,
            seconds=float(timeline.seconds),
            cpu_seconds=self.cpu_seconds,
            encoder="tiny",
            fallback=bool(self.runs[-1]),
            resumed_from=tuple(sorted(self.runs[-1])),
        )


class Ear:
    """Hears every word a tenth of a second after the one before, or fails with `errors` first.

    heard: what it was asked.
    """

    def __init__(self, *errors: Exception) -> None:
        self.heard: list[tuple[str, str]] = []
        self.errors = list(errors)

    def align(self, sound: Path, text: str, *, language: str) -> Aligned:
        assert sound.is_file()
        self.heard.append((text, language))
        if self.errors:
            raise self.errors.pop(0)
        words = tuple(
            Word(text=word, start=Fraction(n, 10), end=Fraction(n + 1, 10)) for n, word in enumerate(text.split())
        )
        return Aligned(words=words, model="ear")

    def transcribe(self, sound: Path, *, language: str) -> str:
        raise NotImplementedError


class TinyChecker:
    """Passes what TinyRenderer made, unless told otherwise."""

    def __init__(self) -> None:
        self.rules = "first"
        self.report = QualityReport(
            checks=(Check(name="loudness", passed=True, measured="-14.0 LUFS", wanted="-14 +-1 LUFS"),)
        )
        self.profiles: list[str] = []
        self.beside: list[Exhibits] = []

    def check(
        self, video: Path, timeline: Timeline | None, *, profile: Profile, beside: Exhibits = ALONE
    ) -> QualityReport:
        assert video.read_bytes().startswith(b"video")
        self.profiles.append(profile)
        self.beside.append(beside)
        return self.report


class TinySigner:
    """Writes what it was told behind the video; never the same twice."""

    def __init__(self) -> None:
        self.identity = "first"
        self.chains: list[Chain] = []

    def sign(self, video: Path, chain: Chain, out: Path) -> None:
        self.chains.append(chain)
        out.write_bytes(video.read_bytes() + f" signed {len(self.chains)}".encode())


class MemoryOrders:
    """Orders without a table, held to the same contract by tests/adapters/aws/test_orders.py."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._orders: dict[tuple[str, str, str], Order] = {}
        self._hooks: dict[str, tuple[str, str, str]] = {}
        self._seen: dict[tuple[str, str], datetime] = {}
        self._lock = Lock()

    def place(self, order: Order) -> Order:
        with self._lock:
            if (found := self._orders.get(_key(order))) is not None:
                return found
            if order.hook in self._hooks:
                raise Conflict("the path of this hook is another order's", field="hook")
            self._orders[_key(order)] = order
            if order.hook:
                self._hooks[order.hook] = _key(order)
        return order

    def get(self, tenant: str, video_id: str, order_id: str) -> Order | None:
        return self._orders.get((tenant, video_id, order_id))

    def by_hook(self, hook: str) -> Order | None:
        return self._orders.get(self._hooks.get(hook, ("", "", "")))

    def move(self, order: Order, change: Callable[[Order], Order]) -> Order | None:
        new = change(order).model_copy(update={"version": order.version + 1})
        with self._lock:
            old = self._orders.get(_key(order))
            if old is None or (old.version, old.phase) != (order.version, order.phase):
                return None
            if not old.is_open and new.phase != old.phase:
                return None
            self._orders[_key(order)] = new
        return new

    def plan(self, order: Order, due: str) -> None:
        with self._lock:
            if (old := self._orders.get(_key(order))) is not None:
                self._orders[_key(order)] = old.model_copy(update={"due": due})

    def of_job(self, tenant: str, video_id: str) -> Sequence[Order]:
        return [order for key, order in sorted(self._orders.items()) if key[:2] == (tenant, video_id)]

    def open_since(self, before: str) -> Iterator[Order]:
        until = datetime.fromisoformat(before)
        found = [order for order in self._orders.values() if order.is_open and _since(order) < until]
        return iter(sorted(found, key=_since))

    def seen(self, provider: str, message_id: str) -> bool:
        now = self._clock.now()
        with self._lock:
            was_seen = self._seen.get((provider, message_id), now) > now
            if not was_seen:
                self._seen[provider, message_id] = now + timedelta(days=1)
        return was_seen

    def forget(self, provider: str, message_id: str) -> None:
        self._seen.pop((provider, message_id), None)


@dataclass
class MemoryHold:
    amount: Decimal
    month: str
    day: str
    committed: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    settled: bool = False


class MemoryLedger:
    """A ledger without a table, held to the same contract by tests/adapters/aws/test_ledger.py.

    budgets: committed and spent by tenant and period ("202611", "20261121").
    """

    def __init__(
        self, clock: Clock, *, monthly_cap: Decimal, daily_cap: Decimal | None = None, call_cap: Decimal | None = None
    ) -> None:
        self._clock = clock
        self._caps = (monthly_cap, daily_cap)
        self._call_cap = call_cap
        self.budgets: dict[tuple[str, str], list[Decimal]] = {}
        self.holds: dict[tuple[str, str], MemoryHold] = {}
        self._lines: dict[tuple[str, str, str], tuple[Spend, str, str]] = {}
        self._lock = RLock()

    def reserve(self, tenant: str, hold: str, amount: Decimal) -> None:
        now = self._clock.now()
        periods = now.strftime("%Y%m"), now.strftime("%Y%m%d")
        with self._lock:
            if (tenant, hold) in self.holds:
                return
            for period, cap in zip(periods, self._caps, strict=True):
                if cap is not None and self._budget(tenant, period)[0] + amount > cap:
                    raise BudgetExceeded(f"the cap of ${cap} would be passed", field="budget")
            self.holds[tenant, hold] = MemoryHold(amount, *periods)
            self._add(tenant, self.holds[tenant, hold], amount, Decimal(0))

    def set_aside(self, tenant: str, hold: str, spend: Spend) -> None:
        estimate = spend.amount if spend.estimate is None else spend.estimate
        if self._call_cap is not None and estimate > self._call_cap:
            raise BudgetExceeded(f"above the cap of ${self._call_cap} for one call", field="budget")
        with self._lock:
            if (tenant, spend.video_id, spend.spend_id) in self._lines:
                return
            held = self._hold(tenant, hold)
            if held.settled:
                raise BudgetExceeded("the job's money is settled")
            self._fit(held, spend, estimate)
            held.committed += estimate
            line = spend.model_copy(update={"amount": Decimal(0), "estimate": estimate, "state": "held"})
            self._lines[tenant, spend.video_id, spend.spend_id] = line, hold, spend.at

    def spend(self, tenant: str, hold: str, spend: Spend) -> bool:
        line = spend.model_copy(update={"state": "spent"}) if spend.state == "held" else spend
        with self._lock:
            old, hold, at = self._lines.get((tenant, spend.video_id, spend.spend_id), (None, hold, spend.at))
            held = self._hold(tenant, hold)
            if old is None:
                fits = not line.amount or held.committed + line.amount <= held.amount
                before = Decimal(0), Decimal(0)
            elif replaces(line, old):
                fits, line = True, line.model_copy(update={"estimate": old.estimate})
                before = old.committed, old.amount
            else:
                return True
            self._lines[tenant, spend.video_id, spend.spend_id] = line, hold, at
            self._change(tenant, held, line.committed - before[0], line.amount - before[1])
            return fits

    def let_go(self, tenant: str, video_id: str, spend_id: str) -> None:
        with self._lock:
            line, hold, _ = self._lines.get((tenant, video_id, spend_id), (None, "", ""))
            if line is not None and line.state != "spent":
                del self._lines[tenant, video_id, spend_id]
                self._change(tenant, self._hold(tenant, hold), -line.committed, -line.amount)

    def settle(self, tenant: str, hold: str) -> Decimal:
        with self._lock:
            if (tenant, hold) not in self.holds:
                return Decimal(0)
            held = self.holds[tenant, hold]
            if not held.settled:
                held.settled = True
                self._add(tenant, held, held.committed - held.amount, held.spent)
            return held.spent

    def spends(self, tenant: str, video_id: str) -> Sequence[Spend]:
        return [line for key, (line, _, _) in sorted(self._lines.items()) if key[:2] == (tenant, video_id)]

    def lines(self, tenant: str, *, month: str) -> Sequence[Spend]:
        found = sorted((at, key) for key, (_, _, at) in self._lines.items())
        lines = [self._lines[key] for _, key in found if key[0] == tenant]
        return [line for line, hold, _ in lines if self._hold(tenant, hold).month == month.replace("-", "")]

    def _hold(self, tenant: str, hold: str) -> MemoryHold:
        if (tenant, hold) not in self.holds:
            raise NotFound(f"no money is held for {hold}")
        return self.holds[tenant, hold]

    def _fit(self, held: MemoryHold, spend: Spend, amount: Decimal) -> None:
        if amount and held.committed + amount > held.amount:
            raise BudgetExceeded(f"{spend.what} at ${amount} would pass the job's cap of ${held.amount}")

    def _change(self, tenant: str, held: MemoryHold, committed: Decimal, spent: Decimal) -> None:
        held.committed += committed
        held.spent += spent
        if held.settled:
            self._add(tenant, held, committed, spent)

    def _add(self, tenant: str, held: MemoryHold, committed: Decimal, spent: Decimal) -> None:
        for period in (held.month, held.day):
            budget = self._budget(tenant, period)
            budget[0] += committed
            budget[1] += spent

    def _budget(self, tenant: str, period: str) -> list[Decimal]:
        return self.budgets.setdefault((tenant, period), [Decimal(0), Decimal(0)])


class MemoryTraffic:
    """Traffic without a table, held to the same contract by tests/adapters/aws/test_traffic.py."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._accounts: dict[str, traffic.Account] = {}
        self._slots: dict[tuple[str, int], traffic.Slot] = {}
        self._waiting: dict[tuple[str, str], traffic.Waiting] = {}
        self._lock = Lock()

    def enter(
        self, account: str, owner: str, *, tenant: str, concurrency: int, per_minute: int, seconds: float
    ) -> Entry:
        ask = traffic.Ask(owner, tenant, concurrency, per_minute, seconds)
        with self._lock:
            slots = [slot for (of, _), slot in self._slots.items() if of == account]
            waiting = [one for (of, _), one in self._waiting.items() if of == account]
            verdict = traffic.judge(ask, self._account(account), slots, waiting, now=self._now())
            self._accounts[account] = verdict.account
            self._waiting.pop((account, tenant), None)
            if verdict.waiting is not None:
                self._waiting[account, tenant] = verdict.waiting
            if verdict.slot is not None:
                self._slots[account, verdict.slot.number] = verdict.slot
        return Entry(granted=verdict.slot is not None, wait=verdict.wait, why=verdict.why)

    def renew(self, account: str, owner: str, *, seconds: float) -> bool:
        return self._move_end(account, owner, self._now() + seconds)

    def leave(self, account: str, owner: str) -> traffic.Turn | None:
        if not self._move_end(account, owner, 0.0):
            return None
        slots = [slot for (of, _), slot in self._slots.items() if of == account]
        waiting = [one for (of, _), one in self._waiting.items() if of == account]
        return traffic.next_in_line(self._account(account), slots, waiting, now=self._now())

    def throttled(self, account: str, *, retry_after: float | None) -> None:
        self._accounts[account] = traffic.throttled(self._account(account), retry_after, now=self._now())

    def succeeded(self, account: str) -> None:
        self._accounts[account] = traffic.succeeded(self._account(account))

    def failed(self, account: str, *, for_good: bool = False) -> None:
        self._accounts[account] = traffic.failed(self._account(account), for_good=for_good, now=self._now())

    def is_open(self, account: str) -> bool:
        return traffic.is_open(self._account(account), self._now())

    def owners(self, account: str) -> list[str]:
        """Of the slots that are taken now."""
        return [slot.owner for (of, _), slot in self._slots.items() if of == account and slot.until > self._now()]

    def _move_end(self, account: str, owner: str, until: float) -> bool:
        with self._lock:
            for key, slot in self._slots.items():
                if key[0] == account and slot.owner == owner and slot.until > self._now():
                    self._slots[key] = slot.model_copy(update={"until": until})
                    return True
        return False

    def _account(self, account: str) -> traffic.Account:
        return self._accounts.get(account, traffic.Account())

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _key(order: Order) -> tuple[str, str, str]:
    return order.tenant, order.video_id, order.id


def _since(order: Order) -> datetime:
    return datetime.fromisoformat(order.since)
