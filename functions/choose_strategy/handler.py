"""ChooseStrategy. In: the job. Out: the concept."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.choose_strategy import Chosen, choose_strategy
from spotworks.stages.shared.understudy import PlanRequest


@step(PlanRequest)
def handler(job: PlanRequest) -> Chosen:
    return choose_strategy(
        job, desk=wiring.desk(), writer=wiring.writer(), rules=wiring.rules, retries=job.retries,
        angles=wiring.angles(), models=wiring.models(),
    )  # fmt: skip
