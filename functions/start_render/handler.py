"""StartRender. In: the job and a task token, which the container ends."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_render import RenderStart, start_render


@step(RenderStart)
def handler(request: RenderStart) -> None:
    start_render(request, desk=wiring.desk(), queue=wiring.render_queue(), output=request.output)
