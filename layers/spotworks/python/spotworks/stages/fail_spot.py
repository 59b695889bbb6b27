"""FailSpot: the one place where every failure ends: the money is released, the reason kept, the world told."""

import json
from decimal import Decimal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.job import ENDED, Failure, Job
from spotworks.errors import unmarked
from spotworks.ports import Announcer, OrderQueue, Orders
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.paying import settle

# Which part of the work a stage belongs to, as operators sort failures (requirement J5).
_CATEGORY = {
    "AdmitSpot": "input",
    "PrepareReferences": "input",
    "ResearchProduct": "research",
    "AdoptPictures": "research",
    "ChooseStrategy": "script",
    "WriteScreenplay": "script",
    "StartImage": "picture",
    "StartClip": "video",
    "StartVoice": "voice",
    "StartEffects": "sound",
    "StartMusic": "sound",
    "WriteCaptions": "captions",
    "AssembleTimeline": "render",
    "StartPreview": "render",
    "StartRender": "render",
    "RenderSpot": "render",
    "CheckQuality": "quality",
}
_BY_ERROR = {
    "BudgetExceeded": "budget",
    "InvalidRequest": "input",
    "AssetRejected": "input",
    "ApprovalRejected": "person",
    "DiskFull": "system",
    "ToolMissing": "system",
}


class ErrorInfo(Frozen):
    """What a Catch puts at `$.error`."""

    Error: str
    Cause: str = ""


class FailedJob(JobRef):
    error: ErrorInfo


class Failed(Frozen):
    error: str
    cause: str


def fail_spot(
    request: FailedJob, *, desk: Desk, announcer: Announcer, orders: Orders, queue: OrderQueue
) -> Failed:  # fmt: skip
    failure = failure_of(request.error)
    ended = end_job(request, failure, desk=desk, announcer=announcer)
    end_orders(request, orders=orders, queue=queue)
    row = desk.jobs.get(request.tenant, request.video_id)
    if not ended and row.status == "failed" and row.attempt == request.attempt:
        _announce(request, failure, announcer)  # repeated after a crash: told again rather than never
    return Failed(error=failure.error, cause=f"{failure.stage}: {failure.message}")


def end_job(job: JobRef, failure: Failure, *, desk: Desk, announcer: Announcer, status: str = "failed") -> bool:
    """Ends a job that did not finish. False if it had ended already, or is at a later attempt."""
    settle(job, desk)
    row = desk.jobs.get(job.tenant, job.video_id)
    if row.status in ENDED or row.attempt != job.attempt:
        return False
    spent = sum((line.amount for line in desk.ledger.spends(job.tenant, job.video_id)), start=Decimal(0))

    def end(old: Job) -> Job:
        if old.status in ENDED or old.attempt != job.attempt:
            return old
        return old.model_copy(update={"status": status, "failure": failure, "gate": "", "cost_usd": spent})

    told = "turned down" if failure.error == "ApprovalRejected" else status
    desk.jobs.record(job.tenant, job.video_id, end, f"{told.capitalize()}: {failure.message}"[:1000])
    _announce(job, failure, announcer)
    return True


def end_orders(job: JobRef, *, orders: Orders, queue: OrderQueue) -> None:
    """What is out at vendors for a job that has ended is looked at: it is stopped there, and settles its own money."""
    for order in orders.of_job(job.tenant, job.video_id):
        if order.is_open:
            queue.look(order)


def _announce(job: JobRef, failure: Failure, announcer: Announcer) -> None:
    announcer.announce("SpotFailed", {"tenant": job.tenant, "video_id": job.video_id, "failure": failure.model_dump()})


def failure_of(error: ErrorInfo) -> Failure:
    """Category, stage, field and message from what Step Functions caught.

    A Lambda's cause is JSON with an errorMessage; ours are marked.
    """
    message = error.Cause
    try:
        cause = json.loads(error.Cause)
        message = str(cause.get("errorMessage", "")) if isinstance(cause, dict) else error.Cause
    except ValueError:
        pass
    stage, field, message = unmarked(message)
    category = _BY_ERROR.get(error.Error) or _CATEGORY.get(stage, "system")
    message = (message or error.Error)[:2000]
    return Failure(category=category, stage=stage or "unknown", error=error.Error, message=message, field=field)
