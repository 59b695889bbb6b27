"""What is kept so that nothing is bought, read or judged twice: all the caches, each a tenant's own.

CACHES lie in the work bucket, under t/{tenant}/{name}/, and are forgotten by prefix. A channel's scripts lie in the
table, by channel and day, for SCRIPT_LIFE; `spotworks channels run --fresh` replaces them.
"""

import re
from datetime import datetime, timedelta

from spotworks.domain.base import Frozen
from spotworks.domain.keys import tenant_prefix
from spotworks.errors import InvalidRequest

SCRIPT_LIFE = timedelta(days=7)
_SKEW = timedelta(minutes=1)  # of two machines' clocks
_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)


class Cache(Frozen):
    """life: how long what it keeps is used, None for ever. holds: what that is, for people."""

    name: str
    life: timedelta | None
    holds: str

    def key(self, tenant: str, rest: str) -> str:
        return f"{tenant_prefix(tenant)}{self.name}/{rest}"

    def is_good(self, at: datetime, now: datetime, since: datetime | None = None) -> bool:
        """Whether what was kept at that time is used. since: the moment before which nothing is, for a fresh job."""
        if since is not None and at < since:
            return False
        return self.life is None or -_SKEW <= now - at < self.life


RESEARCH = Cache(name="research", life=timedelta(hours=24), holds="product pages, by their address")
CRITIQUES = Cache(name="critiques", life=None, holds="what critics said, by picture, prompt and the critic's rules")
SOUNDS = Cache(
    name="sounds", life=timedelta(days=30),
    holds="bought voice, effects and music, by text, voice and settings (sounds/{kind}/{model}/...)",
)  # fmt: skip
MADE = Cache(
    name="made", life=timedelta(days=30),  # the work bucket keeps files for twice as long: a job may wait at its gates
    holds="where pictures, clips, sounds and renders lie, by all that shaped them",
)  # fmt: skip

CACHES = (RESEARCH, CRITIQUES, SOUNDS, MADE)
ALL = "all"


def prefixes(tenant: str, prefix: str) -> tuple[str, ...]:
    """Of the keys below a prefix such as "research" or "sounds/voice/elevenlabs", whole names; ALL for all there are.

    Raises InvalidRequest.
    """
    if prefix == ALL:
        return tuple(cache.key(tenant, "") for cache in CACHES)
    name, *rest = prefix.strip("/").split("/")
    for cache in CACHES:
        if cache.name == name and all(map(_SEGMENT.fullmatch, rest)):
            return (cache.key(tenant, "".join(f"{one}/" for one in rest)),)
    known = ", ".join(cache.name for cache in CACHES)
    raise InvalidRequest(f'prefix: must begin with {known}, such as "sounds/voice", or be {ALL}', field="prefix")
