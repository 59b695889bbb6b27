"""AwaitApproval. In: the job, a gate and a task token; a person ends the wait."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.await_approval import GateRequest, await_approval


@step(GateRequest)
def handler(request: GateRequest) -> None:
    await_approval(request, desk=wiring.desk())
