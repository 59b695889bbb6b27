"""What a job's scenes show, in one item beside the job, so that of two equal pictures exactly one came first."""

import random
import time
from collections.abc import Callable
from datetime import timedelta

from spotworks.adapters.aws.jobs import partition
from spotworks.adapters.aws.table import Item, Table
from spotworks.domain.base import stored
from spotworks.domain.critique import Gallery
from spotworks.errors import StorageUnavailable
from spotworks.ports import Clock

_TRIES = 30  # writers of one job: 8 scenes at once
_KEEP = timedelta(days=30)  # longer than all gates wait: what a person approved is judged as before


class TableGalleries:
    """ports.Galleries."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def update(self, tenant: str, video_id: str, change: Callable[[Gallery], Gallery]) -> Gallery:
        pk = partition(tenant, video_id)
        for attempt in range(_TRIES):
            item = self._table.get(pk, "GALLERY")
            before = stored(Gallery, item["doc"]) if item else Gallery()
            after = change(before)
            if after == before or self._written(pk, after, item):
                return after
            time.sleep(random.uniform(0, 0.01 * (attempt + 1)))  # noqa: S311 - jitter, not a secret
        raise StorageUnavailable("the job's pictures are being written by too many at once")

    def _written(self, pk: str, gallery: Gallery, before: Item | None) -> bool:
        item: Item = {
            "pk": pk,
            "sk": "GALLERY",
            "version": before["version"] + 1 if before else 1,
            "doc": gallery.model_dump_json(),
            "expires": int((self._clock.now() + _KEEP).timestamp()),
        }
        if before is None:
            return self._table.put(item, condition="attribute_not_exists(pk)")
        return self._table.put(item, condition="version = :before", values={":before": before["version"]})
