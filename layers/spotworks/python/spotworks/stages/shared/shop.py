"""What is needed to buy from vendors, and the small things that are done with it everywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from spotworks.domain.job import ENDED
from spotworks.domain.model import Model
from spotworks.domain.orders import Order, OrderPhase
from spotworks.errors import ModelUnavailable, NotFound, SpotworksError
from spotworks.ports import Composer, OrderQueue, Orders, Receiver, Records, Stills, Traffic, Vendor, Wait
from spotworks.stages.shared.desk import Desk

GIVEN_UP = {"clip": timedelta(minutes=25), "image": timedelta(minutes=12), "music": timedelta(minutes=12)}
"""Of a model for which the catalogue says nothing else. Less than the states wait, so that they hear why."""


_LEAST = timedelta(minutes=2)  # however fast fakes are: this machine may be slow
LONGEST_LOOK = 900.0  # seconds, the queue's limit


@dataclass(frozen=True)
class Shop:
    """vendor: of a model, ModelUnavailable without a key; secret: makes the unguessable part of a callback's path.

    hooks: where vendors reach us, or ""; public: whether all of them can read what lies in the work bucket.
    pace: what all waiting times are multiplied by, for fakes. records: told how each order ended.
    composer: of a tenant's music, by its model. jitter: about 1, by which looks that were planned together part.
    """

    desk: Desk
    orders: Orders
    queue: OrderQueue
    traffic: Traffic
    vendor: Callable[[Model], Vendor]
    models: Sequence[Model]
    stills: Stills
    receiver: Receiver
    secret: Callable[[], str]
    hooks: str = ""
    public: bool = False
    pace: float = 1.0
    records: Records | None = None
    composer: Callable[[str, Model], Composer] | None = None
    jitter: Callable[[], float] = lambda: 1.0

    def now(self) -> datetime:
        return self.desk.clock.now()

    def model(self, order: Order) -> Model:
        """Raises ModelUnavailable for one that the catalogue does not have any more."""
        for model in self.models:
            if model.id == order.model:
                return model
        raise ModelUnavailable(f"there is no model {order.model!r} any more", field="model")

    def move(
        self, order: Order, phase: OrderPhase, *, error: SpotworksError | None = None, **about: object
    ) -> Order | None:
        """None if somebody else moved it."""
        told = {} if error is None else {"error": type(error).__name__, "message": error.message[:500]}
        about = {"phase": phase, "since": self.now().isoformat(), **told, **about}
        return self.orders.move(order, lambda old: old.model_copy(update=about))

    def given_up(self, kind: str, model: Model) -> timedelta:
        """How long an order may take."""
        most = timedelta(minutes=model.most_minutes) if model.most_minutes else GIVEN_UP[kind]
        return max(most * self.pace, min(most, _LEAST))

    def look(self, order: Order, seconds: float) -> None:
        """Has it looked at again, once: of several looks that are planned the last one stands.

        What a crash between the two leaves without a look, ReconcileOrders finds.
        """
        after = min(LONGEST_LOOK, seconds * self.pace * self.jitter())
        due = (self.now() + timedelta(seconds=after)).isoformat()
        self.orders.plan(order, due)
        self.queue.look(order, after=after, due=due)

    def leave(self, order: Order) -> None:
        """Gives its slot back, and wakes who waits for it."""
        turn = self.traffic.leave(order.provider, order.owner)
        if turn is None:
            return
        video_id, _, name = turn.owner.partition("#")
        waiting = self.orders.get(turn.tenant, video_id, name)
        if waiting is not None and waiting.phase == "queued":
            self.queue.look(waiting)

    def age(self, since: str) -> timedelta:
        return self.now() - datetime.fromisoformat(since)

    def is_late(self, order: Order) -> bool:
        return self.now() > datetime.fromisoformat(order.deadline)

    def is_cancelled(self, order: Order) -> bool:
        """Whether nobody wants it any more: its job ended without it, or was deleted."""
        try:
            job = self.desk.jobs.get(order.tenant, order.video_id)
        except NotFound:
            return True
        return job.status in ENDED and job.status != "completed"

    def wait_of(self, order: Order) -> Wait | None:
        """The wait that it serves still; another link of the chain may have won it."""
        wait = self.desk.waits.get(order.tenant, order.video_id, order.wait_id)
        return wait if wait is not None and wait.ticket == order.id and wait.address == order.address else None

    def callback(self, order: Order, model: Model) -> str:
        """Where the vendor tells us that it is done; "" where it could not, or would not be believed.

        Raises as `vendor` does.
        """
        if not self.hooks or model.webhook == "no" or not self.vendor(model).hears():
            return ""
        return f"{self.hooks}/hooks/{order.provider}/{order.hook}"
