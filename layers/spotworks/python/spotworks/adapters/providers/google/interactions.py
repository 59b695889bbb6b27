"""Google's Interactions API, for clips (Gemini Omni) and music (Lyria).

https://ai.google.dev/gemini-api/docs/omni and .../music-generation, .../webhooks; research/providers.md section 4.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.at_once import PATIENCE
from spotworks.adapters.providers.google.failures import dicts, judged, refused
from spotworks.adapters.providers.google.tokens import PublishedKeys, verified
from spotworks.adapters.providers.inline import encoded, output_of
from spotworks.adapters.providers.signatures import fresh
from spotworks.adapters.providers.usage import cost_of
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.fitting import shortened, units
from spotworks.domain.model import Model
from spotworks.errors import ProviderRejected, ProviderUnavailable, SpotworksError
from spotworks.ports import Output, StillInput, VendorJob, VendorRequest, VendorStatus

BASE = "https://generativelanguage.googleapis.com"
KEY, KEY_FROM = "GEMINI_API_KEY", "https://aistudio.google.com/apikey"
_STATES: dict[str, Literal["queued", "running", "cancelled"]] = {
    "queued": "queued", "in_progress": "running", "cancelled": "cancelled"
}  # fmt: skip


class Interactions:
    """Satisfies ports.Vendor.

    Options of the catalogue: "background" = "no" for models that answer when they are done; "suffix", a sentence
    that is put after every prompt; "usd.video_out" and alike, prices of a million tokens.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._base = account.base or BASE
        self._wire = Wire("Google", self._base, self._headers, judged)
        self._asking = Wire("Google", self._base, self._headers, _judged_asking)

    def create(self, request: VendorRequest) -> VendorJob | VendorStatus:
        reply = self._wire.call("POST", "/v1/interactions", json_body=_body(request), paid=True, seconds=PATIENCE)
        told = self._told(reply, request.model)
        if told is not None and told.state not in {"queued", "running"}:
            return told
        job = reply.find("id")
        if not isinstance(job, str) or not job:
            raise self._wire.unreadable(reply, paid=True)
        return VendorJob(id=job)

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        reply = self._asking.call("GET", _path(job), query={"stream": "false"}, seconds=60.0)
        told = self._told(reply, model)
        if told is None:
            raise self._wire.unreadable(reply)
        return told

    def cancel(self, job: VendorJob, model: Model) -> None:
        try:
            self._wire.call("POST", f"{_path(job)}/cancel")
        except ProviderRejected:
            return  # it is over already

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        """Our key is in user_metadata, which comes back with webhooks only."""
        raise ProviderRejected("Google keeps no list of interactions to find a lost answer in")

    def hears(self) -> bool:
        return True

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """A token of Google's, from now. What it holds of the body is not documented: news only make us ask."""
        fresh(headers.get("webhook-timestamp", ""), now)
        verified(headers.get("webhook-signature", ""), _published(self._base), now=now)

    def _headers(self) -> Mapping[str, str]:
        return {"x-goog-api-key": self._account.key(KEY, KEY_FROM)}

    def _told(self, reply: Reply, model: Model) -> VendorStatus | None:
        """None for a state that is not known."""
        match reply.find("status"):
            case "queued" | "in_progress" | "cancelled" as state:
                return VendorStatus(state=_STATES[state])
            case "completed":
                return self._completed(reply, model)
            case "failed" | "incomplete":
                return _failed("ModerationRefused" if refused(_said(reply)) else "ProviderUnavailable", reply)
            case "budget_exceeded" | "requires_action" | "requires_continuation" | "idle":
                return _failed("ProviderRejected", reply)
        return None

    def _completed(self, reply: Reply, model: Model) -> VendorStatus:
        """A refusal is complete, too: it holds text and neither a file nor tokens of one."""
        contents, used = list(_contents(reply)), _tokens(reply)
        media = [one for one in contents if one.get("type") in {"video", "audio"}]
        outputs = tuple(output for one in media if (output := self._output(one)))
        if outputs:
            return VendorStatus(state="succeeded", outputs=outputs, cost_usd=cost_of(model, used))
        if media or used.get("video_out") or used.get("audio_out") or not _said(reply):
            return VendorStatus(state="failed", error="DeliveryUnusable", message="Google delivered no file that reads")
        return _failed("ModerationRefused", reply)

    def _output(self, content: dict[str, Any]) -> Output | None:
        kind, uri = str(content.get("mime_type") or ""), content.get("uri")
        if not isinstance(uri, str) or not uri:
            return output_of(content.get("data"), kind, "video/mp4" if content["type"] == "video" else "audio/mpeg")
        if uri.startswith("files/"):
            uri = f"{self._base.rstrip('/')}/v1/{uri}"
        if _origin(uri) != _origin(self._base):
            return Output(url=uri, content_type=kind)  # the key is for Google's own host
        url = uri if ":download" in uri else f"{uri}:download?alt=media"
        return Output(url=url, content_type=kind, headers=dict(self._headers()))


