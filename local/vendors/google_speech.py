"""Google's voices: Gemini's beside the rest of its API, and Cloud Text-to-Speech (its v1beta1, which tells marks)."""

import asyncio
import base64
import re
from typing import Any, ClassVar
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import google_rpc as rpc
from local.vendors import media
from local.vendors.base import Fake
from local.vendors.breaking import broken
from local.vendors.faults import AT_ONCE
from local.vendors.shop import Ask, State, Trouble, Work


class _GoogleSpeech(Fake):
    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return rpc.exhausted("Resource has been exhausted.", "GenerateRequestsPerMinute", 3)
            case "no_credit":
                said = "This API method requires billing to be enabled."
                return rpc.error(403, "PERMISSION_DENIED", said, rpc.because("BILLING_DISABLED"))
            case "revoked":
                said = "API key not valid. Please pass a valid API key."
                return rpc.error(400, "INVALID_ARGUMENT", said, rpc.because("API_KEY_INVALID"))
            case "refused_input":
                return rpc.invalid("The input violates our policies.")
        return rpc.error(503, "UNAVAILABLE", "The service is currently unavailable.")

    async def _ended(self, request: Request, text: str, body: dict[str, Any]) -> tuple[Work, State] | Response:
        """Work that succeeded or was refused, or what is answered for it."""
        if not (request.headers.get("x-goog-api-key") or request.query_params.get("key")):
            return self.trouble("revoked")
        if not text.strip():
            return rpc.invalid("The input is empty.")
        work = self.shop.begin(self, Ask(kind="voice", prompt=text, seconds=media.spoken_for(text)), body)
        if isinstance(work, Response):
            return work
        state = await self.shop.ended(work)
        if state in {"running", "failed"}:
            return broken() if state == "running" else self.trouble("unavailable")
        return work, state


class FakeGeminiSpeech(_GoogleSpeech):
    """Models whose names end in "-tts"; all others are somebody else's."""

    provider: ClassVar[str] = "google"
    lacks = AT_ONCE

    def routes(self) -> list[BaseRoute]:
        names = [f"/{version}/models/{{name}}-tts:generateContent" for version in ("v1", "v1beta")]
        return [Route(name, self.speak, methods=["POST"]) for name in names]

    async def speak(self, request: Request) -> Response:
        body = await request.json()
        config = body.get("generationConfig", {})
        voice = _named(_named(config, "speechConfig"), "voiceConfig")
        if config.get("responseModalities") != ["AUDIO"] or not voice:
            return rpc.invalid("The requested combination of response modalities is not supported by the model.")
        if {"temperature", "topP", "topK", "seed"} & config.keys():
            return rpc.invalid("Sampling parameters are not supported by this model.")
        text = " ".join(str(part.get("text", "")) for content in body["contents"] for part in content["parts"])
        ended = await self._ended(request, text, body | {"model": f"{request.path_params['name']}-tts"})
        if isinstance(ended, Response):
            return ended
        work, state = ended
        if state == "refused":
            return JSONResponse({"candidates": [{"finishReason": "SAFETY", "index": 0}], "usageMetadata": {}})
        content, kind = await asyncio.to_thread(self.shop.content, work)
        data = {"mimeType": kind, "data": base64.b64encode(content).decode()}
        answer = {
            "candidates": [{"content": {"role": "model", "parts": [{"inlineData": data}]}, "finishReason": "STOP"}],
            "usageMetadata": {"promptTokenCount": len(text) // 4, "candidatesTokenCount": round(25 * work.ask.seconds)},
        }
        return self.shop.answer(self, work, JSONResponse(answer))


class FakeGoogleSpeech(_GoogleSpeech):
    provider: ClassVar[str] = "google_tts"
    lacks = AT_ONCE

    def routes(self) -> list[BaseRoute]:
        return [Route("/v1beta1/text:synthesize", self.speak, methods=["POST"])]

    async def speak(self, request: Request) -> Response:
        body = await request.json()
        given, voice = body.get("input", {}), body.get("voice", {})
        if not voice.get("languageCode") or not body.get("audioConfig", {}).get("audioEncoding"):
            return rpc.invalid("voice.languageCode and audioConfig.audioEncoding are required.")
        if "ssml" in given and "Chirp3" in voice.get("name", ""):
            return rpc.invalid("This voice does not support SSML input.")
        try:
            text, marks = _read(given["ssml"]) if "ssml" in given else (str(given.get("text", "")), [])
        except ElementTree.ParseError:
            return rpc.invalid("Invalid SSML.")
        ended = await self._ended(request, text, body)
        if isinstance(ended, Response):
            return ended
        work, state = ended
        if state == "refused":
            return self.trouble("refused_input")
        content, _ = await asyncio.to_thread(self.shop.content, work)
        answer: dict[str, Any] = {"audioContent": base64.b64encode(content).decode()}
        if "SSML_MARK" in body.get("enableTimePointing", []):
            starts = [start for _, start, _ in media.word_times(text, work.ask.seconds)]
            points = zip(marks, starts, strict=True)
            answer["timepoints"] = [{"markName": name, "timeSeconds": round(start, 3)} for name, start in points]
        return self.shop.answer(self, work, JSONResponse(answer))


def _read(ssml: str) -> tuple[str, list[str]]:
    """The text and the names of its marks, one before each word."""
    root = ElementTree.fromstring(ssml)  # noqa: S314 - by our own tests
    return re.sub(r"\s+", " ", "".join(root.itertext())).strip(), [str(mark.get("name")) for mark in root.iter("mark")]


def _named(found: dict[str, Any], name: str) -> dict[str, Any]:
    """The SDK writes these in snake case."""
    value: dict[str, Any] = found.get(name) or found.get(re.sub(r"[A-Z]", lambda c: f"_{c[0].lower()}", name)) or {}
    return value
