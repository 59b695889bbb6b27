"""ElevenLabs beyond its voice: effects, music, alignment; its SDK and its OpenAPI document against the fake."""

import io
from decimal import Decimal
from fractions import Fraction

import pytest

from local.vendors import media
from local.vendors.contract import NAMED, impatient
from local.vendors.faults import Faults
from local.vendors.serving import account_at
from spotworks.adapters.media.listening import listened
from spotworks.adapters.providers.elevenlabs import ElevenLabs, ElevenLabsAligner
from spotworks.domain.generation import EffectCue
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
    InvalidRequest,
    ModelUnavailable,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    SpotworksError,
)
from spotworks.ports import VendorRequest
from tests.fakes.openapi import FIXTURES, Spec, Witness
from tests.fakes.street import witnessed

VOICE = Model(
    id="elevenlabs", provider="elevenlabs", vendor_id="eleven_multilingual_v2", name="ElevenLabs", makes=("voice",),
    options={"settings.stability": "0.4"}, seed=True,
)  # fmt: skip
EFFECTS = Model(
    id="elevenlabs_effects", provider="elevenlabs", vendor_id="eleven_text_to_sound_v2", name="ElevenLabs effects",
    makes=("effects",), prices=({"usd": "0.02", "unit": "effect"},),
)  # fmt: skip
MUSIC = Model(
    id="elevenlabs_music", provider="elevenlabs", vendor_id="music_v1", name="ElevenLabs music", makes=("music",),
    shortest=3, longest=600,
)  # fmt: skip


DOCUMENT = Spec(FIXTURES / "elevenlabs.json", errors="ErrorResponse")


street, witness = witnessed(Witness(DOCUMENT, at="/elevenlabs"))


@pytest.fixture
def vendor(shop):
    return ElevenLabs(account_at(shop, "elevenlabs"))


def wanted(**about):
    return VendorRequest(**({"kind": "music", "model": MUSIC, "prompt": "calm piano", "seconds": 12} | about))


def test_an_effect_is_as_long_as_it_was_asked_for_within_what_the_vendor_makes(shop, vendor):
    cue = EffectCue(name="whoosh", at=Fraction(2))
    whoosh = vendor.sound(cue, seconds=1.2, model=EFFECTS, seed=1)
    assert listened(whoosh.content).seconds == pytest.approx(1.2, abs=0.1)
    assert whoosh.cost_usd == Decimal("0.02")
    vendor.sound(cue, seconds=0.1, model=EFFECTS, seed=1)
    vendor.sound(cue, seconds=99, model=EFFECTS, seed=1)
    assert [work.body["duration_seconds"] for work in shop.paid.values()] == [1.2, 0.5, 30.0]


def test_an_effect_that_nobody_knows_is_refused_before_it_costs(shop, vendor):
    with pytest.raises(InvalidRequest, match="no effect is called"):
        vendor.sound(EffectCue(name="meow", at=Fraction(0)), seconds=1, model=EFFECTS, seed=1)
    assert shop.asked == []


def test_a_piece_of_music_comes_at_once_and_without_singing(shop, vendor):
    done = vendor.create(wanted())
    assert (done.state, done.cost_usd) == ("succeeded", None)
    assert listened(done.outputs[0].content).seconds == pytest.approx(12, abs=0.1)
    [work] = shop.paid.values()
    assert work.body == {
        "prompt": "calm piano", "music_length_ms": 12_000, "model_id": "music_v1", "force_instrumental": True
    }  # fmt: skip


def test_it_makes_no_clips(shop, vendor):
    with pytest.raises(ProviderRejected):
        vendor.create(wanted(kind="clip"))
    assert shop.asked == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [("no_credit", CreditGone), ("refused_output", ModerationRefused), ("broken_after", OutcomeUnknown)],
)
def test_music_and_effects_fail_by_the_same_names_as_voices(shop, vendor, fault, error):
    shop.faults = Faults(script={"elevenlabs": [fault] * 2})
    with pytest.raises(error):
        vendor.create(wanted())
    with pytest.raises(error):
        vendor.sound(EffectCue(name="pop", at=Fraction(0)), seconds=1, model=EFFECTS, seed=1)
    assert len(shop.asked) == 2


@pytest.mark.parametrize("text", ["Свет утром, свет для работы.", "Light for mornings, light for work."])
def test_any_recording_is_aligned_with_its_text(shop, tmp_path, text):
    aligner = ElevenLabsAligner(account_at(shop, "elevenlabs"))
    sound = tmp_path / "line.wav"
    sound.write_bytes(b"RIFF")
    found = aligner.align(sound, text, language="ru")
    assert [word.text for word in found.words] == text.split()
    wanted = media.word_times(text, media.spoken_for(text))
    assert [float(word.end) for word in found.words] == pytest.approx([end for *_, end in wanted], abs=0.01)


def test_an_alignment_of_other_words_is_none(answers, tmp_path):
    sound = tmp_path / "line.wav"
    sound.write_bytes(b"RIFF")
    answers.says({"words": [{"text": "Other", "start": 0, "end": 1}], "characters": [], "loss": 9})
    with pytest.raises(ModelUnavailable, match="did not find every word"):
        ElevenLabsAligner(answers.account("elevenlabs")).align(sound, "Light.", language="en")