@cache
def _published(base: str) -> PublishedKeys:
    """One for a process: adapters come and go."""
    wire = Wire("Google", base, lambda: {})
    return PublishedKeys(lambda: wire.call("GET", "/.well-known/jwks.json", seconds=10.0).find("keys"))


def _path(job: VendorJob) -> str:
    return f"/v1/interactions/{quote(job.id, safe='')}"


def _origin(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme, parts.netloc


def _judged_asking(reply: Reply) -> SpotworksError | None:
    """A 400 was seen of work that ran on and was charged; only of a name that it does not know is it the end."""
    error = judged(reply)
    if error is None and reply.status == 400 and "invalid interaction name" not in reply.text.lower():
        return ProviderUnavailable(f"Google said 400: {shown(reply.text)}")
    return error


def _body(request: VendorRequest) -> dict[str, Any]:
    pictures = [one for one in (request.first_frame, request.last_frame, *request.references) if one]
    content = [*map(_image, pictures), {"type": "text", "text": _prompt(request)}]
    background = request.model.options.get("background") != "no"
    body: dict[str, Any] = {
        "model": request.model.vendor_id,
        "input": [{"type": "user_input", "content": content}],
        "response_format": _format(request),
    }
    if task := _task(request):
        body["generation_config"] = {"video_config": {"task": task}}
    if background:
        body["background"] = True
    if background and request.callback:
        body["webhook_config"] = {"uris": [request.callback], "user_metadata": {"client_key": request.client_key}}
    return body


def _format(request: VendorRequest) -> dict[str, str]:
    if request.kind != "clip":
        return {"type": "audio"}  # MP3; asking for it by mime_type is refused
    wanted = {
        "aspect_ratio": request.size or request.aspect,
        "resolution": request.resolution,
        "duration": f"{request.seconds}s" if request.seconds else "",
    }
    return {"type": "video", "delivery": "uri"} | {name: value for name, value in wanted.items() if value}


def _task(request: VendorRequest) -> str:
    """ "" where the tags in the prompt alone say it: a first frame with references is no task of its own."""
    match (request.kind, bool(request.first_frame), bool(request.references)):
        case ("clip", False, False):
            return "text_to_video"
        case ("clip", True, False):
            return "image_to_video"
        case ("clip", False, True):
            return "reference_to_video"
    return ""


def _prompt(request: VendorRequest) -> str:
    """With what the API has no fields for: what each picture is, what must not be seen, how long music is.

    All that stays whole, and the prompt gives way to it where the model takes no more.
    """
    frames = [tag for tag, one in (("FIRST", request.first_frame), ("LAST", request.last_frame)) if one]
    sources = " ".join(f"<{tag}_FRAME>@Image{number}" for number, tag in enumerate(frames, 1))
    count = range(len(request.references))
    references = " ".join(f"<IMAGE_REF_{number}>@Image{len(frames) + number + 1}" for number in count)
    open_length = request.kind == "music" and request.seconds and len(request.model.lengths) != 1
    before = [sources and f"[# Sources {sources}]", references and f"[# References {references}]"]
    after = [
        request.negative_prompt and f"Do not show: {request.negative_prompt}.",
        f"Length: {request.seconds} seconds." if open_length else "",
        request.model.options.get("suffix", ""),
    ]
    taken = sum(units(part) + 1 for part in (*before, *after) if part)
    return " ".join(filter(None, (*before, shortened(request.prompt, request.model.prompt_max - taken), *after)))


def _image(still: StillInput) -> dict[str, str]:
    return {"type": "image", "data": encoded(still), "mime_type": still.content_type}


def _contents(reply: Reply) -> Any:
    for step in dicts(reply.find("steps")):
        if step.get("type") == "model_output":
            yield from dicts(step.get("content"))


def _tokens(reply: Reply) -> dict[str, Any]:
    found: dict[str, Any] = {"text_out": reply.find("usage", "total_thought_tokens")}
    for way in ("input", "output"):
        for one in dicts(reply.find("usage", f"{way}_tokens_by_modality")):
            kind = f"{str(one.get('modality')).lower()}_{way.removesuffix('put')}"
            found[kind] = one.get("tokens")
    return found


def _said(reply: Reply) -> str:
    """All that an interaction says of itself in prose."""
    errors = [*dicts(reply.find("errors")), reply.find("error")]
    errors += [step.get("error") for step in dicts(reply.find("steps"))]
    texts = [str(one.get("message") or one.get("code") or "") for one in errors if isinstance(one, dict)]
    return " ".join([*texts, *(str(one["text"]) for one in _contents(reply) if one.get("text"))])


def _failed(error: str, reply: Reply) -> VendorStatus:
    said = _said(reply) or f"the interaction is {reply.find('status')} and gives no reason"
    return VendorStatus(state="failed", error=error, message=f"Google: {shown(said)}", cost_usd=Decimal(0))
