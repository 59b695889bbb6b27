"""Waiting states in the table: WAIT items beside their job, which expire by themselves."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from spotworks.adapters.aws.jobs import partition
from spotworks.adapters.aws.table import Item, Table
from spotworks.domain.base import stored
from spotworks.ports import Clock, Wait

_KEEP = timedelta(days=30)  # longer than two gates of seven days


class TableWaits:
    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def open(self, wait: Wait) -> None:
        self._table.put(self._item(wait, "PENDING"))

    def get(self, tenant: str, video_id: str, wait_id: str) -> Wait | None:
        item = self._table.get(partition(tenant, video_id), f"WAIT#{wait_id}")
        return _wait(item) if item else None

    def promise(self, wait: Wait, ticket: str) -> None:
        self._table.put(
            self._item(wait.model_copy(update={"ticket": ticket}), "PENDING"),
            condition="phase = :pending AND wait_token = :token",
            values={":pending": "PENDING", ":token": wait.token},
        )

    def decide(self, wait: Wait, outcome: dict[str, Any]) -> Wait | None:
        decided = wait.model_copy(update={"outcome": outcome})
        if self._table.put(
            self._item(decided, "DECIDED"),
            condition="phase = :pending AND wait_token = :token",
            values={":pending": "PENDING", ":token": wait.token},
        ):
            return decided
        item = self._table.get(partition(wait.tenant, wait.video_id), f"WAIT#{wait.wait_id}")
        if item is None or item["wait_token"] != wait.token or item["phase"] != "DECIDED":
            return None
        return _wait(item)

    def delivered(self, wait: Wait) -> None:
        self._table.put(self._item(wait, "DELIVERED"), condition="wait_token = :token", values={":token": wait.token})

    def pending(self, tenant: str, video_id: str) -> Sequence[Wait]:
        return [_wait(item) for item in self._items(tenant, video_id) if item["phase"] != "DELIVERED"]

    def all(self, tenant: str, video_id: str) -> Sequence[Wait]:
        return [_wait(item) for item in self._items(tenant, video_id)]

    def _items(self, tenant: str, video_id: str) -> Iterator[Item]:
        return self._table.query(partition(tenant, video_id), prefix="WAIT#")

    def _item(self, wait: Wait, phase: str) -> Item:
        return {
            "pk": partition(wait.tenant, wait.video_id),
            "sk": f"WAIT#{wait.wait_id}",
            "phase": phase,
            "wait_token": wait.token,
            "doc": wait.model_dump_json(),
            "expires": int((self._clock.now() + _KEEP).timestamp()),
        }


def _wait(item: Item) -> Wait:
    return stored(Wait, item["doc"])
