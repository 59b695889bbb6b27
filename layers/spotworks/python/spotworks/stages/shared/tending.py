"""Looking after an order: the one paid call, the question what became of it, and when it is looked at again."""

from datetime import timedelta

from spotworks.domain.model import Model
from spotworks.domain.orders import Order
from spotworks.domain.traffic import limits
from spotworks.errors import (
    BudgetExceeded,
    ModelUnavailable,
    OutcomeUnknown,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
    StorageUnavailable,
    named,
)
from spotworks.ports import Vendor, VendorJob, VendorRequest, VendorStatus
from spotworks.stages.shared.ends import fail, receive
from spotworks.stages.shared.paying import FREE, Charge, charged, order_purse
from spotworks.stages.shared.shop import Shop
from spotworks.stages.shared.terms import asked

_SENDING = timedelta(seconds=390)  # longer than any function that sends may live
_ASKED_ABOUT = 3  # looks at a call without an answer, before the state is told
_LOOKS = (5.0, 10.0, 20.0, 30.0)  # seconds between looks, where a vendor sends no news
_NET = 30.0  # and where it does
_PATIENCE = 6  # times that a vendor may say slow down, before another is asked: two minutes, if it names none
_TURN = 2  # the part of an order's time that it may wait to be sent is one of so many
_ONCE_MORE = (1.0, 3.0, 9.0)  # seconds, for what came at once and could not be stored


def tend(shop: Shop, order: Order) -> None:
    """Moves it on by what is true now."""
    match order.phase:
        case "queued":
            send(shop, order)
        case "sending":
            age = shop.age(order.since)
            if age < _SENDING:
                shop.look(order, max(1.0, age.total_seconds() / 2))
            elif (lost := shop.move(order, "unknown")) is not None:
                _ask_about(shop, lost)
        case "unknown":
            _ask_about(shop, order)
        case "accepted":
            _poll(shop, order)


# -- the paid call


def send(shop: Shop, order: Order) -> None:
    """The one paid call, if there is money and room for it now."""
    if shop.is_cancelled(order):
        fail(shop, order, ModelUnavailable("the video was cancelled"), FREE, phase="cancelled")
        return
    try:
        model = shop.model(order)
        vendor = shop.vendor(model)
        _check(shop, order)
        purse = order_purse(order, shop.desk)
        purse.set_aside()
    except StorageUnavailable:
        raise
    except BudgetExceeded as error:
        if purse.is_room_near():
            shop.look(order, _LOOKS[0])
        else:
            fail(shop, order, error, FREE)
        return
    except SpotworksError as error:
        fail(shop, order, error, FREE)
        return
    account = limits(model.provider, shop.models)
    room = shop.traffic.enter(
        model.provider, order.owner, tenant=order.tenant, concurrency=account.concurrency,
        per_minute=account.per_minute, seconds=shop.given_up(order.kind, model).total_seconds(),
    )  # fmt: skip
    if room.granted:
        _sent(shop, order, model, vendor)
    else:
        _wait(shop, order, model, room.wait, room.why)


def _check(shop: Shop, order: Order) -> None:
    if shop.is_late(order):
        raise ModelUnavailable(f"{order.provider} had no room for it in time", field="model")
    if shop.traffic.is_open(order.provider):
        raise ModelUnavailable(f"{order.provider} fails just now and is left alone for a while", field="model")


def _wait(shop: Shop, order: Order, model: Model, seconds: float, why: str) -> None:
    """Another model is asked where the wait would take too much of the order's time."""
    waited = shop.age(order.created) + timedelta(seconds=seconds * shop.pace)
    if waited > shop.given_up(order.kind, model) / _TURN:
        fail(shop, order, ModelUnavailable(f"{order.provider} has no room for it in time: {why}", field="model"), FREE)
    else:
        shop.look(order, seconds)


def _sent(shop: Shop, order: Order, model: Model, vendor: Vendor) -> None:
    """With a slot for it."""
    try:
        request = asked(shop, order, model)
    except StorageUnavailable:
        shop.leave(order)
        raise
    except SpotworksError as error:
        fail(shop, order, error, FREE)
        return
    sending = shop.move(order, "sending", began=shop.now().isoformat())
    if sending is not None:  # else somebody else sends it
        _call(shop, sending, vendor, request)


def _call(shop: Shop, order: Order, vendor: Vendor, request: VendorRequest) -> None:
    try:
        answer = vendor.create(request)
    except ProviderThrottled as error:
        _be_patient(shop, order, request.model, error)
    except OutcomeUnknown as error:
        _lose(shop, order, error)
    except SpotworksError as error:
        fail(shop, order, error, FREE)
    except Exception as error:  # a defect of the adapter's, perhaps after the call left
        _lose(shop, order, OutcomeUnknown(str(error)))
        raise
    else:
        _answered(shop, order, answer)


