"""What was bought from vendors of sound, kept for the tenant for 30 days (requirement D4): nothing is bought twice.

{prefix}sounds/{kind}/{model}/{digest}{suffix}      the file as it was delivered
{prefix}sounds/{kind}/{model}/{digest}.json         what is known of it, written last
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from spotworks.domain.base import Frozen, Usd, stored
from spotworks.domain.caches import SOUNDS
from spotworks.domain.sound import Word
from spotworks.errors import NotFound
from spotworks.ports import Files

_SUFFIXES = {"audio/mpeg": ".mp3", "audio/wav": ".wav", "audio/x-wav": ".wav", "audio/flac": ".flac",
             "audio/ogg": ".ogg", "audio/mp4": ".m4a"}  # fmt: skip


def utc_now() -> datetime:
    return datetime.now(UTC)


class Bought(Frozen):
    """key: of the file; digest: of its content. words: as ports.Said has them; voice: as the vendor calls it.

    note: what went wrong beside it, for people.
    cost_usd: what was paid for it now: nothing if it was on the shelf.
    """

    key: str
    digest: str
    words: tuple[Word, ...] = ()
    voice: str = ""
    note: str = ""
    bought_at: datetime
    cost_usd: Usd = Decimal(0)


class Shelf:
    """One tenant's. prefix: put before its keys, such as "t/acme/".

    fresh: a moment before which nothing was bought that is found, for `--fresh`: when the job began, so that a
    repeated state of it finds what it bought itself.
    """

    def __init__(
        self, files: Files, prefix: str = "", *, fresh: datetime | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:  # fmt: skip
        self._files, self._prefix, self._fresh, self._now = files, prefix, fresh, now

    def find(self, kind: str, model: str, about: dict[str, Any]) -> tuple[Bought, bytes] | None:
        """What was bought for exactly this, if it is good still, and its content. about: all that shapes it."""
        try:
            bought = stored(Bought, self._files.read(self._place(kind, model, about) + ".json"))
            content = self._files.read(bought.key)
        except NotFound:
            return None
        if not SOUNDS.is_good(bought.bought_at, self._now(), self._fresh):
            return None
        return bought.model_copy(update={"cost_usd": Decimal(0)}), content

    def keep(
        self, kind: str, model: str, about: dict[str, Any], content: bytes, content_type: str, **known: Any
    ) -> Bought:
        """known: words, voice, note, cost_usd."""
        place = self._place(kind, model, about)
        key = place + _SUFFIXES.get(content_type.partition(";")[0], ".bin")
        digest = hashlib.sha256(content).hexdigest()
        bought = Bought(key=key, digest=digest, bought_at=self._now(), **known)
        self._files.write(key, content, content_type=content_type)
        self._files.write(place + ".json", bought.model_dump_json().encode(), content_type="application/json")
        return bought

    def _place(self, kind: str, model: str, about: dict[str, Any]) -> str:
        canonical = json.dumps(about, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
        return f"{self._prefix}{SOUNDS.name}/{kind}/{model}/{hashlib.sha256(canonical.encode()).hexdigest()}"
