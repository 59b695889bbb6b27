"""How an order ends: what came is received and paid for, what failed is told and, once, worded anew."""

from datetime import datetime

from spotworks.domain.credentials import naming_key
from spotworks.domain.generation import MusicRequest
from spotworks.domain.mildness import milder
from spotworks.domain.orders import Order, OrderPhase
from spotworks.errors import (
    BudgetExceeded,
    CreditGone,
    DeliveryUnusable,
    KeyRejected,
    ModelUnavailable,
    ModerationRefused,
    OutcomeUnknown,
    ProviderUnavailable,
    SpotworksError,
    StorageUnavailable,
    named,
)
from spotworks.ports import VendorStatus, Wait
from spotworks.stages.complete import complete, describe, remember_made
from spotworks.stages.shared.generation import find_made, stored_product
from spotworks.stages.shared.paying import Charge, charged, order_purse
from spotworks.stages.shared.shop import Shop
from spotworks.stages.shared.terms import ordered, requested

_FETCHES = (1.0, 5.0, 10.0, 20.0, 30.0)  # seconds between tries at a file that does not come


def receive(shop: Shop, order: Order, status: VendorStatus) -> None:
    """What the vendor made. Raises StorageUnavailable, after which it is received anew."""
    charge = charged(status, order.estimate)
    try:
        product = shop.receiver.receive(status.outputs, requested(order), shop.model(order), order.tenant)
    except StorageUnavailable:
        raise
    except ProviderUnavailable as error:
        again = shop.move(order, order.phase, fetches=order.fetches + 1)
        if again is not None and again.fetches > len(_FETCHES):
            fail(shop, again, DeliveryUnusable(error.message), charge)
        elif again is not None:
            shop.look(again, _FETCHES[again.fetches - 1])
        return
    except SpotworksError as error:
        fail(shop, order, error, charge)
        return
    seconds = (shop.now() - datetime.fromisoformat(order.began)).total_seconds()
    made = stored_product(
        product.model_copy(update={"cost_usd": charge.amount}), seconds,
        job=order.job, desk=shop.desk, buyer=order.buyer, spend_id=order.id,
    )  # fmt: skip
    order_purse(order, shop.desk).pay(charge)
    remember_made(shop.desk, order.job, order.address, made)
    if (wait := shop.wait_of(order)) is not None:
        complete(wait, made, desk=shop.desk)
    shop.traffic.succeeded(order.provider)
    shop.leave(order)
    if shop.move(order, "done", cost_usd=charge.amount) is not None:
        _note(shop, order, charge, accepted=True)


def tell(shop: Shop, order: Order) -> None:
    """Of an order that has ended, to a state that began to wait for it in the same moment."""
    if (wait := shop.wait_of(order)) is None or wait.outcome is not None:
        return
    found = find_made(shop.desk, order.job, order.address) if order.phase == "done" else None
    error = named(order.error or "ProviderUnavailable")(order.message or "it came to its end unheard")
    complete(wait, found or error, desk=shop.desk)


def fail(
    shop: Shop, order: Order, error: SpotworksError, charge: Charge, *, phase: OrderPhase = "failed"
) -> None:  # fmt: skip
    """Ends it without a product. charge: what the vendor took all the same."""
    for model in shop.models:
        if model.id == order.model:
            error = naming_key(error, model)
    order_purse(order, shop.desk).fail(charge)
    if isinstance(error, KeyRejected | CreditGone):
        shop.traffic.failed(order.provider, for_good=True)
    elif isinstance(error, ProviderUnavailable | OutcomeUnknown) and phase == "failed":
        shop.traffic.failed(order.provider)
    shop.leave(order)
    wait = shop.wait_of(order)
    refused = isinstance(error, ModerationRefused) and phase == "failed"
    if wait is not None and not (refused and _asked_in_milder_words(shop, order, wait)):
        complete(wait, error, desk=shop.desk)
    if shop.move(order, phase, error=error, cost_usd=charge.amount) is None:
        return
    if order.began and phase == "failed" and not isinstance(error, KeyRejected | CreditGone | ModelUnavailable):
        _note(shop, order, charge, accepted=False)


def _note(shop: Shop, order: Order, charge: Charge, *, accepted: bool) -> None:
    """For the routing: how the model did, where it is the model's doing."""
    if shop.records is not None:
        seconds = shop.age(order.began).total_seconds()
        shop.records.note(order.model, accepted=accepted, spent=charge.amount, seconds=seconds)


def _asked_in_milder_words(shop: Shop, order: Order, wait: Wait) -> bool:
    """A refusal is not repeated as it was, but worded anew once. False if there is nothing to reword, or no money."""
    request = requested(order)
    if isinstance(request, MusicRequest):
        return False
    words = milder(request.prompt)
    if order.reworded or words == request.prompt:
        return False
    reworded, number = request.model_copy(update={"prompt": words}), order.number + 1
    try:
        model = shop.model(order)
    except ModelUnavailable:
        return False
    again = shop.orders.place(ordered(shop, reworded, model, wait, number=number, reworded=True))
    try:
        order_purse(again, shop.desk).set_aside()
    except BudgetExceeded as error:
        shop.move(again, "failed", error=error)
        return False
    what = describe(order.kind, order.scene)
    shop.desk.note(order.job, f"{what} was refused and is asked for in milder words", scene=order.scene)
    shop.desk.waits.promise(wait, again.id)
    shop.queue.look(again)
    return True
