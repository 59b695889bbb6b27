"""AcceptUpload. In: an Object Created event of EventBridge, of a key under drop/."""

from typing import Any
from urllib.parse import unquote_plus

from spotworks import wiring
from spotworks.runtime.step import event_handler
from spotworks.stages.accept_upload import accept_upload
from spotworks.stages.request_video import Requested


@event_handler
def handler(event: dict[str, Any]) -> Requested | None:
    found = event["detail"]["object"]
    return accept_upload(
        unquote_plus(found["key"]),
        found.get("etag", ""),
        desk=wiring.desk(),
        uploads=wiring.uploads(),
        intake=wiring.intake(),
        machine=wiring.machine(),
        models=wiring.models(),
    )
