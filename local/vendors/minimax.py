"""MiniMax's own API in its two formats: https://platform.minimax.io/docs/api-reference (research/providers.md 6d)."""

import json
import uuid
from typing import Any, ClassVar

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors import media
from local.vendors.base import Fake
from local.vendors.shop import Ask, State, Trouble, Work, picture_of

_V1: dict[State, str] = {
    "queued": "Queueing", "running": "Processing", "succeeded": "Success", "failed": "Fail", "refused": "Fail",
    "cancelled": "Fail",
}  # fmt: skip
_V2: dict[State, str] = {
    "queued": "queued", "running": "running", "succeeded": "succeeded", "failed": "failed", "refused": "failed",
    "cancelled": "cancelled",
}  # fmt: skip
_WHY: dict[State, tuple[int, str]] = {
    "failed": (1000, "unknown error"), "refused": (1027, "the generated video contains sensitive content"),
}  # fmt: skip
_TROUBLES: dict[Trouble, tuple[int, str, str, int]] = {  # code, message, and how version 2 says it
    "throttled": (1002, "rate limit, please retry later", "rate_limit_error", 429),
    "no_credit": (1008, "insufficient balance", "insufficient_balance_error", 402),
    "revoked": (
        1004,
        "login fail: Please carry the API secret key in the 'Authorization' field",
        "authorized_error",
        401,
    ),
    "refused_input": (1026, "video description contains sensitive content", "unprocessable_entity_error", 422),
    "unavailable": (1000, "internal error", "server_error", 500),
}
_RATIOS = {"21:9": (21, 9), "16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1), "3:4": (3, 4), "9:16": (9, 16)}
_SHORT = {"480P": 480, "512P": 512, "768P": 768, "1080P": 1080, "2K": 1440}


class FakeMiniMax(Fake):
    provider: ClassVar[str] = "minimax"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/video_generation", self.create_v1, methods=["POST"]),
            Route("/v1/query/video_generation", self.get_v1, methods=["GET"]),
            Route("/v1/files/retrieve", self.file, methods=["GET"]),
            Route("/v2/video_generation", self.create_v2, methods=["POST"]),
            Route("/v2/video_generation/{id}", self.delete_v2, methods=["DELETE"]),
            Route("/v2/query/video_generation/{id}", self.get_v2, methods=["GET"]),
        ]

    async def create_v1(self, request: Request) -> Response:
        if not _has_key(request):
            return self.trouble("revoked")
        body = await request.json()
        wrong = _wrong_v1(body)
        if wrong:
            return _v1(2013, f"invalid params, {wrong}", task_id="")
        work = self.shop.begin(self, _ask(body, body.get("prompt", ""), body.get("first_frame_image", "")), body)
        if isinstance(work, Response):
            return work
        return self.shop.answer(self, work, _v1(0, "success", task_id=work.id))

    async def get_v1(self, request: Request) -> Response:
        if not _has_key(request):
            return self.trouble("revoked")
        work = self.shop.find(self.provider, request.query_params.get("task_id", ""))
        if work is None or _is_v2(work):
            return _v1(2013, "invalid params, task_id", task_id="", status="")
        return JSONResponse(self._task_v1(work, self.shop.state(work)))

    async def file(self, request: Request) -> Response:
        if not _has_key(request):
            return self.trouble("revoked")
        wanted = request.query_params.get("file_id")
        work = next((work for work in self.shop.of(self.provider) if _file_id(work) == wanted), None)
        if work is None:
            return _v1(2013, "invalid params, file_id")
        about = {"file_id": int(_file_id(work)), "filename": "output.mp4", "purpose": "video_generation"}
        return _v1(0, "success", file=about | {"download_url": self.shop.url(work)})

    async def create_v2(self, request: Request) -> Response:
        if not _has_key(request):
            return _v2(*_TROUBLES["revoked"])
        body = await request.json()
        wrong = _wrong_v2(body)
        if wrong:
            return _v2(2013, f"invalid params, {wrong}", "bad_request_error", 400)
        text = next(item["text"] for item in body["content"] if item["type"] == "text")
        ask = _ask(body, text, next(iter(_pictures(body, "first_frame", "last_frame")), ""))
        work = self.shop.begin(_Version2(self.shop), ask, body)
        if isinstance(work, Response):
            return work
        return self.shop.answer(self, work, JSONResponse({"task_id": work.id}))

    async def get_v2(self, request: Request) -> Response:
        if not _has_key(request):
            return _v2(*_TROUBLES["revoked"])
        work = self.shop.find(self.provider, request.path_params["id"])
        if work is None or not _is_v2(work):
            return _v2(2013, "invalid task_id", "bad_request_error", 400)
        return JSONResponse({"task": self._task_v2(work, self.shop.state(work))})

    async def delete_v2(self, request: Request) -> Response:
        work = self.shop.find(self.provider, request.path_params["id"])
        state = self.shop.state(work) if work else "cancelled"
        if work is None or state in {"running", "cancelled"}:
            return _v2(2013, "invalid params, the task cannot be cancelled or deleted", "bad_request_error", 400)
        work.cancelled = state == "queued"
        if not work.cancelled:
            del self.shop.paid[work.id]
        return JSONResponse({"task_id": work.id, "action": "cancelled" if work.cancelled else "deleted"})

    def trouble(self, kind: Trouble) -> Response:
        """As version 1 says it: with status 200, unless the server is down altogether."""
        return _v1(*_TROUBLES[kind][:2], task_id="") if kind != "unavailable" else _v2(*_TROUBLES[kind])

    async def agreed(self, work: Work) -> bool:
        challenge = uuid.uuid4().hex
        try:
            async with httpx.AsyncClient(timeout=3) as client:
                answer = await client.post(work.ask.callback, json={"challenge": challenge})
            return bool(answer.json()["challenge"] == challenge)
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            return False

    def news(self, work: Work, state: State) -> tuple[dict[str, str], bytes]:
        body = {"task": self._task_v2(work, state)} if _is_v2(work) else self._task_v1(work, state)
        return {"content-type": "application/json"}, json.dumps(body).encode()

    def _task_v1(self, work: Work, state: State) -> dict[str, Any]:
        code, why = _WHY.get(state, (0, "success"))
        task = {
            "task_id": work.id, "status": _V1[state], "file_id": "",
            "base_resp": {"status_code": code, "status_msg": why},
        }  # fmt: skip
        if state == "succeeded":
            task |= {"file_id": _file_id(work), "video_width": work.ask.width, "video_height": work.ask.height}
        return task

    def _task_v2(self, work: Work, state: State) -> dict[str, Any]:
        seconds = work.body["duration"] if state == "succeeded" else 0
        task = {
            "id": work.id, "model": work.body["model"], "status": _V2[state], "created_at": 1785125529,
            "updated_at": 1785125946, "resolution": work.body["resolution"], "duration": work.body["duration"],
            "usage": {"total_seconds": seconds, "input_seconds": 0, "output_seconds": seconds, "input_image_count": 0},
            "ratio": work.body.get("ratio", "adaptive"), "task_type": "generation", "modality": "video",
        }  # fmt: skip
        if state in _WHY:
            task["error"] = {"code": str(_WHY[state][0]), "message": _WHY[state][1]}
        return task | ({"content": {"url": self.shop.url(work)}} if state == "succeeded" else {})


