"""CheckQuality. In: the job. Out: how many checks passed; a failed one is an error."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.check_quality import Checked, check_quality


@step(JobRef)
def handler(job: JobRef) -> Checked:
    with wiring.scratch() as folder:
        return check_quality(job, desk=wiring.desk(), checker=wiring.checker(), folder=folder)
