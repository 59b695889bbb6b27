"""Servers with the shape that OpenAI's videos had: vLLM-Omni (docs/serving/videos_api.md and its protocol/videos.py),
FastVideo (fastvideo/entrypoints/openai/video_api.py), and Waver as one of somebody's own."""

import re
import time
from typing import Any, ClassVar

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import media
from local.vendors.base import Fake
from local.vendors.faults import LINKS
from local.vendors.shop import Ask, State, Trouble, Work

_STATES: dict[State, str] = {
    "queued": "queued", "running": "in_progress", "succeeded": "completed", "failed": "failed", "refused": "failed",
}  # fmt: skip
_WHY: dict[State, tuple[str, str]] = {
    "failed": ("server_error", "CUDA out of memory"),
    "refused": ("moderation_blocked", "Blocked by the safety system"),
}
_ROUNDED = {"queued": 0, "running": 50, "succeeded": 100}


class FakeOpenAIVideos(Fake):
    """vLLM-Omni, started with --api-key."""

    provider: ClassVar[str] = "openai_videos"
    has_key: ClassVar[bool] = True

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/videos", self.create, methods=["POST"]),
            Route("/v1/videos", self.list, methods=["GET"]),
            Route("/v1/videos/{id}", self.get, methods=["GET"]),
            Route("/v1/videos/{id}", self.delete, methods=["DELETE"]),
            Route("/v1/videos/{id}/content", self.content, methods=["GET"]),
        ]

    async def create(self, request: Request) -> Response:
        if not self._let_in(request):
            return self.trouble("revoked")
        form = await request.form()
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        wrong = _wrong(fields, form)
        if wrong:
            return self.error(400, "invalid_request_error", wrong)
        upload = form.get("input_reference")
        picture = await upload.read() if isinstance(upload, UploadFile) else b""
        work = self.shop.begin(self, _ask(fields, picture), dict(fields))
        if isinstance(work, Response):
            return work
        return self.shop.answer(self, work, JSONResponse(self._video(work, "queued")))

    async def get(self, request: Request) -> Response:
        work = self._work(request)
        if isinstance(work, Response):
            return work
        return JSONResponse(self._video(work, self.shop.state(work)))

    async def list(self, request: Request) -> Response:
        if not self._let_in(request):
            return self.trouble("revoked")
        found = [self._video(work, self.shop.state(work)) for work in self._kept()]
        first, last = (found[0]["id"], found[-1]["id"]) if found else (None, None)
        return JSONResponse({"object": "list", "data": found, "has_more": False, "first_id": first, "last_id": last})

    async def delete(self, request: Request) -> Response:
        """What is deleted is not known any more."""
        work = self._work(request)
        if isinstance(work, Response):
            return work
        work.cancelled = True
        return JSONResponse({"id": work.id, "deleted": True, "object": "video.deleted"})

    async def content(self, request: Request) -> Response:
        work = self._work(request)
        if isinstance(work, Response):
            return work
        if self.shop.state(work) != "succeeded":
            return self.error(404, "not_found_error", "Generation is still in-progress")
        if work.fault in LINKS - {"expired_url"}:
            return RedirectResponse(self.shop.url(work))
        work.fetched += 1
        if work.fault == "expired_url" and work.fetched == 1:
            return self.error(404, "not_found_error", "The file is not there")
        return await self.shop.delivered(work)

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return self.error(429, "rate_limit_exceeded", "Too many requests", {"Retry-After": "2"})
            case "no_credit":
                return self.error(429, "insufficient_quota", "You exceeded your current quota")
            case "revoked":
                return self.error(401, "invalid_api_key", "Unauthorized")
            case "refused_input":
                return self.error(400, "moderation_blocked", "Your request was rejected by the safety system")
        return self.error(503, "server_error", "The server is overloaded")

    def error(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
        error = {"message": message, "type": code, "param": None, "code": code}
        return JSONResponse({"error": error}, status, headers)

    def _let_in(self, request: Request) -> bool:
        return not self.has_key or request.headers.get("authorization", "").startswith("Bearer ")

    def _kept(self) -> "list[Work]":
        return [work for work in self.shop.of(self.provider) if not work.cancelled]

    def _work(self, request: Request) -> Work | Response:
        if not self._let_in(request):
            return self.trouble("revoked")
        work = self.shop.find(self.provider, request.path_params["id"])
        return work if work and not work.cancelled else self.error(404, "not_found_error", "Video not found")

    def _video(self, work: Work, state: State) -> dict[str, Any]:
        video = {
            "id": work.id, "object": "video", "model": work.body.get("model", ""), "prompt": work.ask.prompt,
            "status": _STATES[state], "progress": _ROUNDED.get(state, 0), "created_at": int(time.time()),
            "size": f"{work.ask.width}x{work.ask.height}", "seconds": str(round(work.ask.seconds)), "error": None,
            "quality": "default", "media_type": "video/mp4",
        }  # fmt: skip
        return video | ({"error": dict(zip(("code", "message"), _WHY[state], strict=True))} if state in _WHY else {})


class FakeFastVideo(FakeOpenAIVideos):
    """Without a key, and with the errors of FastAPI."""

    provider: ClassVar[str] = "fastvideo"
    has_key: ClassVar[bool] = False

    def error(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
        return JSONResponse(
            {"detail": message if code != "insufficient_quota" else "Payment required"}, status, headers
        )

    def trouble(self, kind: Trouble) -> Response:
        """What a proxy before the server says of money."""
        return self.error(402, "", "Payment required") if kind == "no_credit" else super().trouble(kind)


class FakeWaver(FakeOpenAIVideos):
    provider: ClassVar[str] = "waver"


def _wrong(fields: dict[str, str], form: FormData) -> str:
    """What vLLM-Omni's protocol refuses; "" for nothing."""
    for wrong, why in (
        (not fields.get("prompt"), "prompt: Field required"),
        ("size" in fields and not re.fullmatch(r"\d+x\d+", fields["size"]), "size: should match '^\\d+x\\d+$'"),
        (
            "seconds" in fields and not re.fullmatch(r"[1-9]\d*", fields["seconds"]),
            "seconds: should match '^[1-9]\\d*$'",
        ),
        (
            any(not fields.get(name, "1").isdecimal() for name in ("num_frames", "fps", "width", "height")),
            "not a number",
        ),
        (not 1 <= int(fields.get("num_inference_steps", "1")) <= 200, "num_inference_steps: between 1 and 200"),
        ("input_reference" in form and "image_reference" in form, "give input_reference or image_reference"),
    ):
        if wrong:
            return why
    return ""


def _ask(fields: dict[str, str], picture: bytes) -> Ask:
    width, height = (int(side) for side in fields.get("size", "832x480").split("x"))
    fps = int(fields.get("fps", "24"))
    seconds = int(fields["num_frames"]) / fps if "num_frames" in fields else float(fields.get("seconds", "4"))
    return Ask(
        kind="clip", prompt=fields["prompt"], seconds=seconds, width=width // 2 * 2, height=height // 2 * 2,
        picture=picture if media.size_of(picture) else b"", sound=fields.get("generate_sound") == "true",
    )  # fmt: skip
