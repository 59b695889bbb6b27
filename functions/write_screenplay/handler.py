"""WriteScreenplay. In: the job. Out: one small item a scene, for the Map."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.write_screenplay import ScenePlans, write_screenplay


@step(JobRef)
def handler(job: JobRef) -> ScenePlans:
    return write_screenplay(
        job, desk=wiring.desk(), writer=wiring.writer(), models=wiring.models(), records=wiring.records().all
    )
