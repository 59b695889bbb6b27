"""A whole workplace for stages: the real table adapters on moto, buckets in memory, fakes around them."""

import tempfile
from base64 import b64decode
from pathlib import Path
from secrets import token_hex
from typing import Any

from spotworks.adapters.aws.channels import TableChannels
from spotworks.adapters.aws.galleries import TableGalleries
from spotworks.adapters.aws.jobs import TableJobs
from spotworks.adapters.aws.ledger import TableLedger
from spotworks.adapters.aws.orders import TableOrders
from spotworks.adapters.aws.records import TableRecords
from spotworks.adapters.aws.table import Table
from spotworks.adapters.aws.traffic import TableTraffic
from spotworks.adapters.aws.waits import TableWaits
from spotworks.adapters.local.writer.quantify import LocalQuantifier
from spotworks.catalogue import load
from spotworks.domain.angle import Angles
from spotworks.domain.base import JobRef, OutputRef
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.generation import RenderRequest
from spotworks.domain.job import Job
from spotworks.domain.orders import Order, OrderRef
from spotworks.domain.placement import Placement
from spotworks.domain.research import Box, Reference, References
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import Voice
from spotworks.modes import InstalledModes
from spotworks.ports import Aligner, Ledger, Spend, Wait
from spotworks.stages.admit_spot import admit_spot
from spotworks.stages.align_voice import align_voice
from spotworks.stages.assemble_timeline import assemble_timeline
from spotworks.stages.change_video import cancel_video, delete_video, retry_video
from spotworks.stages.check_quality import check_quality
from spotworks.stages.choose_strategy import choose_strategy
from spotworks.stages.complete import complete
from spotworks.stages.draw_storyboard import draw_storyboard
from spotworks.stages.fail_spot import ErrorInfo
from spotworks.stages.plan_render import plan_render
from spotworks.stages.prepare_references import Prepared, prepare_references
from spotworks.stages.reframe_spot import reframe_spot
from spotworks.stages.render_segment import SegmentRequest, render_segment
from spotworks.stages.render_spot import render_spot
from spotworks.stages.request_video import request_video
from spotworks.stages.settle_spot import Settled, settle_spot
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import made_for
from spotworks.stages.shared.ordering import Ordering
from spotworks.stages.shared.sounding import SoundRequest
from spotworks.stages.sign_spot import sign_spot
from spotworks.stages.start_align import start_align
from spotworks.stages.start_clip import ChunkRequest, start_clip
from spotworks.stages.start_effects import start_effects
from spotworks.stages.start_image import SceneRequest, start_image
from spotworks.stages.start_music import start_music
from spotworks.stages.start_preview import start_preview
from spotworks.stages.start_render import start_render
from spotworks.stages.start_segment import SegmentStart, start_segment
from spotworks.stages.start_voice import start_voice
from spotworks.stages.tend_order import tend_order
from spotworks.stages.write_captions import write_captions
from spotworks.stages.write_screenplay import write_screenplay
from tests.fakes import ports
from tests.fakes.buying import LookList, PlainStills, TinyReceiver, TinyVendor
from tests.fakes.files import MemoryFiles
from tests.fakes.plans import MODELS, NUMBERED, make_brief

TENANT = "acme"
TINY_PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
ANGLES = Angles.model_validate(load("angles"))


