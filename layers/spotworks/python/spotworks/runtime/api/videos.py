"""Videos: make, follow, list, cancel, retry, approve, revise, delete."""

from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Query
from pydantic import Field

from spotworks import wiring
from spotworks.domain.base import Frozen
from spotworks.domain.brief import MAX_PROMPT, Brief, Text
from spotworks.domain.job import Job
from spotworks.domain.mode import ModeInfo
from spotworks.domain.model import Model
from spotworks.runtime.api.app import JSON, Accepted, Gate, app, request_id, tenant
from spotworks.stages import change_video, show_video
from spotworks.stages.answer_concepts import more_concepts
from spotworks.stages.edit_scene import SceneEdit, edit_scene
from spotworks.stages.request_video import Requested, request_video
from spotworks.stages.revise_video import Revision, revise_video
from spotworks.stages.show_concepts import ConceptList, show_concepts
from spotworks.stages.show_storyboard import Storyboard, show_storyboard

_ACCEPTED = HTTPStatus.ACCEPTED


@app.post("/api/generate", tags=["Videos"], summary="Start a video", status_code=202)
def generate(
    brief: Annotated[Brief, Body()],
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=200)] = "",
) -> Response[Requested]:
    """The same Idempotency-Key and body give the same job; the same key and another body give 409."""
    requested = request_video(
        brief,
        tenant=tenant(),
        key=f"api|{idempotency_key or request_id()}",
        request_id=request_id(),
        desk=wiring.desk(),
        uploads=wiring.uploads(),
        machine=wiring.machine(),
        models=wiring.models(),
    )
    return Response(status_code=_ACCEPTED, content_type=JSON, body=requested)


@app.get("/api/status/<video_id>", tags=["Videos"], summary="How far a video is")
def status(video_id: str) -> show_video.VideoStatus:
    return show_video.show_video(tenant(), video_id, desk=wiring.desk(), published=wiring.published())


@app.get("/api/videos/<video_id>", tags=["Videos"], summary="The same as status")
def video(video_id: str) -> show_video.VideoStatus:
    return status(video_id)


@app.get("/api/videos", tags=["Videos"], summary="Your videos, newest first")
def videos(
    limit: Annotated[int, Query(ge=1, le=100)] = 50, before: Annotated[str, Query(max_length=100)] = ""
) -> show_video.VideoList:
    return show_video.list_videos(tenant(), limit=limit, before=before, desk=wiring.desk())


@app.get("/api/videos/<video_id>/events", tags=["Videos"], summary="The story of a video")
def events(video_id: str, after: Annotated[int, Query(ge=0)] = 0) -> show_video.EventList:
    return show_video.list_events(tenant(), video_id, after=after, desk=wiring.desk())


@app.get("/api/videos/<video_id>/media", tags=["Videos"], summary="The files that a video's edit is made of")
def media(
    video_id: str, aspect: Annotated[str, Query(pattern=r"^(\d+:\d+)?$", max_length=5)] = ""
) -> show_video.MediaList:
    """aspect: "16:9", of a video with several."""
    return show_video.list_media(tenant(), video_id, aspect, desk=wiring.desk())


@app.delete("/api/videos/<video_id>", tags=["Videos"], summary="Delete a video", status_code=204)
def delete(video_id: str) -> Response[str]:
    change_video.delete_video(
        tenant(),
        video_id,
        desk=wiring.desk(),
        published=wiring.published(),
        machine=wiring.machine(),
        announcer=wiring.announcer(),
        orders=wiring.orders(),
        queue=wiring.order_queue(),
    )
    return Response(status_code=HTTPStatus.NO_CONTENT, body="")


@app.post("/api/videos/<video_id>/cancel", tags=["Videos"], summary="Stop a video in the making", status_code=202)
def cancel(video_id: str) -> Response[Accepted]:
    return _accepted(
        change_video.cancel_video(
            tenant(),
            video_id,
            desk=wiring.desk(),
            machine=wiring.machine(),
            announcer=wiring.announcer(),
            orders=wiring.orders(),
            queue=wiring.order_queue(),
        ),
        "Cancelled; what was made is kept for a retry.",
    )


@app.post("/api/videos/<video_id>/retry", tags=["Videos"], summary="Go on with a failed video", status_code=202)
def retry(video_id: str) -> Response[Accepted]:
    """From the failed state: whatever was made before is found again and not paid for twice."""
    job = change_video.retry_video(
        tenant(), video_id, request_id=request_id(), desk=wiring.desk(), machine=wiring.machine()
    )
    return _accepted(job, f"Trying again, attempt {job.attempt}.")


