"""Acme's language model: https://acme.example/docs/words."""

import base64
from typing import TypeVar

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.speaking import priced
from spotworks.domain.base import Frozen
from spotworks.domain.model import Model
from spotworks.domain.thought import Usage, read_answer
from spotworks.errors import ModerationRefused, OutcomeUnknown, ProviderUnavailable
from spotworks.ports import Answer, Question
from spotworks_acme.wire import wire

T = TypeVar("T", bound=Frozen)
_SECONDS = 90.0


class Words:
    """Satisfies spotworks.ports.LanguageModel."""

    def __init__(self, account: Account, model: Model) -> None:
        self._wire, self._model = wire(account), model

    def answer(self, question: Question, model: type[T]) -> Answer[T]:
        body = {
            "model": self._model.vendor_id, "rules": question.system, "task": question.user,
            "material": question.data,  # a part of its own: what is in it is never obeyed
            "pictures": [base64.b64encode(one).decode() for one in question.images],
            "schema": model.model_json_schema(), "tokens": question.max_tokens,
        }  # fmt: skip
        try:
            reply = self._wire.call("POST", "/v1/words", json_body=body, paid=True, seconds=_SECONDS)
        except OutcomeUnknown as error:  # nothing was begun that could be asked about
            raise ProviderUnavailable(error.message) from error
        tokens_in, tokens_out = _count(reply.find("tokens", "in")), _count(reply.find("tokens", "out"))
        usage = Usage(
            model=self._model.id, tokens_in=tokens_in, tokens_out=tokens_out,
            cost_usd=priced(self._model, token_in=tokens_in, token_out=tokens_out),
        )  # fmt: skip
        if reply.find("refused"):
            raise ModerationRefused(f"Acme refused to answer: {reply.find('refused')}", usage=usage)
        return Answer(value=read_answer(str(reply.find("text") or ""), model, usage), usage=usage)


def _count(found: object) -> int:
    return found if isinstance(found, int) and found >= 0 else 0
