"""Runway's tasks: https://docs.dev.runwayml.com/api (research/providers.md section 2)."""

import base64
import binascii
import json
import uuid
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any, ClassVar, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.vendors.base import Fake
from local.vendors.media import sides_like
from local.vendors.shop import Ask, State, Trouble, Work, picture_of

DATA_URI_MAX = 5 * 1024 * 1024
_FORMS = json.loads(Path(__file__).with_suffix(".json").read_text())  # by tests/fakes/runway_forms.py
_STATES: dict[State, str] = {
    "queued": "PENDING", "running": "RUNNING", "succeeded": "SUCCEEDED", "failed": "FAILED", "refused": "FAILED",
    "cancelled": "CANCELLED",
}  # fmt: skip
_SHORT = {"480p": 480, "720p": 720, "768p": 768, "1080p": 1080, "2k": 1440}


class FakeRunway(Fake):
    """A refusal is charged, a failure is not, and of cancelled work only what had begun."""

    provider: ClassVar[str] = "runway"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/image_to_video", self.create, methods=["POST"]),
            Route("/v1/text_to_video", self.create, methods=["POST"]),
            Route("/v1/text_to_image", self.create, methods=["POST"]),
            Route("/v1/tasks/{id}", self.get, methods=["GET"]),
            Route("/v1/tasks/{id}", self.delete, methods=["DELETE"]),
            Route("/v1/uploads", self.upload, methods=["POST"]),
            Route("/store/{id}", self.store, methods=["POST"]),
        ]

    def __init__(self, shop: Any) -> None:
        super().__init__(shop)
        self._pictures: dict[str, bytes] = {}
        self._deleted: set[str] = set()

    async def create(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        body = await request.json()
        path = request.url.path.rpartition("/")[2]
        if problem := _problem(path, body):
            return _said(400, problem)
        kind: Literal["clip", "image"] = "image" if path == "text_to_image" else "clip"
        work = self.shop.begin(self, self._ask(kind, body), body)
        if isinstance(work, Response):
            return work
        work.body["charged"] = ceil(100 * self.bill(work))  # a credit is a cent
        return self.shop.answer(
            self, work, JSONResponse({"id": work.id, "estimatedCost": {"credits": body["charged"]}})
        )

    async def get(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        work = self.shop.find(self.provider, request.path_params["id"])
        if work is None or work.id in self._deleted:
            return _said(404, "No task with this ID was found.")
        return JSONResponse(self._task(work))

    async def delete(self, request: Request) -> Response:
        work = self.shop.find(self.provider, request.path_params["id"])
        if work is None or work.id in self._deleted:
            return _said(404, "No task with this ID was found.")
        match self.shop.state(work):
            case "queued":
                work.cancelled, work.body["charged"] = True, 0
            case "running":
                work.cancelled = True
            case _:
                self._deleted.add(work.id)
        return Response(status_code=204)

    async def upload(self, request: Request) -> Response:
        body = await request.json()
        if body.get("type") != "ephemeral" or not body.get("filename"):
            return _said(400, "Validation of body failed")
        name = uuid.uuid4().hex
        return JSONResponse(
            {
                "uploadUrl": f"{self.shop.base}/{self.provider}/store/{name}",
                "fields": {"key": f"ephemeral/{name}", "Policy": "signed"},
                "runwayUri": f"runway://{name}",
            }
        )

    async def store(self, request: Request) -> Response:
        """As S3 takes a form: the fields that were handed out, the file behind them, and no key of Runway's."""
        form = await request.form()
        file, name = form.get("file"), request.path_params["id"]
        if form.get("Policy") != "signed" or not file or isinstance(file, str) or "authorization" in request.headers:
            return Response("<Error><Code>AccessDenied</Code></Error>", 403)
        self._pictures[f"runway://{name}"] = await file.read()
        return Response(status_code=204)

    def charges(self, work: Work, state: State) -> Decimal:
        """The credits that its task tells; nothing yet of what is not over."""
        return Decimal(self._credits(work, state)) / 100 if state not in {"queued", "running"} else Decimal(0)

    def trouble(self, kind: Trouble) -> Response:
        match kind:
            case "throttled":
                return _said(429, "Too many requests", {"Retry-After": "1"})
            case "no_credit":
                return _said(400, "You do not have enough credits to run this task.")
            case "revoked":
                return _said(401, "The provided API key is not valid.")
            case "refused_input":
                return _said(400, "The prompt was rejected by our content moderation system.")
        return _said(503, "Shedding load")

    def _refused(self, request: Request) -> Response | None:
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return self.trouble("revoked")
        if request.headers.get("x-runway-version") != "2024-11-06":
            return _said(400, "The header X-Runway-Version is missing or unknown.")
        return None

    def _task(self, work: Work) -> dict[str, Any]:
        state = self.shop.state(work)
        told: dict[str, Any] = {"id": work.id, "createdAt": "2026-11-29T00:00:00.000Z", "status": _STATES[state]}
        if state == "queued" and any(self.shop.state(one) == "running" for one in self.shop.of(self.provider)):
            told["status"] = "THROTTLED"
        charged = {"credits": self._credits(work, state)}
        match state:
            case "queued":
                return told | {"estimatedCost": charged}
            case "running":
                return told | {"estimatedCost": charged, "progress": 0.5}
            case "succeeded":
                return told | {"cost": charged, "output": [self.shop.url(work)]}
            case "failed":
                return told | {"cost": charged, "failure": "Bad output", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}
            case "refused":
                return told | {"cost": charged, "failure": "Not allowed", "failureCode": "SAFETY.OUTPUT.VIDEO"}
        return told | {"cost": charged}

    def _credits(self, work: Work, state: State) -> int:
        return 0 if state == "failed" else int(work.body["charged"])

    def _ask(self, kind: Literal["clip", "image"], body: dict[str, Any]) -> Ask:
        given = body.get("promptImage", "")
        first = given[0]["uri"] if isinstance(given, list) else given
        picture = self._pictures.get(first) or ("" if first.startswith("runway:") else first)
        content = picture if isinstance(picture, bytes) else picture_of(picture)
        width, height = _sides(body, content)
        return Ask(
            kind=kind, prompt=body.get("promptText", ""), seconds=float(body.get("duration", 5)), width=width,
            height=height, picture=content, sound=bool(body.get("audio")),
        )  # fmt: skip


def _problem(kind: str, body: dict[str, Any]) -> str:
    """What is wrong with a request, as the SDK's types have it; "" for a good one."""
    form = _FORMS[kind].get(body.get("model"))
    if form is None:
        return f"model: {body.get('model')} is not a model of {kind}"
    given = {name for name in body if name != "model"}
    if missing := set(form["required"]) - given:
        return f"missing: {', '.join(sorted(missing))}"
    if strange := given - set(form["fields"]):
        return f"unrecognized: {', '.join(sorted(strange))}"
    for name, value in body.items():
        allowed = form["fields"].get(name, [])
        if allowed and value not in allowed:
            return f"{name}: {value} is none of {allowed}"
    if not 1 <= len(body.get("promptText", "x").encode("utf-16-le")) // 2 <= 15_000:
        return "promptText: wrong length"
    stills = body.get("promptImage", [])
    uris = [stills] if isinstance(stills, str) else [still.get("uri", "") for still in stills]
    return next((f"promptImage: {problem}" for problem in map(_no_picture, uris) if problem), "")


def _no_picture(uri: str) -> str:
    if uri.startswith(("https://", "runway://")):
        return ""
    if not uri.startswith("data:image/"):
        return "Only HTTPS URLs are allowed."
    if len(uri) > DATA_URI_MAX:
        return "Data URI is too large."
    try:
        base64.b64decode(uri.partition(";base64,")[2], validate=True)
    except binascii.Error:
        return "Invalid data URI."
    return ""


def _sides(body: dict[str, Any], picture: bytes) -> tuple[int, int]:
    """In pixels: as "720:1280" says, or in the picture's ratio at the resolution."""
    ratio, asked = body.get("ratio", ""), str(body.get("resolution", "")).lower()
    across, _, down = ratio.partition(":")
    if across.isdigit() and int(across) > 100:
        return int(across), int(down)
    return sides_like(picture, _SHORT.get(asked or ratio.removeprefix("auto_"), 720))


def _said(status: int, error: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": error, "docUrl": "https://docs.dev.runwayml.com/api"}, status, headers)
