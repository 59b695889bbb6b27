"""Channels in the table: their briefs, their scripts with a time to live, their last videos' fingerprints.

The channel "daily" lies where the daily brief lay before there were channels, so that one set then goes on.
"""

from collections.abc import Sequence
from datetime import date

from spotworks.adapters.aws.table import Item, Table
from spotworks.domain.base import stored
from spotworks.domain.brief import Brief
from spotworks.domain.caches import SCRIPT_LIFE
from spotworks.domain.channel import DAILY, REMEMBERED, Channel, EditionScript, Print
from spotworks.errors import NotFound
from spotworks.ports import Clock

_KIND = "DAILY"


class TableChannels:
    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def get(self, tenant: str, channel: str) -> Channel:
        item = self._table.get(f"T#{tenant}", _sort(channel)) if len(channel) <= 64 else None
        if item is None:
            raise NotFound(f"there is no channel {channel[:64]}", field="channel")
        return _channel(item)

    def list(self, tenant: str) -> Sequence[Channel]:
        return [_channel(item) for item in self._table.query(f"T#{tenant}", prefix=_KIND)]

    def put(self, tenant: str, channel: Channel) -> None:
        self._table.put(
            {
                "pk": f"T#{tenant}",
                "sk": _sort(channel.id),
                "gsi1pk": _KIND,
                "gsi1sk": tenant if channel.id == DAILY else f"{tenant}#{channel.id}",
                "tenant": tenant,
                # Only what was set: the rest is read from the text on the day, or a default.
                "doc": channel.brief.model_dump_json(exclude_unset=True),
            }
        )

    def remove(self, tenant: str, channel: str) -> None:
        self._table.delete(f"T#{tenant}", _sort(channel))
        memory = _memory(tenant, channel)
        for item in list(self._table.query(memory)):
            self._table.delete(memory, item["sk"])

    def all(self) -> Sequence[tuple[str, Channel]]:
        found: list[tuple[str, Channel]] = []
        last = ""
        while items := self._table.newest("gsi1", _KIND, limit=100, before=last):
            found += [(item["tenant"], _channel(item)) for item in items]
            last = items[-1]["gsi1sk"]
        return found

    def script(self, tenant: str, channel: str, day: date, variation: int) -> EditionScript | None:
        item = self._table.get(_memory(tenant, channel), _script(day, variation))
        if item is None or item["expires"] <= self._clock.now().timestamp():  # the table deletes when it has time
            return None
        return stored(EditionScript, item["doc"])

    def keep(self, tenant: str, script: EditionScript, mark: Print) -> None:
        memory = _memory(tenant, script.channel)
        expires = int((self._clock.now() + SCRIPT_LIFE).timestamp())
        about: Item = {"tenant": tenant, "doc": script.model_dump_json(), "expires": expires}
        self._table.transact(
            self._table.put_step({"pk": memory, "sk": _script(script.day, script.variation)} | about),
            self._table.put_step(_print(tenant, script.channel, mark)),
        )
        for item in self._marks(tenant, script.channel)[REMEMBERED:]:
            self._table.delete(memory, item["sk"])

    def prints(self, tenant: str, channel: str) -> Sequence[Print]:
        return [stored(Print, item["doc"]) for item in self._marks(tenant, channel)[:REMEMBERED]]

    def seen(self, tenant: str, channel: str, video_id: str, pictures: tuple[str, ...]) -> None:
        for mark in self.prints(tenant, channel):
            if mark.video_id == video_id:
                self._table.put(_print(tenant, channel, mark.model_copy(update={"pictures": pictures})))

    def _marks(self, tenant: str, channel: str) -> Sequence[Item]:
        """Newest first."""
        return list(self._table.query(_memory(tenant, channel), prefix="PRINT#"))[::-1]


def _sort(channel: str) -> str:
    return _KIND if channel == DAILY else f"{_KIND}#{channel}"


def _memory(tenant: str, channel: str) -> str:
    return f"T#{tenant}#C#{channel}"


def _script(day: date, variation: int) -> str:
    return f"SCRIPT#{day.isoformat()}#{variation}"


def _print(tenant: str, channel: str, mark: Print) -> Item:
    about = {"tenant": tenant, "doc": mark.model_dump_json()}
    return {"pk": _memory(tenant, channel), "sk": f"PRINT#{mark.made}#{mark.video_id}"} | about


def _channel(item: Item) -> Channel:
    channel = item["sk"].removeprefix(_KIND).removeprefix("#") or DAILY
    return Channel(id=channel, brief=stored(Brief, item["doc"]))
