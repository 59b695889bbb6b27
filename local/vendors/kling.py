"""Kling's own API: https://app.klingai.com/global/dev/document-api (research/providers.md section 6c)."""

import base64
import binascii
import hashlib
import hmac
import json
import time
import uuid
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import media
from local.vendors.base import Fake
from local.vendors.shop import Ask, State, Trouble, Work, picture_of

_STATES: dict[State, str] = {
    "queued": "submitted", "running": "processing", "succeeded": "succeed", "failed": "failed", "refused": "failed",
    "cancelled": "failed",
}  # fmt: skip
_WHY: dict[State, str] = {"failed": "Internal generation error", "refused": "Failure to pass the risk control system"}
_RATIOS = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1)}
_SHORT = {"std": 720, "pro": 1080}


class FakeKling(Fake):
    """An account's secret key is the same as its access key."""

    provider: ClassVar[str] = "kling"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/videos/{kind:str}", self.create, methods=["POST"]),
            Route("/v1/videos/{kind:str}", self.list, methods=["GET"]),
            Route("/v1/videos/{kind:str}/{id}", self.get, methods=["GET"]),
        ]

    async def create(self, request: Request) -> Response:
        kind, refused = request.path_params["kind"], _token_refused(request)
        if refused:
            return refused
        body = await request.json()
        wrong = _wrong(kind, body) or self._used_before(body)
        if wrong:
            return _said(400, 1201, wrong)
        work = self.shop.begin(self, _ask(body), body | {"kind": kind}, key=body.get("external_task_id", ""))
        if isinstance(work, Response):
            return work
        return self.shop.answer(self, work, _told(self._task(work, "queued")))

    async def get(self, request: Request) -> Response:
        refused = _token_refused(request)
        if refused:
            return refused
        work = self.shop.find(self.provider, request.path_params["id"])
        if work is None or work.body["kind"] != request.path_params["kind"]:
            return _said(404, 1203, "The requested resource does not exist")
        return _told(self._task(work, self.shop.state(work)))

    async def list(self, request: Request) -> Response:
        refused = _token_refused(request)
        if refused:
            return refused
        page, size = (
            int(request.query_params.get(name, default)) for name, default in (("pageNum", 1), ("pageSize", 30))
        )
        if not 1 <= size <= 500:
            return _said(400, 1201, "pageSize should be between 1 and 500")
        works = [work for work in self.shop.of(self.provider) if work.body["kind"] == request.path_params["kind"]]
        return _told([self._task(work, self.shop.state(work)) for work in works[(page - 1) * size : page * size]])

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return _said(429, 1303, "parallel task over resource pack limit")
            case "no_credit":
                return _said(429, 1102, "Account balance not enough")
            case "revoked":
                return _said(401, 1002, "access key not found")
            case "refused_input":
                return _said(400, 1301, "Failure to pass the risk control system")
        return _said(503, 5001, "Server temporarily unavailable, usually due to maintenance")

    def news(self, work: Work, state: State) -> tuple[dict[str, str], bytes]:
        body = {"code": 0, "message": "SUCCEED", "request_id": str(uuid.uuid4()), "data": self._task(work, state)}
        return {"content-type": "application/json"}, json.dumps(body).encode()

    def _used_before(self, body: dict[str, Any]) -> str:
        key = body.get("external_task_id")
        if key and any(work.body.get("external_task_id") == key for work in self.shop.of(self.provider)):
            return "external_task_id is not unique"
        return ""

    def _task(self, work: Work, state: State) -> dict[str, Any]:
        task: dict[str, Any] = {
            "task_id": work.id, "task_status": _STATES[state], "created_at": 1722769557708, "updated_at": 1722769557708,
            "task_info": {"external_task_id": work.body.get("external_task_id", "")},
        }  # fmt: skip
        if state in _WHY:
            task["task_status_msg"] = _WHY[state]
        if state == "succeeded":
            task["final_unit_deduction"] = "2"
            video = {"id": work.id, "url": self.shop.url(work), "duration": work.body.get("duration", "5")}
            task["task_result"] = {"videos": [video]}
        return task


def _wrong(kind: str, body: dict[str, Any]) -> str:
    """What the vendor refuses, as its documents have it; "" for nothing."""
    pictures = [body[name] for name in ("image", "image_tail") if body.get(name)]
    for wrong, why in (
        (kind not in {"text2video", "image2video"}, "no such resource"),
        (kind == "text2video" and not body.get("prompt"), "prompt can not be empty"),
        (kind == "text2video" and body.get("aspect_ratio", "16:9") not in _RATIOS, "aspect_ratio value is invalid"),
        (kind == "image2video" and not body.get("image"), "image is required"),
        (len(body.get("prompt", "")) > 2500, "prompt is longer than 2500 characters"),
        (len(body.get("negative_prompt", "")) > 2500, "negative_prompt is longer than 2500 characters"),
        (body.get("mode", "std") not in _SHORT, "mode value is invalid"),
        (body.get("duration", "5") not in {"5", "10"}, "duration value is invalid"),
        (body.get("sound", "off") not in {"on", "off"}, "sound value is invalid"),
        (body.get("sound") == "on" and body.get("mode") != "pro", "sound is supported in pro mode only"),
        (body.get("sound") == "on" and body.get("image_tail"), "sound is not supported with image_tail"),
    ):
        if wrong:
            return why
    return next(filter(None, map(_picture_wrong, pictures)), "")


def _picture_wrong(text: str) -> str:
    if text.startswith(("https://", "http://")):
        return ""
    try:
        content = base64.b64decode(text, validate=True)  # what begins with "data:" is none
    except binascii.Error:
        return "File is not in a valid base64 format"
    size = media.size_of(content)
    if size is None or len(content) > 10_000_000:
        return "Image is not a picture of at most 10MB"
    if min(size) < 300 or max(size) / min(size) > 2.5:
        return f"Image pixel is invalid: {size[0]}x{size[1]}"
    return ""


def _ask(body: dict[str, Any]) -> Ask:
    picture, short = picture_of(body.get("image", "")), _SHORT[body.get("mode", "std")]
    width, height = media.size_of(picture) or _RATIOS[body.get("aspect_ratio", "16:9")]
    scale = short / min(width, height)
    return Ask(
        kind="clip", prompt=body.get("prompt", ""), seconds=float(body.get("duration", "5")), picture=picture,
        width=round(width * scale / 2) * 2, height=round(height * scale / 2) * 2,
        callback=body.get("callback_url", ""), sound=body.get("sound") == "on",
    )  # fmt: skip


def _token_refused(request: Request) -> Response | None:
    """Checks the JSON Web Token as Kling does; its key is also its secret."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer":
        return _said(401, 1001, "Authorization is empty")
    try:
        head, claims, signature = token.split(".")
        about, told = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, claims))
        wanted = hmac.new(told["iss"].encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        good = about["alg"] == "HS256" and base64.urlsafe_b64encode(wanted).rstrip(b"=").decode() == signature
        early, late = told["nbf"] > time.time(), told["exp"] <= time.time()
    except (ValueError, KeyError, TypeError):
        return _said(401, 1002, "Authorization is invalid")
    if not good:
        return _said(401, 1000, "signature is invalid")
    if early or late:
        return _said(
            401, 1003 if early else 1004, "Authorization is not yet valid" if early else "Authorization expired"
        )
    return None


def _told(data: Any) -> Response:
    return JSONResponse({"code": 0, "message": "SUCCEED", "request_id": str(uuid.uuid4()), "data": data})


def _said(status: int, code: int, message: str) -> Response:
    return JSONResponse({"code": code, "message": message, "request_id": str(uuid.uuid4())}, status)
