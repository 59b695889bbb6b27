"""ComfyUI's server: https://docs.comfy.org/development/comfyui-server/comms_routes (its server.py and execution.py).

It knows no accounts and no keys: it belongs into a private network.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import urlencode

from spotworks.adapters.providers import prose
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.inputs import given
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.model import Model
from spotworks.errors import ModelUnavailable, ProviderRejected, SpotworksError
from spotworks.ports import Output, StillInput, VendorJob, VendorRequest, VendorStatus

GRAPHS = Path(__file__).parent / "graphs"
_VIDEOS, _PICTURES = frozenset({".mp4", ".webm", ".mov", ".mkv"}), frozenset({".png", ".jpg", ".jpeg", ".webp"})
_PLACE = re.compile(r"\{([a-z_]+)\}")
_LATEST = (200, 2_000, 10_000)  # of the history, that `find` looks through in turn; ComfyUI keeps no more than the last


class ComfyUI:
    """Satisfies ports.Vendor. options of the catalogue: "graph" and, for requests with a first frame, "graph_image":
    a file in graphs/ or a path of one's own, as ComfyUI's "Export (API)" writes it, with placeholders:
    {prompt} {negative_prompt} {seed} {width} {height} {frames} {fps} {seconds} {first_frame} {last_frame}.
    """

    def __init__(self, account: Account) -> None:
        self._account = account

    def create(self, request: VendorRequest) -> VendorJob:
        """Pictures are uploaded first; only the last call begins anything."""
        wire, graph = self._at(request.model), _graph(request)
        values = given(request)
        for name, still in (("first_frame", request.first_frame), ("last_frame", request.last_frame)):
            if still and f"{{{name}}}" in json.dumps(graph):
                values[name] = _uploaded(wire, still, f"{request.client_key or request.seed}-{name}")
        body = {"prompt": _filled(graph, values, request.model), "client_id": request.client_key}
        reply = wire.call("POST", "/prompt", json_body=body, paid=True)
        job = reply.find("prompt_id")
        if not isinstance(job, str) or not job:
            raise wire.unreadable(reply, paid=True)
        return VendorJob(id=job)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        """What is done is in the history, all else in the queue, and what was cancelled or lost in none."""
        wire = self._at(model)
        for _ in range(2):  # it may move from the queue to the history while it is looked for
            done = _history(wire, f"/history/{job.id}").get(job.id)
            if isinstance(done, dict):
                return _ended(wire, done, model)
            state = self._state(wire, job)
            if state:
                return VendorStatus(state=state)
        return prose.lost(wire.provider)

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Only ours: an older server takes any interruption for that of whatever it is at."""
        wire = self._at(model)
        match self._state(wire, job):
            case "running":
                wire.call("POST", "/interrupt", json_body={"prompt_id": job.id})
            case "queued":
                wire.call("POST", "/queue", json_body={"delete": [job.id]})

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        """By our client_id, in the queue and in the history, of which the latest are asked for first."""
        wire = self._at(model)
        waiting = [(job, client) for _, job, client in _waiting(wire)]
        for most in _LATEST:
            done = _history(wire, f"/history?max_items={most}")
            entries = [_entry(item.get("prompt")) for item in done.values() if isinstance(item, dict)]
            for job, client in (*waiting, *filter(None, entries)):
                if client == client_key:
                    return VendorJob(id=job)
            if len(done) < most:
                return None
        raise ProviderRejected("ComfyUI's history is full: ours may have been dropped from it")

    def hears(self) -> bool:
        return False

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """ComfyUI sends no news."""

    def _at(self, model: Model) -> Wire:
        if not self._account.base:
            raise ModelUnavailable(
                f"{model.name} needs {model.endpoint}, the address of a ComfyUI server", field="model"
            )
        return Wire("ComfyUI", self._account.base.rstrip("/"), dict, _judged)

    @staticmethod
    def _state(wire: Wire, job: VendorJob) -> Literal["running", "queued"] | None:
        return next((state for state, found, _ in _waiting(wire) if found == job.id), None)


def _graph(request: VendorRequest) -> Any:
    options = request.model.options
    name = options.get("graph_image" if request.first_frame and "graph_image" in options else "graph", "")
    try:
        return json.loads((GRAPHS / name).read_text(encoding="utf-8"))  # an absolute name stands for itself
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f'the graph "{name}" of {request.model.id} cannot be read as JSON; export it with "Export (API)"',
            field="model",
        ) from error


def _filled(part: Any, values: Mapping[str, Any], model: Model) -> Any:
    """The graph with values for its placeholders; one that is a whole text becomes what the value is, a number too."""
    if isinstance(part, dict):
        return {name: _filled(value, values, model) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values, model) for value in part]
    if not isinstance(part, str):
        return part
    whole = _PLACE.fullmatch(part)
    if whole:
        return _value(whole[1], values, model)
    return _PLACE.sub(lambda place: str(_value(place[1], values, model)), part)


