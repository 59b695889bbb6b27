"""MiniMax's own API, in its two formats: https://platform.minimax.io/docs/api-reference/video-generation-v2-create and
.../video-generation-i2v (research/providers.md section 6d)."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.inputs import data_uri
from spotworks.adapters.providers.wire import Reply, Wire, retry_after, shown
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ModerationRefused,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
)
from spotworks.ports import Output, StillInput, VendorJob, VendorRequest, VendorStatus

BASE = "https://api.minimax.io"
KEY, KEY_FROM = "MINIMAX_API_KEY", "https://platform.minimax.io/user-center/basic-information/interface-key"
_STATES = {
    "preparing": "queued", "queueing": "queued", "queued": "queued", "processing": "running", "running": "running",
    "success": "succeeded", "succeeded": "succeeded", "fail": "failed", "failed": "failed", "expired": "failed",
    "cancelled": "cancelled",
}  # fmt: skip
_THROTTLED, _KEY, _CREDIT, _REFUSED = {1002, 1039, 1041, 2045}, {1004, 2049}, {1008, 2056}, {1026, 1027}
_TROUBLE = {1000, 1013, 1024, 1033}  # of its own, after which nothing was begun; 1001, a time-out, leaves that open


class _MiniMax:
    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("MiniMax", account.base or BASE, self._headers, _judged)

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        raise ProviderRejected("MiniMax keeps no key of ours with its work, so that a lost call can't be found")

    def hears(self) -> bool:
        return True

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """MiniMax signs nothing."""

    def answer(self, body: bytes) -> dict[str, str] | None:
        """What to answer a callback with, as JSON and within 3 seconds; None: nothing in particular.

        MiniMax tries a callback's address by a challenge that wants to come back, and tells it nothing until it does.
        """
        try:
            challenge = json.loads(body)["challenge"]
        except (ValueError, LookupError, TypeError):
            return None
        return {"challenge": challenge} if isinstance(challenge, str) else None

    def _begun(self, path: str, body: Mapping[str, Any]) -> VendorJob:
        reply = self._wire.call("POST", path, json_body={k: v for k, v in body.items() if v}, paid=True)
        job = reply.find("task_id")
        if not isinstance(job, str) or not job:
            raise self._wire.unreadable(reply, paid=True)
        return VendorJob(id=job)

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(KEY, KEY_FROM)}"}


class MiniMax(_MiniMax):
    """Satisfies ports.Vendor: Hailuo, by version 1. Its errors come with status 200; its files take a second look."""

    def create(self, request: VendorRequest) -> VendorJob:
        body = {
            "model": request.model.vendor_id, "prompt": request.prompt, "duration": request.seconds,
            "resolution": request.resolution.upper(), "callback_url": request.callback,
            "first_frame_image": request.first_frame and _picture(request.first_frame),
            "last_frame_image": request.last_frame and _picture(request.last_frame),
        }  # fmt: skip
        return self._begun("/v1/video_generation", body)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        reply = self._wire.call("GET", "/v1/query/video_generation", query={"task_id": job.id})
        state = _STATES.get(str(reply.find("status")).lower())
        if state is None:
            raise self._wire.unreadable(reply)
        if state == "failed":
            return _failed(reply.find("base_resp", "status_code"), reply.find("base_resp", "status_msg"))
        if state != "succeeded":
            return VendorStatus(state=state)
        file = reply.find("file_id")
        if not isinstance(file, int | str) or not file:
            return VendorStatus(state="failed", error="DeliveryUnusable", message="it succeeded without a file")
        return VendorStatus(state="succeeded", outputs=(Output(url=self._url(str(file))),))

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Version 1 knows no cancelling."""

    def _url(self, file: str) -> str:
        reply = self._wire.call("GET", "/v1/files/retrieve", query={"file_id": file})
        for name in ("download_url", "backup_download_url"):
            url = reply.find("file", name)
            if isinstance(url, str) and url:
                return url
        raise self._wire.unreadable(reply)


