"""fal's queue: https://fal.ai/docs/api-reference/inference-api (research/providers.md section 6a)."""

import base64
import hashlib
import json
import time
from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors.base import Fake
from local.vendors.media import sides, sides_like
from local.vendors.shop import Ask, State, Trouble, Work, picture_of

_SHORT = {"480p": 480, "720p": 720, "768p": 768, "1080p": 1080, "2k": 1440, "4k": 2160}
_NAMESPACES = ("workflows", "comfy")
_OLD, _NEW = (Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name).digest()) for name in (b"old", b"new"))


class FakeFal(Fake):
    """Like fal's queue it takes any input, and only the result says what was wrong with it."""

    provider: ClassVar[str] = "fal"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/.well-known/jwks.json", self.keys, methods=["GET"]),
            Route("/{app:path}/requests/{id}/status", self.status, methods=["GET"]),
            Route("/{app:path}/requests/{id}/cancel", self.cancel, methods=["PUT"]),
            Route("/{app:path}/requests/{id}", self.result, methods=["GET"]),
            Route("/{app:path}", self.create, methods=["POST"]),
        ]

    async def create(self, request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("Key "):
            return self.trouble("revoked")
        app, asked = request.path_params["app"], await request.json()
        if app.count("/") < 1:
            return _detail(404, "Application not found")
        body = {"app": app, "input": asked}
        work = self.shop.begin(self, _ask(app, asked, request.query_params.get("fal_webhook", "")), body)
        if isinstance(work, Response):
            return work
        told = {"status": "IN_QUEUE", "request_id": work.id, "queue_position": 0, **self._urls(work)}
        return self.shop.answer(self, work, JSONResponse(told))

    async def status(self, request: Request) -> Response:
        work = self._work(request)
        if work is None:
            return _detail(404, "Request not found")
        told: dict[str, Any] = {"request_id": work.id, **self._urls(work)}
        match self.shop.state(work):
            case "queued":
                return JSONResponse(told | {"status": "IN_QUEUE", "queue_position": 0}, 202)
            case "running":
                return JSONResponse(told | {"status": "IN_PROGRESS", "logs": None}, 202)
            case "cancelled":
                told |= {"error": "Request was cancelled", "error_type": "client_cancelled"}
            case "failed":
                told |= {"error": "Runner failed", "error_type": "runner_server_error"}
        return JSONResponse(told | {"status": "COMPLETED", "logs": None, "metrics": {"inference_time": 1.0}})

    async def result(self, request: Request) -> Response:
        work = self._work(request)
        if work is None:
            return _detail(404, "Request not found")
        state = self.shop.state(work)
        if state in {"queued", "running"}:
            return _detail(400, "Request is still in progress")
        return self._came_to(work, state)

    async def cancel(self, request: Request) -> Response:
        work = self._work(request)
        if work is None:
            return JSONResponse({"status": "NOT_FOUND"}, 404)
        if self.shop.state(work) not in {"queued", "running"}:
            return JSONResponse({"status": "ALREADY_COMPLETED"}, 400)
        work.cancelled = True
        return JSONResponse({"status": "CANCELLATION_REQUESTED"}, 202)

    async def keys(self, request: Request) -> Response:
        """Two, as while one is replaced by the other."""
        points = [base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode() for key in (_OLD, _NEW)]
        return JSONResponse({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x.rstrip("=")} for x in points]})

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return _detail(429, "Too many requests", {"Retry-After": "1"})
            case "no_credit":
                return _detail(403, "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai.")
            case "revoked":
                return _detail(401, "No user found for Key ID and Secret")
            case "refused_input":
                return _violation()
        return _detail(503, "Service unavailable")

    def news(self, work: Work, state: State) -> tuple[dict[str, str], bytes]:
        told: dict[str, Any] = {"request_id": work.id, "gateway_request_id": work.id, "status": "IN_PROGRESS"}
        if state not in {"queued", "running"}:
            result = self._came_to(work, state)
            fine = result.status_code == 200
            told |= {
                "status": "OK" if fine else "ERROR", "payload": json.loads(bytes(result.body)),
                "error": None if fine else f"Invalid status code: {result.status_code}",
            }  # fmt: skip
        body, stamp = json.dumps(told).encode(), str(int(time.time()))
        message = f"{work.id}\nfake-user\n{stamp}\n{hashlib.sha256(body).hexdigest()}"
        return {
            "content-type": "application/json",
            "x-fal-webhook-request-id": work.id,
            "x-fal-webhook-user-id": "fake-user",
            "x-fal-webhook-timestamp": stamp,
            "x-fal-webhook-signature": _NEW.sign(message.encode()).hex(),
        }, body

    def _came_to(self, work: Work, state: State) -> Response:
        asked = work.body["input"]
        missing = [name for name in ("prompt", "image_url") if _needs(work.body["app"], name) and not asked.get(name)]
        if missing:
            return JSONResponse(
                {"detail": [{"loc": ["body", missing[0]], "msg": "Field required", "type": "missing"}]}, 422
            )
        match state:
            case "failed":
                return JSONResponse({"detail": "Runner failed", "error_type": "runner_server_error"}, 500)
            case "cancelled":
                return JSONResponse({"detail": "Cancelled", "error_type": "client_cancelled"}, 499)
            case "refused":
                return _violation()
        return JSONResponse({"video": {"url": self.shop.url(work), "content_type": "video/mp4"}, "seed": 1})

    def _work(self, request: Request) -> Work | None:
        """Found by owner and app only, as fal does."""
        work = self.shop.find(self.provider, request.path_params["id"])
        return work if work and request.path_params["app"] == _owner_and_app(work.body["app"]) else None

    def _urls(self, work: Work) -> dict[str, str]:
        here = f"{self.shop.base}/{self.provider}/{_owner_and_app(work.body['app'])}/requests/{work.id}"
        return {"response_url": here, "status_url": f"{here}/status", "cancel_url": f"{here}/cancel"}


def _owner_and_app(app: str) -> str:
    parts = app.split("/")
    return "/".join(parts[: 3 if parts[0] in _NAMESPACES else 2])


def _needs(app: str, name: str) -> bool:
    return name == "prompt" or "image-to-video" in app


def _ask(app: str, asked: dict[str, Any], callback: str) -> Ask:
    short = _SHORT.get(str(asked.get("resolution", "720p")).lower(), 720)
    picture = picture_of(asked.get("image_url") or asked.get("start_image_url") or "")
    width, height = sides_like(picture, short) if picture else sides(asked.get("aspect_ratio", "16:9"), short)
    return Ask(
        kind="clip", prompt=str(asked.get("prompt", "")), seconds=float(str(asked.get("duration", 5)).rstrip("s")),
        width=width, height=height, picture=picture, callback=callback, sound=bool(asked.get("generate_audio")),
    )  # fmt: skip


def _violation() -> Response:
    kind = "content_policy_violation"
    detail = {"loc": ["body", "prompt"], "msg": "The content was flagged by a content checker.", "type": kind}
    return JSONResponse({"detail": [detail | {"url": f"https://docs.fal.ai/errors#{kind}"}]}, 422)


def _detail(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"detail": detail}, status, headers)
