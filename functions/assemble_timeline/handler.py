"""AssembleTimeline. In: the job. Out: frames, and the warnings of preflight."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.assemble_timeline import Assembled, assemble_timeline


@step(JobRef)
def handler(job: JobRef) -> Assembled:
    return assemble_timeline(
        job, desk=wiring.desk(), artist=wiring.artist(), prober=wiring.prober(), beyond=wiring.fan_out()
    )
