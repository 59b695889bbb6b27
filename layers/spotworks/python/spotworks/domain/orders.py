"""One paid call at a vendor, from the intent to its end. An intent precedes each call; a call is made once."""

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from spotworks.domain.base import Frozen, Usd

OrderPhase = Literal["queued", "sending", "unknown", "accepted", "done", "failed", "cancelled"]
"""queued: waits for a slot; sending: the call may have left; unknown: it left, and no answer came; accepted: the
vendor works on it. The last three are ends."""

OPEN: frozenset[OrderPhase] = frozenset({"queued", "sending", "unknown", "accepted"})


class Order(Frozen):
    """id: of the wait it serves, the thing's address and the try, so that a retried state finds its own.

    wait_id, token, address: of the wait (ports.flow.Wait); request: the GenerationRequest as JSON.
    model, provider: ids of the catalogue. estimate: what is held for it in the ledger under spend_id.
    hook: the unguessable part of its callback's path. vendor_job, about: as ports.vendors.VendorJob has them.
    since: when it entered its phase; polls: how often it was asked about. version: for optimistic writes.
    """

    id: str
    tenant: str
    video_id: str
    request_id: str = ""
    attempt: int = 1
    wait_id: str
    token: str
    scene: int | None = None
    address: str
    request: dict[str, Any]
    model: str
    provider: str
    phase: OrderPhase = "queued"
    estimate: Usd = Decimal(0)
    spend_id: str = ""
    hook: str = ""
    vendor_job: str = ""
    about: dict[str, str] = Field(default_factory=dict)
    created: str
    since: str
    deadline: str
    polls: int = 0
    throttled: int = 0
    error: str = ""
    message: str = ""
    cost_usd: Usd = Decimal(0)
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.phase in OPEN
