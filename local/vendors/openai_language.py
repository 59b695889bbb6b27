"""OpenAI's language models: https://platform.openai.com/docs/api-reference/responses."""

import time
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors.language import Asked, FakeLanguage, Thought, objections, vendor_ids
from local.vendors.openai import FakeOpenAI

_UNKNOWN = frozenset({"default", "minLength", "maxLength", "allOf", "oneOf", "not", "uniqueItems", "patternProperties"})


class FakeOpenAILanguage(FakeLanguage, FakeOpenAI):
    """Its troubles are those of OpenAI's other APIs."""

    provider: ClassVar[str] = "openai"

    def routes(self) -> list[BaseRoute]:
        return [Route("/v1/responses", self.respond, methods=["POST"])]

    async def respond(self, request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return self.trouble("revoked")
        body = await request.json()
        if wrong := _wrong(body):
            code, message, param = wrong
            error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
            return JSONResponse({"error": error}, 404 if code == "model_not_found" else 400)
        thought = await self.thought(_asked(body), body)
        if isinstance(thought, Response):
            return thought
        return self.shop.answer(self, thought.work, JSONResponse(_told(thought, body)))


def _wrong(body: dict[str, Any]) -> tuple[str, str, str] | None:
    """Code, message and parameter of what the API would not take."""
    for name in ("model", "input"):
        if not body.get(name):
            return "missing_required_parameter", f"Missing required parameter: '{name}'.", name
    if body["model"] not in vendor_ids("openai"):
        return (
            "model_not_found",
            f"The model '{body['model']}' does not exist or you do not have access to it.",
            "model",
        )
    wanted = body.get("text", {}).get("format", {"type": "text"})
    if wanted["type"] == "json_schema":
        if not wanted.get("name"):
            return "missing_required_parameter", "Missing required parameter: 'text.format.name'.", "text.format.name"
        said = next(objections(wanted.get("schema"), _UNKNOWN), "") if wanted.get("strict") else ""
        if said:
            return "invalid_json_schema", f"Invalid schema for response_format: {said}.", "text.format.schema"
    if body.get("max_output_tokens", 16) < 16:
        return (
            "integer_below_min_value",
            "Invalid 'max_output_tokens': integer below minimum value.",
            "max_output_tokens",
        )
    return None


def _asked(body: dict[str, Any]) -> Asked:
    given = body["input"]
    contents = [one["content"] for one in given] if isinstance(given, list) else [given]
    parts = [
        part
        for content in contents
        for part in (content if isinstance(content, list) else [{"type": "input_text", "text": content}])
    ]
    said = [body.get("instructions") or "", *(part["text"] for part in parts if part["type"] == "input_text")]
    return Asked(
        schema=body.get("text", {}).get("format", {}).get("schema", {"type": "string"}),
        said="\n".join(said),
        pictures=sum(part["type"] == "input_image" for part in parts),
        most=body.get("max_output_tokens") or 100_000,
    )


def _told(thought: Thought, body: dict[str, Any]) -> dict[str, Any]:
    words: dict[str, Any] = {"type": "output_text", "text": thought.text, "annotations": [], "logprobs": []}
    if thought.stop == "refused":
        words = {"type": "refusal", "refusal": thought.text}
    status = "incomplete" if thought.stop == "cut" else "completed"
    message = {"id": f"msg_{thought.work.id}", "type": "message", "role": "assistant", "status": status}
    return {
        "id": f"resp_{thought.work.id}", "object": "response", "created_at": int(time.time()), "status": status,
        "error": None, "incomplete_details": {"reason": "max_output_tokens"} if thought.stop == "cut" else None,
        "instructions": body.get("instructions"), "metadata": {}, "model": body["model"],
        "output": [
            {"id": f"rs_{thought.work.id}", "type": "reasoning", "summary": []},
            message | {"content": [words]},
        ],
        "parallel_tool_calls": True, "temperature": 1.0, "top_p": 1.0, "tool_choice": "auto", "tools": [],
        "max_output_tokens": body.get("max_output_tokens"), "reasoning": body.get("reasoning"),
        "text": body.get("text", {"format": {"type": "text"}}),
        "usage": {
            "input_tokens": thought.tokens_in, "output_tokens": thought.tokens_out,
            "total_tokens": thought.tokens_in + thought.tokens_out,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
    }  # fmt: skip
