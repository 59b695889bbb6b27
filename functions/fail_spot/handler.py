"""FailSpot. In: the job and what the machine caught. Out: error and cause for the Fail state."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.fail_spot import Failed, FailedJob, fail_spot


@step(FailedJob)
def handler(request: FailedJob) -> Failed:
    return fail_spot(
        request, desk=wiring.desk(), announcer=wiring.announcer(), orders=wiring.orders(), queue=wiring.order_queue()
    )  # fmt: skip
