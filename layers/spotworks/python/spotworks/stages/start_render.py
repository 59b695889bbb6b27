"""StartRender: submit the full render to the container, which ends the wait itself."""

from spotworks.domain.brief import Brief
from spotworks.domain.generation import digest
from spotworks.domain.keys import output_name
from spotworks.domain.timeline import Timeline
from spotworks.ports import RenderQueue
from spotworks.stages.complete import complete
from spotworks.stages.render_spot import render_request
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made, wait_id, waiting
from spotworks.stages.shared.sounding import SoundRequest


class RenderStart(SoundRequest):
    """output: index into Brief.outputs."""

    output: int = 0


def start_render(request: SoundRequest, *, desk: Desk, queue: RenderQueue, output: int = 0) -> None:
    """The container learns what to do from RENDER_WAIT, the wait as JSON, and RENDER_REQUEST.

    output: index into Brief.outputs.
    """
    desk.enter(request, "render", "Rendering")
    brief = desk.read(request, "brief.json", Brief)
    name = output_name("timeline.json", brief, output)
    wanted = render_request(desk.read(request, name, Timeline), brief.quality, name, brief.codec)
    wait = waiting(request, "render", request.token, wait_id("render", part=output), address=digest(wanted))
    desk.waits.open(wait)
    found = find_made(desk, request, wait.address)
    if found is not None:
        desk.note(request, "The render is there from before", reused=True)
        complete(wait, found, desk=desk)
        return
    environment = {"RENDER_WAIT": wait.model_dump_json(), "RENDER_REQUEST": wanted.model_dump_json()}
    desk.waits.promise(wait, queue.submit(_job_name(request, output), environment))


def _job_name(request: SoundRequest, output: int) -> str:
    """What Batch calls the job: for people."""
    name = f"render-{request.video_id}-{request.attempt}"
    return f"{name}-{output}" if output else name
