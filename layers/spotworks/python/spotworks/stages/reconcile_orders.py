"""ReconcileOrders: orders that nobody looked at for a while, because a message or a function was lost."""

from datetime import timedelta

from spotworks.domain.base import Frozen
from spotworks.ports import Clock, OrderQueue, Orders

QUIET = timedelta(minutes=5)
"""Longer than any order stands without being moved, while all goes well."""


class Reconciled(Frozen):
    woken: int


def reconcile_orders(*, orders: Orders, queue: OrderQueue, clock: Clock) -> Reconciled:
    quiet = orders.open_since((clock.now() - QUIET).isoformat())
    for order in quiet:
        queue.look(order)
    return Reconciled(woken=len(quiet))
