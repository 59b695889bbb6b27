"""Veo on Vertex AI: predictLongRunning and fetchPredictOperation (research/providers.md section 4).

https://docs.cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation
"""

import json
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.google.failures import dicts, judged, refused
from spotworks.adapters.providers.google.tokens import signed
from spotworks.adapters.providers.inline import encoded, output_of
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.credentials import wrong_with_key
from spotworks.domain.model import Model
from spotworks.errors import ModelUnavailable, ProviderRejected
from spotworks.ports import StillInput, VendorJob, VendorRequest, VendorStatus

KEY, KEY_FROM = "GOOGLE_SERVICE_ACCOUNT", "https://console.cloud.google.com/iam-admin/serviceaccounts"
LOCATION = "GOOGLE_CLOUD_LOCATION"
_NEEDED = ("project_id", "client_email", "private_key", "private_key_id")
_TOKEN_LIFE = 600  # seconds; Google takes an hour at most
_ANSWER = 120.0  # seconds: the clip comes in base64 within the answer
_CODES = {3: "ProviderRejected", 7: "KeyRejected", 16: "KeyRejected"}  # of google.rpc.Code; all others may pass


class Vertex:
    """Satisfies ports.Vendor.

    GOOGLE_SERVICE_ACCOUNT: the JSON of a key of a service account, whole. At a base of one's own, a gateway or a fake,
    which signs in by itself, any other text is the token that it wants.
    """

    def __init__(self, account: Account) -> None:
        self._account = account

    def create(self, request: VendorRequest) -> VendorJob:
        path = f"{self._model(request.model)}:predictLongRunning"
        reply = self._wire().call("POST", path, json_body=_body(request), paid=True)
        job = reply.find("name")
        if not isinstance(job, str) or not job:
            raise self._wire().unreadable(reply, paid=True)
        return VendorJob(id=job)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        path = f"{self._model(model)}:fetchPredictOperation"
        reply = self._wire().call("POST", path, json_body={"operationName": job.id}, seconds=_ANSWER)
        if reply.find("name") is None:
            raise self._wire().unreadable(reply)
        if reply.find("done") is not True:
            return VendorStatus(state="running")
        error = reply.find("error")
        return _broken(error) if isinstance(error, dict) else _made(reply)

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Operations of Google's own models cannot be cancelled."""

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        raise ProviderRejected("Vertex keeps no list of operations to find a lost answer in")

    def hears(self) -> bool:
        return False

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """Vertex sends no news: what comes here by an unguessable path only makes us ask."""

    def _location(self) -> str:
        return self._account.secret(LOCATION).strip() or "us-central1"

    def _wire(self) -> Wire:
        where = self._location()
        host = "aiplatform.googleapis.com" if where == "global" else f"{where}-aiplatform.googleapis.com"
        return Wire("Vertex", self._account.base or f"https://{host}", self._headers, judged)

    def _model(self, model: Model) -> str:
        project, where = quote(self._identity()["project_id"], safe=""), quote(self._location(), safe="")
        return f"/v1/projects/{project}/locations/{where}/publishers/google/models/{quote(model.vendor_id, safe='')}"

    def _headers(self) -> Mapping[str, str]:
        """A token of our own instead of one fetched: https://google.aip.dev/auth/4111."""
        who, now = self._identity(), int(time.time())
        if token := who.get("token"):
            return {"Authorization": f"Bearer {token}"}
        claims = {
            "iss": who["client_email"], "sub": who["client_email"], "aud": "https://aiplatform.googleapis.com/",
            "iat": now, "exp": now + _TOKEN_LIFE,
        }  # fmt: skip
        token = signed(claims, key_id=who["private_key_id"], private_key=who["private_key"])
        return {"Authorization": f"Bearer {token}"}

    def _identity(self) -> dict[str, str]:
        """Raises ModelUnavailable; never shows what it read."""
        text = self._account.secret(KEY)
        if not text.strip():
            raise ModelUnavailable(f"{self._account.provider} needs {KEY}; get it at {KEY_FROM}", field="model")
        if self._account.base and not text.lstrip().startswith("{"):
            if wrong := wrong_with_key(KEY, text):
                raise ModelUnavailable(f"{KEY} {wrong}", field="model")
            return {"project_id": "own", "token": text.strip()}
        try:
            found = json.loads(text)
            return {name: str(found[name]) for name in _NEEDED}
        except (ValueError, KeyError, TypeError):
            wanted = ", ".join(_NEEDED)
            raise ModelUnavailable(f"{KEY} must be the JSON of a key, with {wanted}", field="model") from None


def _body(request: VendorRequest) -> dict[str, Any]:
    instance: dict[str, Any] = {"prompt": request.prompt}
    if request.first_frame:
        instance["image"] = _picture(request.first_frame)
    if request.last_frame:
        instance["lastFrame"] = _picture(request.last_frame)
    if request.references:
        instance["referenceImages"] = [{"image": _picture(one), "referenceType": "ASSET"} for one in request.references]
    wanted = {
        "sampleCount": 1,
        "durationSeconds": request.seconds,
        "aspectRatio": request.size or request.aspect,
        "resolution": request.resolution,
        "negativePrompt": request.negative_prompt,
        "seed": request.seed if request.model.seed else None,
    }
    parameters = {name: value for name, value in wanted.items() if value not in (None, "")}
    if request.model.native_audio == "optional":
        parameters["generateAudio"] = request.sound
    return {"instances": [instance], "parameters": parameters}


def _picture(still: StillInput) -> dict[str, str]:
    return {"bytesBase64Encoded": encoded(still), "mimeType": still.content_type}


def _made(reply: Reply) -> VendorStatus:
    videos = list(dicts(reply.find("response", "videos")))
    if outputs := tuple(
        output
        for one in videos
        if (output := output_of(one.get("bytesBase64Encoded"), one.get("mimeType"), "video/mp4"))
    ):
        return VendorStatus(state="succeeded", outputs=outputs)
    if videos:
        return VendorStatus(state="failed", error="DeliveryUnusable", message="Vertex delivered no clip that reads")
    reasons = reply.find("response", "raiMediaFilteredReasons")
    if reasons or reply.find("response", "raiMediaFilteredCount"):
        said = "; ".join(map(str, reasons)) if isinstance(reasons, list) else "its filters held the clip back"
        return _failed("ModerationRefused", said)
    return _failed("ProviderUnavailable", "the operation is done and holds neither a clip nor a reason")


def _broken(error: dict[str, Any]) -> VendorStatus:
    said, code = str(error.get("message") or error), error.get("code")
    if refused(said):
        return _failed("ModerationRefused", said)
    return _failed(_CODES.get(code, "ProviderUnavailable") if isinstance(code, int) else "ProviderUnavailable", said)


def _failed(error: str, said: str) -> VendorStatus:
    return VendorStatus(state="failed", error=error, message=f"Vertex: {shown(said)}", cost_usd=Decimal(0))
