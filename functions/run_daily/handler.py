"""RunDaily. In: {"reason": "schedule"}, or {"reason": "now"} by hand. Out: the videos that were started."""

from typing import Any

from spotworks import wiring
from spotworks.runtime.step import event_handler
from spotworks.stages.run_daily import Daily, run_daily


@event_handler
def handler(event: dict[str, Any]) -> Daily:
    return run_daily(
        event.get("reason", "schedule"),
        request_id=wiring.new_ticket(),
        desk=wiring.desk(),
        uploads=wiring.uploads(),
        machine=wiring.machine(),
        models=wiring.models(),
    )
