"""ReconcileOrders. In: a call by schedule; wakes orders that nobody looked at for a while."""

from typing import Any

from spotworks import wiring
from spotworks.runtime.step import event_handler
from spotworks.stages.reconcile_orders import Reconciled, reconcile_orders


@event_handler
def handler(event: dict[str, Any]) -> Reconciled:
    return reconcile_orders(orders=wiring.orders(), queue=wiring.order_queue(), clock=wiring.desk().clock)
