"""OpenAI's language models: https://platform.openai.com/docs/api-reference/responses (research/providers.md 8)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from spotworks.adapters.language.answering import OverWire, Said, count, objects, picture, texts
from spotworks.adapters.providers.openai import BASE, KEY, KEY_FROM, judged
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.errors import ModerationRefused, ProviderRejected, ProviderThrottled, ProviderUnavailable, SpotworksError
from spotworks.ports import Question

_FAILURES: dict[str, type[SpotworksError]] = {
    "server_error": ProviderUnavailable, "rate_limit_exceeded": ProviderThrottled,
    "invalid_prompt": ModerationRefused,
}  # fmt: skip


class Responses(OverWire):
    """By the Responses API, with strict structured outputs; nothing is stored at OpenAI."""

    name: ClassVar[str] = "OpenAI"

    def _wired(self) -> Wire:
        return Wire("OpenAI", self._account.base or BASE, self._headers, judged)

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(KEY, KEY_FROM)}"}

    def _request(self, question: Question, schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        content: list[dict[str, Any]] = [{"type": "input_text", "text": text} for text in texts(question)]
        for one in question.images:
            kind, data = picture(one)
            content.append({"type": "input_image", "detail": "high", "image_url": f"data:{kind};base64,{data}"})
        wanted = {"type": "json_schema", "name": schema["title"], "strict": True, "schema": schema}
        return "/v1/responses", {
            "model": self._model.vendor_id,
            "instructions": question.system,
            "input": [{"role": "user", "content": content}],
            "text": {"format": wanted},
            "max_output_tokens": self._most_tokens(question),
            "store": False,
        }

    def _read(self, reply: Reply) -> Said:
        status = str(reply.find("status"))
        if status not in {"completed", "incomplete"}:
            raise _failed(reply, status)
        parts = _parts(reply)
        reason = str(reply.find("incomplete_details", "reason")) if status == "incomplete" else ""
        refusal = "".join(str(one.get("refusal", "")) for one in parts if one.get("type") == "refusal")
        return Said(
            text="".join(str(one.get("text", "")) for one in parts if one.get("type") == "output_text"),
            tokens_in=count(reply.find("usage", "input_tokens")),
            tokens_cached=count(reply.find("usage", "input_tokens_details", "cached_tokens")),
            tokens_out=count(reply.find("usage", "output_tokens")),
            refused=refusal or (reason if reason == "content_filter" else ""),
            broken=reason,
        )


def _parts(reply: Reply) -> list[dict[str, Any]]:
    """What the model said; what it thought is another kind of item."""
    messages = (one for one in objects(reply.find("output")) if one.get("type") == "message")
    return [part for one in messages for part in objects(one.get("content"))]


def _failed(reply: Reply, status: str) -> SpotworksError:
    """Work that failed comes with status 200."""
    code, message = reply.find("error", "code"), reply.find("error", "message")
    said = f"OpenAI did not answer ({shown(f'{status}, {code}')}): {shown(str(message or ''))}"
    if status != "failed" or not isinstance(code, str):
        return ProviderUnavailable(said)
    return _FAILURES.get(code, ModerationRefused if "policy" in code else ProviderRejected)(said)