class Studio:
    """Plays the state machine's part: each method runs a state, or a run of them, as the machine would."""

    def __init__(self, table: Table, *, monthly_cap: int = 100) -> None:
        self.table = table
        self.clock = ports.FixedClock()
        self.work = MemoryFiles("work")
        self.uploads = MemoryFiles("uploads", self.work.buckets)
        self.published = MemoryFiles("published", self.work.buckets)
        self.tokens = ports.RecordingTokens()
        self.machine = ports.RecordingMachine()
        self.queue = ports.RecordingQueue()
        self.announcer = ports.RecordingAnnouncer()
        self.writer = ports.CannedWriter()
        self.intake = ports.TinyIntake()
        self.footage_intake = ports.TinyFootageIntake()
        self.lottie_intake = ports.TinyLottieIntake()
        self.typecase = ports.TinyTypecase()
        self.renderer = ports.TinyRenderer()
        self.checker = ports.TinyChecker()
        self.signer: ports.TinySigner | None = ports.TinySigner()
        self.artist = ports.TinyArtist()
        self.critic = ports.TinyCritic()
        self.galleries = TableGalleries(table, self.clock)
        self.eye = ports.TinyEye()
        self.prober = ports.TinyProber()
        self.framer = ports.TinyFramer()
        self.images = ports.image_maker()
        self.clips = ports.clip_maker()
        self.voices = ports.voice_maker(self.work, TENANT)
        self.effects = ports.effects_maker()
        self.music = ports.music_maker(self.work, TENANT)
        self.desk = Desk(
            jobs=TableJobs(table, self.clock),
            work=self.work,
            channels=TableChannels(table, self.clock),
            waits=TableWaits(table, self.clock),
            tokens=self.tokens,
            ledger=TableLedger(table, self.clock, monthly_cap=monthly_cap),
            clock=self.clock,
            modes=InstalledModes(),
            placements=(placements := tuple(map(Placement.model_validate, load("placements")["placement"]))),
            quantifier=LocalQuantifier(placements),
            claims=ClaimRules.model_validate(load("claims")),
        )
        self._tokens = 0
        self.vendor = TinyVendor()
        self.looks = LookList()
        self.receiver = TinyReceiver(self.work)
        self.ordering = Ordering(
            desk=self.desk, orders=TableOrders(table, self.clock), queue=self.looks,
            traffic=TableTraffic(table, self.clock), vendor=lambda model: self.vendor, models=MODELS,
            stills=PlainStills(), receiver=self.receiver, secret=lambda: token_hex(8), hooks="https://api.example",
            records=TableRecords(table),
        )  # fmt: skip

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    def ask(self, *, key: str = "key", tenant: str = TENANT, **about: Any) -> JobRef:
        """A queued job."""
        requested = request_video(
            make_brief(**about),
            tenant=tenant,
            key=key,
            request_id="req-1",
            desk=self.desk,
            uploads=self.uploads,
            machine=self.machine,
            models=MODELS,
        )
        return JobRef(tenant=tenant, video_id=requested.video_id, request_id="req-1")

    def admitted(self, **about: Any) -> JobRef:
        job = self.ask(**({"description": NUMBERED} | about))
        admit_spot(job, desk=self.desk, uploads=self.uploads, models=MODELS)
        return job

    def planned(self, **about: Any) -> JobRef:
        job = self.admitted(**about)
        self.plan(job)
        return job

    def storyboarded(self, **about: Any) -> JobRef:
        """Planned, and every scene has its picture."""
        job = self.planned(**about)
        for scene in self.play(job).scenes:
            self.image(job, scene.index)
        return job

    def prepare(self, job: JobRef) -> Prepared:
        with tempfile.TemporaryDirectory() as folder:
            return prepare_references(
                job, desk=self.desk, uploads=self.uploads, intake=self.intake, footage_intake=self.footage_intake,
                lottie_intake=self.lottie_intake, typecase=self.typecase, folder=Path(folder),
            )  # fmt: skip

    def plan(self, job: JobRef) -> None:
        self.prepare(job)
        choose_strategy(job, desk=self.desk, writer=self.writer, angles=ANGLES)
        write_screenplay(job, desk=self.desk, writer=self.writer, models=MODELS)

    def image(self, job: JobRef, scene: int, error: ErrorInfo | None = None) -> None:
        link = 0 if error is None else None
        request = SceneRequest(**job.model_dump(), scene=scene, token=self.token(), error=error, link=link)
        start_image(
            request, desk=self.desk, maker=self.images, critic=self.critic, galleries=self.galleries,
            models=MODELS, ordering=lambda: self.ordering,
        )  # fmt: skip

    def photos(self, job: JobRef, *shown: int) -> None:
        """Two photos of the user's, and which of them each scene shows."""
        photo = {"asset_id": "a", "width": 9, "height": 9, "focus": Box(x=0, y=0, w=1, h=1)}
        pictures = tuple(Reference(key=f"{name}.jpg", **photo) for name in "ab")
        for picture in pictures:
            self.work.write(picture.key, TINY_PNG)
        play = self.play(job)
        scenes = [scene.model_copy(update={"picture": n}) for scene, n in zip(play.scenes, shown, strict=True)]
        self.desk.write(job, "screenplay.json", play.model_copy(update={"scenes": tuple(scenes)}))
        self.desk.write(job, "references.json", References(pictures=pictures))

    def tend(self, job: JobRef, *, most: int = 50) -> None:
        """The queue's part: looks at orders until none is left, while time goes on."""
        ref = {"tenant": job.tenant, "video_id": job.video_id}
        self.looks.drained(
            lambda name: tend_order(OrderRef(**ref, order_id=name), ordering=self.ordering),
            lambda seconds: self.clock.move(seconds=seconds), most=most,
        )  # fmt: skip

    def orders(self, job: JobRef) -> list[Order]:
        return sorted(self.ordering.orders.of_job(job.tenant, job.video_id), key=lambda order: order.created)

    def leases(self, provider: str) -> list[str]:
        """The orders that hold a slot of the provider's now."""
        slots = self.table.query(f"LEASE#{provider}", prefix="SLOT#")
        return [slot["held_by"] for slot in slots if slot["held_until"] > self.clock.now().timestamp()]

    def clip(self, job: JobRef, scene: int, chunk: int = 0, link: int = 0) -> None:
        request = ChunkRequest(**job.model_dump(), scene=scene, chunk=chunk, link=link, token=self.token())
        start_clip(request, desk=self.desk, maker=self.clips, models=MODELS, ordering=lambda: self.ordering)

    def sounds(self, job: JobRef) -> None:
        start_voice(self.sound(job), desk=self.desk, maker=lambda _: self.voices)
        start_effects(self.sound(job), desk=self.desk, maker=lambda _: self.effects)
        start_music(self.sound(job), desk=self.desk, maker=self.music)

    def untimed(self, job: JobRef, *lines: int) -> None:
        """Speaks, and takes the times of these lines' words for an estimate; their sound is there."""
        start_voice(self.sound(job), desk=self.desk, maker=lambda _: self.voices)
        key = made_for(self.desk, job, "voice").key
        voice = Voice.model_validate_json(self.work.read(key))
        changed = tuple(
            line.model_copy(update={"estimated": number in lines}) for number, line in enumerate(voice.lines)
        )
        self.work.write(key, voice.model_copy(update={"lines": changed}).model_dump_json().encode())

    def start_align(self, job: JobRef) -> Wait | None:
        """What the container was told, if one was asked for."""
        before = len(self.queue.submitted)
        start_align(self.sound(job), desk=self.desk, queue=self.queue)
        if len(self.queue.submitted) == before:
            return None
        return Wait.model_validate_json(self.queue.submitted[-1][1]["ALIGN_WAIT"])

    def align(self, job: JobRef, aligner: Aligner, folder: Path) -> None:
        """The starter, then the container, if one was asked for."""
        if (wait := self.start_align(job)) is not None:
            complete(wait, align_voice(job, desk=self.desk, aligner=aligner, folder=folder), desk=self.desk)

    def make_media(self, job: JobRef) -> None:
        for scene in (scene for scene in self.play(job).scenes if scene.generated):
            self.image(job, scene.index)
            for chunk in range(len(scene.chunks)):
                self.clip(job, scene.index, chunk)
                self.tend(job)
        self.sounds(job)
        write_captions(job, desk=self.desk)

    def assemble(self, job: JobRef) -> None:
        assemble_timeline(job, desk=self.desk, artist=self.artist, prober=self.prober)

    def assembled(self, **about: Any) -> JobRef:
        job = self.planned(**about)
        self.make_media(job)
        self.assemble(job)
        return job

    def storyboard(self, job: JobRef) -> None:
        draw_storyboard(job, desk=self.desk, artist=self.artist, eye=self.eye)

    def preview(self, job: JobRef, folder: Path) -> None:
        start_preview(self.sound(job), desk=self.desk, renderer=self.renderer, folder=folder)

    def reframe(self, job: JobRef, output: int, folder: Path) -> None:
        request = OutputRef(**job.model_dump(), output=output)
        reframe_spot(
            request, desk=self.desk, artist=self.artist, framer=self.framer, maker=self.images, folder=folder
        )  # fmt: skip

    def render(self, job: JobRef, folder: Path, output: int = 0) -> None:
        """The starter, then the container, if one was asked for."""
        before = len(self.queue.submitted)
        start_render(self.sound(job), desk=self.desk, queue=self.queue, output=output)
        if len(self.queue.submitted) == before:
            return
        wait, request = self.submitted()
        made = render_spot(job, request, desk=self.desk, renderer=self.renderer, folder=folder)
        complete(wait, made, desk=self.desk)

    def fan_out(self, job: JobRef, output: int = 0) -> tuple[int, ...]:
        """Numbers of the segments that the machine maps over."""
        request = OutputRef(**job.model_dump(), output=output)
        return plan_render(request, desk=self.desk, renderer=self.renderer, beyond=1).segments

    def start_segment(self, job: JobRef, number: int, output: int = 0) -> tuple[Wait, SegmentRequest] | None:
        """What the container was told, if one was asked for."""
        before = len(self.queue.submitted)
        request = SegmentStart(**job.model_dump(), output=output, segment=number, token=self.token())
        start_segment(request, desk=self.desk, queue=self.queue)
        if len(self.queue.submitted) == before:
            return None
        _, environment = self.queue.submitted[-1]
        return (
            Wait.model_validate_json(environment["RENDER_WAIT"]),
            SegmentRequest.model_validate_json(environment["RENDER_SEGMENT"]),
        )

    def segment(self, job: JobRef, number: int, folder: Path, output: int = 0) -> None:
        """The starter, then the container, if one was asked for."""
        if (told := self.start_segment(job, number, output)) is not None:
            folder.mkdir(parents=True, exist_ok=True)
            made = render_segment(job, told[1], desk=self.desk, renderer=self.renderer, folder=folder)
            complete(told[0], made, desk=self.desk)

    def check(self, job: JobRef, folder: Path, output: int = 0) -> None:
        check_quality(job, desk=self.desk, checker=self.checker, folder=folder, output=output)

    def sign(self, job: JobRef, folder: Path, output: int = 0) -> None:
        sign_spot(job, desk=self.desk, signer=self.signer, folder=folder, output=output)

    def settle(self, job: JobRef) -> Settled:
        return settle_spot(job, desk=self.desk, published="published", announcer=self.announcer)

    def finish(self, job: JobRef, folder: Path) -> Settled:
        """Everything from the timeline on. folder: an empty one."""
        for name in ("preview", "render", "check"):
            (folder / name).mkdir(parents=True)
        self.storyboard(job)
        self.preview(job, folder / "preview")
        self.render(job, folder / "render")
        self.check(job, folder / "check")
        return self.settle(job)

    def cancel(self, job: JobRef) -> Job:
        return cancel_video(job.tenant, job.video_id, **self._ending)

    def delete(self, job: JobRef) -> None:
        delete_video(job.tenant, job.video_id, published=self.published, **self._ending)

    @property
    def _ending(self) -> dict[str, Any]:
        return {
            "desk": self.desk, "machine": self.machine, "announcer": self.announcer,
            "orders": self.ordering.orders, "queue": self.looks,
        }  # fmt: skip

    def retry(self, job: JobRef) -> JobRef:
        row = retry_video(job.tenant, job.video_id, request_id="req-2", desk=self.desk, machine=self.machine)
        again = job.model_copy(update={"attempt": row.attempt, "request_id": "req-2"})
        admit_spot(again, desk=self.desk, uploads=self.uploads, models=MODELS)
        return again

    def submitted(self) -> tuple[Wait, RenderRequest]:
        """What the last container was told."""
        _, environment = self.queue.submitted[-1]
        return (
            Wait.model_validate_json(environment["RENDER_WAIT"]),
            RenderRequest.model_validate_json(environment["RENDER_REQUEST"]),
        )

    def sound(self, job: JobRef) -> SoundRequest:
        return SoundRequest(**job.model_dump(), token=self.token())

    def token(self) -> str:
        """A new one for each state that waits, as Step Functions gives."""
        self._tokens += 1
        return f"token-{self._tokens}"

    def row(self, job: JobRef) -> Job:
        return self.desk.jobs.get(job.tenant, job.video_id)

    def play(self, job: JobRef) -> Screenplay:
        return self.desk.read(job, "screenplay.json", Screenplay)

    def lines(self, job: JobRef) -> list[Spend]:
        return list(self.ledger.spends(job.tenant, job.video_id))

    def messages(self, job: JobRef) -> list[str]:
        return [event.message for event in self.desk.jobs.events(job.tenant, job.video_id)]

    def budget(self, tenant: str = TENANT) -> dict[str, Any]:
        """The month's row: committed, spent."""
        month = self.clock.now().strftime("%Y%m")
        return self.table.get(f"T#{tenant}", f"BUDGET#{month}") or {"committed": 0, "spent": 0}
