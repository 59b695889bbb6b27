"""RunPod's serverless endpoints: https://docs.runpod.io/serverless/endpoints/send-requests. The input is the worker's
own; OpenV's Mochi (runpod/openv docs/api.md, its worker-mochi) is the one in the catalogue."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from spotworks.adapters.providers import prose
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.inputs import constants, given
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.model import Model
from spotworks.errors import CreditGone, ModerationRefused, ProviderRejected, SpotworksError
from spotworks.ports import Output, VendorJob, VendorRequest, VendorStatus

BASE = "https://api.runpod.ai"
KEY, KEY_FROM = "RUNPOD_API_KEY", "https://console.runpod.io/user/settings"
ENDPOINT, ENDPOINT_FROM = "RUNPOD_ENDPOINT_ID", "https://console.runpod.io/serverless"
_URLS = ("result", "url", "video_url", "video", "output", "message")  # where workers put it


class RunPod:
    """Satisfies ports.Vendor. options of the catalogue: what the worker's inputs are called ("prompt" =
    "positive_prompt", all names of inputs.given), "input.<field>" for what every request says beside, and
    "endpoint_id" for the environment name of the endpoint's id where it is not RUNPOD_ENDPOINT_ID.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("RunPod", account.base or BASE, self._headers, _judged)

    def create(self, request: VendorRequest) -> VendorJob:
        names = {"prompt": "prompt"} | request.model.options
        inputs = {names[ours]: value for ours, value in given(request).items() if ours in names}
        body: dict[str, Any] = {"input": inputs | constants(names)}
        if request.callback:
            body["webhook"] = request.callback
        reply = self._wire.call("POST", self._path(request.model, "run"), json_body=body, paid=True)
        job = reply.find("id")
        if not isinstance(job, str) or not job:
            raise self._wire.unreadable(reply, paid=True)
        return VendorJob(id=job)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        """RunPod takes money for the worker's time, also where nothing came of it."""
        try:
            reply = self._wire.call("GET", self._path(model, f"status/{job.id}"))
        except ProviderRejected:
            return prose.lost("RunPod")
        match reply.find("status"):
            case "IN_QUEUE":
                return VendorStatus(state="queued")
            case "IN_PROGRESS" | "RUNNING":
                return VendorStatus(state="running")
            case "COMPLETED":
                return _delivered(reply.find("output"))
            case "FAILED" | "TIMED_OUT":
                return prose.failed("RunPod", reply.find("error") or reply.find("status"))
            case "CANCELLED":
                return VendorStatus(state="cancelled")
        raise self._wire.unreadable(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        with suppress(ProviderRejected):  # it is over and forgotten
            self._wire.call("POST", self._path(model, f"cancel/{job.id}"))

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        raise ProviderRejected("RunPod keeps no key of ours with its work, so that a lost call can't be found")

    def hears(self) -> bool:
        return True

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """RunPod signs nothing."""

    def _path(self, model: Model, rest: str) -> str:
        endpoint = self._account.key(model.options.get("endpoint_id", ENDPOINT), ENDPOINT_FROM)
        return f"/v2/{endpoint}/{rest}"

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(KEY, KEY_FROM)}"}


def _delivered(output: Any) -> VendorStatus:
    """What a worker returned. One that gave up may return as well, with a reason where the address should be."""
    said = _text(output)
    if said.startswith(("https://", "http://")):
        return VendorStatus(state="succeeded", outputs=(Output(url=said),))
    if said.upper().startswith(("FAILED", "ERROR")):
        return prose.failed("RunPod", said)
    return VendorStatus(
        state="failed", error="DeliveryUnusable",
        message=f"RunPod's worker completed without an address of a file: {shown(said) or 'it returned nothing'}",
    )  # fmt: skip


def _text(output: Any) -> str:
    """The address or the reason in a worker's output: text, or in a list or an object, at most three deep."""
    for _ in range(3):
        if isinstance(output, list) and output:
            output = output[0]
        elif isinstance(output, dict):
            output = next((output[name] for name in (*_URLS, "error") if output.get(name)), "")
    return output if isinstance(output, str) else ""


def _judged(reply: Reply) -> SpotworksError | None:
    if reply.status < 400:
        return None
    reason = str(reply.find("error") or reply.text)
    said = f"RunPod said {reply.status}: {shown(reason)}"
    if any(words in reason.lower() for words in ("insufficient funds", "insufficient balance", "not enough balance")):
        return CreditGone(said)
    if prose.refuses(reason):
        return ModerationRefused(said)
    return ProviderRejected(said, field="model") if reply.status in {400, 404, 413, 422} else None