def test_a_recording_is_transcribed(shop, tmp_path):
    sound = tmp_path / "light.wav"
    sound.write_bytes(b"RIFF")
    heard = ElevenLabsAligner(account_at(shop, "elevenlabs")).transcribe(sound, language="en")
    assert heard == "light.wav"


def test_what_the_adapter_sends_and_the_fake_answers_is_what_the_document_says(shop, witness, tmp_path):
    vendor = ElevenLabs(account_at(shop, "elevenlabs"))
    vendor.say("Hello.", language="en", mood="warm", model=VOICE, seed=2**40 + 7)
    vendor.sound(EffectCue(name="pop", at=Fraction(0)), seconds=1, model=EFFECTS, seed=1)
    vendor.create(wanted())
    (tmp_path / "line").write_bytes(b"RIFF")
    aligner = ElevenLabsAligner(account_at(shop, "elevenlabs"))
    aligner.align(tmp_path / "line", "Hello.", language="en")
    aligner.transcribe(tmp_path / "line", language="en")
    assert len(witness.seen) == 5
    [voice, *_] = shop.paid.values()
    assert (voice.body["voice_settings"], voice.body["seed"]) == ({"stability": 0.4}, 7)
    assert "language_code" not in voice.body


@pytest.mark.parametrize(
    ("path", "body", "wrong"),
    [
        ("/v1/text-to-speech/x/with-timestamps", {"model_id": "eleven_v3"}, "'text' is a required property"),
        ("/v1/text-to-speech/x/with-timestamps", {"text": "hi", "voice_settings": {"speed": "fast"}}, "voice_settings"),
        ("/v1/text-to-speech/x/with-timestamps", {"text": "hi", "seed": 2**32}, "maximum"),
        ("/v1/sound-generation", {"text": "pop", "duration_seconds": 31}, "maximum"),
        ("/v1/music", {"prompt": "hum", "music_length_ms": 1000}, "minimum"),
        ("/v1/music", {"prompt": "hum", "lenght": 10_000}, "lenght"),
    ],
)
def test_the_document_refuses_what_is_wrong(path, body, wrong):
    assert wrong in " ".join(DOCUMENT.request("POST", path, body))


@pytest.mark.parametrize(
    ("path", "values", "wrong"),
    [
        ("/v1/music", {"output_format": "wav_44100"}, "'wav_44100' is not one of"),
        ("/v1/sound-generation", {"format": "mp3_44100_128"}, "?format is not known"),
        ("/v1/speech-to-text", {"enable_logging": "perhaps"}, "?enable_logging"),
    ],
)
def test_the_document_refuses_what_is_wrong_in_a_query(path, values, wrong):
    assert wrong in " ".join(DOCUMENT.query("POST", path, values))


@pytest.mark.parametrize("fault", [*NAMED, "failed", "refused_output"])
def test_the_document_knows_every_way_in_which_the_fake_fails(shop, vendor, witness, fault):
    shop.faults = Faults(script={"elevenlabs": [fault]})
    with impatient(fault), pytest.raises(SpotworksError):
        vendor.create(wanted())
    lost = fault.startswith(("broken", "hangs", "endless"))
    assert (len(shop.asked), len(witness.seen)) == (1, 0 if lost else 1)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("text-to-speech/x/with-timestamps", {}), ("sound-generation", {"text": "pop", "duration_seconds": 31}),
        ("music", {"prompt": "hum", "music_length_ms": 1000}), ("music", {"prompt": "hum", "seed": 1}),
    ],
)  # fmt: skip
def test_the_fake_refuses_what_the_vendor_would(shop, path, body):
    import httpx

    answer = httpx.post(f"{shop.base}/elevenlabs/v1/{path}", json=body, headers={"xi-api-key": "x"})
    assert answer.status_code == 422
    assert httpx.post(f"{shop.base}/elevenlabs/v1/{path}", json=body).status_code == 401


def test_the_vendors_own_sdk_understands_the_fake(shop, witness):
    elevenlabs = pytest.importorskip("elevenlabs")
    client = elevenlabs.ElevenLabs(api_key="x", base_url=f"{shop.base}/elevenlabs")
    said = client.text_to_speech.convert_with_timestamps(
        "EXAVITQu4vr4xnSDxMaL", text="Hello there.", model_id="eleven_multilingual_v2", seed=3
    )
    assert "".join(said.alignment.characters) == "Hello there."
    assert len(said.audio_base_64) > 1000
    effect = b"".join(client.text_to_sound_effects.convert(text="pop", duration_seconds=0.5))
    piece = b"".join(client.music.compose(prompt="calm", music_length_ms=3000, force_instrumental=True))
    assert [round(listened(each).seconds, 1) for each in (effect, piece)] == [0.5, 3.0]
    aligned = client.forced_alignment.create(file=io.BytesIO(b"RIFF"), text="Hello there.")
    assert [word.text for word in aligned.words] == ["Hello", "there."]
    heard = client.speech_to_text.convert(model_id="scribe_v2", file=("hello.wav", b"RIFF"), tag_audio_events=False)
    assert (heard.text, heard.language_code) == ("hello.wav", "eng")
    assert len(witness.seen) == 5
    shop.faults = Faults(script={"elevenlabs": ["no_credit"]})
    with pytest.raises(elevenlabs.core.ApiError) as caught:
        b"".join(client.music.compose(prompt="calm", music_length_ms=3000))
    assert (caught.value.status_code, caught.value.body["detail"]["status"]) == (401, "quota_exceeded")
