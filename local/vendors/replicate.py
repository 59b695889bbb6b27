"""Replicate's predictions: https://replicate.com/docs/reference/http (research/providers.md section 1)."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors.base import Fake
from local.vendors.media import sides_like
from local.vendors.shop import Ask, State, Trouble, Work, picture_of

SIGNING = "whsec_" + base64.b64encode(b"the fake of Replicate signs").decode()
_STATES: dict[State, str] = {
    "queued": "starting", "running": "processing", "succeeded": "succeeded", "failed": "failed", "refused": "failed",
    "cancelled": "canceled",
}  # fmt: skip
_SIDES = {"9:16": (720, 1280), "16:9": (1280, 720), "1:1": (960, 960), "4:5": (864, 1080)}
_VERSIONS = {"671ac645ce5e552cc63a54a2bbff63fcf798043055d2dac5fc9e36a837eedcfb": "meta/musicgen"}
_PAGE = 100
_PICTURES = ("first_frame_image", "first_frame", "image", "start_image", "input_image")


class FakeReplicate(Fake):
    provider: ClassVar[str] = "replicate"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/models/{owner}/{name}/predictions", self.create, methods=["POST"]),
            Route("/v1/predictions", self.create, methods=["POST"]),
            Route("/v1/predictions", self.list, methods=["GET"]),
            Route("/v1/predictions/{id}", self.get, methods=["GET"]),
            Route("/v1/predictions/{id}/cancel", self.cancel, methods=["POST"]),
            Route("/v1/webhooks/default/secret", self.secret, methods=["GET"]),
        ]

    async def create(self, request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return self.trouble("revoked")
        body = await request.json()
        asked = body.get("input", {})
        if not asked.get("prompt"):
            return _problem(422, "Input validation failed", "- input: prompt is required")
        body["model"] = "/".join(request.path_params.values()) or _model(body.get("version", ""))
        work = self.shop.begin(self, _ask(body), body)
        return work if isinstance(work, Response) else self.shop.answer(self, work, self._told(work, 201))

    async def get(self, request: Request) -> Response:
        work = self.shop.find(self.provider, request.path_params["id"])
        return self._told(work) if work else _problem(404, "Not found", "The requested resource could not be found.")

    async def list(self, request: Request) -> Response:
        start, known = int(request.query_params.get("cursor", 0)), self.shop.of(self.provider)
        found = [self._prediction(work, self.shop.state(work)) for work in known[start : start + _PAGE]]
        here = f"{self.shop.base}/{self.provider}/v1/predictions"
        following = f"{here}?cursor={start + _PAGE}" if len(known) > start + _PAGE else None
        return JSONResponse({"next": following, "previous": None, "results": found})

    async def cancel(self, request: Request) -> Response:
        work = self.shop.find(self.provider, request.path_params["id"])
        if work is None:
            return _problem(404, "Not found", "The requested resource could not be found.")
        work.cancelled = self.shop.state(work) in {"queued", "running"}
        return self._told(work)

    async def secret(self, request: Request) -> Response:
        return JSONResponse({"key": SIGNING})

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return _problem(
                    429, "Too many requests", "Request was throttled. Expected available in 1 second.",
                    {"Retry-After": "1"},
                )  # fmt: skip
            case "no_credit":
                return _problem(402, "Insufficient credit", "You have insufficient credit to run this model.")
            case "revoked":
                return _problem(401, "Unauthenticated", "You did not pass a valid authentication token")
            case "refused_input":
                return _problem(422, "Input validation failed", "- input.prompt: flagged as sensitive")
        return _problem(503, "Service unavailable", "Try again later")

    def news(self, work: Work, state: State) -> tuple[dict[str, str], bytes]:
        body = json.dumps(self._prediction(work, state)).encode()
        message, stamp = f"msg_{uuid.uuid4().hex}", str(int(time.time()))
        key = base64.b64decode(SIGNING.removeprefix("whsec_"))
        signature = base64.b64encode(hmac.new(key, f"{message}.{stamp}.".encode() + body, hashlib.sha256).digest())
        headers = {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature.decode()}"}
        return {"content-type": "application/json", **headers}, body

    def _told(self, work: Work, status: int = 200) -> Response:
        return JSONResponse(self._prediction(work, self.shop.state(work)), status)

    def _prediction(self, work: Work, state: State) -> dict[str, Any]:
        here = f"{self.shop.base}/{self.provider}/v1/predictions/{work.id}"
        refused = "The input or output was flagged as sensitive. Please try again with different inputs. (E005)"
        return {
            "id": work.id, "model": work.body["model"], "version": "hidden", "input": work.body["input"], "logs": "",
            "output": self._output(work) if state == "succeeded" else None,
            "error": {"failed": "Prediction failed: CUDA out of memory", "refused": refused}.get(state),
            "status": _STATES[state], "created_at": work.created, "data_removed": False,
            "started_at": None if state == "queued" else "2026-11-29T00:00:01.000Z",
            "metrics": {"predict_time": self.shop.seconds} if state == "succeeded" else {},
            "webhook": work.body.get("webhook"), "urls": {"get": here, "cancel": f"{here}/cancel"},
        }  # fmt: skip

    def _output(self, work: Work) -> Any:
        """Video and music models give a string, picture models a list."""
        return [self.shop.url(work)] if work.ask.kind == "image" else self.shop.url(work)


def _ask(body: dict[str, Any]) -> Ask:
    asked, model = body["input"], body["model"]
    kind = "image" if "flux" in model else "song" if "musicgen" in model else "clip"
    picture = next((picture_of(asked[name]) for name in _PICTURES if asked.get(name)), b"")
    width, height = _SIDES.get(asked.get("aspect_ratio", ""), (1280, 720))
    if picture and "aspect_ratio" not in asked:
        width, height = sides_like(picture, 768)  # what Hailuo calls 768p
    return Ask(
        kind=kind, prompt=asked["prompt"], seconds=float(asked.get("duration", 5)), width=width, height=height,
        picture=picture, callback=body.get("webhook", ""), sound=bool(asked.get("generate_audio")),
        container="mp3" if asked.get("output_format") == "mp3" else "wav",
    )  # type: ignore[arg-type]  # fmt: skip


def _model(version: str) -> str:
    """A version may be told with its model or without."""
    name, _, number = version.rpartition(":")
    return name or _VERSIONS.get(number, number)


def _problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(
        {"title": title, "detail": detail, "status": status}, status, headers, media_type="application/problem+json"
    )
