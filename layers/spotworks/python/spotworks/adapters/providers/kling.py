"""Kling's own API: https://app.klingai.com/global/dev/document-api (research/providers.md section 6c)."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from spotworks.adapters.providers import prose
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.wire import Reply, Wire, retry_after, shown
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ModerationRefused,
    ProviderRejected,
    ProviderThrottled,
    SpotworksError,
)
from spotworks.ports import Output, StillInput, VendorJob, VendorRequest, VendorStatus

BASE = "https://api-singapore.klingai.com"
KEY, SECRET, KEY_FROM = "KLING_ACCESS_KEY", "KLING_SECRET_KEY", "https://app.klingai.com/global/dev/api-key"
_TOKEN_SECONDS, _EARLY_SECONDS = 1800, 5
_PAGE, _PAGES = 500, 4  # of the list that `find` looks through


class Kling:
    """Satisfies ports.Vendor. options of the catalogue: a resolution's mode ("720p" = "std", "1080p" = "pro").

    A picture to end on excludes sound (v2.6), so that such a clip is made without.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("Kling", account.base or BASE, self._headers, _judged)

    def create(self, request: VendorRequest) -> VendorJob:
        kind = "image2video" if request.first_frame else "text2video"
        reply = self._wire.call("POST", f"/v1/videos/{kind}", json_body=_body(request), paid=True)
        job = reply.find("data", "task_id")
        if reply.find("code") != 0 or not isinstance(job, str) or not job:
            raise self._wire.unreadable(reply, paid=True)
        return VendorJob(id=job, about={"kind": kind})

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        reply = self._wire.call("GET", f"/v1/videos/{job.about.get('kind', 'image2video')}/{job.id}")
        match reply.find("data", "task_status"):
            case "submitted":
                return VendorStatus(state="queued")
            case "processing":
                return VendorStatus(state="running")
            case "succeed":
                url = reply.find("data", "task_result", "videos", 0, "url")
                if not isinstance(url, str) or not url:
                    return VendorStatus(
                        state="failed", error="DeliveryUnusable", message="it succeeded without a file",
                        cost_usd=Decimal(0) if _units(reply) == "0" else None,
                    )  # fmt: skip
                return VendorStatus(state="succeeded", outputs=(Output(url=url),))
            case "failed":
                free = Decimal(0) if _units(reply) in {"", "0"} else None
                return prose.failed("Kling", reply.find("data", "task_status_msg"), cost_usd=free)
        raise self._wire.unreadable(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Kling knows no cancelling."""

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        """By our external_task_id, in Kling's lists. Raises ProviderRejected where they go on too long."""
        kinds = {"required": ("image2video",), "no": ("text2video",)}
        for kind in kinds.get(model.first_frame, ("image2video", "text2video")):
            job = self._found(kind, client_key)
            if job is not None:
                return job
        return None

    def hears(self) -> bool:
        return True

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """Kling signs nothing."""

    def _found(self, kind: str, client_key: str) -> VendorJob | None:
        for page in range(1, _PAGES + 1):
            reply = self._wire.call(
                "GET", f"/v1/videos/{kind}", query={"pageNum": str(page), "pageSize": str(_PAGE)}
            )  # fmt: skip
            tasks = reply.find("data")
            if not isinstance(tasks, list):
                raise self._wire.unreadable(reply)
            for task in tasks:
                job = _id_under(task, client_key)
                if job:
                    return VendorJob(id=job, about={"kind": kind})
            if len(tasks) < _PAGE:
                return None
        raise ProviderRejected(
            f"Kling lists more than {_PAGE * _PAGES:,} works; the one of a lost call is not among them"
        )

    def _headers(self) -> Mapping[str, str]:
        key, secret = self._account.key(KEY, KEY_FROM), self._account.key(SECRET, KEY_FROM)
        return {"Authorization": f"Bearer {token(key, secret, now=time.time())}"}


def token(key: str, secret: str, *, now: float) -> str:
    """A JSON Web Token (RFC 7519) for half an hour, signed with HS256. now: Unix time."""
    claims = {"iss": key, "exp": int(now) + _TOKEN_SECONDS, "nbf": int(now) - _EARLY_SECONDS}
    signed = b".".join(_part(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return b".".join((signed, _part(hmac.new(secret.encode(), signed, hashlib.sha256).digest()))).decode()


def _part(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def _units(reply: Reply) -> str:
    """That it took for a task which has ended; "" where it does not tell. What one is worth depends on the account."""
    units = reply.find("data", "final_unit_deduction")
    return "" if units is None else str(units)


def _body(request: VendorRequest) -> dict[str, Any]:
    model = request.model
    body: dict[str, Any] = {
        "model_name": model.vendor_id,
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "mode": model.options.get(request.resolution, "std"),
        "duration": str(request.seconds) if request.seconds else "",
        "callback_url": request.callback,
        "external_task_id": request.client_key,
    }
    if request.first_frame:  # the clip has the picture's ratio
        body["image"] = _picture(request.first_frame)
        body["image_tail"] = _picture(request.last_frame) if request.last_frame else ""
    else:
        body["aspect_ratio"] = request.aspect
    if model.native_audio != "no":
        body["sound"] = "on" if request.sound and not request.last_frame else "off"
    return {name: value for name, value in body.items() if value}


def _picture(still: StillInput) -> str:
    """Base64 with no "data:" before it, which Kling refuses."""
    return still.url or base64.b64encode(still.content).decode()


def _id_under(task: Any, client_key: str) -> str:
    """The task's id if it is the one with that key of ours."""
    info = task.get("task_info") if isinstance(task, dict) else None
    if not isinstance(info, dict) or info.get("external_task_id") != client_key:
        return ""
    return task["task_id"] if isinstance(task.get("task_id"), str) else ""


def _judged(reply: Reply) -> SpotworksError | None:
    """By Kling's code, whatever the status: no money comes as 429. Its 5000s are left to the status."""
    code, said = reply.find("code"), f"Kling said {reply.find('code')}: {shown(str(reply.find('message') or ''))}"
    match code:
        case 1000 | 1001 | 1002 | 1003 | 1004 | 1100 | 1103 | 1304:
            return KeyRejected(said)
        case 1101 | 1102:
            return CreditGone(said)
        case 1200 | 1201 | 1202 | 1203:
            return ProviderRejected(said, field="model")
        case 1300 | 1301:
            return ModerationRefused(said)
        case 1302 | 1303:
            return ProviderThrottled(said, retry_after=retry_after(reply))
    return None
