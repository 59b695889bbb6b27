"""AdmitSpot. In: the job. Out: what the machine branches on."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.admit_spot import Admitted, admit_spot


@step(JobRef)
def handler(job: JobRef) -> Admitted:
    return admit_spot(
        job,
        desk=wiring.desk(),
        uploads=wiring.uploads(),
        models=wiring.models(),
        has_aligner=wiring.has_aligner(),
    )
