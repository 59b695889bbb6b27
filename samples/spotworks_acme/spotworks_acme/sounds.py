"""Acme's voice and effects: https://acme.example/docs/sounds. Both answer with the sound itself, at once."""

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.speaking import is_sound, priced, words_of
from spotworks.catalogue import load
from spotworks.domain.generation import EffectCue
from spotworks.domain.model import Model
from spotworks.errors import InvalidRequest, ModelUnavailable
from spotworks.ports import Said, Sounded
from spotworks_acme.wire import wire

_VOICES = {"en": "amy", "ru": "anna"}
_SECONDS = 60.0


class Speech:
    """Satisfies spotworks.ports.Speaker."""

    def __init__(self, account: Account) -> None:
        self._wire = wire(account)

    def say(self, text: str, *, language: str, mood: str, model: Model, seed: int) -> Said:
        voice = model.options.get("voice") or _VOICES.get(language.partition("-")[0])
        if voice is None:
            raise ModelUnavailable(f"{model.id} does not speak {language}", field="voice_model")
        body = {"model": model.vendor_id, "text": text, "voice": voice, "mood": mood, "seed": seed}
        reply = self._wire.call("POST", "/v1/speech", json_body=body, paid=True, seconds=_SECONDS)
        if not is_sound(reply):
            raise self._wire.unreadable(reply, paid=True)
        return Said(
            content=reply.body, content_type="audio/wav", words=words_of(text, _times(reply.headers.get("words", ""))),
            cost_usd=priced(model, character=len(text)), voice=voice,
        )  # fmt: skip


class Effects:
    """Satisfies spotworks.ports.Foley."""

    def __init__(self, account: Account) -> None:
        self._wire = wire(account)

    def sound(self, cue: EffectCue, *, seconds: float, model: Model, seed: int) -> Sounded:
        known = load("sounds")["effects"]
        if cue.name not in known:
            raise InvalidRequest(f'no effect is called "{cue.name}": {", ".join(known)}', field="cues")
        body = {"model": model.vendor_id, "text": known[cue.name]["prompt"], "seconds": seconds, "seed": seed}
        reply = self._wire.call("POST", "/v1/effects", json_body=body, paid=True, seconds=_SECONDS)
        if not is_sound(reply):
            raise self._wire.unreadable(reply, paid=True)
        return Sounded(content=reply.body, content_type="audio/wav", cost_usd=priced(model, effect=1))


def _times(header: str) -> list[tuple[str, float, float]]:
    """Of "Warm:0.10-0.42 hands:0.50-0.91"; none of them where one does not read."""
    try:
        parts = [(word, times.split("-")) for word, times in (one.rsplit(":", 1) for one in header.split())]
        return [(word, float(start), float(end)) for word, (start, end) in parts]
    except ValueError:
        return []
