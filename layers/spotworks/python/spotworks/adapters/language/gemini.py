"""Google's language models: https://ai.google.dev/api/generate-content (research/providers.md sections 4 and 8)."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from spotworks.adapters.language.answering import OverWire, Said, count, objects, picture, texts, total
from spotworks.adapters.providers.google.failures import REFUSALS, judged
from spotworks.adapters.providers.google.interactions import BASE, KEY, KEY_FROM
from spotworks.adapters.providers.wire import Reply, Wire
from spotworks.ports import Question


class Gemini(OverWire):
    """By generateContent, held to a form by responseJsonSchema. Refusals come with status 200 and without words."""

    name: ClassVar[str] = "Google"

    def _wired(self) -> Wire:
        return Wire("Google", self._account.base or BASE, self._headers, judged)

    def _headers(self) -> Mapping[str, str]:
        return {"x-goog-api-key": self._account.key(KEY, KEY_FROM)}

    def _request(self, question: Question, schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        parts: list[dict[str, Any]] = [{"text": text} for text in texts(question)]
        for one in question.images:
            kind, data = picture(one)
            parts.append({"inlineData": {"mimeType": kind, "data": data}})
        return f"/v1/models/{quote(self._model.vendor_id, safe='')}:generateContent", {
            "systemInstruction": {"parts": [{"text": question.system}]},
            "contents": [{"role": "user", "parts": parts}],
            "generationConfig": {
                "responseMimeType": "application/json",
                "responseJsonSchema": schema,
                "maxOutputTokens": self._most_tokens(question),
            },
        }

    def _read(self, reply: Reply) -> Said:
        """Thoughts are paid for as output and counted apart."""
        blocked, reason = reply.find("promptFeedback", "blockReason"), reply.find("candidates", 0, "finishReason")
        why = f"{reason} {reply.find('candidates', 0, 'finishMessage') or ''}".strip()
        parts = objects(reply.find("candidates", 0, "content", "parts"))

        def counted(name: str) -> Any:
            return reply.find("usageMetadata", name)

        return Said(
            text="".join(str(part.get("text", "")) for part in parts if not part.get("thought")),
            tokens_in=count(counted("promptTokenCount")),
            tokens_cached=count(counted("cachedContentTokenCount")),
            tokens_out=total(counted("candidatesTokenCount"), counted("thoughtsTokenCount")),
            refused=str(blocked) if blocked else why if str(reason) in REFUSALS else "",
            broken="" if reason is None or reason == "STOP" else why,
        )