class MiniMaxV2(_MiniMax):
    """Satisfies ports.Vendor: H3, by version 2. Frames exclude references; with a frame the ratio is the picture's."""

    def create(self, request: VendorRequest) -> VendorJob:
        content: list[dict[str, Any]] = [{"type": "text", "text": request.prompt}]
        pictures = [("first_frame", request.first_frame), ("last_frame", request.last_frame)]
        if not any(still for _, still in pictures):
            pictures = [("reference_image", still) for still in request.references]
        content += [
            {"type": "image_url", "role": role, "image_url": {"url": _picture(still)}}
            for role, still in pictures
            if still
        ]
        framed = bool(request.first_frame or request.last_frame)
        body = {
            "model": request.model.vendor_id, "content": content, "resolution": request.resolution.upper(),
            "duration": request.seconds, "ratio": "adaptive" if framed else request.aspect,
            "callback_url": request.callback,
        }  # fmt: skip
        return self._begun("/v2/video_generation", body)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        reply = self._wire.call("GET", f"/v2/query/video_generation/{job.id}")
        task = _task(reply, job.id)
        state = _STATES.get(str(task.get("status")).lower())
        if state is None:
            raise self._wire.unreadable(reply)
        if state == "failed":
            error = _object(task.get("error"))
            return _failed(error.get("code"), error.get("message"))
        if state != "succeeded":
            return VendorStatus(state=state, cost_usd=Decimal(0) if state == "cancelled" else None)
        url = _object(task.get("content")).get("url")
        if not isinstance(url, str) or not url:
            return VendorStatus(state="failed", error="DeliveryUnusable", message="it succeeded without a file")
        return VendorStatus(state="succeeded", outputs=(Output(url=url),))

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Only while it waits: the same call deletes what is finished, and is refused for what is under way."""
        if self.poll(job, model).state == "queued":
            self._wire.call("DELETE", f"/v2/video_generation/{job.id}")


def _picture(still: StillInput) -> str:
    return still.url or data_uri(still)


def _task(reply: Reply, job: str) -> dict[str, Any]:
    """The documents say {"task": {...}}; {"items": [...]} and the bare task were seen as well."""
    items = reply.find("items")
    mine = (
        [item for item in items if isinstance(item, dict) and item.get("id") == job] if isinstance(items, list) else []
    )
    for found in (reply.find("task"), *mine, reply.find()):
        if isinstance(found, dict):
            return found
    return {}


def _object(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _failed(code: object, message: object) -> VendorStatus:
    """MiniMax takes nothing for work that failed."""
    return VendorStatus(
        state="failed", error="ModerationRefused" if str(code) in map(str, _REFUSED) else "ProviderUnavailable",
        message=f"MiniMax: {shown(str(message or 'it gave no reason'))} ({code})", cost_usd=Decimal(0),
    )  # fmt: skip


def _judged(reply: Reply) -> SpotworksError | None:
    """By MiniMax's code: version 1 says it beside status 200, version 2 at the end of its message."""
    if reply.find("status"):  # an answer about work: its code is why the work failed
        return None
    code, said = reply.find("base_resp", "status_code"), reply.find("base_resp", "status_msg")
    if code is None:
        said = reply.find("error", "message")
        found = re.search(r"\((\d{4})\)\s*$", str(said or ""), re.ASCII)
        code = int(found[1]) if found else None
    code = code if isinstance(code, int) else None
    told = f"MiniMax said {code}: {shown(str(said or ''))}"
    if code in _THROTTLED:
        return ProviderThrottled(told, retry_after=retry_after(reply))
    for codes, error in (
        (_KEY, KeyRejected), (_CREDIT, CreditGone), (_REFUSED, ModerationRefused), (_TROUBLE, ProviderUnavailable),
    ):  # fmt: skip
        if code in codes:
            return error(told)
    return None if code in {None, 0, 1001} else ProviderRejected(told, field="model")
