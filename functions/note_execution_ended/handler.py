"""NoteExecutionEnded. In: a Step Functions Execution Status Change event of EventBridge."""

import json
from typing import Any

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import event_handler
from spotworks.stages.note_execution_ended import Ended, note_execution_ended


@event_handler
def handler(event: dict[str, Any]) -> Ended:
    detail = event["detail"]
    started = json.loads(detail["input"])
    return note_execution_ended(
        JobRef.model_validate(started.get("job", started)),
        status=detail["status"],
        cause=detail.get("cause") or "",
        execution=detail.get("executionArn", ""),
        desk=wiring.desk(),
        announcer=wiring.announcer(),
        orders=wiring.orders(),
        queue=wiring.order_queue(),
    )
