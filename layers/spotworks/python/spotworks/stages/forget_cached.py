"""ForgetCached: a tenant's caches, or a part of them, are thrown away, so that things are made anew."""

from spotworks.domain.base import Frozen
from spotworks.domain.caches import prefixes
from spotworks.stages.shared.desk import Desk


class Forgotten(Frozen):
    """prefix: as it was asked for; forgotten: how many things will not be found again."""

    prefix: str
    forgotten: int


def forget_cached(tenant: str, prefix: str, *, desk: Desk) -> Forgotten:
    """prefix: see domain.caches.prefixes. Raises InvalidRequest.

    Files that documents of videos point to stay: it is forgotten that they are there.
    """
    keys = [key for begin in prefixes(tenant, prefix) for key in desk.work.list(begin)]
    desk.work.delete(keys)
    return Forgotten(prefix=prefix, forgotten=sum(key.endswith(".json") for key in keys))
