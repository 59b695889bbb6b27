"""OpenAI's voices (https://platform.openai.com/docs/api-reference/audio/createSpeech)."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import media
from local.vendors.breaking import broken
from local.vendors.openai import FakeOpenAI
from local.vendors.shop import Ask

_VOICES = {
    "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"
}  # fmt: skip
_CONTAINERS: dict[str, Any] = {"mp3": "mp3", "wav": "wav", "pcm": "pcm"}


class FakeOpenAISpeech(FakeOpenAI):
    """Its troubles are those of OpenAI's other APIs."""

    def routes(self) -> list[BaseRoute]:
        return [Route("/v1/audio/speech", self.speak, methods=["POST"])]

    async def speak(self, request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return self.trouble("revoked")
        body = await request.json()
        if wrong := _wrong(body):
            return _invalid(wrong)
        asked = Ask(
            kind="voice", prompt=body["input"], seconds=media.spoken_for(body["input"]),
            container=_CONTAINERS.get(body.get("response_format", "mp3"), "mp3"),
        )  # fmt: skip
        work = self.shop.begin(self, asked, body)
        if isinstance(work, Response):
            return work
        state = await self.shop.ended(work)
        if state == "running":
            return broken()
        if state != "succeeded":
            return self.trouble("refused_input" if state == "refused" else "unavailable")
        content, _ = await asyncio.to_thread(self.shop.content, work)
        if content[:4] == b"RIFF":
            content = _streamed(content)
        return self.shop.answer(self, work, Response(content, media_type="application/octet-stream"))


def _wrong(body: dict[str, Any]) -> str:
    missing = [field for field in ("model", "input", "voice") if not body.get(field)]
    if missing:
        return f"Missing required parameter: '{missing[0]}'."
    if body["voice"] not in _VOICES:
        return f"Invalid 'voice': {body['voice']} is not supported."
    if len(body["input"]) > 4096:
        return "Invalid 'input': string too long. Expected a string with maximum length 4096."
    if "instructions" in body and body["model"].startswith("tts-1"):
        return "'instructions' does not work with tts-1."
    return ""


def _streamed(wav: bytes) -> bytes:
    """The lengths are not known when the header goes out, so that it holds the largest there are."""
    at = wav.index(b"data") + 4
    return wav[:4] + b"\xff" * 4 + wav[8:at] + b"\xff" * 4 + wav[at + 4 :]


def _invalid(message: str) -> Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": "invalid_value"}
    return JSONResponse({"error": error}, 400)
