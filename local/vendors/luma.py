"""Luma's two services (research/providers.md section 3): https://docs.lumalabs.ai, https://docs.agents.lumalabs.ai."""

import base64
import binascii
import json
from typing import Any, ClassVar

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors.base import Fake
from local.vendors.media import sides
from local.vendors.shop import Ask, State, Trouble, Work

_RATIOS = {"1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"}
_DREAM = {
    "model": {"ray-2", "ray-flash-2"}, "duration": {"5s", "9s"}, "resolution": {"540p", "720p", "1080p", "4k"},
    "aspect_ratio": _RATIOS,
}  # fmt: skip
_AGENTS = {"duration": {"5s", "10s"}, "resolution": {"360p", "540p", "720p", "1080p"}}
_AGENTS_RATIOS = {"3:1", "2:1", "21:9", "16:9", "4:3", "3:2", "1:1", "3:4", "2:3", "9:16", "1:2", "1:3"}
_SHORT = {"360p": 360, "540p": 540, "720p": 720, "1080p": 1080, "4k": 2160}
_UNREAD = "Failed to read user input frames"
_HERE = "http://127.0.0.1:"  # where the work bucket of a cloud beside the fakes lies


class FakeAgents(Fake):
    """The Agents API: served beside Dream Machine."""

    provider: ClassVar[str] = "luma"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/generations", self.create, methods=["POST"]),
            Route("/v1/generations/{id}", self.get, methods=["GET"]),
        ]

    async def create(self, request: Request) -> Response:
        if not _has_key(request):
            return self.trouble("revoked")
        body = await request.json()
        if problem := _agents_problem(body):
            return _detail(*problem)
        video = body.get("video") or {}
        width, height = sides(body.get("aspect_ratio") or "16:9", _SHORT[video.get("resolution") or "720p"])
        stills = video.get("keyframes") or [video[name] for name in ("start_frame", "end_frame") if video.get(name)]
        ask = Ask(
            kind="clip", prompt=body["prompt"], seconds=float((video.get("duration") or "5s").removesuffix("s")),
            width=width, height=height, picture=base64.b64decode(stills[0].get("data") or "") if stills else b"",
        )  # fmt: skip
        work = self.shop.begin(self, ask, body)
        if isinstance(work, Response):
            return work
        return self.shop.answer(self, work, JSONResponse(self._generation(work), 201))

    async def get(self, request: Request) -> Response:
        work = self.shop.find(self.provider, request.path_params["id"])
        return JSONResponse(self._generation(work)) if work else _detail(404, "Generation not found")

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return _detail(429, "Rate limit exceeded", {"Retry-After": "1"})
            case "no_credit":
                return _detail(402, "Insufficient balance")
            case "revoked":
                return _detail(401, "Invalid API key")
            case "refused_input":
                return _detail(422, "The prompt was moderated")
        return _detail(503, "Image ingestion unavailable")

    def _generation(self, work: Work) -> dict[str, Any]:
        state = self.shop.state(work)
        spelled: dict[State, str] = {"running": "processing", "succeeded": "completed", "refused": "failed"}
        told = {
            "id": work.id, "created_at": work.created, "model": work.body["model"], "type": work.body["type"],
            "state": spelled.get(state, state), "output": [], "failure_code": None, "failure_reason": None,
        }  # fmt: skip
        match state:
            case "succeeded":
                told["output"] = [{"type": "video", "url": self.shop.url(work)}]
            case "failed":
                told |= {"failure_code": "generation_failed", "failure_reason": "The model failed"}
            case "refused":
                told |= {"failure_code": "content_moderated", "failure_reason": "Against our guidelines"}
        return told