class _Version2(FakeMiniMax):
    def trouble(self, kind: Trouble) -> Response:
        return _v2(*_TROUBLES[kind])


def _wrong_v1(body: dict[str, Any]) -> str:
    model, resolution, seconds = body.get("model", ""), body.get("resolution", "768P"), body.get("duration", 6)
    for wrong, why in (
        (not model.startswith("MiniMax-Hailuo-"), "model is required"),
        (not body.get("prompt") and not body.get("first_frame_image"), "prompt is required"),
        (model.endswith("-Fast") and not body.get("first_frame_image"), "first_frame_image is required"),
        (len(body.get("prompt", "")) > 2000, "prompt is longer than 2000 characters"),
        (resolution not in {"512P", "768P", "1080P"}, "resolution"),
        (resolution == "512P" and model != "MiniMax-Hailuo-02", "resolution"),
        (type(seconds) is not int or seconds not in {6, 10}, "duration"),
        (resolution == "1080P" and seconds != 6, "duration is 6 for 1080P"),
    ):
        if wrong:
            return why
    return _picture_wrong([body[name] for name in ("first_frame_image", "last_frame_image") if body.get(name)], 300)


def _wrong_v2(body: dict[str, Any]) -> str:
    content = body.get("content") or []
    texts = [item.get("text", "") for item in content if item.get("type") == "text"]
    first, last = _pictures(body, "first_frame"), _pictures(body, "last_frame")
    references = _pictures(body, "reference_image")
    lengths = range(5, 16) if body.get("model") == "MiniMax-H3-Max" else range(4, 16)
    sizes = {"480P", "768P"} if body.get("model") == "MiniMax-H3-Max" else {"768P", "2K"}
    for wrong, why in (
        (body.get("model") not in {"MiniMax-H3", "MiniMax-H3-Max"}, "model"),
        (len(texts) != 1 or not texts[0].strip(), "content must include a non-empty text item (prompt is required)"),
        (any(len(text) > 7000 for text in texts), "text is longer than 7000 characters"),
        (len(first) > 1 or len(last) > 1 or len(references) > 9, "content has too many images"),
        (bool(first or last) and bool(references), "first_frame and reference_image exclude each other"),
        (body.get("resolution") not in sizes, "resolution"),
        (type(body.get("duration")) is not int or body.get("duration") not in lengths, "duration"),
        (body.get("ratio", "adaptive") not in {"adaptive", *_RATIOS}, "ratio"),
        (len(content) == len(texts) and body.get("ratio", "adaptive") == "adaptive", "ratio is required"),
    ):
        if wrong:
            return why
    return _picture_wrong(first + last + references, 256)


