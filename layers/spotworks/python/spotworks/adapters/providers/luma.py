"""Luma's two services, each with its own key (research/providers.md section 3).

Dream Machine, https://docs.lumalabs.ai: ray-2; it reads pictures from public addresses only.
The Agents API, https://docs.agents.lumalabs.ai: ray-3.2; it takes pictures themselves.
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.listed import Page, by_callback, entry, rows
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
    ModelUnavailable,
    ModerationRefused,
    NotFound,
    ProviderRejected,
    SpotworksError,
)
from spotworks.ports import Output, StillInput, VendorJob, VendorRequest, VendorStatus

DREAM_BASE, AGENTS_BASE = "https://api.lumalabs.ai", "https://agents.lumalabs.ai"
DREAM_KEY, DREAM_KEY_FROM = "LUMAAI_API_KEY", "https://lumalabs.ai/dream-machine/api/keys"
AGENTS_KEY, AGENTS_KEY_FROM = "LUMA_AGENTS_API_KEY", "https://platform.lumalabs.ai"
AGENTS_FPS = 24  # the grid of keyframe_indexes
_GENERATIONS = "/dream-machine/v1/generations"
_CODES = {
    "content_moderated": "ModerationRefused",
    "budget_exhausted": "CreditGone",
    "rate_limited": "ProviderThrottled",
    "image_too_large": "ProviderRejected",
    "unsupported_format": "ProviderRejected",
    "corrupt_input": "ProviderRejected",
    "invalid_request": "ProviderRejected",
}


class DreamMachine:
    """Satisfies ports.Vendor. Its callbacks are unsigned: they only make us ask."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("Luma", account.base or DREAM_BASE, self._headers, _judged)
        self._known = replace(self._wire, judge=_judged_of_known)

    def create(self, request: VendorRequest) -> VendorJob:
        body = {
            "model": request.model.vendor_id,
            "prompt": request.prompt,
            "aspect_ratio": request.size or request.aspect,
            "resolution": request.resolution,
            "duration": f"{request.seconds}s" if request.seconds else "",
            "keyframes": _keyframes(request),
            "callback_url": request.callback,
        }
        sent = {name: value for name, value in body.items() if value}
        return _begun(self._wire, self._wire.call("POST", f"{_GENERATIONS}/video", json_body=sent, paid=True))

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        try:
            reply = self._known.call("GET", f"{_GENERATIONS}/{job.id}")
        except NotFound as error:
            return VendorStatus(state="cancelled", message=error.message)
        match reply.find("state"):
            case "queued":
                return VendorStatus(state="queued")
            case "dreaming":
                return VendorStatus(state="running")
            case "completed":
                return _completed([reply.find("assets", "video"), reply.find("assets", "image")])
            case "failed":
                return _dream_failed(str(reply.find("failure_reason") or "it gave no reason"))
        raise self._known.unreadable(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Only what is not over yet: the same call would delete a finished video."""
        if self.poll(job, model).state not in {"queued", "running"}:
            return
        try:
            self._known.call("DELETE", f"{_GENERATIONS}/{job.id}")
        except NotFound:
            return  # it ended in between

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        """By the callback's path, which holds our key."""
        return by_callback(self._page, client_key, vendor="Luma", began=began)

    def hears(self) -> bool:
        return True

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """All: Luma signs nothing."""

    def _page(self, place: str) -> Page:
        """place: how many generations were read before."""
        offset = int(place or 0)
        reply = self._wire.call("GET", _GENERATIONS, query={"limit": "100", "offset": str(offset)})
        try:
            found = reply.json()
            works = [entry(one["id"], _callback(one), one.get("created_at")) for one in rows(found["generations"])]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._wire.unreadable(reply) from error
        return works, str(offset + len(works)) if works and found.get("has_more") is not False else ""

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(DREAM_KEY, DREAM_KEY_FROM)}"}


