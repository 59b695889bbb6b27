"""ServeApi: every route of the HTTP API (see spotworks/runtime/api)."""

from typing import Any

from spotworks.runtime.api import app
from spotworks.runtime.log import logger


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    about = event["requestContext"]
    logger.structure_logs(append=False, stage="ServeApi", request_id=about["requestId"], path=event["rawPath"])
    response: dict[str, Any] = app.resolve(event, context)
    logger.info("done", extra={"status": response["statusCode"], "method": about["http"]["method"]})
    return response
