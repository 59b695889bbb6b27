"""Several paid calls at once: at most four, none after the first that failed, and what was paid for is never lost."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from decimal import Decimal
from threading import Event
from typing import Protocol, TypeVar

from spotworks.errors import OutcomeUnknown, RetryableError, SpotworksError

AT_ONCE = 4


class Paid(Protocol):
    @property
    def cost_usd(self) -> Decimal: ...


Thing = TypeVar("Thing")
Got = TypeVar("Got", bound=Paid)


def bought(wanted: Iterable[Thing], buy: Callable[[Thing], Got]) -> dict[Thing, Got]:
    """Each thing once. buy: makes at most one paid call, keeps what came of it, and counts what it paid.

    After a failure no further call is begun; those that are out are waited for. Raises the worst failure then, with
    `spent`. A lost answer is the worst, because it is the one that must not be tried again; then what no trying
    mends; so a failure that is retried never hides one that is not.
    """
    failed = Event()

    def one(thing: Thing) -> Got | None:
        if failed.is_set():
            return None
        try:
            return buy(thing)
        except SpotworksError:
            failed.set()
            raise

    with ThreadPoolExecutor(AT_ONCE) as pool:  # in a copy of the context, which says how long we live
        calls: dict[Thing, Future[Got | None]] = {
            thing: pool.submit(copy_context().run, one, thing) for thing in dict.fromkeys(wanted)
        }
    failures = [error for error in (call.exception() for call in calls.values()) if error is not None]
    results = {thing: call.result() for thing, call in calls.items() if call.exception() is None}
    got = {thing: result for thing, result in results.items() if result is not None}
    if not failures:
        return got
    worst = min(failures, key=_rank)
    if isinstance(worst, SpotworksError):
        lost = sum((error.spent for error in failures if isinstance(error, SpotworksError)), Decimal(0))
        worst.spent = lost + sum((one.cost_usd for one in got.values()), Decimal(0))
    raise worst


def _rank(error: BaseException) -> int:
    if not isinstance(error, SpotworksError):
        return 0
    return 1 if isinstance(error, OutcomeUnknown) else 3 if isinstance(error, RetryableError) else 2
