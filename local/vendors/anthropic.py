"""Anthropic's Messages: https://platform.claude.com/docs/en/api/messages, and its errors."""

import uuid
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors.language import Asked, FakeLanguage, Thought, objections, vendor_ids
from local.vendors.shop import Trouble

_UNKNOWN = frozenset({
    "default", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
    "pattern", "maxItems", "uniqueItems", "oneOf",
})  # fmt: skip


class FakeAnthropic(FakeLanguage):
    provider: ClassVar[str] = "anthropic"

    def routes(self) -> list[BaseRoute]:
        return [Route("/v1/messages", self.message, methods=["POST"])]

    async def message(self, request: Request) -> Response:
        """The key comes as a bearer's, or in the header of before."""
        if not (request.headers.get("authorization", "").startswith("Bearer ") or request.headers.get("x-api-key")):
            return self.trouble("revoked")
        if not request.headers.get("anthropic-version"):
            return _error(400, "invalid_request_error", "anthropic-version: header is required")
        body = await request.json()
        if wrong := _wrong(body):
            return _error(404 if wrong.startswith("model: ") else 400, *_named(wrong))
        thought = await self.thought(_asked(body), body)
        if isinstance(thought, Response):
            return thought
        return self.shop.answer(self, thought.work, JSONResponse(_told(thought, body["model"])))

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                said = "This request would exceed your organization's rate limit of 50 requests per minute."
                return _error(429, "rate_limit_error", said, headers={"retry-after": "7"})
            case "no_credit":
                said = "Your credit balance is too low to access the Anthropic API."
                return _error(400, "invalid_request_error", said)
            case "revoked":
                return _error(401, "authentication_error", "invalid x-api-key")
            case "refused_input":
                return _refused()
        return _error(529, "overloaded_error", "Overloaded")


def _wrong(body: dict[str, Any]) -> str:
    for name in ("model", "max_tokens", "messages"):
        if not body.get(name):
            return f"{name}: Field required"
    if body["model"] not in vendor_ids("anthropic"):
        return f"model: {body['model']}"
    wanted = body.get("output_config", {}).get("format")
    if wanted is None:
        return ""
    said = next(objections(wanted.get("schema"), _UNKNOWN), "")
    return f"output_config.format.schema: {said}" if said else ""


def _named(wrong: str) -> tuple[str, str]:
    return "not_found_error" if wrong.startswith("model: ") else "invalid_request_error", wrong


def _asked(body: dict[str, Any]) -> Asked:
    system = body.get("system", "")
    told = [system] if isinstance(system, str) else [part["text"] for part in system]
    contents = [one["content"] for one in body["messages"]]
    parts = [
        part
        for content in contents
        for part in (content if isinstance(content, list) else [{"type": "text", "text": content}])
    ]
    return Asked(
        schema=body.get("output_config", {}).get("format", {}).get("schema", {"type": "string"}),
        said="\n".join([*told, *(part["text"] for part in parts if part["type"] == "text")]),
        pictures=sum(part["type"] == "image" for part in parts),
        most=body["max_tokens"],
    )


def _told(thought: Thought, model: str) -> dict[str, Any]:
    reason = {"end": "end_turn", "cut": "max_tokens", "refused": "refusal"}[thought.stop]
    about = {"type": "refusal", "category": "general_harms", "explanation": None}
    return {
        "id": f"msg_{thought.work.id}", "type": "message", "role": "assistant", "model": model,
        "content": [{"type": "text", "text": thought.text}] if thought.text else [],
        "stop_reason": reason, "stop_sequence": None, "stop_details": about if reason == "refusal" else None,
        "usage": {
            "input_tokens": thought.tokens_in, "output_tokens": thought.tokens_out, "cache_read_input_tokens": 0,
            "cache_creation_input_tokens": 0,
        },
    }  # fmt: skip


def _refused() -> Response:
    """The classifiers refuse with 200, before anything is said."""
    about = {"type": "refusal", "category": "cyber", "explanation": "This request was declined."}
    return JSONResponse({
        "id": f"msg_{uuid.uuid4().hex[:20]}", "type": "message", "role": "assistant", "model": "claude", "content": [],
        "stop_reason": "refusal", "stop_sequence": None, "stop_details": about,
        "usage": {"input_tokens": 40, "output_tokens": 0},
    })  # fmt: skip


def _error(status: int, kind: str, message: str, *, headers: dict[str, str] | None = None) -> Response:
    request = f"req_{uuid.uuid4().hex[:20]}"
    told = {"type": "error", "error": {"type": kind, "message": message}, "request_id": request}
    return JSONResponse(told, status, headers={"request-id": request, **(headers or {})})