class LumaAgents:
    """Satisfies ports.Vendor. It calls nobody back, and knows neither cancelling nor listing."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("Luma", account.base or AGENTS_BASE, self._headers, _judged)

    def create(self, request: VendorRequest) -> VendorJob:
        video: dict[str, Any] = {"duration": f"{request.seconds}s"} if request.seconds else {}
        if request.resolution:
            video["resolution"] = request.resolution
        # keyframes, and not start_frame and end_frame: those do not go with 10 s
        anchors = [(0, request.first_frame), ((request.seconds or 0) * AGENTS_FPS, request.last_frame)]
        if stills := [(at, still) for at, still in anchors if still]:
            video["keyframes"] = [_media(still) for _, still in stills]
            video["keyframe_indexes"] = [at for at, _ in stills]
        body: dict[str, Any] = {
            "model": request.model.vendor_id, "type": "video", "prompt": request.prompt, "video": video
        }  # fmt: skip
        if ratio := request.size or request.aspect:
            body["aspect_ratio"] = ratio
        return _begun(self._wire, self._wire.call("POST", "/v1/generations", json_body=body, paid=True))

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        reply = self._wire.call("GET", f"/v1/generations/{job.id}")
        match reply.find("state"):
            case "queued":
                return VendorStatus(state="queued")
            case "processing":
                return VendorStatus(state="running")
            case "completed":
                output = reply.find("output")
                return _completed(
                    [one.get("url") for one in output if isinstance(one, dict)] if isinstance(output, list) else []
                )
            case "failed":
                code = str(reply.find("failure_code") or "")
                said = shown(str(reply.find("failure_reason") or "it gave no reason"))
                error = _CODES.get(code, "ProviderUnavailable")
                return VendorStatus(state="failed", error=error, message=f"Luma: {said} ({code or 'no code'})")
        raise self._wire.unreadable(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Nothing: the work goes on and is paid for."""

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        raise ProviderRejected(
            f"Luma's Agents API lists no generations; whether it took the call is to be seen at {AGENTS_KEY_FROM}"
        )

    def hears(self) -> bool:
        return False

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """All: the Agents API sends nothing."""

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(AGENTS_KEY, AGENTS_KEY_FROM)}"}


def _keyframes(request: VendorRequest) -> dict[str, Any]:
    """Raises ModelUnavailable where the pictures have no public address."""
    stills = {"frame0": request.first_frame, "frame1": request.last_frame}
    given = {name: still.url for name, still in stills.items() if still}
    if not all(given.values()):
        raise ModelUnavailable(
            f"{request.model.name} reads pictures from public addresses only, and this installation has none: "
            "take a model that is sent the picture itself, such as Luma's ray-3.2",
            field="model",
        )
    return {name: {"type": "image", "url": url} for name, url in given.items()}


def _media(still: StillInput) -> dict[str, str]:
    if still.url.startswith("https://"):
        return {"url": still.url}
    return {"data": base64.b64encode(still.content).decode(), "media_type": still.content_type}


def _begun(wire: Wire, reply: Reply) -> VendorJob:
    job = reply.find("id")
    if not isinstance(job, str) or not job:
        raise wire.unreadable(reply, paid=True)
    return VendorJob(id=job)


def _completed(urls: list[Any]) -> VendorStatus:
    found = tuple(Output(url=url) for url in urls if isinstance(url, str) and url)
    if not found:
        return VendorStatus(state="failed", error="DeliveryUnusable", message="Luma completed without a file")
    return VendorStatus(state="succeeded", outputs=found)


def _dream_failed(reason: str) -> VendorStatus:
    """By https://docs.lumalabs.ai/docs/errors; failures cost nothing, https://docs.lumalabs.ai/docs/faq."""
    said = reason.lower()
    if "moderation" in said or "blacklisted" in said:
        error = "ModerationRefused"
    else:
        error = "ProviderRejected" if "user input" in said else "ProviderUnavailable"
    return VendorStatus(state="failed", error=error, message=f"Luma: {shown(reason)}", cost_usd=Decimal(0))


def _callback(generation: dict[str, Any]) -> str:
    asked = generation.get("request")
    return str(asked.get("callback_url") or "") if isinstance(asked, dict) else ""


def _judged(reply: Reply) -> SpotworksError | None:
    """What Dream Machine says with status 400 it says in prose."""
    if reply.status not in {400, 413, 422}:
        return None
    said = shown(str(reply.find("detail") or reply.text))
    if "credit" in said.lower():
        return CreditGone(f"Luma: {said}")
    if "moderat" in said.lower() or "blacklisted" in said.lower():
        return ModerationRefused(f"Luma: {said}")
    return ProviderRejected(f"Luma refused the input: {said}", field="model")


def _judged_of_known(reply: Reply) -> SpotworksError | None:
    return NotFound("Luma has no such generation any more") if reply.status == 404 else _judged(reply)
