"""StartAlign. In: the job and a task token, which the container ends."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.shared.sounding import SoundRequest
from spotworks.stages.start_align import start_align


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    start_align(request, desk=wiring.desk(), queue=wiring.align_queue())
