"""AdoptPictures. In: a job whose page was read. Out: how many of the page's pictures were taken."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.adopt_pictures import Adopted, adopt_pictures


@step(JobRef)
def handler(job: JobRef) -> Adopted:
    return adopt_pictures(job, desk=wiring.desk(), researcher=wiring.researcher(), intake=wiring.intake())
