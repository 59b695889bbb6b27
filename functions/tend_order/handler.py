"""TendOrder. In: messages of the queue of orders, each {tenant, video_id, order_id}."""

from typing import Any

from spotworks import wiring
from spotworks.runtime.step import event_handler
from spotworks.stages.tend_order import OrderRef, Tended, tend_order


@event_handler
def handler(event: dict[str, Any]) -> Tended:
    [record] = event["Records"]  # the queue brings them one by one
    return tend_order(OrderRef.model_validate_json(record["body"]), ordering=wiring.ordering())
