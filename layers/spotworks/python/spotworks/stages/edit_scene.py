"""EditScene: a person changes a scene at the storyboard gate; it is sketched again, and the gate waits again."""

from typing import Annotated, Any

from pydantic import Field

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import MAX_PROMPT, Shown, Text
from spotworks.domain.job import Job
from spotworks.domain.plan_diff import diff
from spotworks.domain.screenplay import Scene, Screenplay
from spotworks.domain.writing import strange
from spotworks.errors import Conflict, InvalidRequest, NotFound
from spotworks.stages.await_approval import EDITED, at_gate, open_wait
from spotworks.stages.complete import complete
from spotworks.stages.shared.desk import Desk

Words = Annotated[Shown, Field(max_length=120)]


class SceneEdit(Frozen):
    """What shall be different; null leaves it. line: "" for silence; redraw: the picture by another chance."""

    line: Annotated[Text, Field(max_length=600)] | None = None
    prompt: Annotated[Text, Field(min_length=1, max_length=MAX_PROMPT)] | None = None
    kicker: Words | None = None
    headline: Words | None = None
    detail: Words | None = None
    button: Words | None = None
    redraw: bool = False


def edit_scene(tenant: str, video_id: str, number: int, edit: SceneEdit, *, desk: Desk) -> Job:
    """number: of the scene, from 1. Raises NotFound; Conflict if the video does not wait at its storyboard;
    InvalidRequest if nothing would be different, or for letters that may not be drawn."""
    job = desk.jobs.get(tenant, video_id)
    wait = open_wait(tenant, video_id, "storyboard", desk=desk)
    if wait is None or not at_gate(job, wait, "storyboard"):
        raise _shut(job)
    ref = JobRef(tenant=tenant, video_id=video_id)
    play = desk.read(ref, "screenplay.json", Screenplay)
    if not 1 <= number <= len(play.scenes):
        raise NotFound(f"there is no scene {number}: the video has {len(play.scenes)}", field="scene")
    for field in ("kicker", "headline", "detail", "button"):
        if wrong := strange(getattr(edit, field) or "", play.language):
            raise InvalidRequest(f"{field}: {wrong}", field=field)
    scenes = list(play.scenes)
    scenes[number - 1] = _edited(scenes[number - 1], edit)
    changed = play.model_copy(update={"scenes": tuple(scenes)})
    differences = diff(play, changed)
    if not differences:
        raise InvalidRequest("scene: say what shall be different: line, prompt, headline or redraw", field="scene")

    def opened(old: Job) -> Job:
        if not at_gate(old, wait, "storyboard"):
            raise _shut(old)  # approved, refused or edited by somebody else meanwhile
        return old.model_copy(update={"gate": "", "status": "running"})

    # First the gate, so that of two who edit at once the second does not write over the first.
    desk.jobs.record(tenant, video_id, opened, f"Edited {'; '.join(map(str, differences))}"[:1000], scene=number - 1)
    desk.write(ref, "screenplay.json", changed)
    complete(wait, EDITED, desk=desk)
    return desk.jobs.get(tenant, video_id)


def _shut(job: Job) -> Conflict:
    return Conflict(
        f"the video does not wait at its storyboard ({job.status}): scenes are edited there", field="video_id"
    )


def _edited(scene: Scene, edit: SceneEdit) -> Scene:
    if (edit.prompt is not None or edit.redraw) and not scene.generated:
        field = "redraw" if edit.redraw else "prompt"
        raise InvalidRequest(f"{field}: no picture is generated for this scene", field=field)
    words = edit.model_dump(include={"kicker", "headline", "detail", "button"}, exclude_none=True)
    about: dict[str, Any] = {"text": scene.text.model_copy(update=words)}
    if edit.line is not None and edit.line != " ".join(scene.voice_over):
        about["voice_over"] = (edit.line,) if edit.line else ()
    if edit.prompt is not None:
        about["visual_prompt"] = edit.prompt
    changed = scene.model_copy(update=about)
    return changed.anew() if edit.redraw else changed
