"""ComfyUI's server: its server.py and execution.py (https://docs.comfy.org/development/comfyui-server/comms_routes)."""

from collections.abc import Iterator
from typing import Any, ClassVar

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors.base import Fake
from local.vendors.faults import NEWS
from local.vendors.shop import Ask, Shop, State, Trouble, Work

_SAVING = {"SaveVideo", "SaveImage", "SaveWEBM", "SaveAnimatedWEBP", "VHS_VideoCombine"}
_FPS = 24


class FakeComfyUI(Fake):
    provider: ClassVar[str] = "comfyui"
    lacks = NEWS | {"revoked_midway"}

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self.uploads: dict[str, bytes] = {}

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/upload/image", self.upload, methods=["POST"]),
            Route("/prompt", self.prompt, methods=["POST"]),
            Route("/history", self.history, methods=["GET"]),
            Route("/history/{id}", self.history, methods=["GET"]),
            Route("/queue", self.queue, methods=["GET"]),
            Route("/queue", self.unqueue, methods=["POST"]),
            Route("/interrupt", self.interrupt, methods=["POST"]),
            Route("/view", self.view, methods=["GET"]),
        ]

    async def upload(self, request: Request) -> Response:
        form = await request.form()
        image = form.get("image")
        if not isinstance(image, UploadFile) or not image.filename:
            return Response(status_code=400)
        self.uploads[image.filename] = await image.read()
        return JSONResponse({"name": image.filename, "subfolder": "", "type": form.get("type", "input")})

    async def prompt(self, request: Request) -> Response:
        body = await request.json()
        graph = body.get("prompt")
        if not isinstance(graph, dict):
            return _refused("no_prompt", "No prompt provided")
        wrong = self._wrong(graph)
        if wrong:
            return wrong
        work = self.shop.begin(self, self._ask(graph), body)
        if isinstance(work, Response):
            return work
        return self.shop.answer(self, work, JSONResponse({"prompt_id": work.id, "number": 1, "node_errors": {}}))

    async def history(self, request: Request) -> Response:
        """All of it, or the latest; the oldest of those first."""
        wanted, found = request.path_params.get("id"), {}
        for work in self.shop.of(self.provider):
            state = self.shop.state(work)
            over = state in {"succeeded", "failed", "refused"} or work.body.get("interrupted")
            if over and wanted in {None, work.id}:
                found[work.id] = self._done(work, state)
        latest = list(found.items())[: int(request.query_params.get("max_items", len(found)))]
        return JSONResponse(dict(reversed(latest)))

    async def queue(self, request: Request) -> Response:
        queued: dict[str, list[Any]] = {"queue_running": [], "queue_pending": []}
        for work in self.shop.of(self.provider):
            state = self.shop.state(work)
            if state in {"queued", "running"}:
                queued["queue_running" if state == "running" else "queue_pending"].append(_entry(work))
        return JSONResponse(queued)

    async def unqueue(self, request: Request) -> Response:
        for work in self.shop.of(self.provider):
            if work.id in (await request.json()).get("delete", []) and self.shop.state(work) == "queued":
                work.cancelled = True
        return Response()

    async def interrupt(self, request: Request) -> Response:
        """Whatever runs, if no prompt is named."""
        wanted = (await request.json()).get("prompt_id") if await request.body() else None
        for work in self.shop.of(self.provider):
            if wanted in {None, work.id} and self.shop.state(work) == "running":
                work.cancelled = work.body["interrupted"] = True
        return Response()

    async def view(self, request: Request) -> Response:
        query = request.query_params
        work = self.shop.find(self.provider, query.get("filename", "").partition("_")[0])
        if work is None or (query.get("subfolder"), query.get("type")) != ("spotworks", "output"):
            return Response(status_code=404)
        work.fetched += 1
        if work.fault == "expired_url" and work.fetched == 1:
            return Response(status_code=404)
        if work.fault == "private_url":
            return RedirectResponse(self.shop.url(work))
        return await self.shop.delivered(work)

    def trouble(self, kind: Trouble) -> Response:
        """What a proxy before the server says; ComfyUI itself knows neither keys nor money."""
        match kind:
            case "throttled":
                return Response("Too Many Requests", 429, {"Retry-After": "2"})
            case "no_credit":
                return Response("Payment Required", 402)
            case "revoked":
                return Response("Unauthorized", 401)
            case "refused_input":
                return _refused("prompt_outputs_failed_validation", "Prompt outputs failed validation")
        return Response("Bad Gateway", 503)

    def _wrong(self, graph: dict[str, Any]) -> Response | None:
        """As execution.validate_prompt refuses it."""
        for number, node in graph.items():
            if "class_type" not in node:
                return _refused(
                    "invalid_prompt", f"Cannot execute because node {number} is missing the class_type property."
                )
        if not any(node["class_type"] in _SAVING for node in graph.values()):
            return _refused("prompt_no_outputs", "Prompt has no outputs")
        errors: dict[str, Any] = {}
        for number, name, value in _inputs(graph):
            class_type, why = graph[number]["class_type"], ""
            if isinstance(value, list) and value[0] not in graph:
                why = "Exception when validating inner node"
            elif class_type == "LoadImage" and name == "image" and value not in self.uploads:
                why = f"image - Invalid image file: {value}"
            elif name in {"width", "height", "length", "seed", "fps"} and isinstance(value, str):
                why = f"{name}, {value}, invalid literal for int() with base 10"
            if why:
                one = {
                    "type": "custom_validation_failed",
                    "message": "Custom validation failed for node",
                    "details": why,
                }
                errors[number] = {"errors": [one], "dependent_outputs": [], "class_type": class_type}
        failed = "prompt_outputs_failed_validation", "Prompt outputs failed validation"
        return _refused(*failed, errors) if errors else None

    def _ask(self, graph: dict[str, Any]) -> Ask:
        values = {name: value for _, name, value in _inputs(graph) if not isinstance(value, list)}
        texts = [node["inputs"]["text"] for node in graph.values() if node["class_type"] == "CLIPTextEncode"]
        return Ask(
            kind="clip", prompt=texts[0] if texts else "", seconds=values.get("length", 49) / values.get("fps", _FPS),
            width=values.get("width", 832), height=values.get("height", 480),
            picture=self.uploads.get(str(values.get("image", "")), b""),
        )  # fmt: skip

    def _done(self, work: Work, state: State) -> dict[str, Any]:
        about: dict[str, Any] = {"prompt_id": work.id, "timestamp": 1785125529000}
        messages: list[Any] = [["execution_start", about]]
        outputs: dict[str, Any] = {}
        if work.body.get("interrupted"):
            messages.append(
                ["execution_interrupted", about | {"node_id": "8", "node_type": "KSampler", "executed": []}]
            )
        elif state == "succeeded":
            messages.append(["execution_success", about])
            saving = next(number for number, node in work.body["prompt"].items() if node["class_type"] in _SAVING)
            file = {"filename": f"{work.id}_00001_.mp4", "subfolder": "spotworks", "type": "output"}
            outputs = {saving: {"images": [file], "animated": [True]}}
        else:
            why = {"node_id": "8", "node_type": "KSampler", "exception_message": "CUDA out of memory",
                   "exception_type": "torch.OutOfMemoryError", "traceback": []}  # fmt: skip
            if state == "refused":
                why |= {"node_type": "SafetyCheck", "exception_message": "NSFW content was found"}
            messages.append(["execution_error", about | why])
        good = state == "succeeded"
        status = {"status_str": "success" if good else "error", "completed": good, "messages": messages}
        return {"prompt": _entry(work), "outputs": outputs, "status": status, "meta": {}}


def _entry(work: Work) -> list[Any]:
    """[number, id, graph, about, outputs], as the queue and the history keep it."""
    about = {"client_id": work.body.get("client_id", ""), "create_time": 1785125529000}
    return [1, work.id, work.body["prompt"], about, []]


def _inputs(graph: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for number, node in graph.items():
        for name, value in node.get("inputs", {}).items():
            yield number, name, value


def _refused(kind: str, message: str, errors: dict[str, Any] | None = None) -> Response:
    error = {"type": kind, "message": message, "details": "", "extra_info": {}}
    return JSONResponse({"error": error, "node_errors": errors or {}}, 400)
