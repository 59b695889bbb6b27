"""Google's language models by generateContent: https://ai.google.dev/api/generate-content."""

from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import google_rpc as rpc
from local.vendors.google import FakeGoogle
from local.vendors.language import Asked, FakeLanguage, Thought, vendor_ids

_LEVELS = {"MINIMAL", "LOW", "MEDIUM", "HIGH"}
_THINKING = 20  # tokens that are thought before an answer, and charged as it


class FakeGoogleLanguage(FakeLanguage, FakeGoogle):
    """Its troubles are those of Google's other APIs; a refused prompt is answered with 200 and nothing inside."""

    provider: ClassVar[str] = "google"

    def routes(self) -> list[BaseRoute]:
        names = [f"/{version}/models/{one}" for version in ("v1", "v1beta") for one in vendor_ids("google")]
        return [Route(f"{name}:generateContent", self.generate, methods=["POST"]) for name in names]

    async def generate(self, request: Request) -> Response:
        if not request.headers.get("x-goog-api-key"):
            return self.trouble("revoked")
        body = await request.json()
        if said := _wrong(body):
            return rpc.invalid(said)
        model = request.url.path.rpartition("/")[2].partition(":")[0]
        thought = await self.thought(_asked(body), body | {"model": model})
        if isinstance(thought, Response):
            blocked = thought.status_code == 400 and b"blocked for safety" in getattr(thought, "body", b"")
            counted = {"promptTokenCount": len(_asked(body).said) // 4}
            told = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": counted}
            return JSONResponse(told) if blocked else thought
        thought.work.tokens_out += _THINKING
        return self.shop.answer(self, thought.work, JSONResponse(_told(thought, model)))


def _wrong(body: dict[str, Any]) -> str:
    config = body.get("generationConfig", {})
    schema = config.get("responseJsonSchema")
    level = config.get("thinkingConfig", {}).get("thinkingLevel", "LOW")
    checks = {
        "contents is not specified": any(part.get("text") for part in _parts(body)),
        "response_json_schema needs response_mime_type to be application/json": schema is None
        or config.get("responseMimeType") == "application/json",
        "response_json_schema must be an object": schema is None or isinstance(schema, dict),
        f"thinking_level is invalid: {level}": level in _LEVELS,
    }
    return next((said for said, good in checks.items() if not good), "")


def _parts(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for one in body.get("contents", []) for part in one.get("parts", [])]


def _asked(body: dict[str, Any]) -> Asked:
    parts, config = _parts(body), body.get("generationConfig", {})
    system = [part.get("text", "") for part in body.get("systemInstruction", {}).get("parts", [])]
    return Asked(
        schema=config.get("responseJsonSchema") or {"type": "string"},
        said="\n".join([*system, *(part["text"] for part in parts if "text" in part)]),
        pictures=sum("inlineData" in part or "inline_data" in part for part in parts),
        most=config.get("maxOutputTokens", 65_536),
    )


def _told(thought: Thought, model: str) -> dict[str, Any]:
    reason = {"end": "STOP", "cut": "MAX_TOKENS", "refused": "SAFETY"}[thought.stop]
    candidate: dict[str, Any] = {"finishReason": reason, "index": 0}
    if thought.stop != "refused" and thought.text:
        candidate["content"] = {"role": "model", "parts": [{"text": thought.text}]}
    counted = {"promptTokenCount": thought.tokens_in, "thoughtsTokenCount": _THINKING}
    counted |= {
        "candidatesTokenCount": thought.tokens_out,
        "totalTokenCount": sum(counted.values()) + thought.tokens_out,
    }
    return {
        "candidates": [candidate], "usageMetadata": counted, "modelVersion": model, "responseId": thought.work.id,
    }  # fmt: skip
