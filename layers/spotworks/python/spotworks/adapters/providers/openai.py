"""Pictures by OpenAI: https://platform.openai.com/docs/api-reference/images (research/providers.md section 5)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from urllib3.filepost import encode_multipart_formdata

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.at_once import PATIENCE, AtOnce
from spotworks.adapters.providers.inline import output_of
from spotworks.adapters.providers.usage import cost_of
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.model import Model
from spotworks.errors import CreditGone, KeyRejected, ModerationRefused, SpotworksError
from spotworks.ports import StillInput, VendorRequest, VendorStatus

BASE = "https://api.openai.com"
KEY, KEY_FROM = "OPENAI_API_KEY", "https://platform.openai.com/api-keys"
_FAILURES: dict[str, type[SpotworksError]] = {
    "moderation_blocked": ModerationRefused, "content_policy_violation": ModerationRefused,
    "insufficient_quota": CreditGone, "billing_hard_limit_reached": CreditGone, "billing_not_active": CreditGone,
    "model_not_found": KeyRejected,
}  # fmt: skip


class OpenAIImages(AtOnce):
    """Satisfies ports.Vendor.

    Options of the catalogue: "input.quality" and alike, fields that every request of this model has; "usd.image_out"
    and alike, prices of a million tokens.
    """

    name: ClassVar[str] = "OpenAI"

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("OpenAI", account.base or BASE, self._headers, judged)

    def create(self, request: VendorRequest) -> VendorStatus:
        """Pictures go along as references of an edit: the API has no others."""
        fields = {"model": request.model.vendor_id, "prompt": request.prompt}
        fields |= {"size": request.size} if request.size else {}
        fields |= {name[6:]: value for name, value in request.model.options.items() if name.startswith("input.")}
        pictures = [one for one in (request.first_frame, *request.references) if one]
        if pictures:
            body, kind = encode_multipart_formdata([*fields.items(), *map(_part, enumerate(pictures))])
            about: dict[str, Any] = {"body": body, "headers": {"Content-Type": kind}}
        else:
            about = {"json_body": fields}
        path = "/v1/images/edits" if pictures else "/v1/images/generations"
        reply = self._wire.call("POST", path, paid=True, seconds=PATIENCE, **about)
        if not isinstance(reply.find("data"), list):
            raise self._wire.unreadable(reply, paid=True)
        return _made(reply, request.model)

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(KEY, KEY_FROM)}"}


def _part(numbered: tuple[int, StillInput]) -> tuple[str, tuple[str, bytes, str]]:
    number, still = numbered
    return "image[]", (f"{number}.{still.content_type.rpartition('/')[2]}", still.content, still.content_type)


def _made(reply: Reply, model: Model) -> VendorStatus:
    cost, kind = cost_of(model, _tokens(reply)), f"image/{reply.find('output_format') or 'png'}"
    output = output_of(reply.find("data", 0, "b64_json"), kind, "")
    if output is None:
        return VendorStatus(
            state="failed", error="DeliveryUnusable", message="OpenAI delivered no picture that reads", cost_usd=cost
        )
    return VendorStatus(state="succeeded", outputs=(output,), cost_usd=cost)


def _tokens(reply: Reply) -> dict[str, Any]:
    """Where the output's tokens are not told apart, they are of the picture."""
    found: dict[str, Any] = {}
    for kind in ("text", "image"):
        found[f"{kind}_in"] = reply.find("usage", "input_tokens_details", f"{kind}_tokens")
        found[f"{kind}_out"] = reply.find("usage", "output_tokens_details", f"{kind}_tokens")
    if reply.find("usage", "output_tokens_details") is None:
        found["image_out"] = reply.find("usage", "output_tokens")
    return found


def judged(reply: Reply) -> SpotworksError | None:
    """Of all of OpenAI's APIs, by the error's code, whatever the status: no credit comes as 429 and as 400."""
    if reply.status < 400:
        return None
    code = str(reply.find("error", "code") or reply.find("error", "type"))
    said = f"OpenAI said {reply.status}: {shown(str(reply.find('error', 'message') or reply.text))}"
    if reply.status == 400 and "safety system" in said:
        return ModerationRefused(said)
    return _FAILURES[code](said) if code in _FAILURES else None
