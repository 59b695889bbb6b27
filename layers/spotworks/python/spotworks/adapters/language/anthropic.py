"""Anthropic's language models: https://platform.claude.com/docs/en/api/messages (research/providers.md section 8)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from spotworks.adapters.language.answering import OverWire, Said, count, objects, picture, texts, total
from spotworks.adapters.providers.wire import Reply, Wire, retry_after, shown
from spotworks.errors import CreditGone, KeyRejected, ProviderThrottled, ProviderUnavailable, SpotworksError
from spotworks.ports import Question

BASE = "https://api.anthropic.com"
KEY, KEY_FROM = "ANTHROPIC_API_KEY", "https://platform.claude.com/settings/keys"
VERSION = "2026-10-21"  # of the API, as anthropic 2.14 sends it
_ENDED = {"end_turn", "stop_sequence"}
_BUSY = {"api_error", "overloaded_error", "timeout_error"}


class Claude(OverWire):
    """By Messages, held to a form by output_config.format."""

    name: ClassVar[str] = "Anthropic"

    def _wired(self) -> Wire:
        return Wire("Anthropic", self._account.base or BASE, self._headers, judged)

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._account.key(KEY, KEY_FROM)}", "anthropic-version": VERSION}

    def _request(self, question: Question, schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        content: list[dict[str, Any]] = [{"type": "text", "text": text} for text in texts(question)]
        for one in question.images:
            kind, data = picture(one)
            content.append({"type": "image", "source": {"type": "base64", "media_type": kind, "data": data}})
        return "/v1/messages", {
            "model": self._model.vendor_id,
            "max_tokens": self._most_tokens(question),
            "system": question.system,
            "messages": [{"role": "user", "content": content}],
            "output_config": {"format": {"type": "json_schema", "schema": schema}},
        }

    def _read(self, reply: Reply) -> Said:
        """input_tokens are those that were neither read from the cache nor written to it."""
        reason, parts = str(reply.find("stop_reason")), objects(reply.find("content"))
        why = filter(None, (reply.find("stop_details", name) for name in ("category", "explanation")))
        cached = count(reply.find("usage", "cache_read_input_tokens"))
        return Said(
            text="".join(str(part.get("text", "")) for part in parts if part.get("type") == "text"),
            tokens_in=total(
                reply.find("usage", "input_tokens"), cached, reply.find("usage", "cache_creation_input_tokens")
            ),
            tokens_cached=cached,
            tokens_out=count(reply.find("usage", "output_tokens")),
            refused=": ".join(map(str, ("refusal", *why))) if reason == "refusal" else "",
            broken="" if reason in _ENDED else reason,
        )


def judged(reply: Reply) -> SpotworksError | None:
    """By the error's type: no credit is 400, and what broke while it worked may come with status 200."""
    kind = str(reply.find("error", "type"))
    message = str(reply.find("error", "message"))
    said = f"Anthropic said {reply.status}: {shown(message)}"
    if kind == "billing_error" or "credit balance" in message.lower():
        return CreditGone(said)
    if kind in {"authentication_error", "permission_error"} or (kind == "not_found_error" and "model" in message):
        return KeyRejected(said)
    if kind == "rate_limit_error":
        return ProviderThrottled(said, retry_after=retry_after(reply))
    if kind in _BUSY:
        return ProviderUnavailable(said)
    return None
