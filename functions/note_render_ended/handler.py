"""NoteRenderEnded. In: a Batch Job State Change event of EventBridge."""

from typing import Any

from spotworks import wiring
from spotworks.runtime.step import event_handler
from spotworks.stages.note_render_ended import Noted, note_render_ended


@event_handler
def handler(event: dict[str, Any]) -> Noted:
    detail = event["detail"]
    pairs = detail.get("container", {}).get("environment", [])
    environment = {pair["name"]: pair["value"] for pair in pairs}
    return note_render_ended(environment, detail.get("statusReason", ""), desk=wiring.desk())
