"""PlanRender. In: the job and the number of an output. Out: the segments that other machines make, none for one job."""

from spotworks import wiring
from spotworks.domain.base import OutputRef
from spotworks.runtime.step import step
from spotworks.stages.plan_render import Missing, plan_render


@step(OutputRef)
def handler(request: OutputRef) -> Missing:
    return plan_render(request, desk=wiring.desk(), renderer=wiring.renderer(), beyond=wiring.fan_out())
