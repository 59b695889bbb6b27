"""ElevenLabs: https://elevenlabs.io/docs/api-reference (research/providers.md section 7)."""

from pathlib import Path
from typing import Any

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.at_once import AtOnce
from spotworks.adapters.providers.speaking import decoded, is_sound, narrator, priced, words_of
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.catalogue import load
from spotworks.domain.generation import EffectCue
from spotworks.domain.model import Model
from spotworks.domain.sound import Word
from spotworks.errors import (
    CreditGone,
    InvalidRequest,
    KeyRejected,
    ModelUnavailable,
    ModerationRefused,
    ProviderRejected,
    SpotworksError,
)
from spotworks.ports import Aligned, Output, Said, Sounded, VendorRequest, VendorStatus

BASE = "https://api.elevenlabs.io"
KEY, KEY_FROM = "ELEVENLABS_API_KEY", "https://elevenlabs.io/app/settings/api-keys"
FORMAT = "mp3_44100_128"  # PCM and WAV at this rate take a Pro subscription
SHORTEST, LONGEST = 0.5, 30.0  # seconds of an effect
_SPEECH, _SONG = 120.0, 240.0  # seconds that an answer may take; no Lambda that asks lives longer than 300
_NO_CREDIT = {"quota_exceeded", "payment_required", "insufficient_credits"}
_NO_KEY = {"invalid_api_key", "missing_permissions", "needs_authorization", "detected_unusual_activity"}
_REFUSED = ("policy", "moderation", "bad_prompt", "terms_of_service")


class ElevenLabs(AtOnce):
    """Satisfies ports.Speaker, ports.Foley and, for music, ports.Vendor. Nothing of it is a job: all answer at once.

    options of the catalogue: "voice" (an id of one's own), "output_format", "language" (the field in which the
    model takes a language; its multilingual_v2 takes none), "settings.stability" and alike.
    """

    name = "ElevenLabs"

    def __init__(self, account: Account) -> None:
        self._wire = _wire(account)

    def say(self, text: str, *, language: str, mood: str, model: Model, seed: int) -> Said:
        voice = narrator(model, language, mood)
        body: dict[str, Any] = {"text": text, "model_id": model.vendor_id}
        if model.seed:
            body["seed"] = seed % 2**32
        if field := model.options.get("language"):
            body[field] = language.partition("-")[0]
        if settings := _settings(model):
            body["voice_settings"] = settings
        path = f"/v1/text-to-speech/{voice.id}/with-timestamps"
        reply = self._wire.call("POST", path, json_body=body, query=_format(model), paid=True, seconds=_SPEECH)
        found = reply.find("audio_base64")
        if not isinstance(found, str):
            raise self._wire.unreadable(reply, paid=True)
        return Said(
            content=decoded(found), content_type=_kind(model), words=_timed(text, reply.find("alignment")),
            cost_usd=priced(model, character=len(text)), voice=voice.name or voice.id,
        )  # fmt: skip

    def sound(self, cue: EffectCue, *, seconds: float, model: Model, seed: int) -> Sounded:
        """The seed is passed over: there is none on this wire."""
        effects = load("sounds")["effects"]
        if cue.name not in effects:
            raise InvalidRequest(f'no effect is called "{cue.name}": {", ".join(effects)}', field="cues")
        length = min(max(seconds, SHORTEST), LONGEST)
        body = {"text": effects[cue.name]["prompt"], "duration_seconds": length, "model_id": model.vendor_id}
        reply = self._wire.call(
            "POST", "/v1/sound-generation", json_body=body, query=_format(model), paid=True, seconds=_SPEECH
        )
        cost = priced(model, effect=1, second=length, character=len(body["text"]))
        return Sounded(content=self._sound_in(reply), content_type=_kind(model), cost_usd=cost)

    def create(self, request: VendorRequest) -> VendorStatus:
        """A piece of music without singing; of the length that was asked for, which has to be 3 to 600 s."""
        if request.kind != "music":
            raise ProviderRejected(f"ElevenLabs makes no {request.kind}", field="model")
        body = {
            "prompt": request.prompt, "music_length_ms": 1000 * (request.seconds or 30),
            "model_id": request.model.vendor_id, "force_instrumental": True,
        }  # fmt: skip
        reply = self._wire.call(
            "POST", "/v1/music", json_body=body, query=_format(request.model), paid=True, seconds=_SONG
        )
        output = Output(content=self._sound_in(reply), content_type=_kind(request.model))
        return VendorStatus(state="succeeded", outputs=(output,))

    def _sound_in(self, reply: Reply) -> bytes:
        if not is_sound(reply):
            raise self._wire.unreadable(reply, paid=True)
        return reply.body


