"""Acme's clips and pictures: https://acme.example/docs/works."""

from collections.abc import Mapping
from decimal import Decimal

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.inputs import named_inputs
from spotworks.adapters.providers.signatures import believe_standard
from spotworks.adapters.providers.wire import Reply
from spotworks.domain.model import Model
from spotworks.ports import Output, VendorJob, VendorRequest, VendorStatus
from spotworks_acme.wire import SIGNING, wire


class Works:
    """Satisfies spotworks.ports.Vendor."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = wire(account)

    def create(self, request: VendorRequest) -> VendorJob:
        """One POST, paid: if its answer is lost, Wire raises OutcomeUnknown and nobody posts it again."""
        body = {"model": request.model.vendor_id, "tell": request.callback, **named_inputs(request)}
        reply = self._wire.call(
            "POST", "/v1/works", json_body=body, headers={"Idempotency-Key": request.client_key}, paid=True
        )
        job = reply.find("id")
        if not isinstance(job, str) or not job:
            raise self._wire.unreadable(reply, paid=True)
        return VendorJob(id=job)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        reply = self._wire.call("GET", f"/v1/works/{job.id}")
        match reply.find("state"):
            case "waiting":
                return VendorStatus(state="queued")
            case "working":
                return VendorStatus(state="running")
            case "stopped":
                return VendorStatus(state="cancelled", cost_usd=_charged(reply))
            case "failed":
                return _failed(reply)
            case "done" if isinstance(url := reply.find("file"), str):
                return VendorStatus(state="succeeded", outputs=(Output(url=url),), cost_usd=_charged(reply))
        raise self._wire.unreadable(reply)  # also of a state that nobody has heard of

    def cancel(self, job: VendorJob, model: Model) -> None:
        self._wire.call("POST", f"/v1/works/{job.id}/stop")

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        reply = self._wire.call("GET", "/v1/works", query={"key": client_key})
        found = reply.find("works")
        if not isinstance(found, list):  # which does not say that there is none
            raise self._wire.unreadable(reply)
        jobs = (one.get("id") for one in found if isinstance(one, dict))
        return next((VendorJob(id=job) for job in jobs if isinstance(job, str) and job), None)

    def hears(self) -> bool:
        return bool(self._account.keys(SIGNING))

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        believe_standard(headers, body, self._account.keys(SIGNING), now=now)


def _failed(reply: Reply) -> VendorStatus:
    error = "ModerationRefused" if reply.find("error", "code") == "policy" else "ProviderUnavailable"
    return VendorStatus(
        state="failed", error=error, message=f"Acme: {reply.find('error', 'text')}", cost_usd=_charged(reply)
    )


def _charged(reply: Reply) -> Decimal | None:
    """In cents, as Acme tells it; None where it does not, and the catalogue's price stands."""
    cents = reply.find("cents")
    return Decimal(cents) / 100 if isinstance(cents, int) and not isinstance(cents, bool) and cents >= 0 else None
