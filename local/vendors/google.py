"""Google's Gemini API: interactions (clips, music) and generateContent (pictures); research/providers.md section 4.

https://ai.google.dev/gemini-api/docs/omni, .../music-generation, .../image-generation and .../webhooks.
"""

import asyncio
import base64
import json
import re
import time
import uuid
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import bills
from local.vendors import google_pictures as pictures
from local.vendors import google_rpc as rpc
from local.vendors.base import Fake
from local.vendors.shop import Ask, State, Trouble, Work, broken, picture_of

_STATES: dict[State, str] = {
    "queued": "queued", "running": "in_progress", "succeeded": "completed", "failed": "failed", "refused": "completed",
    "cancelled": "cancelled",
}  # fmt: skip
_CLIPS = {"9:16": (9, 16), "16:9": (16, 9)}
_LINES = {"360p": 360, "720p": 720, "1080p": 1080, "4k": 2160}
_TASKS = {"text_to_video", "image_to_video", "reference_to_video", "edit", "extend", "upscale"}
_BLOCKED = "The prompt was blocked for safety reasons. Please rephrase it."


class FakeGoogle(Fake):
    provider: ClassVar[str] = "google"

    def routes(self) -> list[BaseRoute]:
        found: list[BaseRoute] = [Route("/.well-known/jwks.json", self.keys)]
        for version in ("/v1", "/v1beta"):
            found += [
                Route(f"{version}/interactions", self.create, methods=["POST"]),
                Route(f"{version}/interactions/{{id}}", self.get),
                Route(f"{version}/interactions/{{id}}/cancel", self.cancel, methods=["POST"]),
                Route(f"{version}/models/{{model}}:generateContent", self.picture, methods=["POST"]),
                Route(f"{version}/files/{{work}}:download", self.file),
            ]
        return found

    async def create(self, request: Request) -> Response:
        if wrong := self._stopped(request):
            return wrong
        body = await request.json()
        if said := _objection(body):
            return rpc.invalid(said)
        ask = _ask(body)
        work = self.shop.begin(self, ask, body)
        if isinstance(work, Response):
            return work
        if body.get("background"):
            return self.shop.answer(self, work, JSONResponse(self._interaction(work, "running")))
        state = await self.shop.ended(work)
        if state == "running":
            return broken()
        told = await asyncio.to_thread(self._interaction, work, state)
        return self.shop.answer(self, work, JSONResponse(told))

    async def get(self, request: Request) -> Response:
        work = self.shop.find(self.provider, request.path_params["id"])
        if wrong := self._stopped(request):
            return wrong
        if work is None:
            return rpc.error(400, "invalid_request", "Invalid interaction name")
        return JSONResponse(await asyncio.to_thread(self._interaction, work, self.shop.state(work)))

    async def cancel(self, request: Request) -> Response:
        work = self.shop.find(self.provider, request.path_params["id"])
        if work is None:
            return rpc.error(400, "invalid_request", "Invalid interaction name")
        if self.shop.state(work) not in {"queued", "running"}:
            return rpc.error(400, "invalid_request", "Only interactions that are in progress can be cancelled")
        work.cancelled = True
        return JSONResponse(self._interaction(work, "cancelled"))

    async def picture(self, request: Request) -> Response:
        """Refusals come as 200 with nothing inside."""
        if wrong := self._stopped(request):
            return wrong
        body = await request.json()
        if said := pictures.objection(body):
            return rpc.invalid(said)
        work = self.shop.begin(self, pictures.ask(body), body | {"model": request.path_params["model"]})
        if isinstance(work, Response):
            blocked = work.status_code == 400 and _BLOCKED.encode() in work.body
            return JSONResponse({"promptFeedback": {"blockReason": "SAFETY"}}) if blocked else work
        state = await self.shop.ended(work)
        if state in {"running", "failed"}:
            return broken() if state == "running" else self.trouble("unavailable")
        found = await asyncio.to_thread(self.shop.content, work) if state == "succeeded" else None
        return self.shop.answer(self, work, JSONResponse(pictures.answer(work, found)))

    async def file(self, request: Request) -> Response:
        if wrong := self._stopped(request):
            return wrong
        if request.query_params.get("alt") != "media":
            return rpc.error(400, "INVALID_ARGUMENT", "alt=media is missing")
        return await self.shop.file(request)

    async def keys(self, request: Request) -> Response:
        numbers = _signer().public_key().public_numbers()
        n, e = (_plain(one.to_bytes((one.bit_length() + 7) // 8, "big")) for one in (numbers.n, numbers.e))
        return JSONResponse({"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": _key_id(), "n": n, "e": e}]})

    def bill(self, work: Work) -> Decimal:
        if work.ask.kind == "image":
            return bills.counted(work, pictures.BILLED)
        return bills.counted(work, {"video_out": _tokens(work)}) if work.ask.kind == "clip" else bills.priced(work)

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return rpc.exhausted(
                    "You exceeded your current quota.", "GenerateRequestsPerMinutePerProjectPerModel", 3
                )
            case "no_credit":
                return rpc.error(
                    429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted. Please go to AI Studio"
                )
            case "revoked":
                said = "API key not valid. Please pass a valid API key."
                return rpc.error(400, "INVALID_ARGUMENT", said, rpc.because("API_KEY_INVALID"))
            case "refused_input":
                return rpc.error(400, "invalid_request", _BLOCKED)
        return rpc.error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")

    def news(self, work: Work, state: State) -> tuple[dict[str, str], bytes]:
        """As a dynamic webhook: signed by a token, https://ai.google.dev/gemini-api/docs/webhooks."""
        kind = {"running": "requires_action", "failed": "failed", "cancelled": "cancelled"}.get(state, "completed")
        now, config = int(time.time()), work.body.get("webhook_config", {})
        event = {
            "type": f"interaction.{kind}", "version": "v1", "timestamp": "2026-11-29T00:00:00Z",
            "data": {"id": work.id}, "user_metadata": config.get("user_metadata", {}),
        }  # fmt: skip
        claims = {"iss": "https://generativelanguage.googleapis.com", "aud": work.ask.callback, "iat": now}
        headers = {"webhook-id": f"msg_{uuid.uuid4().hex}", "webhook-timestamp": str(now)}
        headers |= {
            "content-type": "application/json",
            "webhook-signature": _token(claims | {"exp": now + 300} | event),
        }
        return headers, json.dumps(event).encode()

    def _stopped(self, request: Request) -> Response | None:
        return None if request.headers.get("x-goog-api-key") else self.trouble("revoked")

    def _interaction(self, work: Work, state: State) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": work.id, "object": "interaction", "model": work.body["model"], "status": _STATES[state],
            "created": "2026-11-29T00:00:00Z", "updated": "2026-11-29T00:00:00Z", "steps": [],
        }  # fmt: skip
        if state == "failed":
            told["errors"] = [{"code": "internal", "message": "An internal error occurred."}]
        elif state in {"succeeded", "refused"}:
            content = self._made(work) if state == "succeeded" else [{"type": "text", "text": "I can't make that."}]
            told["steps"] = [{"type": "thought"}, {"type": "model_output", "content": content}]
            tokens = _tokens(work) if state == "succeeded" else 0
            made = [{"modality": "video" if work.ask.kind == "clip" else "audio", "tokens": tokens}]
            told["usage"] = {"total_input_tokens": 40, "output_tokens_by_modality": made}
        return told

    def _made(self, work: Work) -> list[dict[str, Any]]:
        if work.ask.kind == "clip" and work.body.get("response_format", {}).get("delivery") == "uri":
            there = self.shop.url(work)
            if there.startswith(f"{self.shop.base}/files/"):
                here = f"{self.shop.base}/{self.provider}/v1beta/files/{work.id}:download?alt=media"
                there = f"{here}&{there.partition('?')[2]}"
            return [{"type": "video", "mime_type": "video/mp4", "uri": there}]
        content, kind = self.shop.content(work)
        file = {"type": kind.partition("/")[0], "mime_type": kind, "data": base64.b64encode(content).decode()}
        return [{"type": "text", "text": "[0:00] (intro)"}, file] if work.ask.kind == "song" else [file]


