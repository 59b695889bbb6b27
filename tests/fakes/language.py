"""Language models by wire, against the vendors' fakes or against a vendor that says what a test wants."""

from typing import Any

from local.vendors.serving import account_at, png_of
from spotworks import catalogue
from spotworks.adapters.language.anthropic import Claude
from spotworks.adapters.language.gemini import Gemini
from spotworks.adapters.language.openai import Responses
from spotworks.domain.base import Frozen
from spotworks.domain.model import Model
from spotworks.ports import Question

MODELS = {model.id: model for model in catalogue.models()}
SPEAKERS: dict[str, Any] = {"openai": Responses, "google": Gemini, "anthropic": Claude}
VENDORS = {"openai": "gpt_sol", "google": "gemini_flash", "anthropic": "claude_opus"}
"""By provider a model of the catalogue."""

PICTURES = (png_of(8, 8), b"\xff\xd8\xff--")


class Reply(Frozen):
    """A form of no stage's."""

    word: str
    number: float


def speaking(shop: Any, provider: str, **about: Any) -> Any:
    """The adapter with its fake. about: of the model, what is other than in the catalogue."""
    model: Model = MODELS[VENDORS[provider]].model_copy(update=about)
    return SPEAKERS[provider](account_at(shop, provider), model)


def asked(**about: Any) -> Question:
    plain = {
        "system": "You are a clerk.",
        "user": "Say a word and a number.",
        "data": '{"client": "Acme"}',
        "max_tokens": 300,
    }
    return Question(**(plain | about))