class FakeLuma(Fake):
    """Dream Machine; the Agents API beside it."""

    provider: ClassVar[str] = "luma"

    def routes(self) -> list[BaseRoute]:
        here = "/dream-machine/v1/generations"
        return [
            Route(f"{here}/video", self.create, methods=["POST"]),
            Route(here, self.list, methods=["GET"]),
            Route(f"{here}/{{id}}", self.get, methods=["GET"]),
            Route(f"{here}/{{id}}", self.delete, methods=["DELETE"]),
            *FakeAgents(self.shop).routes(),
        ]

    async def create(self, request: Request) -> Response:
        if not _has_key(request):
            return self.trouble("revoked")
        body = await request.json()
        frames = [await _read(frame.get("url", "")) for frame in body.get("keyframes", {}).values()]
        if problem := _dream_problem(body) or (None in frames and _UNREAD):
            return _detail(400, problem)
        width, height = sides(body.get("aspect_ratio", "16:9"), _SHORT[body.get("resolution", "720p")])
        ask = Ask(
            kind="clip", prompt=body.get("prompt", ""), seconds=float(body.get("duration", "5s").removesuffix("s")),
            width=width, height=height, callback=body.get("callback_url", ""),
            picture=(frames or [b""])[0] or b"",
        )  # fmt: skip
        work = self.shop.begin(self, ask, body)
        if isinstance(work, Response):
            return work
        return self.shop.answer(self, work, JSONResponse(self._generation(work, self.shop.state(work)), 201))

    async def get(self, request: Request) -> Response:
        work = self._work(request)
        return JSONResponse(self._generation(work, self.shop.state(work))) if work else _detail(404, "Not found")

    async def list(self, request: Request) -> Response:
        start, limit = (int(request.query_params.get(name, value)) for name, value in (("offset", 0), ("limit", 10)))
        known = [work for work in self.shop.of(self.provider) if not work.cancelled]
        found = [self._generation(work, self.shop.state(work)) for work in known[start : start + limit]]
        more = len(known) > start + limit
        return JSONResponse(
            {"generations": found, "count": len(found), "limit": limit, "offset": start, "has_more": more}
        )

    async def delete(self, request: Request) -> Response:
        """Removes it, finished or not."""
        work = self._work(request)
        if work is None:
            return _detail(404, "Not found")
        work.cancelled = True
        return Response(status_code=204)

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return _detail(429, "Too many requests", {"Retry-After": "1"})
            case "no_credit":
                return _detail(400, "Insufficient credits")
            case "revoked":
                return _detail(403, "Not authenticated")
            case "refused_input":
                return _detail(400, "Advanced prompt moderation failed")
        return _detail(503, "Service unavailable")

    def news(self, work: Work, state: State) -> tuple[dict[str, str], bytes]:
        return {"content-type": "application/json"}, json.dumps(self._generation(work, state)).encode()

    def _work(self, request: Request) -> Work | None:
        work = self.shop.find(self.provider, request.path_params["id"])
        return work if work and not work.cancelled else None

    def _generation(self, work: Work, state: State) -> dict[str, Any]:
        spelled: dict[State, str] = {"running": "dreaming", "succeeded": "completed", "refused": "failed"}
        reasons: dict[State, str] = {"failed": "Job failed", "refused": "Frame moderation failed"}
        return {
            "id": work.id, "generation_type": "video", "created_at": work.created, "model": work.body.get("model"),
            "state": spelled.get(state, state), "failure_reason": reasons.get(state), "request": work.body,
            "assets": {"video": self.shop.url(work)} if state == "succeeded" else None,
        }  # fmt: skip


def _dream_problem(body: dict[str, Any]) -> str:
    """By https://docs.lumalabs.ai/docs/errors and the SDK's types; "" for a good request."""
    if "model" not in body:
        return "model is required"
    for name, allowed in _DREAM.items():
        if name in body and body[name] not in allowed:
            return f"{name}: {body[name]} is not supported"
    frames = body.get("keyframes", {})
    if not frames and len(body.get("prompt", "")) < 3:
        return "Prompt is too short, minimum length is 3 characters"
    for frame in frames.values():
        if frame.get("type") == "image" and not str(frame.get("url", "")).startswith(("https://", _HERE)):
            return _UNREAD
    return ""


async def _read(url: str) -> bytes | None:
    """What lies at an address; b"" beyond this machine, which a fake does not ask, and None where nothing is."""
    if not url.startswith(_HERE):
        return b""
    async with httpx.AsyncClient(timeout=5) as client:
        found = await client.get(url)
    return found.content if found.is_success else None


def _agents_problem(body: dict[str, Any]) -> tuple[int, str] | None:
    """By the SDK's types, and what https://docs.agents.lumalabs.ai/guides/error-handling says of statuses."""
    video = body.get("video") or {}
    wrong = [f"video.{name}" for name, allowed in _AGENTS.items() if name in video and video[name] not in allowed]
    if not body.get("prompt"):
        wrong.append("prompt")
    if body.get("model") != "ray-3.2" or body.get("type") != "video":
        wrong.append("model or type: this fake makes videos with ray-3.2 only")
    if (body.get("aspect_ratio") or "16:9") not in _AGENTS_RATIOS:
        wrong.append("aspect_ratio")
    if wrong:
        return 400, f"not supported: {', '.join(wrong)}"
    return _frames_problem(video)


def _frames_problem(video: dict[str, Any]) -> tuple[int, str] | None:
    pair = [video[name] for name in ("start_frame", "end_frame") if video.get(name)]
    if pair and (video.get("duration") == "10s" or video.get("keyframes")):
        return 422, "start_frame and end_frame do not go with 10s or keyframes"
    indexes, stills = video.get("keyframe_indexes") or [], video.get("keyframes") or []
    last = int((video.get("duration") or "5s").removesuffix("s")) * 24
    if len(indexes) != len(stills) or len(set(indexes)) != len(indexes) or any(not 0 <= at <= last for at in indexes):
        return 422, "keyframe_indexes do not fit keyframes"
    return next((problem for problem in map(_no_media, [*pair, *stills]) if problem), None)


def _no_media(media: dict[str, Any]) -> tuple[int, str] | None:
    given = [name for name in ("url", "data", "generation_id", "file_id") if media.get(name)]
    if len(given) != 1 or (given == ["data"] and not media.get("media_type")):
        return 422, "exactly one of url, data (with media_type), generation_id, file_id"
    try:
        base64.b64decode(media.get("data") or "", validate=True)
    except binascii.Error:
        return 422, "data is not base64"
    return None


def _has_key(request: Request) -> bool:
    return request.headers.get("authorization", "").startswith("Bearer ")


def _detail(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"detail": detail}, status, headers)