def _tokens(work: Work) -> int:
    return round(work.ask.seconds * 5_792)


def _objection(body: dict[str, Any]) -> str:
    """What the API would not take of a request for an interaction, or ""."""
    wanted = body.get("response_format", {})
    clip = wanted.get("type") != "audio" and "lyria" not in str(body.get("model"))
    task = body.get("generation_config", {}).get("video_config", {}).get("task", "text_to_video")
    checks = {
        "model is required": body.get("model"),
        "input is required": any(one.get("text") for one in _contents(body)),
        "webhook_config requires background": body.get("background") or not body.get("webhook_config"),
        "task is unknown": task in _TASKS,
        "aspect_ratio must be 9:16 or 16:9": not clip or wanted.get("aspect_ratio", "16:9") in _CLIPS,
        "resolution is unknown": not clip or wanted.get("resolution", "720p") in _LINES,
        'duration must be like "8s", from 3s to 10s': not clip
        or re.fullmatch(r"([3-9]|10)s", wanted.get("duration", "8s")),
        "an image is required": task != "image_to_video" or any(one["type"] == "image" for one in _contents(body)),
        "mime_type is not supported by this model": clip or "mime_type" not in wanted,
    }
    return next((said for said, good in checks.items() if not good), "")


def _contents(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The input may be a text, contents, or steps with contents."""
    given = body.get("input")
    if isinstance(given, str):
        return [{"type": "text", "text": given}]
    return [part for one in given or [] for part in (one["content"] if one.get("type") == "user_input" else [one])]


def _ask(body: dict[str, Any]) -> Ask:
    contents, wanted = _contents(body), body.get("response_format", {})
    prompt = next(one["text"] for one in contents if one["type"] == "text")
    if "lyria" in body["model"]:
        length = re.search(r"(\d+) seconds", prompt)
        return Ask(kind="song", prompt=prompt, seconds=float(length[1]) if length else 30.0)
    across, down = _CLIPS[wanted.get("aspect_ratio", "16:9")]
    lines = _LINES[wanted.get("resolution", "720p")]
    return Ask(
        kind="clip", prompt=prompt, seconds=float(wanted.get("duration", "8s")[:-1]),
        width=lines * across // min(across, down), height=lines * down // min(across, down), sound=True,
        picture=next((picture_of(one.get("data", "")) for one in contents if one["type"] == "image"), b""),
        callback=next(iter(body.get("webhook_config", {}).get("uris", [])), ""),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _signer() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def _key_id() -> str:
    """Another one for another key, so that nobody takes a kept one of before for it."""
    return f"fake-{_signer().public_key().public_numbers().n % 2**32}"


def _token(claims: dict[str, Any]) -> str:
    head, body = (_plain(json.dumps(one).encode()) for one in ({"alg": "RS256", "kid": _key_id()}, claims))
    signature = _signer().sign(f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{head}.{body}.{_plain(signature)}"


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
