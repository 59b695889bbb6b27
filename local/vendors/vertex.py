"""Veo on Google's Vertex AI: predictLongRunning and fetchPredictOperation; research/providers.md section 4."""

import asyncio
import base64
import binascii
import json
import time
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import google_rpc as rpc
from local.vendors.base import Fake
from local.vendors.faults import LINKS
from local.vendors.shop import Ask, State, Trouble, Work, picture_of

_SIZES = {"9:16": (720, 1280), "16:9": (1280, 720)}
_AUDIENCE = "https://aiplatform.googleapis.com/"


class FakeVertex(Fake):
    provider: ClassVar[str] = "vertex"
    lacks = LINKS

    def routes(self) -> list[BaseRoute]:
        where = "projects/{project}/locations/{location}/publishers/google/models/{model}"
        return [
            Route(f"/{version}/{where}:{verb}", serve, methods=["POST"])
            for version in ("v1", "v1beta1")
            for verb, serve in (("predictLongRunning", self.create), ("fetchPredictOperation", self.fetch))
        ]

    async def create(self, request: Request) -> Response:
        if not _is_signed_in(request):
            return self.trouble("revoked")
        body = await request.json()
        if said := _objection(body):
            return rpc.invalid(said)
        work = self.shop.begin(self, _ask(body), body)
        if isinstance(work, Response):
            return work
        body["model"] = request.url.path.partition("/projects/")[2].partition(":")[0]
        return self.shop.answer(self, work, JSONResponse({"name": self._name(work)}))

    async def fetch(self, request: Request) -> Response:
        if not _is_signed_in(request):
            return self.trouble("revoked")
        name = (await request.json()).get("operationName", "")
        work = self.shop.find(self.provider, name.rpartition("/")[2])
        if work is None or name != self._name(work):
            return rpc.error(404, "NOT_FOUND", "The operation is not found.")
        return JSONResponse(await asyncio.to_thread(self._operation, work, self.shop.state(work)))

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                said = "Quota exceeded for online_prediction_requests_per_base_model with base model: veo."
                return rpc.exhausted(said, "OnlinePredictionRequestsPerMinutePerProjectPerBaseModel", 30)
            case "no_credit":
                said = "This API method requires billing to be enabled."
                return rpc.error(403, "PERMISSION_DENIED", said, rpc.because("BILLING_DISABLED"))
            case "revoked":
                return rpc.error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
            case "refused_input":
                said = "The prompt could not be submitted. It contains sensitive words that violate Google's "
                return rpc.invalid(f"{said}Responsible AI practices. Support codes: 58061214")
        return rpc.error(503, "UNAVAILABLE", "The service is currently unavailable.")

    def _name(self, work: Work) -> str:
        return f"projects/{work.body['model']}/operations/{work.id}"

    def _operation(self, work: Work, state: State) -> dict[str, Any]:
        told: dict[str, Any] = {"name": self._name(work)}
        match state:
            case "failed":
                told |= {"done": True, "error": {"code": 13, "message": "Video generation failed. Please try again."}}
            case "refused":
                why = ["The video was filtered because it violated Google's Responsible AI practices. Codes: 17301594"]
                held = {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": why}
                told |= {"done": True, "response": held}
            case "succeeded":
                content, kind = self.shop.content(work)
                video = {"bytesBase64Encoded": base64.b64encode(content).decode(), "mimeType": kind}
                told |= {"done": True, "response": {"raiMediaFilteredCount": 0, "videos": [video]}}
        return told


def _is_signed_in(request: Request) -> bool:
    """An access token, or a service account's own token for this API that is not over (google.aip.dev/auth/4111)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        return False
    if token.count(".") != 2:
        return True
    try:
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    except (ValueError, binascii.Error):
        return False
    return bool(claims.get("iss") and claims.get("aud") == _AUDIENCE and claims.get("exp", 0) > time.time())


def _objection(body: dict[str, Any]) -> str:
    instance, wanted = (body.get("instances") or [{}])[0], body.get("parameters") or {}
    pictures = [instance.get("image"), instance.get("lastFrame")]
    pictures += [one.get("image") for one in instance.get("referenceImages", [])]
    checks = {
        "a prompt or an image is required": instance.get("prompt") or instance.get("image"),
        "an image has bytesBase64Encoded and mimeType": all(
            one.get("bytesBase64Encoded") and one.get("mimeType") for one in pictures if one
        ),
        "lastFrame requires image": instance.get("image") or not instance.get("lastFrame"),
        "Unsupported aspect ratio": wanted.get("aspectRatio", "16:9") in _SIZES,
        "Unsupported output video duration": wanted.get("durationSeconds", 8) in {4, 6, 8},
        "Unsupported resolution": wanted.get("resolution", "720p") in {"720p", "1080p"},
        "seed must be an unsigned 32-bit integer": 0 <= wanted.get("seed", 0) < 2**32,
    }
    return next((said for said, good in checks.items() if not good), "")


def _ask(body: dict[str, Any]) -> Ask:
    instance, wanted = body["instances"][0], body.get("parameters") or {}
    width, height = _SIZES[wanted.get("aspectRatio", "16:9")]
    scale = 1.5 if wanted.get("resolution") == "1080p" else 1
    return Ask(
        kind="clip", prompt=instance.get("prompt", ""), seconds=float(wanted.get("durationSeconds", 8)),
        width=round(width * scale), height=round(height * scale), sound=bool(wanted.get("generateAudio", True)),
        picture=picture_of((instance.get("image") or {}).get("bytesBase64Encoded", "")),
    )  # fmt: skip
