"""Orders in the table, beside their job; the paths that vendors call back on; the webhooks that came before.

ORDER  T#{tenant}#J#{id}         ORDER#{order}  an open one is on gsi1 too: ORDERS#OPEN by the time it was last moved
HOOK   HOOK#{hook}               HOOK           whose it is; written with its order, so that no webhook is too early
SEEN   SEEN#{provider}#{message} SEEN
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from spotworks.adapters.aws.jobs import OPEN_ORDERS, partition
from spotworks.adapters.aws.table import Item, Table, step_back
from spotworks.domain.base import stored
from spotworks.domain.orders import OPEN, Order
from spotworks.errors import Conflict, StorageUnavailable
from spotworks.ports import Clock

_TRIES = 12  # transactions that met another one
_KEEP = timedelta(days=30)  # after its last move, as long as what it made is found again
_SEEN = timedelta(days=1)
_LONGEST = 200  # characters of a hook or a message id that go into a key; DynamoDB takes 2,048 bytes


class TableOrders:
    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def place(self, order: Order) -> Order:
        """Raises Conflict if the hook is another order's."""
        items = [self._item(order)] + ([self._hook(order)] if order.hook else [])
        steps = [self._table.put_step(item, condition="attribute_not_exists(pk)") for item in items]
        for attempt in range(_TRIES):
            if all(self._table.transact(*steps)):
                return order
            if (found := self.get(order.tenant, order.video_id, order.id)) is not None:
                return found
            if order.hook and self._table.get(f"HOOK#{order.hook}", "HOOK"):
                raise Conflict("the path of this hook is another order's", field="hook")
            step_back(attempt)
        raise StorageUnavailable("the order is being placed by too many at once")

    def get(self, tenant: str, video_id: str, order_id: str) -> Order | None:
        item = self._table.get(partition(tenant, video_id), f"ORDER#{order_id}")
        return _order(item) if item else None

    def by_hook(self, hook: str) -> Order | None:
        item = self._table.get(f"HOOK#{hook}", "HOOK") if len(hook) <= _LONGEST else None
        return self.get(item["tenant"], item["video_id"], item["order"]) if item else None

    def move(self, order: Order, change: Callable[[Order], Order]) -> Order | None:
        new = change(order).model_copy(update={"version": order.version + 1})
        if not order.is_open and new.phase != order.phase:
            return None
        written = self._table.put(
            self._item(new),
            condition="version = :version AND phase = :phase",
            values={":version": order.version, ":phase": order.phase},
        )
        return new if written else None

    def plan(self, order: Order, due: str) -> None:
        key = partition(order.tenant, order.video_id), f"ORDER#{order.id}"
        self._table.update(*key, "SET due = :due", condition="attribute_exists(pk)", values={":due": due})

    def of_job(self, tenant: str, video_id: str) -> Sequence[Order]:
        return [_order(item) for item in self._table.query(partition(tenant, video_id), prefix="ORDER#")]

    def open_since(self, before: str) -> Iterator[Order]:
        return map(_order, self._table.oldest("gsi1", OPEN_ORDERS, before=_instant(before)))

    def seen(self, provider: str, message_id: str) -> bool:
        now = self._clock.now()
        return not self._table.put(
            {"pk": _seen(provider, message_id), "sk": "SEEN", "expires": int((now + _SEEN).timestamp())},
            condition="attribute_not_exists(pk) OR expires <= :now",  # the table deletes when it has time
            values={":now": int(now.timestamp())},
        )

    def forget(self, provider: str, message_id: str) -> None:
        self._table.delete(_seen(provider, message_id), "SEEN")

    def _item(self, order: Order) -> Item:
        item: Item = {
            "pk": partition(order.tenant, order.video_id),
            "sk": f"ORDER#{order.id}",
            "phase": order.phase,
            "version": order.version,
            "due": order.due,
            "doc": order.model_dump_json(),
            "expires": self._expiry(),
        }
        if order.phase in OPEN:
            item |= {"gsi1pk": OPEN_ORDERS, "gsi1sk": f"{_instant(order.since)}#{order.video_id}#{order.id}"}
        return item

    def _hook(self, order: Order) -> Item:
        about = {"tenant": order.tenant, "video_id": order.video_id, "order": order.id, "expires": self._expiry()}
        return {"pk": f"HOOK#{order.hook}", "sk": "HOOK"} | about

    def _expiry(self) -> int:
        return int((self._clock.now() + _KEEP).timestamp())


def _instant(text: str) -> str:
    """So that the order as text is the order in time, however many digits and whatever zone were written."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="microseconds")


def _seen(provider: str, message_id: str) -> str:
    message = message_id if len(message_id) <= _LONGEST else sha256(message_id.encode()).hexdigest()
    return f"SEEN#{provider}#{message}"


def _order(item: Item) -> Order:
    return stored(Order, item["doc"]).model_copy(update={"due": item.get("due", "")})
