"""fal: https://fal.ai/docs/api-reference/inference-api (research/providers.md 6a). Any of its apps, by its id."""

import hashlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import urllib3

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.inputs import named_inputs
from spotworks.adapters.providers.jwks import KeySet
from spotworks.adapters.providers.signatures import fresh
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
    Forged,
    ModerationRefused,
    ProviderRejected,
    ProviderUnavailable,
    SpotworksError,
)
from spotworks.ports import Output, VendorJob, VendorRequest, VendorStatus

BASE, KEYS_BASE = "https://queue.fal.run", "https://rest.fal.ai"
KEY, KEY_FROM = "FAL_KEY", "https://fal.ai/dashboard/keys"
_URLS = ("status_url", "response_url", "cancel_url")
_FILES = ("video", "videos", "images", "image", "audio", "audio_file", "audio_url")
_NAMESPACES = ("workflows", "comfy")  # an app in one has its owner and name behind it
_SIGNED = ("x-fal-webhook-request-id", "x-fal-webhook-user-id", "x-fal-webhook-timestamp")


class Fal:
    """Satisfies ports.Vendor. options of the catalogue: those of named_inputs, and "text_id": the app that makes clips
    from words alone, beside one that makes them from a picture and in its ratio.

    keys: fetches the set of public keys that webhooks are signed by, for others than fal's own.
    """

    def __init__(self, account: Account, keys: Callable[[], bytes] | None = None) -> None:
        self._account = account
        self._wire = Wire("fal", account.base or BASE, self._headers, _judged)
        self._keys = KeySet(keys) if keys else _published(account.base or KEYS_BASE)

    def create(self, request: VendorRequest) -> VendorJob:
        model, body = request.model, named_inputs(request)
        app = model.vendor_id
        if not request.first_frame:
            app = model.options.get("text_id", app)
        elif "text_id" in model.options:
            body.pop(model.options.get("aspect", ""), None)
        query = {"fal_webhook": request.callback} if request.callback else None
        reply = self._wire.call("POST", f"/{app}", json_body=body, query=query, paid=True)
        job = reply.find("request_id")
        if not isinstance(job, str) or not job:
            raise self._wire.unreadable(reply, paid=True)
        urls = {name: reply.find(name) for name in _URLS}
        return VendorJob(id=job, about={name: url for name, url in urls.items() if self._is_ours(url)})

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        reply = self._wire.call("GET", self._at(job, model, "status_url"))
        match reply.find("status"):
            case "IN_QUEUE":
                return VendorStatus(state="queued")
            case "IN_PROGRESS":
                return VendorStatus(state="running")
            case "COMPLETED":
                error, kind = reply.find("error"), reply.find("error_type")
                if kind == "client_cancelled":
                    return VendorStatus(state="cancelled", cost_usd=Decimal(0))
                return self._ended(job, model, f"{error} ({kind or 'no type'})" if error else "")
        raise self._wire.unreadable(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        try:
            self._wire.call("PUT", self._at(job, model, "cancel_url"))
        except ProviderRejected:
            return  # 400 or 404: it is over already

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        raise ProviderRejected(
            "fal's API does not say which request a webhook belongs to; look at https://fal.ai/dashboard/requests"
        )

    def hears(self) -> bool:
        return True

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """Also raises ProviderUnavailable while fal's keys cannot be had: fal sends it again for two hours."""
        given = [headers.get(name, "") for name in _SIGNED]
        fresh(given[-1], now)
        message = "\n".join([*given, hashlib.sha256(body).hexdigest()]).encode()
        try:
            signature = bytes.fromhex(headers.get("x-fal-webhook-signature", ""))
        except ValueError:
            signature = b""
        if not all(given) or len(signature) != 64 or not self._keys.signed(message, signature, now=now):
            raise Forged("no signature of this webhook is by a key of fal's")

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Key {self._account.key(KEY, KEY_FROM)}"}

    def _ended(self, job: VendorJob, model: Model, error: str) -> VendorStatus:
        """What came of it. error: what the status says of it; why it is refused only its result says.

        Only trouble of fal's own is sure to cost nothing: https://fal.ai/docs/documentation/model-apis/request-errors.
        """
        try:
            reply = self._wire.call("GET", self._at(job, model, "response_url"))
        except (ModerationRefused, ProviderRejected) as refused:
            return VendorStatus(state="failed", error=type(refused).__name__, message=refused.message)
        except ProviderUnavailable:
            if not error:  # the work went well, and its result can be had later
                raise
        if error:
            said = f"fal: {shown(error)}"
            return VendorStatus(state="failed", error="ProviderUnavailable", message=said, cost_usd=Decimal(0))
        found = _files(reply)
        if not found:
            return VendorStatus(state="failed", error="DeliveryUnusable", message="fal completed without a file")
        return VendorStatus(state="succeeded", outputs=found)

    def _at(self, job: VendorJob, model: Model, name: str) -> str:
        """The address that fal gave; made by its rule where it gave none: owner and app, without what follows."""
        parts = model.vendor_id.split("/")
        own = f"/{'/'.join(parts[: 3 if parts[0] in _NAMESPACES else 2])}/requests/{job.id}"
        made = {"status_url": f"{own}/status", "response_url": own, "cancel_url": f"{own}/cancel"}
        return job.about.get(name) or made[name]

    def _is_ours(self, url: Any) -> bool:
        """Whether it lies at fal's own host: our key is sent nowhere else."""
        try:
            given, own = urllib3.util.parse_url(str(url)), urllib3.util.parse_url(self._wire.base)
        except urllib3.exceptions.LocationParseError:
            return False
        return (given.scheme, given.host, given.port) == (own.scheme, own.host, own.port)


@cache
def _published(base: str) -> KeySet:
    """One for a process: adapters come and go."""
    wire = Wire("fal", base, lambda: {})
    return KeySet(lambda: wire.call("GET", "/.well-known/jwks.json", seconds=10.0).body)


def _files(reply: Reply) -> tuple[Output, ...]:
    """Apps name what they make by its kind: one file, or several."""
    found = []
    for name in _FILES:
        given = reply.find(name)
        for one in given if isinstance(given, list) else [given]:
            url = one.get("url") if isinstance(one, dict) else one
            if isinstance(url, str) and url:
                kind = one.get("content_type") if isinstance(one, dict) else ""
                found.append(Output(url=url, content_type=kind if isinstance(kind, str) else ""))
    return tuple(found)


def _judged(reply: Reply) -> SpotworksError | None:
    """By https://fal.ai/docs/documentation/model-apis/errors; an account without credit is locked, with status 403."""
    said = shown(reply.text)
    if reply.status == 403 and any(word in said.lower() for word in ("balance", "locked")):
        return CreditGone(f"fal: {said}")
    if reply.status != 422:
        return None
    details = reply.find("detail")
    types = [one.get("type") for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    if "content_policy_violation" in types:
        return ModerationRefused(f"fal: {said}")
    return ProviderRejected(f"fal refused the input: {said}", field="model")
