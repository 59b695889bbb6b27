"""Replicate: https://replicate.com/docs/reference/http (research/providers.md section 1)."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.inputs import named_inputs
from spotworks.adapters.providers.listed import Page, by_callback, entry, rows
from spotworks.adapters.providers.signatures import believe_standard
from spotworks.adapters.providers.wire import Reply, Wire
from spotworks.domain.model import Model
from spotworks.errors import ModerationRefused, ProviderRejected, SpotworksError
from spotworks.ports import Output, VendorJob, VendorRequest, VendorStatus

BASE = "https://api.replicate.com"
KEY, KEY_FROM = "REPLICATE_API_TOKEN", "https://replicate.com/account/api-tokens"
SIGNING = "REPLICATE_WEBHOOK_SECRET"
_ASKED = 300.0  # seconds that the secret is used for which Replicate told: it may be replaced there
_STATES = {"starting": "queued", "processing": "running", "succeeded": "succeeded", "canceled": "cancelled"}
_REFUSALS = ("nsfw", "sensitive", "moderation", "content policy", "safety", "flagged")


class Replicate:
    """Satisfies ports.Vendor. What a model's inputs are called is in the catalogue: options "first_frame", ..."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("Replicate", account.base or BASE, self._headers, _judged)
        self._told, self._asked = "", -math.inf

    def create(self, request: VendorRequest) -> VendorJob:
        body: dict[str, Any] = {"input": named_inputs(request)}
        if request.callback:
            body |= {"webhook": request.callback, "webhook_events_filter": ["completed"]}
        name, _, version = request.model.vendor_id.partition(":")
        path = "/v1/predictions" if version else f"/v1/models/{name}/predictions"
        reply = self._wire.call("POST", path, json_body=body | ({"version": version} if version else {}), paid=True)
        job = reply.find("id")
        if not isinstance(job, str) or not job:
            raise self._wire.unreadable(reply, paid=True)
        return VendorJob(id=job)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        reply = self._wire.call("GET", f"/v1/predictions/{job.id}")
        state, output = reply.find("status"), reply.find("output")
        match state:
            case "succeeded":
                urls = output if isinstance(output, list) else [output]
                found = tuple(Output(url=url) for url in urls if isinstance(url, str) and url)
                if not found:
                    return VendorStatus(state="failed", error="DeliveryUnusable", message="it succeeded without a file")
                return VendorStatus(state="succeeded", outputs=found)
            case "failed" | "aborted":
                return _failed(str(reply.find("error") or "it gave no reason"))
            case "starting":
                return VendorStatus(state="queued")
            case "processing":
                return VendorStatus(state="running")
            case "canceled":  # time in which it was not active is free: https://replicate.com/docs/billing
                began = reply.find("started_at") or reply.find("metrics", "predict_time")
                return VendorStatus(state="cancelled", cost_usd=None if began else Decimal(0))
        raise self._wire.unreadable(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        self._wire.call("POST", f"/v1/predictions/{job.id}/cancel")

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        """By the callback's path, which holds our key."""
        return by_callback(self._page, client_key, vendor="Replicate", began=began)

    def hears(self) -> bool:
        return True

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """By the secrets that were set, else by the account's own, which Replicate tells who has the key. Also raises
        ProviderUnavailable while it does not: Replicate sends the news again.
        """
        secrets = self._account.keys(SIGNING) or (self._secret(now),)
        believe_standard(headers, body, secrets, now=now)

    def _secret(self, now: float) -> str:
        """https://replicate.com/docs/reference/http#webhooks.default.secret.get"""
        if now - self._asked > _ASKED:
            reply = self._wire.call("GET", "/v1/webhooks/default/secret")
            told = reply.find("key")
            if not isinstance(told, str) or not told:
                raise self._wire.unreadable(reply)
            self._told, self._asked = told, now
        return self._told

    def _page(self, place: str) -> Page:
        """place: the query of the address that Replicate names for the next page; always asked at our own base."""
        reply = self._wire.call("GET", f"/v1/predictions{place}")
        try:
            found = reply.json()
            works = [entry(one["id"], one.get("webhook"), one.get("created_at")) for one in rows(found["results"])]
            return works, f"?{urlsplit(found['next']).query}" if found.get("next") else ""
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._wire.unreadable(reply) from error

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(KEY, KEY_FROM)}"}


def _failed(reason: str) -> VendorStatus:
    refused = any(word in reason.lower() for word in _REFUSALS)
    return VendorStatus(
        state="failed", error="ModerationRefused" if refused else "ProviderUnavailable",
        message=f"Replicate: {reason[:300]}", cost_usd=Decimal(0),
    )  # fmt: skip


def _judged(reply: Reply) -> SpotworksError | None:
    """Refusals come as prose."""
    if reply.status not in {400, 422}:
        return None
    said = str(reply.find("detail") or reply.text)
    if any(word in said.lower() for word in _REFUSALS):
        return ModerationRefused(f"Replicate: {said[:300]}")
    return ProviderRejected(f"Replicate refused the input: {said[:300]}", field="model")
