"""Servers of one's own with the shape that OpenAI's videos had: vLLM-Omni (docs/serving/videos_api.md), FastVideo
(fastvideo/entrypoints/openai/video_api.py), SGLang, NVIDIA Dynamo and gateways (research/providers.md section 6e)."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from spotworks.adapters.providers import prose
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.inputs import constants, frames
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.model import Model
from spotworks.errors import CreditGone, ModelUnavailable, ModerationRefused, ProviderRejected, SpotworksError
from spotworks.ports import Output, VendorJob, VendorRequest, VendorStatus


class OpenAIVideos:
    """Satisfies ports.Vendor. The account's base is the server's address, with or without its "/v1".

    options of the catalogue: "key", the environment name of the server's key, where it wants one; "frame_step": it is
    asked for frames, not seconds (inputs.frames); "input.<field>": what every request says beside.
    """

    def __init__(self, account: Account) -> None:
        self._account = account

    def create(self, request: VendorRequest) -> VendorJob:
        wire = self._at(request.model)
        reply = wire.call("POST", "/v1/videos", fields=_fields(request), paid=True)
        job = reply.find("id")
        if not isinstance(job, str) or not job:
            raise wire.unreadable(reply, paid=True)
        return VendorJob(id=job)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        wire = self._at(model)
        try:
            reply = wire.call("GET", f"/v1/videos/{job.id}")
        except ProviderRejected:
            return prose.lost(wire.provider)
        progress = _part(reply.find("progress"))
        match reply.find("status"):
            case "queued" | "pending":
                return VendorStatus(state="queued")
            case "in_progress" | "processing" | "running":
                return VendorStatus(state="running", progress=progress)
            case "completed":
                url, headers = f"{wire.base}/v1/videos/{job.id}/content", dict(wire.headers())
                return VendorStatus(state="succeeded", outputs=(Output(url=url, headers=headers),))
            case "failed":
                return prose.failed(wire.provider, _reason(reply))
            case "cancelled" | "canceled" | "deleted":
                return VendorStatus(state="cancelled")
        raise wire.unreadable(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Only what is not finished: the same call deletes the file of what is."""
        if self.poll(job, model).state in {"queued", "running"}:
            with suppress(ProviderRejected):  # over in the meantime
                self._at(model).call("DELETE", f"/v1/videos/{job.id}")

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        raise ProviderRejected(f"{model.name} keeps no key of ours with its work, so that a lost call can't be found")

    def hears(self) -> bool:
        return False

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """Such servers send no news."""

    def _at(self, model: Model) -> Wire:
        if not self._account.base:
            raise ModelUnavailable(
                f"{model.name} needs {model.endpoint}, the address of a server that runs it", field="model"
            )
        base = self._account.base.rstrip("/").removesuffix("/v1")
        keys = self._account.keys(model.options["key"]) if "key" in model.options else ()
        return Wire(model.name, base, lambda: {"Authorization": f"Bearer {keys[0]}"} if keys else {}, _judged)


def _fields(request: VendorRequest) -> dict[str, Any]:
    model = request.model
    fields: dict[str, Any] = {
        "prompt": request.prompt,
        "model": model.vendor_id,
        "negative_prompt": request.negative_prompt,
        "size": request.size,
        "seed": str(request.seed) if model.seed else "",
        "generate_sound": "true" if request.sound else "",
    }
    if request.seconds and "frame_step" in model.options:
        fields |= {"num_frames": str(frames(request.seconds, model)), "fps": str(model.fps or 24)}
    elif request.seconds:
        fields["seconds"] = str(request.seconds)
    if request.first_frame:
        kind = request.first_frame.content_type
        fields["input_reference"] = (f"frame.{kind.partition('/')[2]}", request.first_frame.content, kind)
    fields |= {name: str(value) for name, value in constants(model.options).items()}
    return {name: value for name, value in fields.items() if value}


def _part(percent: object) -> float | None:
    return min(1.0, max(0.0, percent / 100)) if isinstance(percent, int | float) else None


def _reason(reply: Reply) -> str:
    """What is wrong: OpenAI's error object, or the "detail" of FastAPI."""
    for path in (("error", "message"), ("error",), ("detail",)):
        found = reply.find(*path)
        if found:
            return f"{found} {reply.find('error', 'code') or ''}".strip()
    return ""


def _judged(reply: Reply) -> SpotworksError | None:
    """No money comes as 429, a refusal by policy as 400."""
    if reply.status < 400:
        return None
    code, reason = reply.find("error", "code") or reply.find("error", "type"), _reason(reply)
    said = f"the server said {reply.status}: {shown(reason or reply.text)}"
    if code in ("insufficient_quota", "billing_hard_limit_reached"):
        return CreditGone(said)
    if prose.refuses(reason) or code in ("moderation_blocked", "content_policy_violation"):
        return ModerationRefused(said)
    return ProviderRejected(said, field="model") if reply.status in {400, 404, 413, 422} else None
