"""NoteRenderEnded: a container that died without a word ends its wait by a retryable name."""

from spotworks.domain.base import Frozen
from spotworks.errors import RenderInterrupted
from spotworks.ports import Wait
from spotworks.stages.complete import complete
from spotworks.stages.shared.desk import Desk

_WORK = {  # by the kind of wait: the stage, its work, and what is done about its end
    "render": ("RenderSpot", "render", "it is started again from its checkpoint"),
    "segment": ("RenderSegment", "render", "its segment is made again"),
    "align": ("AlignVoice", "alignment", "it is started again"),
}


class Noted(Frozen):
    changed: bool


def note_render_ended(environment: dict[str, str], reason: str, *, desk: Desk) -> Noted:
    """environment: the Batch job's own. A container that reported by itself has ended the wait already."""
    told = environment.get("RENDER_WAIT") or environment.get("ALIGN_WAIT")
    if told is None:
        return Noted(changed=False)
    wait = Wait.model_validate_json(told)
    stage, what, again = _WORK[wait.kind]
    error = RenderInterrupted(f"[{stage}] the {what} process died: {reason or 'no reason given'}")
    changed = complete(wait, error, desk=desk)
    standing = desk.waits.get(wait.tenant, wait.video_id, wait.wait_id)
    if changed and standing is not None and "error" in (standing.outcome or {}):
        note = f"The {what} process died; {again}"
        desk.jobs.record(wait.tenant, wait.video_id, lambda job: job, note)
    return Noted(changed=changed)
