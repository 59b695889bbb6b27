"""AwaitApproval: the machine waits at a gate until a person says yes or no."""

from decimal import Decimal

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Gate
from spotworks.domain.generation import Made
from spotworks.domain.job import ENDED, Job
from spotworks.ports import Wait
from spotworks.stages.complete import complete
from spotworks.stages.shared.desk import Desk


class GateRequest(JobRef):
    gate: Gate
    token: str


def await_approval(request: GateRequest, *, desk: Desk) -> None:
    """A gate that was passed before (a retry) is passed at once."""
    wait = Wait(
        wait_id=approval_id(request.gate),
        tenant=request.tenant,
        video_id=request.video_id,
        kind="approval",
        token=request.token,
        request_id=request.request_id,
        attempt=request.attempt,
    )
    desk.waits.open(wait)
    if request.gate in desk.jobs.get(request.tenant, request.video_id).approved:
        complete(wait, APPROVED, desk=desk)
        return
    desk.jobs.record(
        request.tenant,
        request.video_id,
        lambda job: _waiting(job, request.gate),
        f"Waiting for approval of the {request.gate}",
    )


# An approval costs nothing and makes nothing; `reused` keeps it out of the ledger.
APPROVED = Made(key="", model="person", cost_usd=Decimal(0), reused=True)
# The machine sketches what was changed and comes back to the gate; it tells the two by `model`.
EDITED = APPROVED.model_copy(update={"model": "edit"})


def approval_id(gate: str) -> str:
    return f"approval#{gate}"


def open_wait(tenant: str, video_id: str, gate: str, *, desk: Desk) -> Wait | None:
    """The machine's, until an answer has reached it."""
    return next((wait for wait in desk.waits.pending(tenant, video_id) if wait.wait_id == approval_id(gate)), None)


def at_gate(job: Job, wait: Wait, gate: str) -> bool:
    """Whether an answer is waited for. wait: an open one.

    Also where an earlier answer ended between its writes: nobody is at the gate then, and the machine still waits.
    """
    still = job.status == "running" and wait.attempt == job.attempt and gate not in job.approved
    return job.gate == gate or (not job.gate and still)


def _waiting(job: Job, gate: str) -> Job:
    if job.status in ENDED or gate in job.approved:
        return job
    return job.model_copy(update={"status": "awaiting_approval", "gate": gate})
