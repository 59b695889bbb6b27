"""TendOrder: an order is looked at: sent, asked about, received, or left for a while."""

from datetime import datetime

from spotworks.domain.base import Frozen
from spotworks.domain.orders import Order, OrderRef
from spotworks.stages.shared.ordering import Ordering


class Tended(Frozen):
    """phase: that the order is in now, "" for one that is no more."""

    phase: str = ""


def tend_order(ref: OrderRef, *, ordering: Ordering) -> Tended:
    """Raises StorageUnavailable, for the queue to bring it again."""
    order = ordering.orders.get(ref.tenant, ref.video_id, ref.order_id)
    if order is None:
        return Tended()
    if not _is_left_to_another(ref, order):
        ordering.tend(order)
    after = ordering.orders.get(ref.tenant, ref.video_id, ref.order_id)
    return Tended(phase=after.phase if after else "")


def _is_left_to_another(ref: OrderRef, order: Order) -> bool:
    """A look that was planned before the one that is to come: each webhook would begin a chain of its own."""
    return bool(ref.due and order.due) and datetime.fromisoformat(ref.due) < datetime.fromisoformat(order.due)
