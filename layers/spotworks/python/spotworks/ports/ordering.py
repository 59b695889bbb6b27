"""What orders at vendors need beside the vendors: where they are kept, when they are looked at, who may go in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from spotworks.domain.base import Frozen
from spotworks.domain.generation import GenerationRequest, MusicRequest
from spotworks.domain.model import Model
from spotworks.domain.orders import Order
from spotworks.domain.routing import Record
from spotworks.domain.traffic import Turn
from spotworks.ports.making import Product
from spotworks.ports.vendors import Output, StillInput, VendorRequest


class Orders(Protocol):
    """Orders in the table, beside their job. Versions are optimistic; an end is never left."""

    def place(self, order: Order) -> Order:
        """Stores it with the path of its hook, or returns the one of that id that is there already."""
        ...

    def get(self, tenant: str, video_id: str, order_id: str) -> Order | None: ...

    def by_hook(self, hook: str) -> Order | None:
        """The order whose vendor calls back on that path."""
        ...

    def move(self, order: Order, change: Callable[[Order], Order]) -> Order | None:
        """Writes the change if nobody wrote in between, with the next version; None if somebody did."""
        ...

    def plan(self, order: Order, due: str) -> None:
        """Notes when it is looked at next (`Order.due`). No move: who is at work on the order goes on undisturbed."""
        ...

    def of_job(self, tenant: str, video_id: str) -> Sequence[Order]: ...

    def open_since(self, before: str) -> Iterator[Order]:
        """Open ones that nobody moved since that time (ISO 8601), the oldest first: for the reconciler."""
        ...

    def seen(self, provider: str, message_id: str) -> bool:
        """Whether that webhook came before; notes that it came now. Kept for a day."""
        ...

    def forget(self, provider: str, message_id: str) -> None:
        """That webhook came to nothing: when it is sent again it is news."""
        ...


class Stills(Protocol):
    def fit(self, content: bytes, model: Model, *, url: str = "") -> StillInput:
        """A picture as the model takes it: JPEG or PNG, within its bytes. url: where the untouched one lies, or ""."""
        ...


class Receiver(Protocol):
    def receive(self, outputs: Sequence[Output], request: GenerationRequest, model: Model, tenant: str) -> Product:
        """What a vendor delivered, fetched, looked at and stored: a ClipDocument or a picture.

        Raises DeliveryUnusable, and ProviderUnavailable for a file that did not come.
        """
        ...


class OrderQueue(Protocol):
    """Wakes TendOrder."""

    def look(self, order: Order, *, after: float = 0.0, due: str = "") -> None:
        """after: seconds, 900 at most; due: see OrderRef."""
        ...


class Composer(Protocol):
    """Music of one vendor's model for one tenant: in its terms before it is ordered, as a document afterwards."""

    def find(self, request: MusicRequest) -> Product | None:
        """What was bought for such a piece before."""
        ...

    def order(self, request: MusicRequest) -> VendorRequest:
        """What the vendor is asked for; who asks, and where it may tell that it is done, is not in it."""
        ...


class Records(Protocol):
    """How each model has done in this deployment, whichever tenant asked: what routing goes by."""

    def note(self, model: str, *, accepted: bool, spent: Decimal, seconds: float) -> None:
        """One order that has ended. accepted: whether what came can be used; seconds: that it took."""
        ...

    def all(self) -> Mapping[str, Record]:
        """By the models' ids; those that were never asked are not in it."""
        ...


class Entry(Frozen):
    """Whether a call may be made now. wait: seconds after which asking again makes sense; why: for people."""

    granted: bool
    wait: float = 0.0
    why: str = ""


class Traffic(Protocol):
    """Slots, rates and breakers of the vendors' accounts, across all executions. account: a provider's id.

    A slot is a lease: it ends by itself, so that a crash costs time and no capacity.
    """

    def enter(
        self, account: str, owner: str, *, tenant: str, concurrency: int, per_minute: int, seconds: float
    ) -> Entry:
        """A slot for `owner`, an order, for so many seconds at most; the same owner is granted its own again.

        Refused while all are taken, the minute's calls are used up, the vendor asked for patience, its breaker
        is open, or the tenant holds its share while others wait.
        """
        ...

    def renew(self, account: str, owner: str, *, seconds: float) -> bool:
        """False if the slot is no longer the owner's."""
        ...

    def leave(self, account: str, owner: str) -> Turn | None:
        """Gives the slot back; nothing happens if it is somebody else's by now. Whose turn it is then, if anyone waits,
        to be told of it."""
        ...

    def throttled(self, account: str, *, retry_after: float | None) -> None:
        """The vendor said slow down: the limit is halved, and grows by one with every clean minute."""
        ...

    def succeeded(self, account: str) -> None: ...

    def failed(self, account: str, *, for_good: bool = False) -> None:
        """The vendor could not be used. for_good: its key or credit is gone, so that the breaker opens at once."""
        ...

    def is_open(self, account: str) -> bool:
        """Whether its breaker keeps calls away just now."""
        ...
