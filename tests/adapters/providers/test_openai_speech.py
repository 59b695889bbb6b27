"""OpenAI's voice: its SDK and its OpenAPI document against the fake. What all voices promise is in test_speakers.py."""

import pytest

from local.vendors import media
from local.vendors.faults import Faults
from local.vendors.serving import account_at
from spotworks.adapters.media.listening import listened
from spotworks.adapters.providers.openai_speech import OpenAISpeech
from spotworks.domain.model import Model
from spotworks.errors import ProviderRejected
from tests.fakes.openapi import FIXTURES, Spec, Witness
from tests.fakes.street import witnessed

DOCUMENT = Spec(FIXTURES / "openai_speech.json", errors="ErrorResponse")


def model(**about):
    return Model(
        id="openai_voice", provider="openai", wire="openai_speech", vendor_id="gpt-4o-mini-tts", name="OpenAI",
        makes=("voice",), **about,
    )  # fmt: skip


street, witness = witnessed(Witness(DOCUMENT, at="/openai/v1"))


def test_a_streamed_wave_whose_header_does_not_know_its_length_is_heard_whole_and_priced_by_the_second(shop):
    speaker = OpenAISpeech(account_at(shop, "openai"))
    priced = model(options={"instructions": "instructions"}, prices=[{"usd": "0.1", "unit": "second"}])
    said = speaker.say("Hello there.", language="en", mood="calm", model=priced, seed=1)
    assert said.content[4:8] == b"\xff\xff\xff\xff"
    seconds = media.spoken_for("Hello there.")
    assert listened(said.content).seconds == pytest.approx(seconds, abs=0.01)
    assert float(said.cost_usd) == pytest.approx(seconds / 10, rel=0.01)


def test_a_voice_that_the_vendor_does_not_know_is_refused(shop):
    with pytest.raises(ProviderRejected, match="amelia is not supported"):
        OpenAISpeech(account_at(shop, "openai")).say(
            "Hi.", language="en", mood="", model=model(options={"voice": "amelia"}), seed=1
        )


def test_the_document_refuses_what_is_wrong():
    assert "'voice' is a required property" in str(
        DOCUMENT.request("POST", "/audio/speech", {"model": "x", "input": "y"})
    )
    wrong = {"model": "x", "input": "y", "voice": "marin", "speed": 9}
    assert "maximum" in str(DOCUMENT.request("POST", "/audio/speech", wrong))


def test_the_vendors_own_sdk_understands_the_fake(shop):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(api_key="x", base_url=f"{shop.base}/openai/v1", max_retries=0)
    asked = {"model": "gpt-4o-mini-tts", "voice": "marin", "input": "Hello there."}
    said = client.audio.speech.create(**asked, response_format="mp3", speed=1.0)
    assert listened(said.content).seconds == pytest.approx(media.spoken_for("Hello there."), abs=0.1)
    shop.faults = Faults(script={"openai": ["no_credit"]})
    with pytest.raises(openai.RateLimitError) as caught:
        client.audio.speech.create(**asked)
    assert caught.value.code == "insufficient_quota"
