"""Buying from vendors: one order a paid call, made once, looked after until it ends, paid for once.

    queued -> sending -> accepted -> done
       ^         |           +-----> failed, cancelled
       +---------+-> unknown (the call left, no answer came: it is asked about, never made again)

Whoever comes by moves an order on: the state that placed it, TendOrder when the queue says so, a webhook. Each step is
made so that it can be repeated: money and waits first, the order's own end last.

Orders are placed here, looked after in tending.py and ended in ends.py; their money is in paying.py, what they ask for
in terms.py.
"""

from spotworks.domain.base import JobRef
from spotworks.domain.generation import digest
from spotworks.domain.model import Model
from spotworks.domain.orders import Order
from spotworks.errors import RetryableError, StorageUnavailable, named
from spotworks.ports import Wait
from spotworks.stages.complete import complete
from spotworks.stages.shared.ends import tell
from spotworks.stages.shared.generation import find_made, wait_id, waiting
from spotworks.stages.shared.shop import Shop
from spotworks.stages.shared.tending import send, tend
from spotworks.stages.shared.terms import Ordered, ordered

_SOON = 5.0  # seconds; the queue itself brings a message again after half an hour


class Ordering(Shop):
    def place(
        self, request: Ordered, model: Model, *, job: JobRef, token: str, scene: int | None = None, part: int = 0
    ) -> None:
        """On behalf of a state that waits with `token`: found, found on its way, or ordered.

        What a vendor says, refusals too, reaches the state by its token.
        """
        address, name = digest(request), wait_id(request.kind, scene, part)
        wait = waiting(job, request.kind, token, name, address=address, scene=scene)
        if (found := find_made(self.desk, job, address)) is not None:
            self.desk.waits.open(wait)
            complete(wait, found, desk=self.desk)
            return
        before = self._before(wait)
        last = max(before, key=lambda order: order.number, default=None)
        if last is not None and last.is_open:
            self.desk.waits.open(wait.model_copy(update={"ticket": last.id}))
            self.queue.look(last)
        elif last is not None and last.attempt == job.attempt and _is_final(last.error):
            self.desk.waits.open(wait)
            complete(wait, named(last.error)(last.message), desk=self.desk)
        else:
            order = ordered(self, request, model, wait, number=len(before))
            self.desk.waits.open(wait.model_copy(update={"ticket": order.id}))
            placed = self.orders.place(order)
            if placed.phase == "queued":
                send(self, placed)
            else:  # this state runs twice, and the other one was here first
                self.queue.look(placed)

    def tend(self, order: Order) -> None:
        """Moves an order on by what is true now; tells of an end that somebody waits for yet. Raises
        StorageUnavailable, after which it is looked at again soon."""
        try:
            tend(self, order) if order.is_open else tell(self, order)
        except StorageUnavailable:
            self.queue.look(order, after=_SOON)
            raise

    def _before(self, wait: Wait) -> list[Order]:
        """What was ordered for it already, by any attempt at the job."""
        orders = self.orders.of_job(wait.tenant, wait.video_id)
        return [one for one in orders if (one.wait_id, one.address) == (wait.wait_id, wait.address)]


def _is_final(error: str) -> bool:
    """Whether asking the same again is of no use."""
    return bool(error) and not issubclass(named(error), RetryableError)
