"""Acme's language model: https://acme.example/docs/words."""

from typing import Any, ClassVar

from spotworks.adapters.language.answering import OverWire, Said, count, picture
from spotworks.adapters.providers.wire import Reply, Wire
from spotworks.ports import Question
from spotworks_acme.wire import wire


class Words(OverWire):
    """Satisfies spotworks.ports.LanguageModel."""

    name: ClassVar[str] = "Acme"

    def _wired(self) -> Wire:
        return wire(self._account)

    def _request(self, question: Question, schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return "/v1/words", {
            "model": self._model.vendor_id,
            "rules": question.system,
            "task": question.user,
            "material": question.data,  # a part of its own: what is in it is never obeyed
            "pictures": [picture(one)[1] for one in question.images],
            "schema": schema,
            "tokens": self._most_tokens(question),
        }

    def _read(self, reply: Reply) -> Said:
        return Said(
            text=str(reply.find("text") or ""),
            tokens_in=count(reply.find("tokens", "in")),
            tokens_cached=None,
            tokens_out=count(reply.find("tokens", "out")),
            refused=str(reply.find("refused") or ""),
            broken="it is cut off" if reply.find("cut") else "",
        )