def _picture_wrong(pictures: list[str], least: int) -> str:
    """Data URIs of pictures with sides of at least so many pixels and a ratio of at most 2.5."""
    for text in pictures:
        if text.startswith(("https://", "http://")):
            continue
        size = media.size_of(picture_of(text)) if text.startswith("data:image/") else None
        if size is None or min(size) < least or max(size) / min(size) > 2.5:
            return "image"
    return ""


def _pictures(body: dict[str, Any], *roles: str) -> list[str]:
    return (
        [item["image_url"]["url"] for item in body["content"] if item.get("role") in roles] if "content" in body else []
    )


def _ask(body: dict[str, Any], prompt: str, picture: str) -> Ask:
    content, short = picture_of(picture), _SHORT[body.get("resolution", "768P")]
    width, height = media.size_of(content) or _RATIOS.get(body.get("ratio", "16:9"), (16, 9))
    scale = short / min(width, height)
    return Ask(
        kind="clip", prompt=prompt, seconds=float(body.get("duration", 6)), picture=content,
        width=round(width * scale / 2) * 2, height=round(height * scale / 2) * 2,
        callback=body.get("callback_url", ""), sound="content" in body,
    )  # fmt: skip


def _is_v2(work: Work) -> bool:
    return "content" in work.body


def _file_id(work: Work) -> str:
    return str(int(work.id[:14], 16))


def _has_key(request: Request) -> bool:
    return request.headers.get("authorization", "").startswith("Bearer ")


def _v1(code: int, message: str, **about: Any) -> Response:
    return JSONResponse({**about, "base_resp": {"status_code": code, "status_msg": message}})


def _v2(code: int, message: str, kind: str, status: int) -> Response:
    error = {"type": kind, "message": f"{message} ({code})", "http_code": str(status)}
    return JSONResponse({"type": "error", "error": error, "request_id": uuid.uuid4().hex}, status)
