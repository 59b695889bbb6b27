"""ChooseStrategy. In: the job. Out: the concept."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.choose_strategy import Chosen, choose_strategy


@step(JobRef)
def handler(job: JobRef) -> Chosen:
    return choose_strategy(
        job, desk=wiring.desk(), writer=wiring.writer(), angles=wiring.angles(), models=wiring.models()
    )
