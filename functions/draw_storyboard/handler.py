"""DrawStoryboard. In: the job. Out: how many scenes the sheet shows."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.draw_storyboard import Drawn, draw_storyboard


@step(JobRef)
def handler(job: JobRef) -> Drawn:
    return draw_storyboard(job, desk=wiring.desk(), artist=wiring.artist(), eye=wiring.eye())
