"""A vendor's webhook: believed, noted, and then the vendor itself is asked.

What a webhook says is never used: its body may be old, another's, or a lie. It only makes us look at once.
"""

import hashlib
from collections.abc import Callable, Mapping

from spotworks.domain.model import Model
from spotworks.errors import NotFound
from spotworks.ports import Clock, OrderQueue, Orders, Vendor


def hear_vendor(
    provider: str,
    hook: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    orders: Orders,
    queue: OrderQueue,
    clock: Clock,
    vendor: Callable[[Model], Vendor],
    model: Callable[[str], Model],
) -> bool:
    """Whether it was news. provider, hook: of the path; vendor: of a model, and model: by its id.

    Raises NotFound for a path that nobody was told, Forged for a signature that does not hold.
    """
    order = orders.by_hook(hook)
    if order is None or order.provider != provider:
        raise NotFound("nobody waits there")
    vendor(model(order.model)).believe(headers, body, now=clock.now().timestamp())
    if not order.is_open or orders.seen(provider, _message(headers, body)):
        return False
    queue.look(order)
    return True


def _message(headers: Mapping[str, str], body: bytes) -> str:
    """The message's own id; of one without, what it holds."""
    return headers.get("webhook-id") or hashlib.sha256(body).hexdigest()
