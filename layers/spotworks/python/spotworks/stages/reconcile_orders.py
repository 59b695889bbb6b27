"""ReconcileOrders: orders that nobody looked at for a while, because a message or a function was lost."""

from datetime import datetime, timedelta

from spotworks.domain.base import Frozen
from spotworks.ports import Clock, OrderQueue, Orders

QUIET = timedelta(minutes=5)
"""Longer than any order stands without being moved, while all goes well and it does not wait for its turn."""
MISSED = timedelta(minutes=1)
"""After the time of a look, when nobody has looked."""


class Reconciled(Frozen):
    woken: int


def reconcile_orders(*, orders: Orders, queue: OrderQueue, clock: Clock) -> Reconciled:
    """Also waking what waits for its turn, whose next look is planned, would be a second chain of looks at it."""
    woken, due = 0, clock.now() - MISSED
    for order in orders.open_since((clock.now() - QUIET).isoformat()):
        if not order.due or datetime.fromisoformat(order.due) < due:
            queue.look(order)
            woken += 1
    return Reconciled(woken=woken)
