"""OpenAI's voices: https://platform.openai.com/docs/api-reference/audio/createSpeech."""

from typing import Any

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.openai import BASE, KEY, KEY_FROM, judged
from spotworks.adapters.providers.speaking import is_sound, manner, narrator, priced, wav_seconds
from spotworks.adapters.providers.wire import Wire
from spotworks.domain.model import Model
from spotworks.ports import Said

_SECONDS = 120.0


class OpenAISpeech:
    """Satisfies ports.Speaker. It tells no times of words, and nothing of what it cost.

    options of the catalogue: "voice", and "instructions" where the model takes any (tts-1 does not).
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("OpenAI", account.base or BASE, self._headers, judged)

    def say(self, text: str, *, language: str, mood: str, model: Model, seed: int) -> Said:
        """The seed is passed over: there is none on this wire."""
        voice = narrator(model, language, mood).id
        body: dict[str, Any] = {"model": model.vendor_id, "voice": voice, "input": text, "response_format": "wav"}
        if "instructions" in model.options and (how := manner(mood)):
            body[model.options["instructions"]] = f"Speak in a voice that is {how}."
        reply = self._wire.call("POST", "/v1/audio/speech", json_body=body, paid=True, seconds=_SECONDS)
        if not is_sound(reply):
            raise self._wire.unreadable(reply, paid=True)
        cost = priced(model, character=len(text), second=wav_seconds(reply.body))
        return Said(content=reply.body, content_type="audio/wav", cost_usd=cost, voice=voice)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._account.key(KEY, KEY_FROM)}"}
