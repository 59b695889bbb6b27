"""Jobs, their events and idempotency keys in the table."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from spotworks.adapters.aws.table import Item, Table, step_back
from spotworks.domain.base import stored
from spotworks.domain.job import Event, Job
from spotworks.errors import Conflict, NotFound, StorageUnavailable
from spotworks.ports import Clock

_TRIES = 30  # writers of one job: 8 scenes at once, each with its sounds
OPEN_ORDERS = "ORDERS#OPEN"
"""The part of gsi1 that holds the orders that have not ended."""

_IDEMPOTENCY = timedelta(hours=24)


class TableJobs:
    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def create(self, job: Job) -> bool:
        return self._table.put(_item(job), condition="attribute_not_exists(pk)")

    def get(self, tenant: str, video_id: str) -> Job:
        # DynamoDB refuses keys over 2,048 bytes; an id of ours has 16 characters.
        item = self._table.get(partition(tenant, video_id), "JOB") if len(video_id) <= 64 else None
        if item is None:
            raise NotFound(f"there is no video {video_id}", field="video_id")
        return stored(Job, item["doc"])

    def list(self, tenant: str, *, limit: int = 50, before: str = "") -> Sequence[Job]:
        items = self._table.newest("gsi1", f"T#{tenant}#JOBS", limit=limit, before=before)
        return [stored(Job, item["doc"]) for item in items]

    def update(self, tenant: str, video_id: str, change: Callable[[Job], Job]) -> Job:
        return self._write(tenant, video_id, change, None)

    def record(self, tenant: str, video_id: str, change: Callable[[Job], Job], message: str, **about: Any) -> Job:
        return self._write(tenant, video_id, change, {"message": message} | about)

    def _write(self, tenant: str, video_id: str, change: Callable[[Job], Job], event: Item | None) -> Job:
        for attempt in range(_TRIES):
            old = self.get(tenant, video_id)
            new = change(old)
            if new == old and event is None:
                return old
            now = self._clock.now().isoformat(timespec="milliseconds")
            new = new.model_copy(
                update={"version": old.version + 1, "updated": now, "seq": old.seq + (event is not None)}
            )
            steps = [self._table.put_step(_item(new), condition="version = :v", values={":v": old.version})]
            if event is not None:
                steps.append(
                    self._table.put_step(
                        _event_item(
                            new,
                            Event(
                                seq=new.seq, at=now, status=new.status, phase=new.phase, progress=new.progress, **event
                            ),
                        )
                    )
                )
            if all(self._table.transact(*steps)):
                return new
            step_back(attempt)
        raise StorageUnavailable(f"{video_id} is being written by too many at once")

    def events(self, tenant: str, video_id: str, *, after: int = 0) -> Sequence[Event]:
        items = self._table.query(partition(tenant, video_id), prefix="EV#", after=f"EV#{after:08d}")
        return [stored(Event, item["doc"]) for item in items]

    def delete(self, tenant: str, video_id: str) -> None:
        pk = partition(tenant, video_id)
        for item in list(self._table.query(pk)):
            # The ledger outlives what it paid for, and a call that is out still has money set aside.
            if not item["sk"].startswith("SPEND#") and item.get("gsi1pk") != OPEN_ORDERS:
                self._table.delete(pk, item["sk"])

    def once(self, tenant: str, key: str, fingerprint: str, value: dict[str, Any]) -> dict[str, Any]:
        pk = f"T#{tenant}#IDEMP#{key}"
        expires = int((self._clock.now() + _IDEMPOTENCY).timestamp())
        item = {"pk": pk, "sk": "KEY", "fingerprint": fingerprint, "value": value, "expires": expires}
        now = int(self._clock.now().timestamp())
        if self._table.put(item, condition="attribute_not_exists(pk) OR expires < :now", values={":now": now}):
            return value
        found = self._table.get(pk, "KEY")
        if found is None:
            raise StorageUnavailable("the idempotency key expired in this very moment; send the request again")
        if found["fingerprint"] != fingerprint:
            raise Conflict("this Idempotency-Key was used with another body", field="Idempotency-Key")
        stored: dict[str, Any] = found["value"]
        return stored


def partition(tenant: str, video_id: str) -> str:
    return f"T#{tenant}#J#{video_id}"


def _item(job: Job) -> Item:
    return {
        "pk": partition(job.tenant, job.video_id),
        "sk": "JOB",
        "gsi1pk": f"T#{job.tenant}#JOBS",
        "gsi1sk": f"{job.created}#{job.video_id}",
        "tenant": job.tenant,
        "video_id": job.video_id,
        "status": job.status,
        "execution": job.execution,
        "version": job.version,
        "doc": job.model_dump_json(),
    }


def _event_item(job: Job, event: Event) -> Item:
    return {
        "pk": partition(job.tenant, job.video_id),
        "sk": f"EV#{event.seq:08d}",
        "tenant": job.tenant,
        "video_id": job.video_id,
        "doc": event.model_dump_json(),
    }
