"""How vendors are ordered from."""

import random
from collections.abc import Sequence
from functools import cache

from spotworks.domain.generation import GenerationRequest, MusicRequest
from spotworks.domain.model import Model
from spotworks.ports import OrderQueue, Orders, Output, Product, Receiver, Records
from spotworks.stages.shared.ordering import Ordering
from spotworks.wiring.accounts import allowed, models, traffic, vendor
from spotworks.wiring.environment import SystemClock, new, required, said, table
from spotworks.wiring.makers import composer
from spotworks.wiring.parts import desk, new_ticket, work


@cache
def orders() -> Orders:
    return new("aws.orders", "TableOrders", table(), SystemClock())


@cache
def order_queue() -> OrderQueue:
    return new("aws.queue", "SqsOrderQueue", required("ORDERS"))


@cache
def records() -> Records:
    return new("aws.records", "TableRecords", table())


@cache
def ordering() -> Ordering:
    """SPOTWORKS_HOOKS: where vendors reach us, "" where they don't.

    SPOTWORKS_PACE: what all waiting times are multiplied by, for fakes.
    """
    hooks = said("SPOTWORKS_HOOKS").rstrip("/")
    return Ordering(
        desk=desk(),
        orders=orders(),
        queue=order_queue(),
        traffic=traffic(),
        vendor=vendor,
        models=models(),
        stills=new("providers.stills", "FittedStills"),
        receiver=_Receiver(),
        secret=new_ticket,
        hooks=hooks,
        public=hooks.startswith("https://"),
        pace=float(said("SPOTWORKS_PACE") or 1),
        jitter=lambda: random.uniform(0.85, 1.15),  # noqa: S311 - no secret
        records=records(),
        composer=composer,
    )


class _Receiver:
    """Made when something comes: it needs the video libraries, which who only sends does without."""

    def receive(self, outputs: Sequence[Output], request: GenerationRequest, model: Model, tenant: str) -> Product:
        if isinstance(request, MusicRequest):
            return composer(tenant, model).delivered(request, outputs)
        return _receiver().receive(outputs, request, model, tenant)


@cache
def _receiver() -> Receiver:
    return new("media.receiving", "VendorReceiver", work(), allowed)