def _value(name: str, values: Mapping[str, Any], model: Model) -> Any:
    if name in values:
        return values[name]
    if name == "negative_prompt":
        return ""
    raise ProviderRejected(f"the graph of {model.id} wants {{{name}}}, and the request has none", field="model")


def _uploaded(wire: Wire, still: StillInput, name: str) -> str:
    """What the server calls the picture."""
    file = f"{name}.{still.content_type.partition('/')[2]}"
    fields = {"image": (file, still.content, still.content_type), "type": "input", "overwrite": "true"}
    reply = wire.call("POST", "/upload/image", fields=fields)
    stored, folder = reply.find("name"), reply.find("subfolder")
    if not isinstance(stored, str) or not stored:
        raise wire.unreadable(reply)
    return f"{folder}/{stored}" if isinstance(folder, str) and folder else stored


def _waiting(wire: Wire) -> list[tuple[Literal["running", "queued"], str, str]]:
    """State, id and our client_id of what is in the queue."""
    reply = wire.call("GET", "/queue")
    running, queued = reply.find("queue_running"), reply.find("queue_pending")
    if not isinstance(running, list) or not isinstance(queued, list):
        raise wire.unreadable(reply)
    return [("running", *entry) for entry in map(_entry, running) if entry] + [
        ("queued", *entry) for entry in map(_entry, queued) if entry
    ]


def _history(wire: Wire, path: str) -> dict[str, Any]:
    reply = wire.call("GET", path)
    found = reply.find()
    if not isinstance(found, dict):
        raise wire.unreadable(reply)
    return found


def _entry(item: Any) -> tuple[str, str] | None:
    """Id and our client_id of [number, id, graph, about, outputs]."""
    if not isinstance(item, list) or len(item) < 4 or not isinstance(item[1], str):
        return None
    return item[1], str(item[3].get("client_id") or "") if isinstance(item[3], dict) else ""


def _ended(wire: Wire, done: Mapping[str, Any], model: Model) -> VendorStatus:
    status = done.get("status")
    told = dict(_messages(status))
    if "execution_interrupted" in told:
        return VendorStatus(state="cancelled")
    if "execution_error" in told or (isinstance(status, dict) and status.get("status_str") == "error"):
        about = told.get("execution_error", {})
        return prose.failed(wire.provider, f"{about.get('node_type', 'a node')}: {about.get('exception_message')}")
    files = _files(done.get("outputs"), _VIDEOS if "clip" in model.makes else _PICTURES)
    if not files:
        return VendorStatus(state="failed", error="DeliveryUnusable", message="ComfyUI's graph saved no such file")
    return VendorStatus(state="succeeded", outputs=(Output(url=f"{wire.base}/view?{urlencode(files[0])}"),))


def _objects(found: Any) -> Iterable[dict[str, Any]]:
    return [value for value in found.values() if isinstance(value, dict)] if isinstance(found, dict) else []


def _messages(status: Any) -> list[tuple[str, dict[str, Any]]]:
    told = status.get("messages") if isinstance(status, dict) else None
    return [
        (entry[0], entry[1]) for entry in (told if isinstance(told, list) else ())
        if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str) and isinstance(entry[1], dict)
    ]  # fmt: skip


def _files(outputs: Any, endings: frozenset[str]) -> list[dict[str, str]]:
    """Queries for /view of what nodes saved with such an ending; what they only previewed comes last."""
    items = [
        item for node in _objects(outputs) for kind in node.values() if isinstance(kind, list)
        for item in kind if isinstance(item, dict)
    ]  # fmt: skip
    named = [
        {name: str(item.get(name) or "") for name in ("filename", "subfolder", "type")} for item in items
        if PurePosixPath(str(item.get("filename") or "")).suffix.lower() in endings
    ]  # fmt: skip
    return sorted(named, key=lambda file: file["type"] != "output")


def _judged(reply: Reply) -> SpotworksError | None:
    """A graph that does not hold is refused node by node."""
    if reply.status != 400:
        return None
    errors = [
        f"node {number} ({node.get('class_type')}): {one.get('message')} {one.get('details') or ''}".strip()
        for number, node in (reply.find("node_errors") or {}).items() if isinstance(node, dict)
        for one in node.get("errors") or () if isinstance(one, dict)
    ] if isinstance(reply.find("node_errors"), dict) else []  # fmt: skip
    said = "; ".join(errors) or reply.find("error", "message") or reply.find("error") or reply.text
    return ProviderRejected(f"ComfyUI refused the graph: {shown(str(said))}", field="model")
