"""A vendor's webhook: believed, noted, and then the vendor itself is asked.

What a webhook says is never used: its body may be old, another's, or a lie. It only makes us look at once.
"""

import hashlib
from collections.abc import Callable, Mapping

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.model import Model
from spotworks.errors import NotFound, SpotworksError
from spotworks.ports import Challenger, Clock, OrderQueue, Orders, Vendor


class Heard(Frozen):
    """news: whether the order is looked at because of it; answer: what the vendor wants to hear."""

    news: bool
    answer: dict[str, str] = Field(default_factory=dict)


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
) -> Heard:
    """provider, hook: of the path; vendor: of a model, and model: by its id.

    Raises NotFound for a path that nobody was told, Forged for a signature that does not hold; StorageUnavailable,
    after which the same message is news again: vendors send what was not taken once more.
    """
    order = orders.by_hook(hook)
    if order is None or order.provider != provider:
        raise NotFound("nobody waits there")
    sender = vendor(model(order.model))
    sender.believe(headers, body, now=clock.now().timestamp())
    trial = sender.answer(body) if isinstance(sender, Challenger) else None
    if trial is not None:
        return Heard(news=False, answer=dict(trial))
    message = _message(hook, headers, body)
    if not order.is_open or orders.seen(provider, message):
        return Heard(news=False)
    try:
        queue.look(order)
    except SpotworksError:
        orders.forget(provider, message)
        raise
    return Heard(news=True)


def _message(hook: str, headers: Mapping[str, str], body: bytes) -> str:
    """The message's own id; of one without, what it says and of which order."""
    return headers.get("webhook-id") or hashlib.sha256(hook.encode() + b"\n" + body).hexdigest()
