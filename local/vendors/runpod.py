"""RunPod's serverless endpoints, with OpenV's Mochi worker behind them: https://docs.runpod.io/serverless/endpoints,
runpod/openv docs/api.md and its worker's src/handler.py."""

import json
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors.base import Fake
from local.vendors.shop import Ask, State, Trouble, Work

_STATES: dict[State, str] = {
    "queued": "IN_QUEUE", "running": "IN_PROGRESS", "succeeded": "COMPLETED", "failed": "COMPLETED",
    "refused": "FAILED", "cancelled": "CANCELLED",
}  # fmt: skip
_FPS = 24  # that the worker combines frames with


class FakeOpenV(Fake):
    provider: ClassVar[str] = "openv"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v2/{endpoint}/run", self.run, methods=["POST"]),
            Route("/v2/{endpoint}/status/{id}", self.status, methods=["GET"]),
            Route("/v2/{endpoint}/cancel/{id}", self.cancel, methods=["POST"]),
            Route("/v2/{endpoint}/health", self.health, methods=["GET"]),
        ]

    async def run(self, request: Request) -> Response:
        if not _has_key(request):
            return self.trouble("revoked")
        body = await request.json()
        asked = body.get("input")
        if not isinstance(asked, dict) or not asked:
            return JSONResponse({"error": "input is required"}, 400)
        if len(await request.body()) > 10_000_000:
            return JSONResponse({"error": "the payload is larger than 10 MB"}, 413)
        work = self.shop.begin(self, _ask(asked, body.get("webhook", "")), body)
        if isinstance(work, Response):
            return work
        return self.shop.answer(self, work, JSONResponse({"id": work.id, "status": "IN_QUEUE"}))

    async def status(self, request: Request) -> Response:
        work = self._work(request)
        return work if isinstance(work, Response) else JSONResponse(self._job(work, self.shop.state(work)))

    async def cancel(self, request: Request) -> Response:
        work = self._work(request)
        if isinstance(work, Response):
            return work
        work.cancelled = self.shop.state(work) in {"queued", "running"}
        return JSONResponse({"id": work.id, "status": _STATES[self.shop.state(work)]})

    async def health(self, request: Request) -> Response:
        states = [self.shop.state(work) for work in self.shop.of(self.provider)]
        jobs = {"inQueue": states.count("queued"), "inProgress": states.count("running"), "retried": 0}
        return JSONResponse({"jobs": jobs, "workers": {"idle": 0, "running": 1}})

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return JSONResponse({"error": "too many requests"}, 429)
            case "no_credit":
                return JSONResponse({"error": "insufficient balance to run jobs"}, 400)
            case "revoked":
                return JSONResponse({"error": "unauthorized"}, 401)
            case "refused_input":
                return JSONResponse({"error": "rejected by the content policy"}, 400)
        return JSONResponse({"error": "internal server error"}, 500)

    def news(self, work: Work, state: State) -> tuple[dict[str, str], bytes]:
        return {"content-type": "application/json"}, json.dumps(self._job(work, state)).encode()

    def _work(self, request: Request) -> Work | Response:
        if not _has_key(request):
            return self.trouble("revoked")
        return self.shop.find(self.provider, request.path_params["id"]) or JSONResponse({"error": "job not found"}, 404)

    def _job(self, work: Work, state: State) -> dict[str, Any]:
        job: dict[str, Any] = {"id": work.id, "status": _STATES[state]}
        match state:
            case "succeeded":
                return (
                    job
                    | {"delayTime": 970, "executionTime": 62414, "workerId": "gzbl9llf0c80n4"}
                    | {"output": {"result": self.shop.url(work), "status": "DONE"}}
                )
            case "failed":  # the worker catches what goes wrong and returns it
                return job | {"output": {"result": "FAILED: CUDA out of memory"}}
            case "refused":
                return job | {"error": "prompt violates the content policy of this endpoint"}
        return job


def _ask(asked: dict[str, Any], callback: str) -> Ask:
    """With the worker's own defaults."""
    return Ask(
        kind="clip", prompt=str(asked.get("positive_prompt", "")), seconds=asked.get("num_frames", 31) / _FPS,
        width=asked.get("width", 848), height=asked.get("height", 480), callback=callback,
    )  # fmt: skip


def _has_key(request: Request) -> bool:
    return request.headers.get("authorization", "").startswith("Bearer ")
