"""StartRender. In: the job and a task token, which the container ends."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_render import start_render
from spotworks.stages.start_voice import SoundRequest


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    start_render(request, desk=wiring.desk(), queue=wiring.render_queue())
