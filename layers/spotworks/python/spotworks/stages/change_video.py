"""What a person does to a job: cancel, retry, approve, delete."""

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.generation import Made
from spotworks.domain.job import ENDED, RETRIABLE, Failure, Job, Pick
from spotworks.domain.keys import document_key
from spotworks.errors import ApprovalRejected, Conflict, InvalidRequest
from spotworks.ports import Announcer, Files, Machine, OrderQueue, Orders
from spotworks.stages.answer_concepts import choose_concept
from spotworks.stages.await_approval import APPROVED, approval_id
from spotworks.stages.complete import complete
from spotworks.stages.fail_spot import end_job, end_orders
from spotworks.stages.request_video import start_execution
from spotworks.stages.settle_spot import key_of, keys_of
from spotworks.stages.shared.desk import Desk


def cancel_video(
    tenant: str, video_id: str, *, desk: Desk, machine: Machine, announcer: Announcer, orders: Orders, queue: OrderQueue
) -> Job:
    """What is out at vendors is stopped there at once, and settles its own money. Raises NotFound; Conflict if it
    has ended.
    """
    job = desk.jobs.get(tenant, video_id)
    if job.status in ENDED:
        raise Conflict(f"the video is {job.status}: there is nothing to cancel", field="video_id")
    failure = Failure(category="person", stage=job.phase, error="Cancelled", message="cancelled by request")
    ref = JobRef(tenant=tenant, video_id=video_id, attempt=job.attempt)
    end_job(ref, failure, desk=desk, announcer=announcer, status="cancelled")
    if job.execution:
        machine.stop(job.execution, "Cancelled by request")
    end_orders(ref, orders=orders, queue=queue)
    return desk.jobs.get(tenant, video_id)


def retry_video(tenant: str, video_id: str, *, request_id: str, desk: Desk, machine: Machine) -> Job:
    """Goes on from what is there: whatever was made is found by its content address and paid for once.

    Raises NotFound; Conflict if the job did not fail.
    """

    def again(job: Job) -> Job:
        if job.status == "queued" and not job.execution:
            return job  # a crash came between the two writes of an earlier call
        if job.status not in RETRIABLE:
            raise Conflict(f"the video is {job.status}: only what failed can be retried", field="video_id")
        return job.model_copy(
            update={
                "status": "queued",
                "phase": "queued",
                "progress": 0,
                "attempt": job.attempt + 1,
                "failure": None,
                "execution": "",
                "made": (),
                "request_id": request_id,
            }
        )

    job = desk.jobs.record(tenant, video_id, again, "Trying again")
    ref = JobRef(tenant=tenant, video_id=video_id, request_id=request_id, attempt=job.attempt)
    start_execution(ref, desk, machine)
    return job


def approve_video(
    tenant: str, video_id: str, gate: str, approved: bool, *, desk: Desk, concept: int = 0, reason: str = ""
) -> Job:  # fmt: skip
    """Opens or closes a gate. concept: which, at its gate, 0 for the only one; reason: for the job's story.

    Raises NotFound; Conflict if nobody waits there; InvalidRequest for a concept that is none.
    """
    if gate == "concept" and approved:
        return choose_concept(tenant, video_id, Pick(number=concept, reason=reason), desk=desk)
    if concept:
        raise InvalidRequest("concept: is chosen with gate concept and approved true", field="concept")
    job = desk.jobs.get(tenant, video_id)
    wait = desk.waits.get(tenant, video_id, approval_id(gate))
    nobody = Conflict(f"nothing waits for approval of the {gate}", field="gate")
    if wait is not None and approved and gate in job.approved:
        complete(wait, APPROVED, desk=desk)  # a crash came between the two writes of an earlier call
        return job
    if job.gate != gate or wait is None:
        raise nobody

    def passed(old: Job) -> Job:
        if old.gate != gate:  # cancelled, or answered by somebody else
            raise nobody
        gates = tuple(dict.fromkeys((*old.approved, gate))) if approved else old.approved
        return old.model_copy(update={"gate": "", "status": "running", "approved": gates})

    answer = f"the {gate} was {'approved' if approved else 'refused'}" + (f": {reason}" if reason else "")
    desk.jobs.record(tenant, video_id, passed, f"T{answer[1:]}")
    result: Made | ApprovalRejected = APPROVED if approved else ApprovalRejected(f"[AwaitApproval] {answer}")
    complete(wait, result, desk=desk)
    return desk.jobs.get(tenant, video_id)


def delete_video(
    tenant: str, video_id: str, *, desk: Desk, published: Files, machine: Machine, announcer: Announcer,
    orders: Orders, queue: OrderQueue,
) -> None:  # fmt: skip
    """Removes the job, its documents and its published file; the ledger keeps its lines. Raises NotFound."""
    job = desk.jobs.get(tenant, video_id)
    if job.status not in ENDED:
        cancel_video(
            tenant, video_id, desk=desk, machine=machine, announcer=announcer, orders=orders, queue=queue
        )  # fmt: skip
    brief = desk.find(JobRef(tenant=tenant, video_id=video_id), "brief.json", Brief)
    # Also of a job that was cancelled while it was published.
    published.delete(keys_of(job, brief) if brief else [key_of(job)])
    desk.work.delete(desk.work.list(document_key(tenant, video_id, "")))
    desk.jobs.delete(tenant, video_id)
