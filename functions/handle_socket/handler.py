"""HandleSocket. $connect with a ticket, $disconnect, and {"action": "replay", "after": N}."""

import json
from typing import Any

from spotworks import wiring
from spotworks.runtime.log import logger
from spotworks.stages.push_progress import replay


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    about = event["requestContext"]
    connection, route = about["connectionId"], about["routeKey"]
    logger.structure_logs(append=False, stage="HandleSocket", route=route)
    if route == "$connect":
        ticket = (event.get("queryStringParameters") or {}).get("ticket", "")
        return {"statusCode": 200 if wiring.watchers().redeem(ticket, connection) else 403}
    if route == "$disconnect":
        wiring.watchers().forget(connection)
        return {"statusCode": 200}
    try:
        after = int(json.loads(event.get("body") or "{}").get("after", 0))
    except (ValueError, AttributeError, TypeError, OverflowError):
        return {"statusCode": 400, "body": json.dumps({"type": "error", "message": "send {action, after}"})}
    replay(connection, after, watchers=wiring.watchers(), jobs=wiring.desk().jobs)
    return {"statusCode": 200}
