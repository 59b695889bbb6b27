"""ReviseVideo: a remark on a finished video makes the next iteration of its creative."""

import hashlib
import json

from spotworks.domain.base import Frozen, JobRef, Usd
from spotworks.domain.brief import Brief
from spotworks.domain.casting import recut
from spotworks.domain.claims import trace
from spotworks.domain.feedback import Revised, applied, understood
from spotworks.domain.job import Job
from spotworks.domain.keys import document_key
from spotworks.domain.model import Model
from spotworks.domain.plan_diff import Difference, brief_diff, diff
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Screenplay
from spotworks.errors import Conflict, InvalidRequest, NotFound
from spotworks.ports import Files, Machine
from spotworks.stages.request_video import start_execution
from spotworks.stages.shared.admission import affordable, possible, uploads_are_there
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.outlook import ToMake, cost_of, to_make
from spotworks.stages.write_screenplay import check

_HINT = "say for example: slower, warmer, shorter, less text, drop scene 3, show the lid in scene 2, another voice"
_KEPT = ("parameters.json", "research.json", "references.json", "strategies.json", "strategy.json", "logo.json",
         "casting.json")  # fmt: skip


class Revision(Frozen):
    """video_id: of the new iteration, "" when only asked what it would be; parent: the video that was revised.

    not_done: what was not understood or cannot be done, in the client's words, with the reason.
    again: what is made again, all else being found; cost_usd: of that, an upper bound.
    """

    video_id: str = ""
    parent: str
    creative: str
    iteration: int
    differences: tuple[Difference, ...]
    not_done: tuple[str, ...]
    notes: tuple[str, ...]
    again: tuple[ToMake, ...]
    cost_usd: Usd


def revise_video(
    tenant: str,
    video_id: str,
    remark: str,
    *,
    dry_run: bool,
    key: str,
    request_id: str,
    desk: Desk,
    uploads: Files,
    machine: Machine,
    models: tuple[Model, ...],
) -> Revision:
    """key: an idempotency key, as for request_video; dry_run: tells what would be made again, and makes nothing.

    Raises NotFound; Conflict if the video is not finished; InvalidRequest if nothing of the remark can be done.
    """
    job = desk.jobs.get(tenant, video_id)
    if job.status != "completed":
        raise Conflict(f"the video is {job.status}: only a finished one can be revised", field="video_id")
    ref = JobRef(tenant=tenant, video_id=video_id)
    brief, play = desk.read(ref, "brief.json", Brief), desk.read(ref, "screenplay.json", Screenplay)
    references = desk.read(ref, "references.json", References)
    revised = applied(understood(remark, play), brief, play, references)
    revised = revised.model_copy(update={"play": recut(revised.play, models)})
    differences = (*diff(play, revised.play), *brief_diff(brief, revised.brief))
    if not differences:
        reasons = "; ".join(revised.undone) or "the video is so already"
        raise InvalidRequest(f"remark: {reasons}. {_HINT}", field="remark")
    check(revised.play, revised.brief)
    possible(revised.brief, desk.modes, desk.placements)
    affordable(revised.brief, models, desk)
    again = to_make(ref, revised.brief, revised.play, references, desk=desk, models=models)
    about = {
        "parent": video_id, "creative": job.creative_id, "differences": differences, "not_done": revised.undone,
        "notes": revised.notes, "again": again, "cost_usd": cost_of(again),
    }  # fmt: skip
    if dry_run:
        counter = _counter(job, desk)
        return Revision(iteration=counter.iteration + len(counter.revisions) + 1, **about)
    uploads_are_there(revised.brief, tenant, uploads)
    made = _begin(job, remark, revised, key=key, request_id=request_id, desk=desk, machine=machine)
    return Revision(video_id=made.video_id, iteration=made.iteration, **about)


def _begin(
    parent: Job, remark: str, revised: Revised, *, key: str, request_id: str, desk: Desk, machine: Machine
) -> Job:  # fmt: skip
    """The new job with its documents; a repeated call finds what an earlier one left and goes on from there."""
    moment = desk.clock.now().isoformat(timespec="milliseconds")
    fingerprint = hashlib.sha256(f"{parent.video_id}|{remark}".encode()).hexdigest()
    proposed = hashlib.sha256(f"{parent.tenant}|{key}|{moment}".encode()).hexdigest()[:16]
    kept = desk.jobs.once(parent.tenant, key, fingerprint, {"video_ids": json.dumps([proposed])})
    video_id = str(json.loads(kept["video_ids"])[0])
    root = desk.jobs.update(parent.tenant, _counter(parent, desk).video_id, lambda job: _with_revision(job, video_id))
    ref = JobRef(tenant=parent.tenant, video_id=video_id, request_id=request_id)
    job = Job(
        tenant=parent.tenant,
        video_id=video_id,
        title=parent.title,
        created=moment,
        updated=moment,
        request_id=request_id,
        creative=parent.creative_id,
        iteration=root.iteration + root.revisions.index(video_id) + 1,
        parent=parent.video_id,
    )
    if (begun := _found(ref, desk)) is not None and begun.execution:
        return begun
    _write(JobRef(tenant=parent.tenant, video_id=parent.video_id), ref, revised, remark, desk)
    desk.jobs.create(job)
    start_execution(ref, desk, machine)
    return job


def _write(old: JobRef, new: JobRef, revised: Revised, remark: str, desk: Desk) -> None:
    """What stages find and keep, as a retry does: all that led to the plan, and the plan.

    Its claims are traced to the remark too, which is the client's own word; none is taken out.
    """
    names = [document_key(old.tenant, old.video_id, name) for name in _KEPT]
    for name, body in zip(_KEPT, desk.work.read_many(names), strict=True):
        if body is not None:
            desk.work.write(document_key(new.tenant, new.video_id, name), body, content_type="application/json")
    desk.write(new, "brief.json", revised.brief)
    desk.write(new, "screenplay.json", revised.play)
    said = revised.brief.model_copy(update={"description": f"{revised.brief.description}\n{remark}"})
    research = desk.find(old, "research.json", Research)
    desk.write(new, "claims.json", trace(revised.play, said, research, desk.clock.now().date(), desk.claims))


def _with_revision(job: Job, video_id: str) -> Job:
    if video_id in job.revisions:
        return job
    return job.model_copy(update={"revisions": (*job.revisions, video_id)})


def _counter(job: Job, desk: Desk) -> Job:
    """Whoever counts the iterations: the first of the creative; what is revised, where that was deleted."""
    return _found(JobRef(tenant=job.tenant, video_id=job.creative_id), desk) or job


def _found(job: JobRef, desk: Desk) -> Job | None:
    try:
        return desk.jobs.get(job.tenant, job.video_id)
    except NotFound:
        return None
