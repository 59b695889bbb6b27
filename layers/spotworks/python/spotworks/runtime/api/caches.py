"""What is kept so that nothing is bought twice."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from spotworks import wiring
from spotworks.runtime.api.app import app, tenant
from spotworks.stages.forget_cached import Forgotten, forget_cached


@app.delete("/api/cache", tags=["Costs"], summary="Forget what was kept, so that it is made and paid for anew")
def forget(prefix: Annotated[str, Query(max_length=200)]) -> Forgotten:
    """prefix: "research", "critiques", "sounds", "made", or longer, "sounds/voice/elevenlabs"; "all" for all of it.

    Videos and the files that they are made of stay.
    """
    return forget_cached(tenant(), prefix, desk=wiring.desk())
