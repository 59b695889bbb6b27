"""TendOrder: an order is looked at: sent, asked about, received, or left for a while."""

from spotworks.domain.base import Frozen
from spotworks.domain.orders import OrderRef
from spotworks.stages.shared.ordering import Ordering


class Tended(Frozen):
    """phase: that the order is in now, "" for one that is no more."""

    phase: str = ""


def tend_order(ref: OrderRef, *, ordering: Ordering) -> Tended:
    """Raises StorageUnavailable, for the queue to bring it again."""
    order = ordering.orders.get(ref.tenant, ref.video_id, ref.order_id)
    if order is None:
        return Tended()
    if order.is_open:
        ordering.tend(order)
    after = ordering.orders.get(ref.tenant, ref.video_id, ref.order_id)
    return Tended(phase=after.phase if after else "")
