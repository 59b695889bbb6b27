"""ElevenLabs: voices, effects, music and alignment, all answered at once (https://elevenlabs.io/docs/api-reference)."""

import asyncio
import base64
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import media
from local.vendors.base import Fake
from local.vendors.breaking import broken
from local.vendors.faults import AT_ONCE
from local.vendors.shop import Ask, Trouble, Work

_SPEECH = {"eleven_v3", "eleven_multilingual_v2", "eleven_flash_v2_5", "eleven_turbo_v2_5"}
_NO_LANGUAGE = {"eleven_multilingual_v2"}


class FakeElevenLabs(Fake):
    provider: ClassVar[str] = "elevenlabs"
    lacks = AT_ONCE

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/text-to-speech/{voice}/with-timestamps", self.speak, methods=["POST"]),
            Route("/v1/sound-generation", self.sound, methods=["POST"]),
            Route("/v1/music", self.compose, methods=["POST"]),
            Route("/v1/forced-alignment", self.align, methods=["POST"]),
            Route("/v1/speech-to-text", self.transcribe, methods=["POST"]),
        ]

    async def speak(self, request: Request) -> Response:
        body, wrong = await _asked(request, "text")
        if wrong:
            return wrong
        if body.get("model_id", "eleven_multilingual_v2") not in _SPEECH:
            return _problem(400, "invalid_model", f"A model with ID {body['model_id']} does not exist")
        if body.get("language_code") and body.get("model_id") in _NO_LANGUAGE:
            return _problem(400, "unsupported_language", f"{body['model_id']} does not take a language_code")
        asked = Ask(
            kind="voice", prompt=body["text"], seconds=media.spoken_for(body["text"]), container=_container(request)
        )
        work = self.shop.begin(self, asked, {**body, "voice": request.path_params["voice"]})
        if isinstance(work, Response):
            return work
        if wrong := await self._ended(work):
            return wrong
        content, _ = await asyncio.to_thread(self.shop.content, work)
        times = _characters(asked)
        answer = {"audio_base64": base64.b64encode(content).decode(), "alignment": times, "normalized_alignment": times}
        return self.shop.answer(self, work, JSONResponse(answer))

    async def sound(self, request: Request) -> Response:
        body, wrong = await _asked(request, "text")
        seconds = body.get("duration_seconds") or 1.0
        if not wrong and not 0.5 <= seconds <= 30:
            wrong = _invalid("duration_seconds", "Input should be between 0.5 and 30")
        return wrong or await self._made(request, Ask(kind="effect", prompt=body["text"], seconds=seconds), body)

    async def compose(self, request: Request) -> Response:
        body, wrong = await _asked(request, "prompt")
        length = body.get("music_length_ms") or 30_000
        if not wrong and not 3_000 <= length <= 600_000:
            wrong = _invalid("music_length_ms", "Input should be between 3000 and 600000")
        if not wrong and body.get("seed") is not None:
            wrong = _invalid("seed", "seed cannot be used in conjunction with prompt")
        return wrong or await self._made(request, Ask(kind="song", prompt=body["prompt"], seconds=length / 1000), body)

    async def align(self, request: Request) -> Response:
        form = await request.form()
        if "file" not in form or not form.get("text"):
            return _invalid("text", "Field required")
        text = str(form["text"])
        work = self.shop.begin(self, Ask(kind="hearing", prompt=text), {"text": text})
        if isinstance(work, Response):
            return work
        if wrong := await self._ended(work):
            return wrong
        at = [{"text": word, "start": start, "end": end, "loss": 0.1}
              for word, start, end in media.word_times(text, media.spoken_for(text))]  # fmt: skip
        letters = [{"text": one["text"][0], "start": one["start"], "end": one["end"]} for one in at]
        return self.shop.answer(self, work, JSONResponse({"characters": letters, "words": at, "loss": 0.1}))

    async def transcribe(self, request: Request) -> Response:
        """It hears nothing, and so says what the file is called."""
        form = await request.form()
        if "file" not in form or form.get("model_id") not in {"scribe_v1", "scribe_v2"}:
            return _invalid("model_id", "Field required")
        heard = str(getattr(form["file"], "filename", ""))
        work = self.shop.begin(self, Ask(kind="hearing", prompt=heard), {"model_id": form["model_id"]})
        if isinstance(work, Response):
            return work
        if wrong := await self._ended(work):
            return wrong
        told = {"language_code": "eng", "language_probability": 1.0, "text": heard, "words": []}
        return self.shop.answer(self, work, JSONResponse(told))

    async def _made(self, request: Request, asked: Ask, body: dict[str, Any]) -> Response:
        asked = Ask(kind=asked.kind, prompt=asked.prompt, seconds=asked.seconds, container=_container(request))
        work = self.shop.begin(self, asked, body)
        if isinstance(work, Response):
            return work
        if wrong := await self._ended(work):
            return wrong
        content, kind = await asyncio.to_thread(self.shop.content, work)
        return self.shop.answer(self, work, Response(content, media_type=kind))

    async def _ended(self, work: Work) -> Response | None:
        """What is answered for work that came to nothing: nobody asks again here."""
        match await self.shop.ended(work):
            case "refused":
                return self.trouble("refused_input")
            case "failed":
                return self.trouble("unavailable")
            case "running":
                return broken()
        return None

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return _problem(429, "too_many_concurrent_requests", "Too many concurrent requests.")
            case "no_credit":
                return _problem(401, "quota_exceeded", "This request exceeds your quota of 10000. You have 3 left.")
            case "revoked":
                return _problem(401, "invalid_api_key", "Invalid API key")
            case "refused_input":
                return _problem(400, "content_against_policy", "The text violates our content policy.")
        return _problem(503, "system_busy", "We are experiencing heavy traffic")


def _characters(asked: Ask) -> dict[str, Any]:
    """Each character's share of its word's time; blanks from one word to the next."""
    found: list[tuple[str, float, float]] = []
    for word, start, end in media.word_times(asked.prompt, asked.seconds):
        if found:
            found.append((" ", found[-1][2], start))
        step = (end - start) / len(word)
        found += [(c, start + n * step, start + (n + 1) * step) for n, c in enumerate(word)]
    return {
        "characters": [c for c, _, _ in found],
        "character_start_times_seconds": [round(start, 3) for _, start, _ in found],
        "character_end_times_seconds": [round(end, 3) for _, _, end in found],
    }


def _container(request: Request) -> Any:
    kind = request.query_params.get("output_format", "mp3_44100_128").partition("_")[0]
    return kind if kind in {"mp3", "wav", "pcm"} else "mp3"


async def _asked(request: Request, needed: str) -> tuple[dict[str, Any], Response | None]:
    if not request.headers.get("xi-api-key"):
        return {}, _problem(401, "needs_authorization", "Neither authorization header nor xi-api-key received")
    body = await request.json()
    return body, None if body.get(needed) else _invalid(needed, "Field required")


def _problem(status: int, code: str, message: str) -> Response:
    return JSONResponse({"detail": {"status": code, "message": message}}, status)


def _invalid(field: str, message: str) -> Response:
    return JSONResponse({"detail": [{"loc": ["body", field], "msg": message, "type": "value_error"}]}, 422)
