"""Pictures by Gemini: https://ai.google.dev/api/generate-content (research/providers.md section 4)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import quote

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.at_once import PATIENCE, AtOnce
from spotworks.adapters.providers.google.failures import REFUSALS, dicts, judged
from spotworks.adapters.providers.google.interactions import BASE, KEY, KEY_FROM
from spotworks.adapters.providers.inline import encoded, output_of
from spotworks.adapters.providers.usage import cost_of
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.model import Model
from spotworks.ports import StillInput, VendorRequest, VendorStatus


class GeminiImages(AtOnce):
    """Satisfies ports.Vendor. Options of the catalogue: "usd.image_out" and alike, prices of a million tokens."""

    name: ClassVar[str] = "Gemini"

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("Google", account.base or BASE, self._headers, judged)

    def create(self, request: VendorRequest) -> VendorStatus:
        path = f"/v1/models/{quote(request.model.vendor_id, safe='')}:generateContent"
        reply = self._wire.call("POST", path, json_body=_body(request), paid=True, seconds=PATIENCE)
        if reason := reply.find("promptFeedback", "blockReason"):
            return _failed("ModerationRefused", f"the prompt was blocked ({reason})", Decimal(0))
        if not isinstance(reply.find("candidates", 0), dict):
            raise self._wire.unreadable(reply, paid=True)
        return _made(reply, request.model)

    def _headers(self) -> Mapping[str, str]:
        return {"x-goog-api-key": self._account.key(KEY, KEY_FROM)}


def _body(request: VendorRequest) -> dict[str, Any]:
    pictures = [one for one in (request.first_frame, request.last_frame, *request.references) if one]
    wanted = {"aspectRatio": request.size or request.aspect, "imageSize": request.resolution}
    config: dict[str, Any] = {"responseModalities": ["IMAGE"]}
    config["imageConfig"] = {name: value for name, value in wanted.items() if value}
    if request.model.seed:
        config["seed"] = request.seed
    parts = [{"text": request.prompt}, *map(_picture, pictures)]
    return {"contents": [{"role": "user", "parts": parts}], "generationConfig": config}


def _picture(still: StillInput) -> dict[str, Any]:
    return {"inlineData": {"mimeType": still.content_type, "data": encoded(still)}}


def _made(reply: Reply, model: Model) -> VendorStatus:
    cost = cost_of(model, _tokens(reply))
    blobs = list(_blobs(reply))
    if outputs := tuple(
        output
        for one in blobs
        if (output := output_of(one.get("data"), one.get("mimeType") or one.get("mime_type"), "image/png"))
    ):
        return VendorStatus(state="succeeded", outputs=outputs, cost_usd=cost)
    if blobs:
        return _failed("DeliveryUnusable", "the picture does not read", cost)
    reason = str(reply.find("candidates", 0, "finishReason"))
    said = f"it made no picture ({reason}) {reply.find('candidates', 0, 'finishMessage') or ''}"
    return _failed("ModerationRefused" if reason in REFUSALS else "ProviderUnavailable", said, cost)


def _blobs(reply: Reply) -> Iterator[dict[str, Any]]:
    """The pictures; those that it only thought in are drafts."""
    for part in dicts(reply.find("candidates", 0, "content", "parts")):
        blob = part.get("inlineData") or part.get("inline_data")
        if isinstance(blob, dict) and not part.get("thought"):
            yield blob


def _tokens(reply: Reply) -> dict[str, Any]:
    found: dict[str, Any] = {"text_out": reply.find("usageMetadata", "thoughtsTokenCount")}
    for field, way in (("promptTokensDetails", "in"), ("candidatesTokensDetails", "out")):
        for one in dicts(reply.find("usageMetadata", field)):
            found[f"{str(one.get('modality')).lower()}_{way}"] = one.get("tokenCount")
    return found


def _failed(error: str, said: str, cost: Decimal | None) -> VendorStatus:
    return VendorStatus(state="failed", error=error, message=f"Gemini: {shown(said)}", cost_usd=cost)