def _be_patient(shop: Shop, order: Order, model: Model, error: ProviderThrottled) -> None:
    shop.traffic.throttled(order.provider, retry_after=error.retry_after)
    if order.throttled + 1 >= _PATIENCE:
        why = f"{order.provider} said slow down {_PATIENCE} times: {error.message}"
        fail(shop, order, ModelUnavailable(why, field="model"), FREE)
        return
    shop.leave(order)
    back = shop.move(order, "queued", throttled=order.throttled + 1)
    if back is not None:
        _wait(shop, back, model, error.retry_after or _LOOKS[min(order.throttled, len(_LOOKS) - 1)], error.message)


def _lose(shop: Shop, order: Order, error: OutcomeUnknown) -> None:
    lost = shop.move(order, "unknown", error=error)
    if lost is not None:
        shop.look(lost, _LOOKS[0])


def _answered(shop: Shop, order: Order, answer: VendorJob | VendorStatus) -> None:
    if isinstance(answer, VendorStatus):
        _heard_at_once(shop, order, answer)
        return
    accepted = shop.move(order, "accepted", vendor_job=answer.id, about=answer.about)
    if accepted is not None:
        _look_again(shop, accepted)


def _heard_at_once(shop: Shop, order: Order, status: VendorStatus) -> None:
    """What came with the answer can't be fetched another time."""
    for pause in _ONCE_MORE:
        try:
            return _heard(shop, order, status)
        except StorageUnavailable:
            shop.desk.rest(pause)
    return _heard(shop, order, status)


# -- what became of it


def _ask_about(shop: Shop, order: Order) -> None:
    """A call that may have been taken. The state hears soon, so that it can go on; the money is taken for gone."""
    try:
        model = shop.model(order)
        found = shop.vendor(model).find(order.hook, model, began=order.began)
    except SpotworksError:
        found, known = None, False
    else:
        known = True
    again = shop.move(order, "unknown", polls=order.polls + 1)
    if again is None:
        shop.look(order, 1.0)
        return
    over = again.polls >= _ASKED_ABOUT or shop.is_late(order)
    if found is not None:
        _answered(shop, again, found)
    elif known and over:
        fail(shop, again, ProviderUnavailable(f"{order.provider} never took the call: {order.message}"), FREE)
    elif over:
        lost = OutcomeUnknown(f"nobody knows whether {order.provider} took the call: {order.message}")
        fail(shop, again, lost, _perhaps(again))
    else:
        shop.look(again, _LOOKS[0])


def _poll(shop: Shop, order: Order) -> None:
    again = shop.move(order, "accepted", polls=order.polls + 1)
    if again is None:
        shop.look(order, 1.0)
        return
    job, late = VendorJob(id=order.vendor_job, about=order.about), shop.is_late(order)
    try:
        model = shop.model(order)
        vendor = shop.vendor(model)
        if late or shop.is_cancelled(order):
            vendor.cancel(job, model)
        status = vendor.poll(job, model)
    except StorageUnavailable:
        raise
    except (ProviderThrottled, ProviderUnavailable) as error:
        if late:
            fail(shop, again, OutcomeUnknown(f"{order.provider} took too long: {error.message}"), _perhaps(again))
        else:
            _look_again(shop, again, least=_patience(shop, again, error))
    except SpotworksError as error:  # its key was revoked, or it does not know its own work any more
        fail(shop, again, error, _perhaps(again))
    else:
        if late and status.state in {"queued", "running", "cancelled"}:  # asking it once more would be as long
            most = shop.given_up(order.kind, model).total_seconds() / 60
            gone = OutcomeUnknown(f"{order.provider} took longer than {most:.3g} minutes")
            fail(shop, again, gone, _perhaps(again) if status.state != "cancelled" else charged(status, order.estimate))
        else:
            _heard(shop, again, status)


def _heard(shop: Shop, order: Order, status: VendorStatus) -> None:
    match status.state:
        case "queued" | "running":
            _look_again(shop, order)
        case "succeeded":
            receive(shop, order, status)
        case "failed":
            error = named(status.error or "ProviderUnavailable")(status.message)
            fail(shop, order, error, charged(status, order.estimate))
        case "cancelled":
            gone = ProviderUnavailable(f"{order.provider} stopped the work")
            fail(shop, order, gone, charged(status, order.estimate), phase="cancelled")


def _perhaps(order: Order) -> Charge:
    return Charge(order.estimate, in_doubt=True)


def _patience(shop: Shop, order: Order, error: SpotworksError) -> float:
    """Seconds that a vendor asked for, of all who call it."""
    if not isinstance(error, ProviderThrottled):
        return 0.0
    shop.traffic.throttled(order.provider, retry_after=error.retry_after)
    return error.retry_after or 0.0


def _look_again(shop: Shop, order: Order, *, least: float = 0.0) -> None:
    told = any(shop.callback(order, model) for model in shop.models if model.id == order.model)
    shop.look(order, max(least, _NET if told else _LOOKS[min(order.polls, len(_LOOKS) - 1)]))