@app.post("/api/videos/<video_id>/approve", tags=["Videos"], summary="Open or close a gate", status_code=202)
def approve(video_id: str, gate: Annotated[Gate, Body()]) -> Response[Accepted]:
    job = change_video.approve_video(
        tenant(), video_id, gate.gate, gate.approved, desk=wiring.desk(), concept=gate.concept or 0, reason=gate.reason
    )
    return _accepted(job, "Approved." if gate.approved else "Refused.")


@app.get("/api/videos/<video_id>/concepts", tags=["Videos"], summary="The ideas, and which of them is made")
def concepts(video_id: str) -> ConceptList:
    return show_concepts(tenant(), video_id, desk=wiring.desk())


@app.post("/api/videos/<video_id>/concepts", tags=["Videos"], summary="Ask for other ideas", status_code=202)
def others(video_id: str) -> Response[Accepted]:
    """At the concept gate: others come beside those that are there, and the gate waits again."""
    return _accepted(more_concepts(tenant(), video_id, desk=wiring.desk()), "Thinking of other concepts.")


@app.get("/api/videos/<video_id>/storyboard", tags=["Videos"], summary="The scenes, and what going on will cost")
def storyboard(video_id: str) -> Storyboard:
    return show_storyboard(tenant(), video_id, desk=wiring.desk(), models=wiring.models())


@app.patch("/api/videos/<video_id>/scenes/<scene>", tags=["Videos"], summary="Edit a scene", status_code=202)
def scene(video_id: str, scene: int, edit: Annotated[SceneEdit, Body()]) -> Response[Accepted]:
    """While the video waits at its storyboard; scene: from 1. What it changes is drawn again, then the gate waits."""
    job = edit_scene(tenant(), video_id, scene, edit, desk=wiring.desk())
    return _accepted(job, f"Scene {scene} is edited; the storyboard comes back for your approval.")


class Feedback(Frozen):
    """remark: in English or Russian; dry_run: tell what would be made again and at what cost, and make nothing."""

    remark: Annotated[Text, Field(min_length=1, max_length=MAX_PROMPT)]
    dry_run: bool = False


@app.post("/api/videos/<video_id>/feedback", tags=["Videos"], summary="Revise a finished video", status_code=202)
def feedback(
    video_id: str,
    wanted: Annotated[Feedback, Body()],
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=200)] = "",
) -> Response[Revision]:
    """Makes the next iteration of the same creative, in which only what the remark asks for is made again."""
    revision = revise_video(
        tenant(),
        video_id,
        wanted.remark,
        dry_run=wanted.dry_run,
        key=f"feedback|{idempotency_key or request_id()}",
        request_id=request_id(),
        desk=wiring.desk(),
        uploads=wiring.uploads(),
        machine=wiring.machine(),
        models=wiring.models(),
    )
    return Response(status_code=HTTPStatus.OK if wanted.dry_run else _ACCEPTED, content_type=JSON, body=revision)


def _accepted(job: Job, message: str) -> Response[Accepted]:
    body = Accepted(video_id=job.video_id, status=job.status, message=message)
    return Response(status_code=_ACCEPTED, content_type=JSON, body=body)


class ModelList(Frozen):
    models: tuple[Model, ...]


@app.get("/api/models", tags=["Models"], summary="What videos can be made with, and what that costs")
def models(makes: Annotated[str, Query(pattern="^(clip|image|voice|music|effects|language)?$")] = "") -> ModelList:
    """makes: only those that make this; all without it. why_not: what those that are not available lack here."""
    return ModelList(models=tuple(model for model in wiring.models() if not makes or makes in model.makes))


class ModeList(Frozen):
    modes: tuple[ModeInfo, ...]


@app.get("/api/modes", tags=["Models"], summary="The ways of making a video, and the options of each")
def modes() -> ModeList:
    return ModeList(modes=tuple(wiring.modes().infos()))


class TicketRequest(Frozen):
    video_id: Annotated[str, Field(max_length=100)]


class SocketTicket(Frozen):
    """Connect to `url?ticket=...` within a minute; then send {"action": "replay", "after": SEQ}."""

    ticket: str
    url: str


@app.post("/api/tickets", tags=["Progress"], summary="A single-use ticket for the WebSocket")
def ticket(wanted: Annotated[TicketRequest, Body()]) -> SocketTicket:
    wiring.desk().jobs.get(tenant(), wanted.video_id)
    issued = wiring.new_ticket()
    wiring.watchers().issue(issued, tenant(), wanted.video_id)
    return SocketTicket(ticket=issued, url=wiring.socket_url())
