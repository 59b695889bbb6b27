"""What calls a function by itself: rules and schedules."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """An EventBridge pattern that calls a function. `{uploads}`, `{make_spot}`, `{render_queue}` are put in."""

    name: str
    pattern: dict[str, object]
    calls: str


@dataclass(frozen=True)
class Schedule:
    """An EventBridge Scheduler entry. expression as Scheduler writes it, in `zone`."""

    name: str
    expression: str
    calls: str
    payload: dict[str, object]
    zone: str = "UTC"


@dataclass(frozen=True)
class Queue:
    """An SQS queue that calls a function with one message at a time, so many at once.

    A message that the function fails on comes again, and after `tries` it is set aside. `{<name>_queue}` is its URL.
    """

    name: str
    calls: str
    at_once: int = 50
    tries: int = 5


RULES = (
    Rule(
        "ImageDropped",
        {"source": ["aws.s3"], "detail-type": ["Object Created"],
         "detail": {"bucket": {"name": ["{uploads}"]}, "object": {"key": [{"prefix": "drop/"}]}}},
        "AcceptUpload",
    ),
    Rule(
        "RenderEnded",
        {"source": ["aws.batch"], "detail-type": ["Batch Job State Change"],
         "detail": {"status": ["FAILED"], "jobQueue": ["{render_queue}"]}},
        "NoteRenderEnded",
    ),
    Rule(
        "ExecutionEnded",
        {"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"],
         "detail": {"status": ["ABORTED", "TIMED_OUT", "FAILED"], "stateMachineArn": ["{make_spot}"]}},
        "NoteExecutionEnded",
    ),
)  # fmt: skip

SCHEDULES = (
    Schedule("daily", "cron(0 6 * * ? *)", "RunDaily", {"reason": "schedule"}),
    Schedule("reconcile", "rate(5 minutes)", "ReconcileOrders", {"reason": "schedule"}),
)

QUEUES = (Queue("orders", "TendOrder"),)
