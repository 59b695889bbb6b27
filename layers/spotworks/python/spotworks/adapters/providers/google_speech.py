"""Google's voices: Gemini's, https://ai.google.dev/gemini-api/docs/speech-generation, and Cloud Text-to-Speech's,
https://docs.cloud.google.com/text-to-speech/docs/reference/rest/v1beta1/text/synthesize.
"""

import re
from typing import Any
from xml.sax.saxutils import escape

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.google.failures import REFUSALS, judged
from spotworks.adapters.providers.speaking import (
    Span,
    as_wav,
    decoded,
    manner,
    narrator,
    priced,
    wav_seconds,
    words_of,
)
from spotworks.adapters.providers.wire import Reply, Wire, shown
from spotworks.domain.model import Model
from spotworks.errors import ModerationRefused, ProviderUnavailable
from spotworks.ports import Said

GEMINI = "https://generativelanguage.googleapis.com"
GEMINI_KEY, GEMINI_KEY_FROM = "GEMINI_API_KEY", "https://aistudio.google.com/apikey"
CLOUD = "https://texttospeech.googleapis.com"
CLOUD_KEY, CLOUD_KEY_FROM = "GOOGLE_TTS_API_KEY", "https://console.cloud.google.com/apis/credentials"
_SECONDS = 120.0


class GeminiSpeech:
    """Satisfies ports.Speaker. It tells no times of words.

    options of the catalogue: "voice", and "style": "metadata" for models that read their text word for word and take
    the manner beside it (3.8), "text" for older ones that take it in front of it, none for neither.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("Gemini", account.base or GEMINI, self._headers, judged)

    def say(self, text: str, *, language: str, mood: str, model: Model, seed: int) -> Said:
        """The seed is passed over: these models refuse what steers their sampling."""
        voice = narrator(model, language, mood).id
        part: dict[str, Any] = {"text": text}
        match (model.options.get("style"), manner(mood)):
            case ("metadata", str(how)) if how:
                part["speechMetadata"] = {"style": how}
            case ("text", str(how)) if how:
                part["text"] = f"Read this aloud in a voice that is {how}:\n{text}"
        body = {
            "contents": [{"role": "user", "parts": [part]}],
            "generationConfig": {
                "responseModalities": ["AUDIO"],
                "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": voice}}},
            },
        }
        path = f"/v1/models/{model.vendor_id}:generateContent"
        reply = self._wire.call("POST", path, json_body=body, paid=True, seconds=_SECONDS)
        content = self._sound_in(reply)
        used = [reply.find("usageMetadata", name) for name in ("promptTokenCount", "candidatesTokenCount")]
        sent, got = (count if isinstance(count, int) and 0 < count < 10**9 else 0 for count in used)
        cost = priced(model, token_in=sent, token_out=got, second=wav_seconds(content))
        return Said(content=content, content_type="audio/wav", cost_usd=cost, voice=voice)

    def _sound_in(self, reply: Reply) -> bytes:
        """A WAV; older models and streams give bare samples. A refusal is status 200 without content."""
        parts = reply.find("candidates", 0, "content", "parts")
        for part in parts if isinstance(parts, list) else ():
            data = part.get("inlineData") if isinstance(part, dict) else None
            if isinstance(data, dict) and isinstance(data.get("data"), str):
                content = decoded(data["data"])
                return content if content[:4] == b"RIFF" else as_wav(content, _rate(str(data.get("mimeType"))))
        why = str(reply.find("promptFeedback", "blockReason") or reply.find("candidates", 0, "finishReason") or "")
        if why in REFUSALS:
            raise ModerationRefused(f"Gemini refused the line: {why}")
        if why:
            raise ProviderUnavailable(f"Gemini said nothing this time: {shown(why)}")
        raise self._wire.unreadable(reply, paid=True)

    def _headers(self) -> dict[str, str]:
        return {"x-goog-api-key": self._account.key(GEMINI_KEY, GEMINI_KEY_FROM)}


class GoogleSpeech:
    """Satisfies ports.Speaker: a mark before each word tells when it is heard, by voices that take marks."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("Google Cloud Text-to-Speech", account.base or CLOUD, self._headers, judged)

    def say(self, text: str, *, language: str, mood: str, model: Model, seed: int) -> Said:
        """The seed is passed over: there is none on this wire."""
        voice = narrator(model, language, mood)
        tokens = text.split()
        body: dict[str, Any] = {
            "input": {"ssml": _marked(tokens)} if voice.marks else {"text": text},
            "voice": {"languageCode": "-".join(voice.id.split("-")[:2]), "name": voice.id},
            "audioConfig": {"audioEncoding": "LINEAR16"},
        }
        if voice.marks:
            body["enableTimePointing"] = ["SSML_MARK"]
        reply = self._wire.call("POST", "/v1beta1/text:synthesize", json_body=body, paid=True, seconds=_SECONDS)
        found = reply.find("audioContent")
        if not isinstance(found, str):
            raise self._wire.unreadable(reply, paid=True)
        content = decoded(found)
        spans = _between_marks(tokens, reply.find("timepoints"), wav_seconds(content))
        # All markup is charged for but the marks, [K] of cloud.google.com/text-to-speech/pricing.
        cost = priced(model, character=len(text) + len("<speak></speak>") * voice.marks)
        return Said(
            content=content, content_type="audio/wav", words=words_of(text, spans), cost_usd=cost, voice=voice.id
        )

    def _headers(self) -> dict[str, str]:
        return {"x-goog-api-key": self._account.key(CLOUD_KEY, CLOUD_KEY_FROM)}


def _marked(tokens: list[str]) -> str:
    return "<speak>" + " ".join(f'<mark name="w{n}"/>{escape(token)}' for n, token in enumerate(tokens)) + "</speak>"


def _between_marks(tokens: list[str], found: Any, end: float) -> list[Span]:
    """Each word from its mark to the next one's. A mark that is missing leaves none of them: [] then."""
    points = {point.get("markName"): point.get("timeSeconds") for point in found or () if isinstance(point, dict)}
    times = [points.get(f"w{n}") for n in range(len(tokens))]
    if not all(isinstance(time, int | float) for time in times):
        return []
    return list(zip(tokens, times, [*times[1:], end], strict=True))


def _rate(mime: str) -> int:
    """Of "audio/L16;codec=pcm;rate=24000"."""
    found = re.search(r"rate=(\d{4,6})", mime)
    return int(found[1]) if found else 24_000