class ElevenLabsAligner:
    """Satisfies ports.Aligner: finds the words of any recording, of whoever speaks in it. Both calls cost."""

    def __init__(self, account: Account) -> None:
        self._wire = _wire(account)

    def align(self, sound: Path, text: str, *, language: str) -> Aligned:
        """The language is heard, not told. Raises as Vendor.create does; ModelUnavailable if words are missing."""
        fields = {"file": (sound.name, sound.read_bytes()), "text": text}
        reply = self._wire.call("POST", "/v1/forced-alignment", fields=fields, paid=True, seconds=_SPEECH)
        found = reply.find("words")
        spans = [(one.get("text", ""), one.get("start"), one.get("end")) for one in _objects(found)]
        words = words_of(text, spans)
        if not words:
            raise ModelUnavailable("ElevenLabs' forced alignment did not find every word of the text")
        return Aligned(words=words, model="ElevenLabs forced alignment")

    def transcribe(self, sound: Path, *, language: str) -> str:
        fields = {
            "file": (sound.name, sound.read_bytes()), "model_id": "scribe_v2",
            "language_code": language.partition("-")[0], "tag_audio_events": "false",
        }  # fmt: skip
        reply = self._wire.call("POST", "/v1/speech-to-text", fields=fields, paid=True, seconds=_SPEECH)
        text = reply.find("text")
        if not isinstance(text, str):
            raise self._wire.unreadable(reply, paid=True)
        return text.strip()


def _wire(account: Account) -> Wire:
    return Wire("ElevenLabs", account.base or BASE, lambda: {"xi-api-key": account.key(KEY, KEY_FROM)}, _judged)


def _format(model: Model) -> dict[str, str]:
    return {"output_format": model.options.get("output_format", FORMAT)}


def _kind(model: Model) -> str:
    return {"mp3": "audio/mpeg", "wav": "audio/wav", "opus": "audio/ogg"}.get(
        _format(model)["output_format"].partition("_")[0], "application/octet-stream"
    )


def _settings(model: Model) -> dict[str, float]:
    prefix = "settings."
    return {name.removeprefix(prefix): float(value) for name, value in model.options.items() if name.startswith(prefix)}


def _timed(text: str, alignment: Any) -> tuple[Word, ...]:
    """Characters with their times; () where the vendor gives none or not as many of one as of the other."""
    names = ("characters", "character_start_times_seconds", "character_end_times_seconds")
    columns = [alignment.get(name) for name in names] if isinstance(alignment, dict) else []
    lists = [column for column in columns if isinstance(column, list)]
    if len(lists) != len(names) or len({len(column) for column in lists}) != 1:
        return ()
    return words_of(text, list(zip(*lists, strict=True)))


def _objects(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _judged(reply: Reply) -> SpotworksError | None:
    """No credit comes as 401; what is wrong with the input as a list."""
    if reply.status < 400:
        return None
    code = str(reply.find("detail", "status") or reply.find("detail", "code") or "")
    said = f"ElevenLabs said {reply.status}: {shown(str(reply.find('detail', 'message') or reply.text))}"
    if code in _NO_CREDIT:
        return CreditGone(said)
    if code in _NO_KEY:
        return KeyRejected(said)
    if any(word in code for word in _REFUSED):
        return ModerationRefused(said)
    return ProviderRejected(said, field="model") if reply.status in {400, 422} else None
