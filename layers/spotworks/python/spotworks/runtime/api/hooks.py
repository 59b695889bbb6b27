"""Where vendors tell us that something is done. No token: the path is a secret, and most of them sign."""

import base64
from typing import Any

from spotworks import wiring
from spotworks.runtime.api.app import app
from spotworks.stages.hear_vendor import hear_vendor


@app.post("/hooks/<provider>/<hook>", include_in_schema=False)
def hook(provider: str, hook: str) -> dict[str, Any]:
    """Answers 200 once the news is in the queue."""
    event = app.current_event
    text = event.body or ""
    body = base64.b64decode(text) if event.is_base64_encoded else text.encode()
    heard = hear_vendor(
        provider,
        hook,
        {name.lower(): value for name, value in event.headers.items()},
        body,
        orders=wiring.orders(),
        queue=wiring.order_queue(),
        clock=wiring.desk().clock,
        vendor=wiring.vendor,
        model=wiring.model,
    )
    return {"heard": heard.news} | heard.answer
