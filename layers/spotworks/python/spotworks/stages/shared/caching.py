"""Documents that are found again by a content address: see domain.caches for which there are.

t/{tenant}/{cache}/{address}.json       what was kept, and when
"""

import json
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.caches import Cache
from spotworks.errors import InternalError, NotFound
from spotworks.stages.shared.desk import Desk, Document


class _Entry(Frozen):
    at: AwareDatetime
    value: dict[str, Any]


def cached(desk: Desk, job: JobRef, cache: Cache, address: str, model: type[Document]) -> Document | None:
    """What was kept under this address, if it is good still, for this job.

    What cannot be read (another version's, or damaged) is not there.
    """
    try:
        entry = stored(_Entry, desk.work.read(_key(job, cache, address)))
        value = stored(model, json.dumps(entry.value))
    except (NotFound, InternalError):
        return None
    return value if cache.is_good(entry.at, desk.clock.now(), fresh_since(desk, job)) else None


def fresh_since(desk: Desk, job: JobRef) -> datetime | None:
    """The moment before which nothing was kept that this job uses; None if it uses whatever there is.

    A repeated state, and a retry, still find what the job made itself.
    """
    try:
        row = desk.jobs.get(job.tenant, job.video_id)
    except NotFound:  # deleted meanwhile
        return None
    return datetime.fromisoformat(row.created) if row.fresh else None


def keep(desk: Desk, job: JobRef, cache: Cache, address: str, value: Frozen) -> None:
    """Files that it names are written before: what is found is whole."""
    entry = _Entry(at=desk.clock.now(), value=value.model_dump(mode="json"))
    desk.work.write(_key(job, cache, address), entry.model_dump_json().encode(), content_type="application/json")


def _key(job: JobRef, cache: Cache, address: str) -> str:
    return cache.key(job.tenant, f"{address}.json")
