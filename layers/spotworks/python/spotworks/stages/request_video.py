"""RequestVideo: a brief becomes jobs, one a variation, each an execution of the state machine."""

import hashlib
import json

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Edition
from spotworks.domain.estimate import Estimate
from spotworks.domain.job import UNTITLED, Job
from spotworks.domain.model import Model
from spotworks.domain.parameters import Parameters
from spotworks.ports import Files, Machine
from spotworks.stages.shared.admission import affordable, plannable, possible, settled, uploads_are_there
from spotworks.stages.shared.desk import Desk


class Requested(Frozen):
    """video_id: the first of video_ids; there is one for each variation. estimate: of each of them, an upper bound."""

    video_id: str
    video_ids: tuple[str, ...]
    status: str = "queued"
    message: str = ""
    estimate: Estimate


def request_video(
    brief: Brief,
    *,
    tenant: str,
    key: str,
    request_id: str,
    desk: Desk,
    uploads: Files,
    machine: Machine,
    models: tuple[Model, ...],
    edition: Edition | None = None,
) -> Requested:
    """What the text asks for is read into the fields that the brief leaves open, before anything is priced.

    key: an idempotency key: the same key and brief give the same jobs, another brief raises Conflict.

    edition: the channel and day that the brief is of.

    Raises InvalidRequest, BudgetExceeded, ModelUnavailable before anything is created.
    """
    plannable(brief, desk)
    brief, parameters = desk.quantifier.resolved(brief, frozenset(brief.model_fields_set))
    possible(brief, desk.modes, desk.placements)
    cost = affordable(brief, models, desk)
    brief, told = settled(brief, models, desk.clock.now().date())
    edition = edition and edition.of(brief)
    uploads_are_there(brief, tenant, uploads)
    proposed = _ids(tenant, f"{key}|{desk.clock.now().isoformat()}", brief.variations)
    fingerprint = hashlib.sha256(brief.model_dump_json().encode()).hexdigest()
    stored = desk.jobs.once(tenant, key, fingerprint, {"video_ids": json.dumps(proposed)})
    ids = tuple(json.loads(stored["video_ids"]))
    for variation, video_id in enumerate(ids):
        _start(brief, parameters, edition, tenant, video_id, variation, ids, request_id, desk, machine, told)
    return Requested(
        video_id=ids[0],
        video_ids=ids,
        estimate=cost,
        message="Queued. Follow it at /api/status/{video_id} or over the WebSocket of POST /api/tickets.",
    )


def _ids(tenant: str, key: str, count: int) -> tuple[str, ...]:
    """Kept under the idempotency key before anything else is written, so that a crash in between is mended by
    asking again; with the time in `key`, so that an expired one does not lead to yesterday's videos."""
    return tuple(hashlib.sha256(f"{tenant}|{key}|{n}".encode()).hexdigest()[:16] for n in range(count))


def _start(
    brief: Brief,
    parameters: Parameters,
    edition: Edition | None,
    tenant: str,
    video_id: str,
    variation: int,
    group: tuple[str, ...],
    request_id: str,
    desk: Desk,
    machine: Machine,
    told: tuple[str, ...],
) -> None:
    ref = JobRef(tenant=tenant, video_id=video_id, request_id=request_id)
    now = desk.clock.now().isoformat(timespec="milliseconds")
    job = Job(
        tenant=tenant,
        video_id=video_id,
        title=title_of(brief),
        created=now,
        updated=now,
        request_id=request_id,
        group=group,
        variation=variation,
        fresh=brief.fresh,
    )
    if edition is None:
        desk.write(ref, "brief.json", brief)
    elif desk.find(ref, "edition.json", Edition) is None:  # later, the brief is that of the edition's script
        desk.write(ref, "brief.json", brief)
        desk.write(ref, "edition.json", edition)
    desk.write(ref, "parameters.json", parameters)
    if not desk.jobs.create(job) and desk.jobs.get(tenant, video_id).execution:
        return
    for line in told:
        desk.note(ref, f"Warning: {line}")
    start_execution(ref, desk, machine)


def start_execution(ref: JobRef, desk: Desk, machine: Machine) -> None:
    """The execution's name is the job and attempt: starting it twice gives the same one.

    The moment of creation is part of it, because a video that was deleted may be asked for again under its id.
    """
    created = "".join(filter(str.isdigit, desk.jobs.get(ref.tenant, ref.video_id).created))[:17]
    execution = machine.start(f"{ref.video_id}-{created}-{ref.attempt}", {"job": ref.model_dump()})

    def begun(job: Job) -> Job:
        return job.model_copy(update={"execution": execution})

    desk.jobs.record(ref.tenant, ref.video_id, begun, "Queued")


def title_of(brief: Brief) -> str:
    text = brief.title or brief.prompt or brief.description or brief.url or UNTITLED
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79].rsplit(" ", 1)[0] + "…"
