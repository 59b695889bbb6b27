"""SettleSpot: publish to the bucket, write the report, settle the money, announce."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.captions import Captions
from spotworks.domain.casting import Casting
from spotworks.domain.claims import Claims
from spotworks.domain.concepts import Concepts
from spotworks.domain.job import ENDED, Event, Job
from spotworks.domain.keys import output_name, published_key
from spotworks.domain.offers import ending
from spotworks.domain.parameters import Parameters
from spotworks.domain.progress import enter
from spotworks.domain.provenance import Signed
from spotworks.domain.quality import QualityReport
from spotworks.domain.report import MadeThing, Report, last_attempt, phase_times
from spotworks.domain.research import Research
from spotworks.domain.rubric import abcd
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.domain.timeline import Timeline
from spotworks.errors import Conflict
from spotworks.ports import Announcer
from spotworks.stages.complete import describe
from spotworks.stages.shared.cast import DOCUMENT
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import Products
from spotworks.stages.shared.memory import told
from spotworks.stages.shared.paying import settle
from spotworks.stages.shared.planning import judged

_OPTIONAL = {"align", "preview"}  # a video is finished without them


class Settled(Frozen):
    video_key: str
    cost_usd: str


def settle_spot(job: JobRef, *, desk: Desk, published: str, announcer: Announcer) -> Settled:
    """published: the name of the bucket for finished videos. Raises Conflict if somebody cancels meanwhile."""
    row = desk.jobs.get(job.tenant, job.video_id)
    if row.status in ENDED:  # repeated after it was done: told again rather than never
        _announce(job, row.video_key, announcer)
        return Settled(video_key=row.video_key, cost_usd=str(row.cost_usd))
    row = desk.enter(job, "settlement", "Publishing to the bucket and settling the cost")
    products = Products.of_job(desk, job)
    brief = desk.read(job, "brief.json", Brief)
    for number, key in enumerate(keys_of(row, brief)):
        signed = desk.find(job, output_name("signed.json", brief, number), Signed)
        source = signed.key if signed else products.made("render", part=number).key
        _publish(job, row, brief, source, key, desk, published)
    key = key_of(row)
    settle(job, desk)
    # A retried job has a hold for each attempt: its cost is all of its lines.
    total = sum((line.amount for line in desk.ledger.spends(job.tenant, job.video_id)), start=Decimal(0))
    _report(job, row, brief, products, total, desk)

    claims = desk.find(job, "claims.json", Claims)
    offer = ending(claims.expires if claims else None, desk.clock.now().date())
    if offer and offer.over:
        desk.note(job, f"Warning: {offer.note}")

    def finish(old: Job) -> Job:
        if old.status in ENDED:
            raise Conflict(f"the video was {old.status} while it was published")
        done = enter(old, "done")
        about = {"video_key": key, "cost_usd": total, "gate": "", "offer_ends": offer.ends if offer else None}
        return done.model_copy(update={"status": "completed", "progress": 100} | about)

    desk.jobs.record(job.tenant, job.video_id, finish, "Finished")
    _announce(job, key, announcer)
    return Settled(video_key=key, cost_usd=str(total))


def _announce(job: JobRef, key: str, announcer: Announcer) -> None:
    if key:
        announcer.announce("SpotFinished", {"tenant": job.tenant, "video_id": job.video_id, "key": key})


def key_of(job: Job) -> str:
    """Where the video is published; made from the job alone, so that a repeated call overwrites its own copy."""
    created = datetime.fromisoformat(job.created).strftime("%Y%m%dT%H%M%SZ")
    return published_key(job.tenant, created, job.creative_id, job.iteration)


def keys_of(job: Job, brief: Brief) -> tuple[str, ...]:
    """The keys of all outputs, in their order."""
    return tuple(output_name(key_of(job), brief, number) for number in range(len(brief.outputs)))


def _publish(job: JobRef, row: Job, brief: Brief, source: str, key: str, desk: Desk, bucket: str) -> None:
    metadata = {
        "tenant": job.tenant,
        "creative": row.creative_id,
        "iteration": str(row.iteration),
        "source-url": (brief.url or "").encode("ascii", "ignore").decode(),
        "made": row.created,
    }
    desk.work.copy(source, bucket, key, content_type="video/mp4", metadata=metadata)


def _report(job: JobRef, row: Job, brief: Brief, products: Products, total: Decimal, desk: Desk) -> None:
    play = desk.read(job, "screenplay.json", Screenplay)
    captions = desk.read(job, "captions.json", Captions)
    research = desk.find(job, "research.json", Research)
    casting = desk.find(job, DOCUMENT, Casting)
    events: tuple[Event, ...] = tuple(desk.jobs.events(job.tenant, job.video_id))
    report = Report(
        video_id=job.video_id,
        title=play.title,
        seed=play.seed,
        mode=brief.mode,
        duration=str(play.duration),
        canvas=brief.canvas,
        fps=brief.fps,
        encoder=products.made("render").model,
        made=(
            *generated(play, products, len(brief.outputs)),
            *told(desk, job),
            *judged(desk, job, len(play.scenes)),
        ),
        cost_usd=total,
        phases=phase_times(events),
        seconds=round((desk.clock.now() - datetime.fromisoformat(last_attempt(events)[0].at)).total_seconds(), 3),
        inferred=desk.read(job, "strategy.json", Strategy).inferred,
        parameters=desk.find(job, "parameters.json", Parameters) or Parameters(),
        concepts=desk.find(job, "strategies.json", Concepts) if _were_shown(brief) else None,
        casting=casting if casting and casting.links else None,
        caption_source=captions.source,
        caption_note=captions.note,
        research_note=research.notice if research else "",
        quality=desk.read(job, "quality.json", QualityReport),
        claims=desk.find(job, "claims.json", Claims),
        score=abcd(play, desk.read(job, "timeline.json", Timeline)),
        request_id=row.request_id,
    )
    desk.write(job, "report.json", report)


def _were_shown(brief: Brief) -> bool:
    return brief.concepts > 1 or "concept" in brief.approvals


def generated(play: Screenplay, products: Products, outputs: int) -> Iterator[MadeThing]:
    """Everything that a maker or the renderer made; a preview or an alignment that failed is no part of it."""
    scenes = [scene for scene in play.scenes if scene.generated]
    wanted: list[tuple[str, int | None, int]] = [("image", scene.index, 0) for scene in scenes]
    wanted += [("clip", scene.index, chunk) for scene in scenes for chunk in range(len(scene.chunks))]
    wanted += [(kind, None, 0) for kind in ("voice", "align", "effects", "music", "preview")]
    for number in range(outputs):
        wanted += [("segment", number, part) for part in products.numbers("segment", number)]
        wanted.append(("render", None, number))
    for kind, scene, part in wanted:
        made = products.find(kind, scene, part) if kind in _OPTIONAL else products.made(kind, scene, part)
        if made is not None:
            yield MadeThing(
                what=f"Segment {part + 1}" if kind == "segment" else describe(kind, scene),
                model=made.model,
                key=made.key,
                cost_usd=made.cost_usd,
                seconds=round(made.seconds, 3),
                reused=made.reused,
                note=made.note,
            )
