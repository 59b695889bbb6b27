"""One paid call at a vendor, from the intent to its end. An intent precedes each call; a call is made once."""

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from spotworks.domain.base import Frozen, JobRef, Usd

OrderPhase = Literal["queued", "sending", "unknown", "accepted", "done", "failed", "cancelled"]
"""queued: waits for a slot; sending: the call may have left; unknown: it left, and no answer came; accepted: the
vendor works on it. The last three are ends."""

OPEN: frozenset[OrderPhase] = frozenset({"queued", "sending", "unknown", "accepted"})


class OrderRef(Frozen):
    """Which order is to be looked at. request_id: of the API call that began its job, for the logs.

    due: when, of a look that was planned; "" for news. One that is due before the order's is left to that.
    """

    tenant: str
    video_id: str
    order_id: str
    request_id: str = ""
    due: str = ""


class Order(Frozen):
    """id: of the wait it serves, the thing's address and the try, so that a retried state finds its own.

    wait_id, address: of the wait (ports.flow.Wait); request: the GenerationRequest as JSON.
    model, provider: ids of the catalogue. estimate: what is set aside for it in the ledger, under its own id.
    hook: the unguessable part of its callback's path. vendor_job, about: as ports.vendors.VendorJob has them.
    since: when it was last moved; began: when its call left; deadline: after which it is given up; due: when it is
    looked at next.
    polls: how often it was asked about; throttled: how often the vendor said slow down; fetches: how often its file did
    not come; reworded: whether a refusal was answered with milder words. version: for optimistic writes.
    """

    id: str
    tenant: str
    video_id: str
    request_id: str = ""
    attempt: int = 1
    wait_id: str
    scene: int | None = None
    address: str
    request: dict[str, Any]
    model: str
    provider: str
    phase: OrderPhase = "queued"
    estimate: Usd = Decimal(0)
    hook: str = ""
    vendor_job: str = ""
    about: dict[str, str] = Field(default_factory=dict)
    created: str
    since: str
    began: str = ""
    deadline: str
    due: str = ""
    polls: int = 0
    throttled: int = 0
    fetches: int = 0
    reworded: bool = False
    error: str = ""
    message: str = ""
    cost_usd: Usd = Decimal(0)
    version: int = 1

    @property
    def ref(self) -> OrderRef:
        return OrderRef(
            tenant=self.tenant, video_id=self.video_id, order_id=self.id, request_id=self.request_id
        )  # fmt: skip

    @property
    def job(self) -> JobRef:
        return JobRef(tenant=self.tenant, video_id=self.video_id, request_id=self.request_id, attempt=self.attempt)

    @property
    def owner(self) -> str:
        """Of its slot: no other's, also where two jobs order the same."""
        return f"{self.video_id}#{self.id}"

    @property
    def number(self) -> int:
        """Of the tries at the same thing, from 0: the one order among them that clocks cannot confuse."""
        return int(self.id.rpartition("#")[2])

    @property
    def kind(self) -> str:
        """Of what it makes: "clip"."""
        return str(self.request["kind"])

    @property
    def buyer(self) -> str:
        """As ports.flow.Wait has it."""
        return f"{self.video_id}#{self.wait_id}"

    @property
    def is_open(self) -> bool:
        return self.phase in OPEN
