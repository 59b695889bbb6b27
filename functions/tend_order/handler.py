"""TendOrder. In: messages of the queue of orders, each a domain.orders.OrderRef."""

from typing import Any

from spotworks import wiring
from spotworks.domain.orders import OrderRef
from spotworks.runtime.log import logger
from spotworks.runtime.step import event_handler
from spotworks.stages.tend_order import Tended, tend_order


@event_handler
def handler(event: dict[str, Any]) -> Tended:
    [record] = event["Records"]  # the queue brings them one by one
    ref = OrderRef.model_validate_json(record["body"])
    logger.append_keys(**ref.model_dump(exclude_defaults=True))
    return tend_order(ref, ordering=wiring.ordering())
