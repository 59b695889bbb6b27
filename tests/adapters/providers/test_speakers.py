"""Every vendor's voice, against its fake: the same promises for all of them (ports.Speaker)."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.vendors import media
from local.vendors.contract import NAMED, impatient, odd
from local.vendors.faults import Faults
from local.vendors.serving import account_at
from spotworks.adapters.media.listening import listened
from spotworks.adapters.providers.edge import EdgeSpeech
from spotworks.adapters.providers.elevenlabs import ElevenLabs
from spotworks.adapters.providers.google_speech import GeminiSpeech, GoogleSpeech
from spotworks.adapters.providers.openai_speech import OpenAISpeech
from spotworks.domain.model import Model
from spotworks.errors import (
    ModelUnavailable,
    ModerationRefused,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
)

PRICE = [{"usd": "0.001", "unit": unit} for unit in ("character", "token in", "token out")]


def model(wire, vendor_id, provider="", **about):
    return Model(
        id=wire, provider=provider or wire, wire=wire, vendor_id=vendor_id, name=wire, makes=("voice",), prices=PRICE,
        **about,
    )  # fmt: skip


SPEAKERS = {
    "elevenlabs": (ElevenLabs, model("elevenlabs", "eleven_v3", options={"language": "language_code"})),
    "openai": (
        OpenAISpeech,
        model("openai_speech", "gpt-4o-mini-tts", "openai", options={"instructions": "instructions"}),
    ),
    "google": (
        GeminiSpeech,
        model("gemini_speech", "gemini-3.8-flash-tts", "google", options={"style": "metadata"}),
    ),
    "google_tts": (GoogleSpeech, model("google_speech", "Wavenet", "google_tts")),
    "edge": (EdgeSpeech, model("edge", "edge-tts")),
}
PAID = [name for name in SPEAKERS if name != "edge"]
TIMED = {"elevenlabs", "google_tts", "edge"}
LINES = {"ru": "Тёплый свет утром, ясный свет для работы.", "en": "Meet Lumo, the lamp that follows your day!"}


def say(shop, name, text, language="en", mood="warm"):
    speaker, of = SPEAKERS[name]
    if name == "edge":
        pytest.importorskip("edge_tts")
    return speaker(account_at(shop, name)).say(text, language=language, mood=mood, model=of, seed=7)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", SPEAKERS)
def test_a_line_is_spoken_whole_with_the_times_that_the_vendor_tells(shop, name, language):
    text = LINES[language]
    said = say(shop, name, text, language)
    heard = listened(said.content)
    assert heard.seconds == pytest.approx(media.spoken_for(text), abs=0.1)
    assert [work.ask.prompt for work in shop.paid.values()] == [text]
    if name not in TIMED:
        assert said.words == ()
        return
    assert [word.text for word in said.words] == text.split()
    wanted = media.word_times(text, media.spoken_for(text))
    assert [float(word.start) for word in said.words] == pytest.approx([start for _, start, _ in wanted], abs=0.02)
    times = [time for word in said.words for time in (word.start, word.end)]
    assert all(before <= after for before, after in pairwise(times))


@pytest.mark.parametrize("name", PAID)
def test_a_line_tells_what_it_cost_by_the_catalogue(shop, name):
    assert say(shop, name, LINES["en"]).cost_usd > Decimal("0.01")


def test_what_costs_nothing_says_so(shop):
    assert say(shop, "edge", LINES["en"]).cost_usd == 0


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", SPEAKERS)
def test_a_deep_mood_has_another_voice_than_a_warm_one(shop, name, language):
    voices = {mood: say(shop, name, "Да." if language == "ru" else "Yes.", language, mood).voice
              for mood in ("warm", "calm", "epic")}  # fmt: skip
    assert voices["warm"] == voices["calm"] != voices["epic"]


@pytest.mark.parametrize("fault", NAMED)
@pytest.mark.parametrize("name", PAID)
def test_what_goes_wrong_has_a_name_and_is_asked_once(shop, name, fault):
    shop.faults = Faults(script={name: [fault]})
    with impatient(fault), pytest.raises(SpotworksError) as caught:
        say(shop, name, "Hello.")
    assert type(caught.value).__name__ == NAMED[fault]
    assert len(shop.asked) == 1


@pytest.mark.parametrize("fault", [*NAMED, "failed", "empty"])
def test_a_service_without_a_contract_is_only_ever_unavailable(shop, fault):
    shop.faults = Faults(script={"edge": [fault]})
    with impatient(fault), pytest.raises(ProviderUnavailable):
        say(shop, "edge", "Hello.")


@pytest.mark.parametrize("name", ["elevenlabs", "openai", "google", "google_tts"])
def test_what_may_not_be_said_is_told_from_what_cannot(shop, name):
    shop.faults = Faults(script={name: ["refused_output"]})
    with pytest.raises(ModerationRefused):
        say(shop, name, "Hello.")


@pytest.mark.parametrize(("name", "seconds"), [("openai", 12), ("google", 3), ("google_tts", 3)])
def test_a_vendor_that_asks_for_patience_is_heard(shop, name, seconds):
    shop.faults = Faults(script={name: ["throttled"]})
    with pytest.raises(ProviderThrottled) as caught:
        say(shop, name, "Hello.")
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize("name", PAID)
def test_a_key_that_is_missing_is_asked_for_by_name_before_anything_is_sent(shop, name):
    speaker, of = SPEAKERS[name]
    account = account_at(shop, name)
    without = type(account)(provider=name, secret=lambda _: "", base=account.base)
    with pytest.raises(ModelUnavailable, match=r"_KEY; get it at https://"):
        speaker(without).say("Hi.", language="en", mood="", model=of, seed=1)
    assert shop.asked == []


def test_without_its_package_the_edge_voice_is_unavailable(shop):
    """In a Python of its own, because here the package is installed."""
    import subprocess
    import sys

    program = (
        "import sys; sys.modules['edge_tts.communicate'] = None\n"
        "from spotworks.adapters.providers.account import Account\n"
        "from spotworks.adapters.providers.edge import EdgeSpeech\n"
        "from spotworks.domain.model import Model\n"
        "of = Model(id='edge', provider='edge', name='Edge', makes=('voice',))\n"
        "EdgeSpeech(Account('edge', str)).say('Hi.', language='en', mood='', model=of, seed=1)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "ModelUnavailable: the package edge_tts is not installed: `make extra NAME=edge`" in run.stderr


def test_a_language_that_no_voice_speaks_is_named(shop):
    with pytest.raises(ModelUnavailable, match=r"no voice of google_speech for 'sw'; it has en, ru"):
        say(shop, "google_tts", "Habari.", "sw")


ODD = odd(
    "audio_base64", "alignment", "characters", "character_start_times_seconds", "character_end_times_seconds",
    "candidates", "content", "parts", "inlineData", "data", "mimeType", "promptFeedback", "usageMetadata",
    "candidatesTokenCount", "audioContent", "timepoints", "markName", "timeSeconds", "error", "detail", "status",
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=ODD, status=st.sampled_from([200, 200, 200, 400, 401, 429, 503]))
@pytest.mark.parametrize("name", PAID)
def test_whatever_a_vendor_answers_only_named_errors_come_of_it(answers, name, answer, status):
    speaker, of = SPEAKERS[name]
    answers.says(answer, status)
    try:
        said = speaker(answers.account(name)).say("Hi there.", language="en", mood="", model=of, seed=1)
    except SpotworksError:
        return
    assert status == 200
    assert isinstance(said.content, bytes)


def test_the_edge_package_understands_the_fake(shop):
    edge_tts = pytest.importorskip("edge_tts")
    say(shop, "edge", "Hello.")  # points the package at the fake
    speech = edge_tts.Communicate("It works, really.", "en-US-EmmaMultilingualNeural", boundary="WordBoundary")

    pieces = list(speech.stream_sync())  # apart from the loop that Playwright may have in this thread
    assert [piece["text"] for piece in pieces if piece["type"] == "WordBoundary"] == ["It", "works", "really"]
    assert listened(b"".join(piece["data"] for piece in pieces if piece["type"] == "audio")) is not None


def test_marks_stand_before_words_that_are_escaped(shop):
    said = say(shop, "google_tts", "Black & white, <new>")
    [work] = shop.paid.values()
    ssml = work.body["input"]["ssml"]
    assert re.findall(r'<mark name="(w\d)"/>(\S+)', ssml.replace("</speak>", "")) == [
        ("w0", "Black"), ("w1", "&amp;"), ("w2", "white,"), ("w3", "&lt;new&gt;")
    ]  # fmt: skip
    assert [word.text for word in said.words] == ["Black", "&", "white,", "<new>"]


def test_how_a_line_is_to_be_spoken_goes_beside_it_or_before_it_as_the_model_takes_it(shop):
    say(shop, "google", "Hello.", mood="epic")
    say(shop, "openai", "Hello.", mood="epic")
    gemini, openai = (work.body for work in shop.paid.values())
    [part] = gemini["contents"][0]["parts"]
    assert part == {"text": "Hello.", "speechMetadata": {"style": "deep and grand, like a film trailer"}}
    assert (openai["input"], "film trailer" in openai["instructions"]) == ("Hello.", True)
    older = model("gemini_speech", "gemini-2.5-flash-preview-tts", "google", options={"style": "text"})
    GeminiSpeech(account_at(shop, "google")).say("Hello.", language="en", mood="epic", model=older, seed=1)
    assert [*shop.paid.values()][-1].body["contents"][0]["parts"][0]["text"].endswith("film trailer:\nHello.")
