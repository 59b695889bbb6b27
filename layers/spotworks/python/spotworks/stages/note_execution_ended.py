"""NoteExecutionEnded: an execution that ended without passing FailSpot (stopped, timed out, crashed)."""

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.job import Failure
from spotworks.errors import NotFound
from spotworks.ports import Announcer, OrderQueue, Orders
from spotworks.stages.fail_spot import end_job, end_orders
from spotworks.stages.shared.desk import Desk


class Ended(Frozen):
    changed: bool


def note_execution_ended(
    job: JobRef, *, status: str, cause: str, execution: str, desk: Desk, announcer: Announcer, orders: Orders,
    queue: OrderQueue,
) -> Ended:  # fmt: skip
    """status: of Step Functions. An event of an earlier attempt changes nothing."""
    try:
        row = desk.jobs.get(job.tenant, job.video_id)
    except NotFound:
        return Ended(changed=False)  # deleted meanwhile
    if row.attempt != job.attempt or (row.execution and execution and row.execution != execution):
        return Ended(changed=False)
    interrupted = status == "ABORTED"
    message = (
        "the machine it ran on was stopped; `retry` goes on from what is there"
        if interrupted
        else cause or f"the execution ended as {status}"
    )
    error = "Interrupted" if interrupted else status
    failure = Failure(category="system", stage=row.phase, error=error, message=message)
    end = "interrupted" if interrupted else "failed"
    changed = end_job(job, failure, desk=desk, announcer=announcer, status=end)
    end_orders(job, orders=orders, queue=queue)
    return Ended(changed=changed)
