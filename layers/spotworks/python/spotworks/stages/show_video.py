"""ShowVideo: what a client sees of a job."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from spotworks.domain.base import Frozen, JobRef, Usd
from spotworks.domain.brief import Brief
from spotworks.domain.claims import Claim, Claims
from spotworks.domain.job import Event, Failure, Job
from spotworks.domain.keys import document_key, output_name
from spotworks.domain.offers import Ending, ending
from spotworks.domain.otio import media_names
from spotworks.domain.parameters import Parameters
from spotworks.domain.rubric import Score, abcd
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.timeline import Timeline
from spotworks.ports import Files
from spotworks.stages.settle_spot import keys_of
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import Products

_FILES = (
    "captions.srt",
    "captions.vtt",
    "storyboard.png",
    "thumbnail.jpg",
    "timeline.json",
    "timeline.otio",
    "report.json",
    "quality.json",
    "claims.json",
)


class SceneView(Frozen):
    """picture_url: presigned, null until the picture is there."""

    index: int
    beat: str
    headline: str
    voice_over: str
    duration: str
    picture_url: str | None = None
    reused: bool = False


class ClaimsView(Frozen):
    """kept: how many claims stand on the brief or the page and need no look; claims.json lists them."""

    kept: int
    removed: tuple[Claim, ...]
    flagged: tuple[Claim, ...]
    expires: date | None


class VideoStatus(Frozen):
    """All URLs are presigned and live for an hour; a browser plays and seeks them.

    language: of what is said and shown, as a BCP 47 tag; understood: of the brief; claims: those that a person should
    see; score: of the plan, and of the video once it is edited. All but `understood` are null until there is a
    screenplay.
    offer: until when what it offers holds, and whether that is over now; null if it offers nothing that ends.
    creative, iteration, parent: whose iteration it is, which, and what it was revised from, or null.
    """

    video_id: str
    title: str
    status: str
    progress: int
    current_phase: str
    message: str
    animatic_urls: tuple[str, ...]
    stitched_video_url: str | None
    final_video_url: str | None
    current_chunk_index: int
    total_chunks: int
    cost_usd: Usd
    gate: str | None
    failure: Failure | None
    created: str
    updated: str
    attempt: int
    creative: str
    iteration: int
    parent: str | None
    video_ids: tuple[str, ...]
    files: dict[str, str]
    language: str | None
    scenes: tuple[SceneView, ...]
    understood: Parameters = Parameters()
    claims: ClaimsView | None = None
    score: Score | None = None
    offer: Ending | None = None


class MediaList(Frozen):
    """Presigned URLs of every file of the edit, by names for people ("picture-02.jpg"), as timeline.otio has them."""

    files: dict[str, str]


class VideoRow(Frozen):
    video_id: str
    title: str
    status: str
    progress: int
    current_phase: str
    created: str
    cost_usd: Usd
    thumbnail_url: str | None
    failure: Failure | None = None
    offer: Ending | None = None


class VideoList(Frozen):
    """next: pass it as `before` for the following page; null at the end."""

    videos: tuple[VideoRow, ...]
    next: str | None


def show_video(tenant: str, video_id: str, *, desk: Desk, published: Files) -> VideoStatus:
    """Raises NotFound, also for another tenant's."""
    job, ref = desk.jobs.get(tenant, video_id), JobRef(tenant=tenant, video_id=video_id)
    play = desk.find(ref, "screenplay.json", Screenplay)
    scenes = _scenes(job, play, desk) if play else ()
    final = published.url(job.video_key) if job.video_key else None
    preview = desk.work.url(job.preview_key) if job.preview_key else None
    claims = desk.find(ref, "claims.json", Claims)
    return VideoStatus(
        video_id=video_id,
        title=job.title,
        status=job.status,
        progress=job.progress,
        current_phase=job.phase,
        message=_last_message(job, desk),
        animatic_urls=tuple(s.picture_url for s in scenes if s.picture_url),
        stitched_video_url=preview,
        final_video_url=final,
        current_chunk_index=job.chunks_done,
        total_chunks=job.chunks,
        cost_usd=job.cost_usd,
        gate=job.gate or None,
        failure=job.failure,
        created=job.created,
        updated=job.updated,
        attempt=job.attempt,
        creative=job.creative_id,
        iteration=job.iteration,
        parent=job.parent or None,
        video_ids=job.group or (video_id,),
        files=_files(job, desk, published, preview, final),
        language=play.language if play else None,
        scenes=scenes,
        understood=desk.find(ref, "parameters.json", Parameters) or Parameters(),
        claims=_claims(claims),
        score=abcd(play, desk.find(ref, "timeline.json", Timeline)) if play else None,
        offer=_offer(job.offer_ends or (claims.expires if claims else None), desk),
    )


