"""Buying in memory: all that an order touches without a table, a storage that fails, a vendor with books of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any

from spotworks.domain.base import JobRef
from spotworks.domain.job import Job
from spotworks.domain.model import Model
from spotworks.domain.orders import OrderRef
from spotworks.errors import (
    CreditGone,
    ModerationRefused,
    NotFound,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
    StorageUnavailable,
)
from spotworks.ports import VendorJob, VendorRequest, VendorStatus, Wait
from spotworks.stages.shared.ordering import Ordering
from spotworks.stages.tend_order import tend_order
from tests.fakes.buying import DONE, RUNNING, LookList, PlainStills, TinyReceiver
from tests.fakes.files import MemoryFiles
from tests.fakes.plans import MODELS
from tests.fakes.ports import FixedClock, MemoryLedger, MemoryOrders, MemoryTraffic, RecordingTokens

PRICE = Decimal("0.40")  # of a clip of four seconds by the model "paid"


class Storage:
    """Fails once, at the call that it is told: before it did what it was asked to, or after."""

    def __init__(self) -> None:
        self.calls, self.after = 0, False

    def fail(self, calls: int, *, after: bool) -> None:
        self.calls, self.after = calls, after

    def around(self, port: Any, *names: str) -> Any:
        """The port, with these of its methods on this storage; all others as they are."""
        return SimpleNamespace(
            **{name: getattr(port, name) for name in dir(port) if not name.startswith("_") and name not in names},
            **{name: self._held(getattr(port, name)) for name in names},
        )

    def _held(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def held(*args: Any, **about: Any) -> Any:
            self.calls -= 1
            if self.calls == 0 and not self.after:
                raise StorageUnavailable("away")
            result = call(*args, **about)
            if self.calls == 0:
                raise StorageUnavailable("away, after it was written")
            return result

        return held


class MemoryJobs:
    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Job] = {}

    def get(self, tenant: str, video_id: str) -> Job:
        if (tenant, video_id) not in self.rows:
            raise NotFound(f"there is no video {video_id}")
        return self.rows[tenant, video_id]

    def record(self, tenant: str, video_id: str, change: Callable[[Job], Job], message: str, **about: Any) -> Job:
        self.rows[tenant, video_id] = change(self.get(tenant, video_id))
        return self.rows[tenant, video_id]


class MemoryWaits:
    """ports.Waits, as far as orders need them: TableWaits says what each of them does."""

    def __init__(self) -> None:
        self._waits: dict[str, tuple[Wait, str]] = {}

    def open(self, wait: Wait) -> None:
        self._waits[wait.wait_id] = wait, "PENDING"

    def get(self, tenant: str, video_id: str, wait_id: str) -> Wait | None:
        return self._waits[wait_id][0] if wait_id in self._waits else None

    def promise(self, wait: Wait, ticket: str) -> None:
        if self._is(wait, "PENDING"):
            self._waits[wait.wait_id] = wait.model_copy(update={"ticket": ticket}), "PENDING"

    def decide(self, wait: Wait, outcome: dict[str, Any]) -> Wait | None:
        if self._is(wait, "PENDING"):
            self._waits[wait.wait_id] = wait.model_copy(update={"outcome": outcome}), "DECIDED"
        return self._waits[wait.wait_id][0] if self._is(wait, "DECIDED") else None

    def delivered(self, wait: Wait) -> None:
        if self._waits[wait.wait_id][0].token == wait.token:
            self._waits[wait.wait_id] = wait, "DELIVERED"

    def _is(self, wait: Wait, phase: str) -> bool:
        found, now = self._waits.get(wait.wait_id, (None, ""))
        return found is not None and found.token == wait.token and now == phase


@dataclass
class Work:
    """What a vendor took. looks: what is heard of it, DONE after them; said: its last word, once it has ended;
    heard: whether it was told.
    """

    looks: list[VendorStatus | SpotworksError]
    said: VendorStatus | None = None
    heard: bool = False

    @property
    def bill(self) -> Decimal | None:
        """As far as anybody was told: the catalogue's price where it delivered without a word about money."""
        if not self.heard or self.said is None:
            return None
        return PRICE if self.said == DONE else self.said.cost_usd


