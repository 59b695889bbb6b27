"""A person's answer at the concept gate: one of the ideas, or others. ChooseStrategy goes on from the job's row."""

from typing import Any

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.concepts import Concepts, decided, told
from spotworks.domain.job import Job, Pick
from spotworks.errors import Conflict, InvalidRequest
from spotworks.ports import Wait
from spotworks.stages.await_approval import APPROVED, at_gate, open_wait
from spotworks.stages.complete import complete
from spotworks.stages.shared.desk import Desk
from spotworks.stages.show_concepts import more_left


def choose_concept(tenant: str, video_id: str, pick: Pick, *, desk: Desk) -> Job:
    """Raises NotFound; Conflict if nobody waits there, or another one was chosen; InvalidRequest if it is none."""
    job = desk.jobs.get(tenant, video_id)
    wait = open_wait(tenant, video_id, "concept", desk=desk)
    if job.pick:
        if pick.number not in {0, job.pick.number}:
            raise Conflict(f"concept {job.pick.number} of this video was chosen already", field="concept")
        if wait is not None:
            complete(wait, APPROVED, desk=desk)  # a crash came between the writes of an earlier call
        return job
    if wait is None or not at_gate(job, wait, "concept"):
        raise _nobody()
    concepts = desk.read(JobRef(tenant=tenant, video_id=video_id), "strategies.json", Concepts)
    chosen = decided(concepts, pick=_one_of(concepts, pick))
    about = {"approved": (*job.approved, "concept"), "pick": Pick(number=chosen.chosen, reason=pick.reason)}
    return _answer(job, wait, about, told(chosen), desk)


def more_concepts(tenant: str, video_id: str, *, desk: Desk) -> Job:
    """Asks for as many others as the brief asks for; they come beside those that are there, and the gate waits again.

    Raises NotFound; Conflict if nobody waits there, or there can be no more.
    """
    job = desk.jobs.get(tenant, video_id)
    wait = open_wait(tenant, video_id, "concept", desk=desk)
    if wait is None or not at_gate(job, wait, "concept"):
        raise _nobody()
    ref = JobRef(tenant=tenant, video_id=video_id)
    concepts = desk.read(ref, "strategies.json", Concepts)
    count = min(desk.read(ref, "brief.json", Brief).concepts, more_left(job, concepts, desk))
    if not count:
        raise Conflict("this video can have no more concepts: choose one of these, or refuse them", field="video_id")
    about = {"concepts": len(concepts.options) + count}
    return _answer(job, wait, about, f"Asked for {count} other concept{'s' if count > 1 else ''}", desk)


def _nobody() -> Conflict:
    return Conflict("nothing waits for a choice of the concept", field="gate")


def _one_of(concepts: Concepts, pick: Pick) -> Pick:
    count = len(concepts.options)
    if pick.number > count or (not pick.number and count > 1):
        raise InvalidRequest(f"concept: say which one, from 1 to {count}", field="concept")
    return pick


def _answer(job: Job, wait: Wait, about: dict[str, Any], message: str, desk: Desk) -> Job:
    def answered(old: Job) -> Job:
        if not at_gate(old, wait, "concept"):  # cancelled, or answered by somebody else
            raise _nobody()
        return old.model_copy(update={"gate": "", "status": "running"} | about)

    # First the row, which the machine goes on from; then the machine.
    desk.jobs.record(job.tenant, job.video_id, answered, message[:1000])
    complete(wait, APPROVED, desk=desk)
    return desk.jobs.get(job.tenant, job.video_id)
