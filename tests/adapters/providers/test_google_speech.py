"""Google's voices: the SDKs of Gemini and of Cloud Text-to-Speech against the fakes. What all voices promise is in
test_speakers.py.
"""

import base64

import pytest

from local.vendors import media
from local.vendors.faults import Faults
from local.vendors.serving import account_at
from spotworks.adapters.media.listening import listened
from spotworks.adapters.providers.google_speech import GeminiSpeech, GoogleSpeech
from spotworks.adapters.providers.speaking import as_wav
from spotworks.domain.model import Model
from spotworks.errors import CreditGone, ModerationRefused, ProviderUnavailable

GEMINI = Model(
    id="gemini_voice", provider="google", wire="gemini_speech", vendor_id="gemini-3.8-flash-tts", name="Gemini",
    makes=("voice",), prices=({"usd": "0.000009", "unit": "token out"}, {"usd": "0.0000005", "unit": "token in"}),
)  # fmt: skip
CLOUD = Model(
    id="google_tts", provider="google_tts", wire="google_speech", vendor_id="Wavenet", name="Google", makes=("voice",)
)


def spoken(answers, answer, status=200):
    answers.says(answer, status)
    return GeminiSpeech(answers.account("google")).say("Hi.", language="en", mood="", model=GEMINI, seed=1)


def sounding(content, mime):
    data = {"mimeType": mime, "data": base64.b64encode(content).decode()}
    return {"candidates": [{"content": {"parts": [{"text": "thinking"}, {"inlineData": data}]}}]}


def test_bare_samples_become_a_wave_of_the_rate_that_is_told(answers):
    said = spoken(answers, sounding(bytes(32_000), "audio/L16;codec=pcm;rate=16000"))
    assert listened(said.content).seconds == pytest.approx(1)
    whole = as_wav(bytes(48_000), 24_000)
    assert spoken(answers, sounding(whole, "audio/wav")).content == whole


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}, ModerationRefused),
        ({"candidates": [{"finishReason": "SAFETY"}]}, ModerationRefused),
        ({"candidates": [{"finishReason": "OTHER"}]}, ProviderUnavailable),
    ],
)
def test_a_refusal_with_status_200_is_told_from_a_bad_moment(answers, answer, error):
    with pytest.raises(error):
        spoken(answers, answer)


@pytest.mark.parametrize(
    ("status", "state", "message"),
    [
        (403, "PERMISSION_DENIED", "This API method requires billing to be enabled."),
        (429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."),
    ],
)
def test_no_credit_is_told_from_no_right_and_from_haste(answers, status, state, message):
    with pytest.raises(CreditGone):
        spoken(answers, {"error": {"code": status, "status": state, "message": message}}, status)


def test_a_line_costs_what_its_tokens_cost(shop):
    text = "A lamp that follows your day."
    said = GeminiSpeech(account_at(shop, "google")).say(text, language="en", mood="", model=GEMINI, seed=1)
    tokens = round(25 * media.spoken_for(text))
    assert float(said.cost_usd) == pytest.approx(tokens * 9e-6 + len(text) // 4 * 5e-7)


def test_a_voice_without_marks_is_given_plain_text_and_tells_no_times(shop):
    plain = CLOUD.model_copy(update={"options": {"voice": "ru-RU-Chirp3-HD-Kore"}})
    said = GoogleSpeech(account_at(shop, "google_tts")).say("Да.", language="ru", mood="", model=plain, seed=1)
    body = [*shop.paid.values()][-1].body
    assert (body["input"], body["voice"]["languageCode"], said.words) == ({"text": "Да."}, "ru-RU", ())


POINT = {"markName": "w0", "timeSeconds": 0.1}


def test_a_mark_that_is_missing_leaves_no_times(answers):
    sound = base64.b64encode(as_wav(bytes(48_000), 24_000)).decode()
    answers.says({"audioContent": sound, "timepoints": [POINT, {"markName": "w1", "timeSeconds": 0.4}]})
    speaker = GoogleSpeech(answers.account("google_tts"))
    two = speaker.say("Hi there.", language="en", mood="", model=CLOUD, seed=1)
    assert [(float(word.start), float(word.end)) for word in two.words] == [(0.1, 0.4), (0.4, 1)]
    assert speaker.say("Hi there friend.", language="en", mood="", model=CLOUD, seed=1).words == ()


def test_the_sdk_of_cloud_text_to_speech_understands_the_fake_by_rest(shop):
    tts = pytest.importorskip("google.cloud.texttospeech_v1beta1")
    auth, failures = pytest.importorskip("google.auth.credentials"), pytest.importorskip("google.api_core.exceptions")
    client = tts.TextToSpeechClient(
        credentials=auth.AnonymousCredentials(), transport="rest",
        client_options={"api_endpoint": f"{shop.base}/google_tts"},
    )  # fmt: skip
    request = tts.SynthesizeSpeechRequest(
        input=tts.SynthesisInput(ssml='<speak><mark name="w0"/>It <mark name="w1"/>works.</speak>'),
        voice=tts.VoiceSelectionParams(language_code="en-US", name="en-US-Wavenet-D"),
        audio_config=tts.AudioConfig(audio_encoding=tts.AudioEncoding.LINEAR16),
        enable_time_pointing=[tts.SynthesizeSpeechRequest.TimepointType.SSML_MARK],
    )
    key = [("x-goog-api-key", "x")]
    said = client.synthesize_speech(request=request, metadata=key, retry=None)
    wanted = media.word_times("It works.", media.spoken_for("It works."))
    assert [point.mark_name for point in said.timepoints] == ["w0", "w1"]
    assert [point.time_seconds for point in said.timepoints] == pytest.approx([at for _, at, _ in wanted], abs=0.001)
    assert listened(said.audio_content).seconds == pytest.approx(media.spoken_for("It works."), abs=0.1)
    faults = {"no_credit": failures.Forbidden, "throttled": failures.TooManyRequests,
              "unavailable": failures.ServiceUnavailable}  # fmt: skip
    for fault, error in faults.items():
        shop.faults = Faults(script={"google_tts": [fault]})
        with pytest.raises(error) as caught:
            client.synthesize_speech(request=request, metadata=key, retry=None)
        assert caught.value.reason == ("BILLING_DISABLED" if fault == "no_credit" else None)


def test_the_vendors_own_sdk_understands_the_fake(shop):
    genai = pytest.importorskip("google.genai")
    types = genai.types
    options = types.HttpOptions(base_url=f"{shop.base}/google")
    client = genai.Client(api_key="x", http_options=options)
    voice = types.VoiceConfig(prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name="Kore"))
    config = types.GenerateContentConfig(
        response_modalities=["AUDIO"], speech_config=types.SpeechConfig(voice_config=voice, language_code="ru-RU")
    )
    said = client.models.generate_content(model="gemini-3.8-flash-tts", contents="Доброе утро.", config=config)
    data = said.candidates[0].content.parts[0].inline_data
    assert (data.mime_type, listened(data.data) is not None) == ("audio/wav", True)
    shop.faults = Faults(script={"google": ["refused_output"]})
    refused = client.models.generate_content(model="gemini-3.8-flash-tts", contents="Доброе утро.", config=config)
    assert refused.candidates[0].finish_reason.name == "SAFETY"
