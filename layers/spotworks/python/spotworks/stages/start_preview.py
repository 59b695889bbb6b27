"""StartPreview: a small fast render, rendered in this very Lambda, to look at while the full one is made."""

from pathlib import Path

from spotworks.domain.job import Job
from spotworks.domain.timeline import Timeline
from spotworks.ports import Renderer
from spotworks.stages.complete import complete
from spotworks.stages.render_spot import render_request, render_spot
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import wait_id, waiting
from spotworks.stages.shared.sounding import SoundRequest


def start_preview(request: SoundRequest, *, desk: Desk, renderer: Renderer, folder: Path) -> None:
    """Raises what rendering raises; a preview that fails is no reason to lose the video (the machine catches it)."""
    wait = waiting(request, "preview", request.token, wait_id("preview"))
    desk.waits.open(wait)
    wanted = render_request(desk.read(request, "timeline.json", Timeline), "preview")
    made = render_spot(request, wanted, desk=desk, renderer=renderer, folder=folder)
    complete(wait, made, desk=desk)

    def show(job: Job) -> Job:
        return job.model_copy(update={"preview_key": made.key})

    desk.jobs.record(request.tenant, request.video_id, show, "Preview is ready", reused=made.reused)
