"""The GPU container's main: finds its order, draws its clip, and leaves word in the order.

Nobody waits for the process itself: the order's vendor adapter reads the word, and the wait is ended by the one
`complete()`. The token is kept alive from here, whichever token the state waits with by now.
"""

import contextlib
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from spotworks.domain.model import Model
from spotworks.domain.orders import Order
from spotworks.errors import (
    BudgetExceeded,
    DeliveryUnusable,
    ModelUnavailable,
    ProviderRejected,
    ProviderUnavailable,
    RetryableError,
    StorageUnavailable,
    marked,
)
from spotworks.ports import OrderQueue, Orders
from spotworks.ports.diffusing import Diffuser
from spotworks.runtime.log import logger
from spotworks.runtime.unforeseen import named
from spotworks.stages.diffuse_clip import Filmed, diffuse_clip
from spotworks.stages.shared.desk import Desk

STAGE = "DiffuseClip"
INTERRUPTED = 75
"""The exit code of a machine that goes away: Batch starts the job again, which goes on from the checkpoint."""

_HEARTBEAT = 15.0  # seconds
_PATIENCE = 6  # heartbeats that nobody heard: a state that is retried waits with another token a little later
_WORD = 420.0  # seconds for the order to be known as accepted, which a call that lost its answer takes
# The names of Catch in make_spot's MakeClip; another becomes one of these.
_KNOWN = (ModelUnavailable, ProviderUnavailable, ProviderRejected, DeliveryUnusable, BudgetExceeded)


class Going:
    """Whether the work may go on. why: "" while it may, else "interrupted" or "unwanted"."""

    def __init__(self) -> None:
        self.why = ""

    def __call__(self) -> bool:
        return not self.why

    def interrupt(self, *_: object) -> None:
        """SIGTERM: a Spot reclaim gives two minutes' notice. The step that runs is finished and kept."""
        self.why = self.why or "interrupted"

    def withdraw(self) -> None:
        self.why = "unwanted"


def run_diffuse(
    hook: str, *, desk: Desk, orders: Orders, queue: OrderQueue, models: Sequence[Model],
    diffuser: Callable[[Path], Diffuser], heartbeat: float = _HEARTBEAT,
) -> int:  # fmt: skip
    """hook: of the order. diffuser: with a folder for what it fetches. heartbeat: seconds between two.

    The exit code: 0 for anything that was told, INTERRUPTED, 1 for what nobody would hear of otherwise.
    """
    going, began = Going(), time.monotonic()
    signal.signal(signal.SIGTERM, going.interrupt)
    order = orders.by_hook(hook)
    if order is None or not order.is_open:
        logger.info("nobody waits any more")
        return 0
    logger.structure_logs(append=False, stage=STAGE, **order.job.model_dump(exclude={"attempt"}))
    with tempfile.TemporaryDirectory(prefix="container-") as folder, _heartbeat(order, desk, orders, going, heartbeat):
        try:
            made = diffuse_clip(
                order, work=desk.work, model=_model(order, models), diffuser=diffuser(Path(folder) / "models"),
                folder=Path(folder), may_go_on=going,
            )  # fmt: skip
        except Exception as error:
            if not going():
                logger.info("stopped", extra={"reason": str(error), "why": going.why})
                return INTERRUPTED if going.why == "interrupted" else 0
            word = _failed(error)
        else:
            word = {"clip": made.clip}
            with contextlib.suppress(StorageUnavailable):  # a clip is worth more than the words about it
                desk.note(order.job, _words(order, made), scene=order.scene)
        return _tell(word, order, orders, queue, began)


def _model(order: Order, models: Sequence[Model]) -> Model:
    for model in models:
        if model.id == order.model:
            return model
    raise ModelUnavailable(f"there is no model {order.model!r} any more", field="model")


def _words(order: Order, made: Filmed) -> str:
    scene = "" if order.scene is None else f" of scene {order.scene + 1}"
    from_there = f", taken up after step {made.taken_up}" if made.taken_up else ""
    return f"Clip{scene} drawn on our own GPU ({made.how}{from_there})"


def _failed(broken: Exception) -> dict[str, str]:
    """The word of it, by a name that the state has a way round for."""
    error = named(broken)
    if error is broken:
        logger.error("failed", extra={"error": type(error).__name__, "reason": error.message})
    else:
        logger.exception("the work broke")
    if not isinstance(error, _KNOWN):
        kind = ProviderUnavailable if isinstance(error, RetryableError) else ModelUnavailable
        error = kind(f"{type(error).__name__}: {error.message}")
    return {"error": type(error).__name__, "message": marked(error, STAGE).message[:500]}


def _tell(word: dict[str, str], order: Order, orders: Orders, queue: OrderQueue, began: float) -> int:
    """Leaves the word once the order is accepted: while its call is under way, nobody may write to it."""
    word = word | {"seconds": f"{time.monotonic() - began:.1f}"}
    until = time.monotonic() + _WORD
    while time.monotonic() < until:
        with contextlib.suppress(StorageUnavailable):
            now = orders.get(order.tenant, order.video_id, order.id)
            if now is None or not now.is_open:
                logger.info("nobody waits any more")
                return 0
            about = now.about | word
            if now.phase == "accepted" and orders.move(now, lambda o: o.model_copy(update={"about": about})):  # noqa: B023
                queue.look(now)
                return 0
        time.sleep(0.5)
    logger.error("the order took no word", extra={"word": word})
    return 1


@contextmanager
def _heartbeat(order: Order, desk: Desk, orders: Orders, going: Going, seconds: float) -> Iterator[None]:
    """Keeps the state waiting, and stops work that nobody waits for."""
    over = threading.Event()

    def beat() -> None:
        unheard = 0
        while not over.wait(seconds):
            with contextlib.suppress(StorageUnavailable):
                now = orders.get(order.tenant, order.video_id, order.id)
                if now is None or not now.is_open:
                    going.withdraw()
                    return
                unheard = 0 if _is_heard(now, desk) else unheard + 1
                if unheard >= _PATIENCE:
                    going.withdraw()
                    return

    threading.Thread(target=beat, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _is_heard(order: Order, desk: Desk) -> bool:
    wait = desk.waits.get(order.tenant, order.video_id, order.wait_id)
    return wait is not None and wait.ticket == order.id and desk.tokens.heartbeat(wait.token)
