"""PushProgress. In: a batch of the table's stream. Sends new EV# items to whoever watches."""

from typing import Any

from spotworks import wiring
from spotworks.domain.base import stored
from spotworks.domain.job import Event
from spotworks.runtime.step import event_handler
from spotworks.stages.push_progress import NewEvent, push_progress


@event_handler
def handler(event: dict[str, Any]) -> None:
    images = [r["dynamodb"].get("NewImage", {}) for r in event["Records"] if r["eventName"] == "INSERT"]
    new = tuple(
        NewEvent(
            tenant=image["tenant"]["S"],
            video_id=image["video_id"]["S"],
            event=stored(Event, image["doc"]["S"]),
        )
        for image in images
        if image.get("sk", {}).get("S", "").startswith("EV#")
    )
    push_progress(new, watchers=wiring.watchers())
