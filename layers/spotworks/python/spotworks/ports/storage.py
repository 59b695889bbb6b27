"""What outlives a call: files, jobs, money, and the time that their records bear."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from spotworks.domain.costs import Spend
from spotworks.domain.job import Event, Job


class Files(Protocol):
    """One bucket. Keys are plain strings without a leading slash."""

    def read(self, key: str) -> bytes:
        """Raises NotFound."""
        ...

    def read_many(self, keys: Sequence[str]) -> Sequence[bytes | None]:
        """Several at once, in their order; None for what is not there."""
        ...

    def write(
        self,
        key: str,
        body: bytes,
        *,
        content_type: str = "application/octet-stream",
        metadata: dict[str, str] | None = None,
    ) -> None: ...

    def exists(self, key: str) -> bool: ...

    def size(self, key: str) -> int:
        """Bytes. Raises NotFound."""
        ...

    def etag(self, key: str) -> str:
        """Another content, another tag. Raises NotFound."""
        ...

    def metadata(self, key: str) -> dict[str, str]:
        """What its owner wrote beside it; names in lower case. Raises NotFound."""
        ...

    def download(self, key: str, to: Path) -> None:
        """Raises NotFound."""
        ...

    def download_many(self, files: Mapping[str, Path]) -> None:
        """Several at once, by their keys. Raises NotFound."""
        ...

    def upload(self, path: Path, key: str, *, content_type: str, metadata: dict[str, str] | None = None) -> None: ...

    def copy(
        self, key: str, to_bucket: str, to_key: str, *, content_type: str, metadata: dict[str, str] | None = None
    ) -> None:
        """A copy without passing through this process. Raises NotFound."""
        ...

    def delete(self, keys: Iterable[str]) -> None: ...

    def list(self, prefix: str) -> Sequence[str]: ...

    def url(self, key: str, *, seconds: int = 3600, filename: str | None = None) -> str:
        """A presigned GET; with `filename` the browser saves instead of showing."""
        ...

    def upload_form(self, key: str, *, content_type: str, max_bytes: int, seconds: int = 300) -> dict[str, Any]:
        """A presigned POST: {"url", "fields"}."""
        ...


class Jobs(Protocol):
    """Jobs and their events in the table. No scans; versions are optimistic; states move forward only."""

    def create(self, job: Job) -> bool:
        """False if a job of that id exists already."""
        ...

    def get(self, tenant: str, video_id: str) -> Job:
        """Raises NotFound, also for another tenant's."""
        ...

    def list(self, tenant: str, *, limit: int = 50, before: str = "") -> Sequence[Job]:
        """Newest first. before: the `created` of the last one seen."""
        ...

    def update(self, tenant: str, video_id: str, change: Callable[[Job], Job]) -> Job:
        """Read, change, write if nobody else wrote in between; again if so."""
        ...

    def record(self, tenant: str, video_id: str, change: Callable[[Job], Job], message: str, **about: Any) -> Job:
        """`update`, and the event that tells of it, in one transaction. about: fields of Event."""
        ...

    def events(self, tenant: str, video_id: str, *, after: int = 0) -> Sequence[Event]: ...

    def delete(self, tenant: str, video_id: str) -> None: ...

    def once(self, tenant: str, key: str, fingerprint: str, value: dict[str, Any]) -> dict[str, Any]:
        """Stores value under an idempotency key, or returns what is stored there.

        Raises Conflict if it is stored with another fingerprint.
        """
        ...


class Ledger(Protocol):
    """Reserve, spend, settle. A repeated call changes nothing.

    hold: names a reservation; a job's is its video id and attempt, so that a retry reserves anew.
    """

    def reserve(self, tenant: str, hold: str, amount: Decimal) -> None:
        """Raises BudgetExceeded if the tenant's cap of the month or of the day (UTC) would be passed."""
        ...

    def set_aside(self, tenant: str, hold: str, spend: Spend) -> None:
        """Before a paid call: a line in the state "held" that counts against the job's hold at its estimate.

        The estimate is the amount where none is given. A line of that spend_id that is there already stays.
        Raises BudgetExceeded beyond what is held, above the cap of one call, and once the hold is settled.
        """
        ...

    def spend(self, tenant: str, hold: str, spend: Spend) -> bool:
        """Writes a line for money that is gone, whatever cap it passes: once per spend_id, in place of what was set
        aside for it.

        In the state "unconfirmed" it may still be spent, at an amount that is sure by then, or be let go.
        False if it was not set aside and is more than the job still held: the caller goes no further then.
        """
        ...

    def let_go(self, tenant: str, video_id: str, spend_id: str) -> None:
        """What was set aside, or in doubt, and is not spent after all. Nothing happens if it is not there."""
        ...

    def settle(self, tenant: str, hold: str) -> Decimal:
        """Moves what was spent from committed to spent, lets the rest go, returns what was spent.

        The same for a job that failed: what was spent stays spent. What is set aside for calls that are still out
        stays committed, until `spend` or `let_go` says what became of them.
        """
        ...

    def spends(self, tenant: str, video_id: str) -> Sequence[Spend]: ...

    def lines(self, tenant: str, *, month: str) -> Sequence[Spend]:
        """All that was bought for jobs whose money was reserved in that month ("2026-11"), the earliest first."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
        ...
