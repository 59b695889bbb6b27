"""PrepareReferences. In: the job. Out: how many pictures and videos there are."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.prepare_references import Prepared, prepare_references


@step(JobRef)
def handler(job: JobRef) -> Prepared:
    with wiring.scratch() as folder:
        return prepare_references(
            job,
            desk=wiring.desk(),
            uploads=wiring.uploads(),
            intake=wiring.intake(),
            footage_intake=wiring.footage_intake(),
            lottie_intake=wiring.lottie_intake(),
            typecase=wiring.typecase(),
            folder=folder,
        )
