"""PrepareReferences. In: the job. Out: how many pictures there are."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.prepare_references import Prepared, prepare_references


@step(JobRef)
def handler(job: JobRef) -> Prepared:
    return prepare_references(job, desk=wiring.desk(), uploads=wiring.uploads(), intake=wiring.intake())
