"""Runway: https://docs.dev.runwayml.com/api (research/providers.md section 2). All its models through one format."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.inputs import data_uri, named_inputs
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.adapters.web.addresses import target
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
    ModerationRefused,
    NotFound,
    ProviderRejected,
    ProviderUnavailable,
    ResearchFailed,
    SpotworksError,
)
from spotworks.ports import Output, StillInput, VendorJob, VendorRequest, VendorStatus

BASE = "https://api.dev.runwayml.com"
KEY, KEY_FROM = "RUNWAYML_API_SECRET", "https://dev.runwayml.com"
VERSION = "2024-11-06"
CREDIT = Decimal("0.01")  # US dollars: https://docs.dev.runwayml.com/guides/setup
DATA_URI_MAX = 5 * 1024 * 1024  # characters: https://docs.dev.runwayml.com/assets/inputs; what is longer is uploaded
_NAMES = {"prompt": "promptText", "seconds": "duration", "size": "ratio"}


class Runway:
    """Satisfies ports.Vendor. It sends no webhooks and lists no tasks; asking about one makes sense every 5 s.

    options of the catalogue: those of named_inputs, "negative_prompt" and "resolution" where a model has them among
    them; "image_ratio": what a model wants for its ratio where there is a first frame ("auto_1080p"), "" for nothing;
    "frame_references": whether references may go beside a first frame ("yes"), or "only" there; else never there.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("Runway", account.base or BASE, self._headers, _judged)
        self._tasks = replace(self._wire, judge=_judged_of_task)

    def create(self, request: VendorRequest) -> VendorJob:
        kind = "text_to_image" if request.kind == "image" else "text_to_video"
        path = "image_to_video" if request.first_frame else kind
        reply = self._wire.call("POST", f"/v1/{path}", json_body=self._body(request), paid=True)
        job = reply.find("id")
        if not isinstance(job, str) or not job:
            raise self._wire.unreadable(reply, paid=True)
        return VendorJob(id=job)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        try:
            reply = self._tasks.call("GET", f"/v1/tasks/{job.id}")
        except NotFound as error:
            return VendorStatus(state="cancelled", message=error.message)
        match reply.find("status"):
            case "PENDING" | "THROTTLED":  # throttled: more at once than the account's tier allows; it waits by itself
                return VendorStatus(state="queued")
            case "RUNNING":
                done = reply.find("progress")
                return VendorStatus(state="running", progress=float(done) if isinstance(done, int | float) else None)
            case "SUCCEEDED":
                return _succeeded(reply)
            case "FAILED":
                return _failed(reply)
            case "CANCELLED":
                return VendorStatus(state="cancelled", cost_usd=_cost(reply))
        raise self._tasks.unreadable(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Only what is not over yet: the same call would delete a finished video."""
        if self.poll(job, model).state not in {"queued", "running"}:
            return
        try:
            self._tasks.call("DELETE", f"/v1/tasks/{job.id}")
        except NotFound:
            return  # it ended in between

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        raise ProviderRejected(f"Runway's API lists no tasks; whether it took the call is to be seen at {KEY_FROM}")

    def hears(self) -> bool:
        return False

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """All: Runway sends nothing."""

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(KEY, KEY_FROM)}", "X-Runway-Version": VERSION}

    def _body(self, request: VendorRequest) -> dict[str, Any]:
        model, names = request.model, dict(_NAMES)
        if model.seed:
            names["seed"] = "seed"
        if model.native_audio == "optional":
            names["sound"] = "audio"
        body = {"model": model.vendor_id} | named_inputs(request, names)
        if request.first_frame:
            body["promptImage"] = self._frames(request, request.first_frame)
            if "image_ratio" in model.options:
                body |= {"ratio": model.options["image_ratio"]}
        beside = model.options.get("frame_references", "")
        if request.references and (beside if request.first_frame else beside != "only"):
            named = "referenceImages" if request.kind == "image" else "references"
            body[named] = [{"uri": self._uri(still)} for still in request.references]
        return {name: value for name, value in body.items() if value != ""}

    def _frames(self, request: VendorRequest, first: StillInput) -> Any:
        if not request.last_frame:
            return self._uri(first)
        return [{"uri": self._uri(s), "position": p} for p, s in (("first", first), ("last", request.last_frame))]

    def _uri(self, still: StillInput) -> str:
        if still.url.startswith("https://"):
            return still.url
        uri = data_uri(still)
        return uri if len(uri) <= DATA_URI_MAX else self._uploaded(still)

    def _uploaded(self, still: StillInput) -> str:
        """The address of a picture that Runway keeps for a day. Nothing is paid for here."""
        name = "picture." + still.content_type.rpartition("/")[2]
        reply = self._wire.call("POST", "/v1/uploads", json_body={"filename": name, "type": "ephemeral"})
        url, fields, uri = (reply.find(part) for part in ("uploadUrl", "fields", "runwayUri"))
        if not (isinstance(url, str) and isinstance(fields, dict) and isinstance(uri, str)):
            raise self._wire.unreadable(reply)
        try:
            target(url, allow=self._account.allow, seconds=5.0)
        except ResearchFailed as error:
            raise ProviderUnavailable(f"Runway wants the picture where nothing is sent to: {error.message}") from error
        form = {str(field): str(value) for field, value in fields.items()}
        store = Wire("Runway's store", url, lambda: {}, _judged_of_store)  # not Runway itself: it gets no key
        store.call("POST", url, fields={**form, "file": (name, still.content, still.content_type)}, seconds=60.0)
        return uri


def _succeeded(reply: Reply) -> VendorStatus:
    urls = reply.find("output")
    found = tuple(Output(url=url) for url in (urls if isinstance(urls, list) else ()) if isinstance(url, str) and url)
    if not found:
        return VendorStatus(
            state="failed", error="DeliveryUnusable", message="Runway succeeded without a file", cost_usd=_cost(reply)
        )
    return VendorStatus(state="succeeded", outputs=found, cost_usd=_cost(reply))


def _failed(reply: Reply) -> VendorStatus:
    """By https://docs.dev.runwayml.com/errors/task-failures: refusals may be charged, which the task itself says."""
    code = str(reply.find("failureCode") or "")
    if "SAFETY" in code:
        error = "ModerationRefused"
    else:
        error = "ProviderRejected" if code.startswith("ASSET.") else "ProviderUnavailable"
    said = f"Runway: {shown(str(reply.find('failure') or 'it gave no reason'))} ({code or 'no code'})"
    return VendorStatus(state="failed", error=error, message=said, cost_usd=_cost(reply))


def _cost(reply: Reply) -> Decimal | None:
    """What a task that is over was charged, refunds taken off."""
    credits_ = reply.find("cost", "credits")
    if isinstance(credits_, bool) or not isinstance(credits_, int | float) or not 0 <= credits_ < 1e6:
        return None
    return Decimal(str(credits_)) * CREDIT


def _judged(reply: Reply) -> SpotworksError | None:
    """No credit comes as 400, in prose."""
    if reply.status != 400:
        return None
    said = str(reply.find("error") or reply.text)
    if "enough credits" in said.lower():
        return CreditGone(f"Runway: {shown(said)}")
    if "moderation" in said.lower():
        return ModerationRefused(f"Runway: {shown(said)}")
    return ProviderRejected(f"Runway refused the input: {shown(reply.text)}", field="model")


def _judged_of_task(reply: Reply) -> SpotworksError | None:
    return NotFound("Runway has no such task any more") if reply.status == 404 else _judged(reply)


def _judged_of_store(reply: Reply) -> SpotworksError | None:
    if reply.status < 300:
        return None
    return ProviderUnavailable(f"Runway's store did not take the picture ({reply.status})")