@dataclass
class BookkeepingVendor:
    """ports.Vendor. plans: of each call in turn: how it goes, and what is heard of it; good ones after them.

    knows: whether it finds work by our key; unfound: the keys that it was asked about in vain.
    stopped: what it says of cancelled work, None if it knows no cancelling.
    watch: called with the key of each call before it is taken.
    """

    plans: list[tuple[str, list[VendorStatus | SpotworksError]]] = field(default_factory=list)
    knows: bool = True
    stopped: VendorStatus | None = None
    taken: dict[str, Work] = field(default_factory=dict)
    unfound: set[str] = field(default_factory=set)
    watch: Callable[[str], None] = lambda key: None

    def create(self, request: VendorRequest) -> VendorJob | VendorStatus:
        how, looks = self.plans.pop(0) if self.plans else ("taken", [])
        refusals: dict[str, SpotworksError] = {
            "throttled": ProviderThrottled("slow down", retry_after=3.0), "down": ProviderUnavailable("down"),
            "refused": ModerationRefused("sensitive"), "rejected": ProviderRejected("no"), "poor": CreditGone("none"),
        }  # fmt: skip
        if how in refusals:
            raise refusals[how]
        assert request.client_key not in self.taken, "the same order was paid for twice"
        self.watch(request.client_key)
        if how == "lost before":
            raise OutcomeUnknown("broke off")
        if how == "at once":  # it answers when it is done
            looks = [look for look in looks if isinstance(look, VendorStatus) and look != RUNNING]
        self.taken[request.client_key] = work = Work(looks)
        if how == "lost after":
            raise OutcomeUnknown("broke off")
        if how == "defect":
            raise RuntimeError("a defect of the adapter's")
        return self._said(work) if how == "at once" else VendorJob(id=request.client_key)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        return self._said(self.taken[job.id])

    def cancel(self, job: VendorJob, model: Model) -> None:
        work = self.taken[job.id]
        work.said = work.said or self.stopped

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        if not self.knows:
            self.unfound.add(client_key)
            raise ProviderRejected("the API cannot tell")
        return VendorJob(id=client_key) if client_key in self.taken else None

    def hears(self) -> bool:
        return True

    def believe(self, headers: Any, body: bytes, *, now: float) -> None: ...

    def _said(self, work: Work) -> VendorStatus:
        if work.said is None:
            look = work.looks.pop(0) if work.looks else DONE
            if isinstance(look, SpotworksError):
                raise look
            if look == RUNNING:
                return look
            work.said = look
        work.heard = True
        return work.said


class Market:
    """One job that buys clips of one model, which takes two at once; what it holds is enough for a few of them."""

    def __init__(self, *, hold: Decimal = Decimal("1.70")) -> None:
        self.clock, self.storage, self.vendor = FixedClock(), Storage(), BookkeepingVendor()
        self.orders, self.ledger = MemoryOrders(self.clock), MemoryLedger(self.clock, monthly_cap=Decimal(1000))
        self.traffic, self.tokens, self.looks = MemoryTraffic(self.clock), RecordingTokens(), LookList()
        self.jobs, self.waits, self.work = MemoryJobs(), MemoryWaits(), MemoryFiles()
        self.receiver = TinyReceiver(self.work)
        self.job = JobRef(tenant="acme", video_id="v1")
        self._hold = hold
        self.begin(self.job)
        self.vendor.watch = self._watch
        hold_back = self.storage.around
        self.desk = SimpleNamespace(
            jobs=hold_back(self.jobs, "get", "record"),
            waits=hold_back(self.waits, "open", "get", "decide", "delivered"),
            work=hold_back(self.work, "read", "write"), tokens=hold_back(self.tokens, "succeed", "fail"),
            ledger=hold_back(self.ledger, "set_aside", "spend", "let_go", "settle"), clock=self.clock,
            note=lambda *_, **__: None, rest=lambda seconds: self.clock.move(seconds=seconds),
        )  # fmt: skip
        keys = count()
        self.ordering = Ordering(
            desk=self.desk, orders=hold_back(self.orders, "place", "move", "of_job"),
            queue=hold_back(self.looks, "look"),
            traffic=hold_back(self.traffic, "enter", "leave", "succeeded", "failed", "throttled"),
            vendor=lambda _: self.vendor, models=MODELS, stills=PlainStills(), receiver=self.receiver,
            secret=lambda: f"key-{next(keys)}",
        )  # type: ignore[arg-type]  # fmt: skip

    def begin(self, job: JobRef) -> None:
        """An attempt at the job, with money of its own."""
        at = self.clock.now().isoformat()
        row = Job(tenant=job.tenant, video_id=job.video_id, title="", created=at, updated=at, attempt=job.attempt)
        self.jobs.rows[job.tenant, job.video_id] = row.model_copy(update={"status": "running"})
        self.ledger.reserve(job.tenant, f"{job.video_id}#{job.attempt}", self._hold)
        self.job = job

    def _watch(self, key: str) -> None:
        """Before a call is taken: nothing else may be under way for the same thing."""
        order = self.orders.by_hook(key)
        assert order is not None
        for other in self.orders.of_job(order.tenant, order.video_id):
            if other.id != order.id and (other.wait_id, other.address) == (order.wait_id, order.address):
                work = self.vendor.taken.get(other.hook)
                over = not other.is_open or other.phase == "queued" or (work is not None and work.said is not None)
                assert over, "the same is bought while it is on its way"

    @property
    def leases(self) -> list[str]:
        return self.traffic.owners("vendor")

    def tend(self, name: str) -> None:
        """TendOrder, brought again by the queue if it fails."""
        try:
            tend_order(OrderRef(tenant="acme", video_id="v1", order_id=name), ordering=self.ordering)
        except StorageUnavailable:
            self.looks.looks.append((name, 30.0))
        except RuntimeError:  # what is no failure of the storage has moved the order on
            pass
