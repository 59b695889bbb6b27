"""StartRender: submit the full render to the container, which ends the wait itself."""

from spotworks.domain.brief import Brief
from spotworks.domain.generation import digest
from spotworks.domain.timeline import Timeline
from spotworks.ports import RenderQueue, Wait
from spotworks.stages.complete import complete
from spotworks.stages.render_spot import render_request
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made, wait_id
from spotworks.stages.start_voice import SoundRequest


def start_render(request: SoundRequest, *, desk: Desk, queue: RenderQueue) -> None:
    """The container learns what to do from RENDER_WAIT, the wait as JSON, and RENDER_REQUEST."""
    desk.enter(request, "render", "Rendering")
    brief = desk.read(request, "brief.json", Brief)
    wanted = render_request(desk.read(request, "timeline.json", Timeline), brief.quality)
    wait = Wait(
        wait_id=wait_id("render"),
        tenant=request.tenant,
        video_id=request.video_id,
        kind="render",
        token=request.token,
        address=digest(wanted),
        request_id=request.request_id,
        attempt=request.attempt,
    )
    desk.waits.open(wait)
    found = find_made(desk.work, request.tenant, wait.address)
    if found is not None:
        desk.note(request, "The render is there from before", reused=True)
        complete(wait, found, desk=desk)
        return
    environment = {"RENDER_WAIT": wait.model_dump_json(), "RENDER_REQUEST": wanted.model_dump_json()}
    desk.waits.promise(wait, queue.submit(f"render-{request.video_id}-{request.attempt}", environment))
