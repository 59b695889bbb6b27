"""Voice-over by a vendor: what is bought, what is kept, how it fits, what is told of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from local.vendors import media
from local.vendors.faults import Faults
from local.vendors.serving import account_at, served
from local.vendors.shop import Ask, Shop
from spotworks.adapters.local.sound.signal import wav
from spotworks.adapters.providers.edge import EdgeSpeech
from spotworks.adapters.providers.elevenlabs import ElevenLabs, ElevenLabsAligner
from spotworks.adapters.providers.google_speech import GeminiSpeech, GoogleSpeech
from spotworks.adapters.providers.openai_speech import OpenAISpeech
from spotworks.adapters.sounding.shelf import Shelf
from spotworks.adapters.sounding.voice import FASTEST, VendorVoice
from spotworks.domain.generation import VoiceLine, VoiceRequest
from spotworks.domain.model import Model
from spotworks.domain.sound import Voice, Word
from spotworks.errors import (
    CreditGone,
    DeliveryUnusable,
    ModelUnavailable,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import Aligned, Said
from tests.adapters.local.listening import edge, heard, level, lufs, peak_db
from tests.fakes.files import MemoryFiles

CENT = Decimal("0.01")


def model(wire="elevenlabs", provider="", **about):
    return Model(id=wire, provider=provider or wire, wire=wire, vendor_id="eleven_v3", name=wire, makes=("voice",),
                 **about)  # fmt: skip


def request(*texts, language="en", room=8, mood="warm", shorter=()):
    shorter = (*shorter, *[""] * len(texts))
    lines = tuple(VoiceLine(scene=i, line=0, text=t, room=room, shorter=shorter[i]) for i, t in enumerate(texts))
    return VoiceRequest(model="elevenlabs", language=language, lines=lines, mood=mood, seed=1)


class Reader:
    """A vendor's voice without a wire: a buzz for each word, at its pace, a cent a line.

    fails: errors by the text that they meet; said: what it was asked for, in turn.
    """

    def __init__(self, *, pace=1.0, fails=(), tells_times=True, sound=None):
        self.pace, self.fails, self.tells_times, self.sound = pace, dict(fails), tells_times, sound
        self.said = []

    def say(self, text, *, language, mood, model, seed):
        self.said.append(text)
        if text in self.fails:
            raise self.fails.pop(text)
        seconds = media.spoken_for(text) * self.pace
        content = self.sound
        if content is None:
            content, _ = media.made(Ask(kind="voice", prompt=text, seconds=seconds))
        words = [Word(text=w, start=Fraction(a), end=Fraction(b)) for w, a, b in media.word_times(text, seconds)]
        return Said(
            content=content, content_type="audio/wav", words=words * self.tells_times, cost_usd=CENT, voice="Ann"
        )


def made(reader, files, asked, **about):
    of = about.pop("of", model())
    product = VendorVoice(reader, of, files, "t/acme/", **about).make(asked)
    return product, Voice.model_validate_json(product.content)


@pytest.fixture(scope="module")
def shop():
    with served(Shop(seconds=0.0)) as found:
        yield found


WIRES = {
    "elevenlabs": (ElevenLabs, "elevenlabs", True),
    "openai": (OpenAISpeech, "openai_speech", False),
    "google": (GeminiSpeech, "gemini_speech", False),
    "google_tts": (GoogleSpeech, "google_speech", True),
    "edge": (EdgeSpeech, "edge", True),
}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("ru", "Lumo — это свет. Всего 900 г!", ["Lumo —", "это", "свет.", "Всего", "900\u00a0г!"]),
        ("en", "Meet Lumo — from €49!", ["Meet", "Lumo —", "from", "€49!"]),
    ],
)
@pytest.mark.parametrize("provider", WIRES)
def test_every_vendors_voice_becomes_level_lines_with_the_words_as_they_are_written(
    shop, provider, language, text, words
):
    speaker, wire, is_timed = WIRES[provider]
    if provider == "edge":
        pytest.importorskip("edge_tts")
    of = model(wire, provider).model_copy(update={"vendor_id": "gemini-3.8-flash-tts"} if provider == "google" else {})
    files = MemoryFiles()
    product, voice = made(speaker(account_at(shop, provider)), files, request(text, language=language), of=of)
    [line] = voice.lines
    sound = heard(files.read(line.key))
    assert sound.shape == (1, line.duration * 48_000)
    assert lufs(sound) == pytest.approx(-19, abs=0.7)
    assert peak_db(sound) < -3
    assert edge(sound) < 0.001
    assert line.estimated is not is_timed
    if is_timed:
        assert [word.text for word in line.words] == words
    assert all(word.start < word.end <= line.duration for word in line.words)
    assert level(sound, float(line.words[0].start), float(line.words[0].end)) > -30
    assert (product.model, voice.lines[0].start) == (wire, Fraction(1, 4))


def test_changing_one_line_pays_for_that_line_only():
    files, reader = MemoryFiles(), Reader()
    first, _ = made(reader, files, request("Light for mornings.", "Light for work.", "Light for rest."))
    assert first.cost_usd == 3 * CENT
    changed, voice = made(reader, files, request("Light for mornings.", "Light for play.", "Light for rest."))
    assert (changed.cost_usd, reader.said[3:]) == (CENT, ["Light for play."])
    assert [line.text for line in voice.lines] == ["Light for mornings.", "Light for play.", "Light for rest."]
    again, _ = made(reader, files, request("Light for rest.", "Light for mornings.", room=5))
    assert (again.cost_usd, len(reader.said)) == (0, 4)


def test_the_same_words_twice_are_bought_once():
    files, reader = MemoryFiles(), Reader()
    product, voice = made(reader, files, request("Light.", "Light."))
    assert (product.cost_usd, len(voice.lines), voice.lines[0].key) == (CENT, 2, voice.lines[1].key)


@pytest.mark.parametrize(
    "about", [{"mood": "epic"}, {"language": "de"}, {"of": model(options={"settings.stability": "0.9"})}]
)
def test_another_voice_mood_language_or_setting_is_another_sound(about):
    files, reader = MemoryFiles(), Reader()
    made(reader, files, request("Licht."))
    of = about.pop("of", model())
    product, _ = made(reader, files, request("Licht.", **about), of=of)
    assert product.cost_usd == CENT


@pytest.mark.parametrize(("has_seed", "paid"), [(True, CENT), (False, 0)])
def test_another_seed_is_another_sound_only_of_a_model_that_takes_one(has_seed, paid):
    files, reader, of = MemoryFiles(), Reader(), model(seed=has_seed)
    made(reader, files, request("Light."), of=of)
    product, _ = made(reader, files, request("Light.").model_copy(update={"seed": 2}), of=of)
    assert product.cost_usd == paid


def test_a_line_of_one_narrator_is_not_mixed_with_those_of_another():
    """As when the catalogue changes who speaks."""
    files, reader = MemoryFiles(), Reader()
    made(reader, files, request("Light."))
    product, _ = made(reader, files, request("Light."), of=model().model_copy(update={"wire": "openai_speech"}))
    assert product.cost_usd == CENT


def test_another_tenants_lines_are_not_found():
    files, reader = MemoryFiles(), Reader()
    made(reader, files, request("Light."))
    VendorVoice(reader, model(), files, "t/other/").make(request("Light."))
    assert len(reader.said) == 2


def test_a_line_is_kept_for_thirty_days():
    files, reader, now = MemoryFiles(), Reader(), datetime(2026, 11, 29, tzinfo=UTC)
    for days, paid in ((0, CENT), (29, 0), (30, CENT)):
        shelf = Shelf(files, "t/acme/", now=lambda days=days: now + timedelta(days=days))
        product, _ = made(reader, files, request("Light."), shelf=shelf)
        assert product.cost_usd == paid


def test_a_fresh_job_buys_anew_once_and_finds_that_when_it_is_repeated():
    files, reader = MemoryFiles(), Reader()
    made(reader, files, request("Light."))
    began = datetime.now(UTC)
    paid = [made(reader, files, request("Light."), shelf=Shelf(files, "t/acme/", fresh=began))[0] for _ in range(2)]
    assert [product.cost_usd for product in paid] == [CENT, 0]


def test_after_a_failure_nothing_more_is_bought_and_what_was_paid_for_is_kept_and_told():
    texts = [f"Light {n}." for n in "abcdefghij"]
    files, reader = MemoryFiles(), Reader(fails={"Light b.": ProviderThrottled("slow down")})
    with pytest.raises(ProviderThrottled) as caught:
        made(reader, files, request(*texts))
    begun = len(reader.said)
    assert begun < len(texts)
    assert caught.value.spent == (begun - 1) * CENT
    product, voice = made(reader, files, request(*texts))
    assert product.cost_usd == (len(texts) - begun + 1) * CENT
    assert len(voice.lines) == len(texts)
    assert sorted(set(reader.said)) == sorted(texts)
    assert len(reader.said) == len(texts) + 1


def test_a_line_whose_answer_was_lost_is_not_hidden_by_one_that_may_be_asked_again():
    """A retry of what is retryable would ask for the lost line again, which may have been charged."""
    lost, slow, gone = OutcomeUnknown("?"), ProviderThrottled("slow down"), CreditGone("broke")
    for errors, worst in (([slow, lost], lost), ([slow, gone], gone), ([gone, lost], lost)):
        texts = ["Light one.", "Light two."]
        reader = Reader(fails=dict(zip(texts, errors, strict=True)))
        reader.say = together(reader.say, 2)
        with pytest.raises(type(worst)):
            made(reader, MemoryFiles(), request(*texts))


def together(say, count):
    """Calls that wait for each other, so that all of them are out before the first fails."""
    from threading import Barrier

    barrier = Barrier(count)

    def waiting(*args, **about):
        barrier.wait(5)
        return say(*args, **about)

    return waiting


def test_no_more_than_four_calls_are_out_at_once():
    from threading import Lock
    from time import sleep

    reader, lock, out, most = Reader(), Lock(), 0, 0
    say = reader.say

    def counted(*args, **about):
        nonlocal out, most
        with lock:
            out += 1
            most = max(most, out)
        sleep(0.02)
        try:
            return say(*args, **about)
        finally:
            with lock:
                out -= 1

    reader.say = counted
    made(reader, MemoryFiles(), request(*[f"Line {n}." for n in "abcdefghij"]))
    assert most == 4


LONG = "Warm light when you wake, clear light when you work, and quiet light when the whole day ends."


def test_a_line_that_cannot_fit_is_said_shorter_at_once():
    reader = Reader()
    product, voice = made(reader, MemoryFiles(), request(LONG, room=3, shorter=("Light for your whole day.",)))
    assert reader.said == ["Light for your whole day."]
    assert product.cost_usd == CENT
    assert voice.lines[0].text == "Light for your whole day."
    assert "is said shorter" in product.note


def test_a_line_that_came_out_too_long_is_asked_for_shorter_once():
    reader = Reader(pace=2)
    text, short = "Light for mornings and for work.", "Light for mornings."
    product, voice = made(reader, MemoryFiles(), request(text, room=Fraction(7, 2), shorter=(short,)))
    assert (reader.said, product.cost_usd, voice.lines[0].text) == ([text, short], 2 * CENT, short)


def test_what_was_paid_for_the_longer_line_is_told_when_the_shorter_one_fails():
    text, short = "Light for mornings and for work.", "Light for mornings."
    reader = Reader(pace=2, fails={short: CreditGone("broke")})
    with pytest.raises(CreditGone) as caught:
        made(reader, MemoryFiles(), request(text, room=Fraction(7, 2), shorter=(short,)))
    assert caught.value.spent == CENT


def test_a_line_that_is_over_is_said_faster_at_its_own_pitch_and_its_words_stay_in_step():
    files = MemoryFiles()
    _, easy = made(Reader(), files, request(LONG, room=12))
    product, tight = made(Reader(), files, request(LONG, room=6))
    slow, fast = easy.lines[0], tight.lines[0]
    assert fast.start + fast.words[-1].end <= 6
    assert slow.words[-1].end / fast.words[-1].end == pytest.approx(1.16, abs=0.1)
    assert product.note == ""
    sound = heard(files.read(fast.key))
    for before, after in pairwise(fast.words):
        middle = float(before.start + before.end) / 2
        gap = float(before.end + after.start) / 2
        assert level(sound, middle - 0.01, middle + 0.01) > level(sound, gap - 0.004, gap + 0.004) + 6
    assert pitch(sound) == pytest.approx(pitch(heard(files.read(slow.key))), rel=0.03)


def pitch(sound):
    """Hz of the strongest partial."""
    spectrum = np.abs(np.fft.rfft(sound[0] * np.hanning(sound.shape[1])))
    return float(spectrum.argmax()) * 48_000 / sound.shape[1]


def test_what_does_not_fit_even_so_is_noted():
    product, voice = made(Reader(), MemoryFiles(), request(LONG, room=2))
    assert "scene 0 line 0 runs" in product.note
    [line] = voice.lines
    assert line.words[-1].end == pytest.approx(media.spoken_for(LONG) / FASTEST, abs=0.3)


def test_a_scene_that_grows_costs_nothing():
    files, reader = MemoryFiles(), Reader()
    made(reader, files, request(LONG, room=6))
    product, _ = made(reader, files, request(LONG, room=9))
    assert (product.cost_usd, len(reader.said)) == (0, 1)


def tone(seconds, level=0.5):
    return wav(np.clip(np.sin(np.arange(round(48_000 * seconds)) / 30) * level, -1, 1))


@pytest.mark.parametrize(
    ("sound", "why"),
    [(b"", "does not decode"), (b"<html>", "does not decode"), (tone(2, 0), "is silent"), (tone(2, 40), "is clipped"),
     (tone(0.2), "is 0.2 s long"), (tone(40), "is 40.0 s long")],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_and_its_cost_is_told(sound, why):
    files = MemoryFiles()
    with pytest.raises(DeliveryUnusable, match=why) as caught:
        made(Reader(sound=sound), files, request("Light for mornings and work."))
    assert caught.value.spent == CENT
    assert files.objects == {}


@pytest.mark.parametrize("fault", ["corrupt", "wrong_length", "wrong_codec", "empty"])
def test_a_file_that_a_vendor_broke_is_refused(shop, fault):
    shop.faults = Faults(script={"elevenlabs": [fault]})
    speaker = ElevenLabs(account_at(shop, "elevenlabs"))
    with pytest.raises(DeliveryUnusable):
        made(speaker, MemoryFiles(), request("Light for mornings and work and all the rest."))


class Ear:
    def __init__(self, error=None):
        self.error, self.asked = error, []

    def align(self, sound, text, *, language):
        self.asked.append((sound.read_bytes()[:4], text))
        if self.error:
            raise self.error
        words = [Word(text=w, start=Fraction(a), end=Fraction(b))
                 for w, a, b in media.word_times(text, media.spoken_for(text))]  # fmt: skip
        return Aligned(words=tuple(words), model="ear")


def test_words_of_a_voice_that_tells_no_times_are_found_once_by_the_aligner():
    files, reader, ear = MemoryFiles(), Reader(tells_times=False), Ear()
    for _ in range(2):
        _, voice = made(reader, files, request("It weighs 900 g."), aligner=ear)
    assert ear.asked == [(b"RIFF", "It weighs nine hundred grams.")]
    [line] = voice.lines
    assert ([word.text for word in line.words], line.estimated) == (["It", "weighs", "900\u00a0g."], False)


def test_the_aligner_of_elevenlabs_serves_any_voice(shop):
    aligner = ElevenLabsAligner(account_at(shop, "elevenlabs"))
    speaker = OpenAISpeech(account_at(shop, "openai"))
    _, voice = made(speaker, MemoryFiles(), request("Свет утром.", language="ru"), of=model("openai_speech", "openai"),
                    aligner=aligner)  # fmt: skip
    assert ([word.text for word in voice.lines[0].words], voice.is_estimated) == (["Свет", "утром."], False)


def test_without_times_words_are_estimated_over_what_is_heard_and_marked_so():
    product, voice = made(
        Reader(tells_times=False), MemoryFiles(), request("Light for mornings."), aligner=Ear(ModelUnavailable("deaf"))
    )
    [line] = voice.lines
    assert (line.estimated, [word.text for word in line.words]) == (True, ["Light", "for", "mornings."])
    assert "times of words are estimated: deaf" in product.note


def test_a_line_longer_than_the_vendor_takes_is_refused_before_anything_is_paid():
    reader = Reader()
    with pytest.raises(ProviderRejected, match="says 20 characters at once") as caught:
        made(reader, MemoryFiles(), request("Short.", LONG), of=model(prompt_max=20))
    assert (caught.value.field, reader.said) == ("lines", [])


def test_lines_with_nothing_to_say_are_left_out_and_cost_nothing():
    product, voice = made(Reader(), MemoryFiles(), request("🎉 ✨"))
    assert (product.cost_usd, voice.lines) == (0, ())


def test_a_call_over_the_wire_that_broke_off_is_not_asked_again_and_the_others_are_kept(shop):
    shop.faults = Faults(script={"elevenlabs": ["broken_after", None, None]})
    shop.asked.clear()
    files = MemoryFiles()
    speaker = ElevenLabs(account_at(shop, "elevenlabs"))
    with pytest.raises(OutcomeUnknown):
        made(speaker, files, request("Light one.", "Light two.", "Light three."))
    assert len(shop.asked) <= 3
    kept = [key for key in files.objects if key.endswith(".json")]
    assert len(kept) == len(shop.asked) - 1


def test_a_dead_vendor_is_unavailable(shop):
    shop.faults = Faults(script={"elevenlabs": ["unavailable"]})
    with pytest.raises(ProviderUnavailable):
        made(ElevenLabs(account_at(shop, "elevenlabs")), MemoryFiles(), request("Light."))