def _offer(ends: date | None, desk: Desk) -> Ending | None:
    return ending(ends, desk.clock.now().date())


def _claims(claims: Claims | None) -> ClaimsView | None:
    if claims is None:
        return None
    return ClaimsView(kept=len(claims.kept), removed=claims.removed, flagged=claims.flagged, expires=claims.expires)


def _last_message(job: Job, desk: Desk) -> str:
    events = desk.jobs.events(job.tenant, job.video_id, after=max(job.seq - 1, 0))
    return events[-1].message if events else ""


def _scenes(job: Job, play: Screenplay, desk: Desk) -> tuple[SceneView, ...]:
    ref = JobRef(tenant=job.tenant, video_id=job.video_id)
    products = Products.of_job(desk, ref)
    views = []
    for scene in play.scenes:
        made = products.find("image", scene.index)
        about: dict[str, Any] = {"picture_url": desk.work.url(made.key), "reused": made.reused} if made else {}
        views.append(
            SceneView(
                index=scene.index,
                beat=scene.beat,
                headline=scene.text.headline,
                voice_over=" ".join(scene.voice_over),
                duration=str(scene.duration),
                **about,
            )
        )
    return tuple(views)


def _files(job: Job, desk: Desk, published: Files, preview: str | None, final: str | None) -> dict[str, str]:
    """What can be downloaded now, by the name it is saved under."""
    prefix = document_key(job.tenant, job.video_id, "")
    there = {key.removeprefix(prefix) for key in desk.work.list(prefix)}
    found = {name: desk.work.url(prefix + name) for name in (*_FILES, *_more_edits(there)) if name in there}
    if preview:
        found["preview.mp4"] = preview
    if final:
        brief = desk.find(JobRef(tenant=job.tenant, video_id=job.video_id), "brief.json", Brief)
        if brief is None:  # the work bucket forgets; the published video stays
            return found | {"spot.mp4": final}
        for number, key in enumerate(keys_of(job, brief)):
            found[output_name("spot.mp4", brief, number)] = published.url(key)
    return found


def _more_edits(there: set[str]) -> Iterator[str]:
    """Those of further aspects."""
    return (name for name in sorted(there) if re.fullmatch(r"timeline-\d+x\d+\.(json|otio)", name))


def list_media(tenant: str, video_id: str, aspect: str = "", *, desk: Desk) -> MediaList:
    """aspect: which of the edits, "" for the first. Raises NotFound, also while there is none."""
    desk.jobs.get(tenant, video_id)
    name = f"timeline-{aspect.replace(':', 'x')}.json" if aspect else "timeline.json"
    timeline = desk.read(JobRef(tenant=tenant, video_id=video_id), name, Timeline)
    return MediaList(files={name: desk.work.url(key) for key, name in media_names(timeline).items()})


def list_videos(tenant: str, *, limit: int, before: str, desk: Desk) -> VideoList:
    jobs = desk.jobs.list(tenant, limit=limit, before=before)
    rows = tuple(
        VideoRow(
            video_id=job.video_id,
            title=job.title,
            status=job.status,
            progress=job.progress,
            current_phase=job.phase,
            created=job.created,
            cost_usd=job.cost_usd,
            thumbnail_url=_thumbnail(job, desk),
            failure=job.failure,
            offer=_offer(job.offer_ends, desk),
        )
        for job in jobs
    )
    last = jobs[-1] if len(jobs) == limit else None
    return VideoList(videos=rows, next=f"{last.created}#{last.video_id}" if last else None)


def _thumbnail(job: Job, desk: Desk) -> str | None:
    if job.status != "completed":
        return None
    return desk.work.url(document_key(job.tenant, job.video_id, "thumbnail.jpg"))


class EventList(Frozen):
    events: tuple[Event, ...]


def list_events(tenant: str, video_id: str, *, after: int, desk: Desk) -> EventList:
    """Raises NotFound."""
    desk.jobs.get(tenant, video_id)
    return EventList(events=tuple(desk.jobs.events(tenant, video_id, after=after)))
