"""OpenAI's pictures: https://platform.openai.com/docs/api-reference/images (research/providers.md section 5)."""

import asyncio
import base64
import re
import time
from decimal import Decimal
from typing import Any, ClassVar

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import bills
from local.vendors.base import Fake
from local.vendors.breaking import broken
from local.vendors.faults import AT_ONCE
from local.vendors.shop import Ask, Trouble, Work

_PRESETS = {"1024x1024", "1536x1024", "1024x1536"}
_QUALITIES = {"low", "medium", "high", "auto"}


class FakeOpenAI(Fake):
    provider: ClassVar[str] = "openai"
    lacks = AT_ONCE

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/images/generations", self.generate, methods=["POST"]),
            Route("/v1/images/edits", self.edit, methods=["POST"]),
        ]

    async def generate(self, request: Request) -> Response:
        return await self._answered(request, await request.json(), [])

    async def edit(self, request: Request) -> Response:
        async with request.form() as form:
            files = [one for one in form.getlist("image[]") + form.getlist("image") if isinstance(one, UploadFile)]
            pictures = [await one.read() for one in files]
            body = {name: value for name, value in form.items() if isinstance(value, str)}
        if not pictures:
            return _error(400, "missing_required_parameter", "Missing required parameter: 'image'.", "image")
        return await self._answered(request, body, pictures)

    async def _answered(self, request: Request, body: dict[str, Any], pictures: list[bytes]) -> Response:
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return self.trouble("revoked")
        work = _objection(body, pictures) or self.shop.begin(
            self, _ask(body, pictures), body | {"images": len(pictures)}
        )
        if isinstance(work, Response):
            return work
        state = await self.shop.ended(work)
        if state == "running":
            return broken()
        if state != "succeeded":  # refusals of the output come as those of the input
            return self.trouble("refused_input" if state == "refused" else "unavailable")
        return self.shop.answer(self, work, JSONResponse(await asyncio.to_thread(self._told, work)))

    def bill(self, work: Work) -> Decimal:
        if work.ask.kind != "image":
            return bills.priced(work)
        _, made, seen = _tokens(work)
        return bills.counted(work, {"text_in": 20, "image_in": seen, "image_out": made})

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                said = "Rate limit reached for gpt-image-2 on images per min. Please try again in 12s."
                return _error(429, "rate_limit_exceeded", said, headers={"retry-after": "12"})
            case "no_credit":
                said = "You exceeded your current quota, please check your plan and billing details."
                return _error(429, "insufficient_quota", said, kind="insufficient_quota")
            case "revoked":
                return _error(401, "invalid_api_key", "Incorrect API key provided.")
            case "refused_input":
                said = "Your request was rejected by the safety system."
                return _error(400, "moderation_blocked", said, kind="image_generation_user_error")
        return _error(500, None, "The server had an error processing your request.", kind="server_error")

    def _told(self, work: Work) -> dict[str, Any]:
        content, _ = self.shop.content(work)
        quality, made, seen = _tokens(work)
        told: dict[str, Any] = {
            "created": int(time.time()), "background": "opaque", "quality": quality,
            "data": [{"b64_json": base64.b64encode(content).decode()}],
            "output_format": "png",
            "usage": {
                "input_tokens": 20 + seen, "output_tokens": made, "total_tokens": 20 + seen + made,
                "input_tokens_details": {"text_tokens": 20, "image_tokens": seen},
            },
        }  # fmt: skip
        return told | ({"size": work.body["size"]} if work.body.get("size") in _PRESETS else {})


def _tokens(work: Work) -> tuple[Any, int, int]:
    """The quality, and the tokens of the picture that is made and of those that were seen."""
    quality = {"auto": "high"}.get(work.body.get("quality", "auto"), work.body.get("quality"))
    return quality, {"low": 272, "medium": 1_584}.get(str(quality), 6_240), 300 * work.body["images"]


def _objection(body: dict[str, Any], pictures: list[bytes]) -> Response | None:
    if not body.get("prompt"):
        return _error(400, "missing_required_parameter", "Missing required parameter: 'prompt'.", "prompt")
    if len(body["prompt"]) > 32_000:
        return _error(400, "string_above_max_length", "Invalid 'prompt': string too long.", "prompt")
    if body.get("quality", "auto") not in _QUALITIES:
        return _error(400, "invalid_value", f"Invalid value: {body['quality']!r}.", "quality")
    if not _is_size(body.get("size", "auto"), body.get("model", "")):
        return _error(400, "invalid_value", f"Invalid value: {body['size']!r}.", "size")
    return _error(400, "invalid_value", "Too many images.", "image") if len(pictures) > 16 else None


def _is_size(size: str, model: str) -> bool:
    """Presets; since gpt-image-2 any sides that 16 divides, no longer than 3 to 1."""
    found = re.fullmatch(r"(\d{2,4})x(\d{2,4})", size)
    if size == "auto" or size in _PRESETS or not found or model.startswith("gpt-image-1"):
        return size == "auto" or size in _PRESETS
    width, height = int(found[1]), int(found[2])
    return width % 16 == height % 16 == 0 and max(width, height) <= min(3 * min(width, height), 3_840)


def _ask(body: dict[str, Any], pictures: list[bytes]) -> Ask:
    size = body.get("size", "auto")
    width, height = map(int, (size if size != "auto" else "1024x1024").split("x"))
    return Ask(kind="image", prompt=body["prompt"], width=width, height=height, picture=(pictures or [b""])[0])


def _error(
    status: int, code: str | None, message: str, param: str | None = None,
    *, kind: str = "invalid_request_error", headers: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    return JSONResponse(
        {"error": {"message": message, "type": kind, "param": param, "code": code}}, status, headers=headers
    )
