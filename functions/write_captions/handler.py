"""WriteCaptions. In: the job. Out: how many cues there are."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.write_captions import Captioned, write_captions


@step(JobRef)
def handler(job: JobRef) -> Captioned:
    return write_captions(job, desk=wiring.desk())
