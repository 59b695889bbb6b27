"""WriteScreenplay. In: the job. Out: one small item a scene, for the Map."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.shared.understudy import PlanRequest
from spotworks.stages.write_screenplay import ScenePlans, write_screenplay


@step(PlanRequest)
def handler(job: PlanRequest) -> ScenePlans:
    return write_screenplay(
        job, desk=wiring.desk(), writer=wiring.writer(), rules=wiring.rules, retries=job.retries,
        models=wiring.models(), records=wiring.records().all,
    )  # fmt: skip
