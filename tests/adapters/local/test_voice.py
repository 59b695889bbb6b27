import json
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.adapters.local.sound.speech import TAIL
from spotworks.adapters.local.voice import LocalVoice, espeak, maker
from spotworks.adapters.local.voice.timing import onsets, words
from spotworks.catalogue import load
from spotworks.domain.generation import VoiceLine, VoiceRequest
from spotworks.domain.languages import Voices
from spotworks.domain.sound import Voice
from spotworks.domain.speech import parts, seconds
from spotworks.domain.speech import spoken as lined
from spotworks.domain.typography import shorter
from spotworks.domain.writing import joined
from spotworks.errors import DiskFull, ModelUnavailable, ToolMissing
from tests.adapters.local.lines import LINES
from tests.adapters.local.listening import edge, heard, level, lufs, peak_db
from tests.fakes.files import MemoryFiles


def request(*texts, language="en", room=8, mood="warm", scenes=None):
    lines = tuple(
        VoiceLine(scene=scenes[i] if scenes else i, line=i, text=text, room=room) for i, text in enumerate(texts)
    )
    return VoiceRequest(model="local", language=language, lines=lines, mood=mood, seed=1)


def speak(files, *texts, **about):
    product = LocalVoice(files).make(request(*texts, **about))
    assert (product.suffix, product.content_type, product.model) == (".json", "application/json", "espeak-ng")
    assert product.cost_usd == 0
    return Voice.model_validate_json(product.content)


@pytest.fixture(scope="module")
def spoken():
    files = MemoryFiles()
    english = speak(files, "Meet Lumo — the lamp that follows your day.", "🎉 ✨", "From €49, 20% off at lumo.com!")
    russian = speak(files, "Тёплый свет утром, ясный свет для работы.", "Всего за 49 €! №1 Lumo.", language="ru")
    return files, english, russian


def test_a_line_is_quiet_even_speech_without_clicks(spoken):
    files, english, russian = spoken
    for line in english.lines + russian.lines:
        sound = heard(files.read(line.key))
        assert sound.shape == (1, line.duration * 48000)
        assert lufs(sound) == pytest.approx(-19, abs=0.6)
        assert peak_db(sound) < -3
        assert edge(sound) < 0.001


def test_words_are_the_texts_words_in_order_inside_the_file(spoken):
    _, english, russian = spoken
    assert [w.text for w in english.lines[0].words] == [
        "Meet",
        "Lumo —",
        "the",
        "lamp",
        "that",
        "follows",
        "your",
        "day.",
    ]
    assert [w.text for w in english.lines[1].words] == ["From", "€49,", "20%", "off", "at", "lumo.com!"]
    assert [w.text for w in russian.lines[0].words] == ["Тёплый", "свет", "утром,", "ясный", "свет", "для", "работы."]
    for line in english.lines + russian.lines:
        times = [time for word in line.words for time in (word.start, word.end)]
        assert times == sorted(times)
        assert all(word.start < word.end <= line.duration for word in line.words)


def test_a_line_begins_to_sound_when_its_first_word_begins_and_stops_when_its_last_ends(spoken):
    files, english, russian = spoken
    for line in english.lines + russian.lines:
        sound = heard(files.read(line.key))
        first, last = float(line.words[0].start), float(line.words[-1].end)
        assert first < 0.09
        assert level(sound, first, first + 0.08) > level(sound, 0, 0.02) + 15
        assert level(sound, last - 0.12, last) > level(sound, last + 0.08, last + 0.2) + 12


def test_a_pause_between_clauses_falls_between_their_words(spoken):
    files, english, _ = spoken
    line = english.lines[0]
    lumo, the = line.words[1:3]
    assert the.start - lumo.end > Fraction(1, 10)
    sound = heard(files.read(line.key))
    assert level(sound, float(lumo.end) + 0.03, float(the.start) - 0.03) < level(sound, float(the.start), 2.0) - 12


def test_a_line_of_emoji_is_left_out(spoken):
    _, english, _ = spoken
    assert [line.line for line in english.lines] == [0, 2]


def test_lines_of_a_scene_follow_each_other_and_stay_in_its_room():
    voice = speak(MemoryFiles(), "Light for mornings.", "Light for work.", "Light for rest.", room=5, scenes=(0, 0, 0))
    assert voice.lines[0].start == Fraction(1, 4)
    for before, after in pairwise(voice.lines):
        assert after.start > before.start + before.words[-1].end
    last = voice.lines[-1]
    assert last.start + last.words[-1].end < 5


def test_a_tight_room_makes_the_voice_faster_and_begins_sooner():
    text = "Warm light when you wake, clear light when you work, and quiet light when the day ends."
    files = MemoryFiles()
    slow, fast, tight = (speak(files, text, room=room).lines[0] for room in (9, Fraction(9, 2), Fraction(39, 10)))
    assert fast.duration < slow.duration * Fraction(9, 10)
    assert fast.start + fast.words[-1].end < Fraction(9, 2)
    assert tight.start < fast.start == Fraction(1, 4)


def test_what_does_not_fit_is_noted():
    product = LocalVoice(MemoryFiles()).make(request("one two three four five six seven eight nine ten", room=1))
    assert "scene 0 line 0 runs" in product.note


def test_a_line_that_was_made_is_not_made_again_wherever_it_now_stands():
    files = MemoryFiles()
    first = speak(files, "Light for mornings.", "Light for work.")
    files.writes.clear()
    second = speak(files, "Light for work.", "Light for mornings.")
    assert files.writes == []
    assert [line.key for line in second.lines] == [line.key for line in reversed(first.lines)]
    assert [line.scene for line in second.lines] == [0, 1]
    speak(files, "Light for work.", "Light for sleep.")
    assert len(files.writes) == 2


def test_the_same_request_gives_the_same_bytes_under_the_prefix():
    made = []
    for _ in range(2):
        files = MemoryFiles()
        LocalVoice(files, "t/acme/").make(request("The same again."))
        made.append(files.objects)
    assert made[0] == made[1]
    assert all(key.startswith("t/acme/cas/") for key in made[0])


def test_a_deep_mood_has_the_other_voice():
    files = MemoryFiles()
    assert speak(files, "Hello.", mood="epic").voice != speak(files, "Hello.", mood="warm").voice


def test_nothing_to_say_is_an_empty_voice():
    assert speak(MemoryFiles(), "…", "—", "").lines == ()


def test_without_espeak_the_error_says_what_to_install(tmp_path):
    bare = tmp_path / "bare.py"
    bare.write_text(f"import sys; sys.exit({espeak.MISSING})")
    with pytest.raises(ToolMissing, match="make extra NAME=voice"):
        LocalVoice(MemoryFiles(), helper=bare).make(request("Hello."))


def test_a_full_disk_is_told_apart_from_a_voice_that_refuses(tmp_path):
    line = {"text": "Hello.", "voice": "en-us", "speed": 150, "fastest": 200, "pitch": 50, "range": 50, "room": 9}
    (tmp_path / "0.pcm").symlink_to("/dev/full")
    job = {"path": sys.path, "folder": str(tmp_path), "lines": [line]}
    spoken = subprocess.run([sys.executable, espeak.__file__], input=json.dumps(job).encode(), check=False)
    assert spoken.returncode == espeak.FULL
    full = tmp_path / "full.py"
    full.write_text(f"import sys; sys.exit({espeak.FULL})")
    with pytest.raises(DiskFull, match="free some"):
        LocalVoice(MemoryFiles(), helper=full).make(request("Hello."))


def test_a_helper_that_dies_is_named_with_its_last_words(tmp_path):
    dying = tmp_path / "dying.py"
    dying.write_text("import sys; sys.exit('no voice xx')")
    with pytest.raises(ModelUnavailable, match="no voice xx"):
        LocalVoice(MemoryFiles(), helper=dying).make(request("Hello."))


def test_espeak_is_loaded_by_its_own_process_alone(spoken):
    assert "espeakng_loader" not in sys.modules
    assert "espeak-ng" not in Path("/proc/self/maps").read_text()


@pytest.mark.parametrize(
    ("language", "written", "spoken_as"),
    [
        ("en", "€49.", "forty-nine euros."),
        ("en", "$1", "one dollar"),
        ("en", "1,299.50$", "one thousand two hundred ninety-nine dollars and fifty cents"),
        ("en", "20%", "twenty percent"),
        ("en", "R&D", "R and D"),
        ("en", "lumo.com", "lumo dot com"),
        ("en", "№1", "number one"),
        ("en", "мир!", "meer!"),
        ("ru", "№1", "номер один"),
        ("ru", "21%", "двадцать один процент"),
        ("ru", "3%", "три процента"),
        ("ru", "11%", "одиннадцать процентов"),
        ("ru", "«лучший»", "лучший"),
    ],
)
def test_symbols_are_said_in_words(language, written, spoken_as):
    assert [part.said for part in parts(written, language)] == [spoken_as]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_estimate_of_a_lines_length_is_near_what_is_heard(language):
    told = speak(MemoryFiles(), *LINES[language], language=language, room=30).lines
    heard_for = [float(line.duration) - TAIL for line in told]
    off = [float(seconds(line.text, language)) / length - 1 for line, length in zip(told, heard_for, strict=True)]
    assert len(off) == 30
    assert sum(map(abs, off)) / 30 < 0.05
    assert max(map(abs, off)) < 0.14
    assert sum(float(seconds(line.text, language)) for line in told) / sum(heard_for) == pytest.approx(1, abs=0.015)


def test_an_amount_with_spaces_is_one_word():
    assert [part.said for part in parts("за 1 299 ₽!", "ru")] == ["за", "тысяча двести девяносто девять рублей!"]


@given(st.text(max_size=60), st.sampled_from(["en", "ru"]))
@settings(max_examples=60, deadline=None)
def test_any_text_splits_into_words_that_the_voice_can_take(text, language):
    found = parts(text, language)
    line, starts = lined(found)
    assert len(starts) == len(found)
    for part, start in zip(found, starts, strict=True):
        assert start is None or line[start:].startswith(part.said)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_word_times_rise_whatever_the_voice_reports(data):
    found = parts("one — two three, four", "en")
    _, starts = lined(found)
    events = data.draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 90_000)), max_size=8))
    active = [bit == "1" for byte in data.draw(st.binary(min_size=100, max_size=100)) for bit in f"{byte:08b}"]
    timed = words(found, onsets(starts, events, 96_000), active)
    assert [word.text for word in timed] == ["one —", "two", "three,", "four"]
    edges = [edge for word in timed for edge in (word.start, word.end)]
    assert all(word.start < word.end for word in timed)
    assert edges == sorted(edges)


def test_the_helper_is_the_shipped_file():
    assert maker.HELPER.name == "espeak.py"
    assert maker.HELPER.is_file()


def test_a_line_too_long_for_its_scene_is_said_shorter_before_it_is_said_faster():
    text = "Warm light when you wake, and clear light when you work. And quiet light for every evening."
    line = VoiceLine(scene=2, line=0, text=text, room=Fraction(9, 2), shorter=shorter(text))
    files = MemoryFiles()
    product, again = (
        LocalVoice(files).make(VoiceRequest(model="local", language="en", lines=(line,), mood="warm", seed=1))
        for _ in range(2)
    )
    told = Voice.model_validate_json(product.content).lines[0]
    assert told.text == "Warm light when you wake, and clear light when you work."
    assert [word.text for word in told.words] == told.text.split()
    assert told.start + told.words[-1].end < Fraction(9, 2)
    assert float(told.duration) - TAIL == pytest.approx(float(seconds(told.text, "en")), rel=0.1)  # at its usual pace
    assert "scene 2 line 0 is said shorter" in product.note
    assert again.note == product.note


def test_every_language_of_the_catalogue_is_one_that_espeak_takes():
    known = Voices.model_validate(load("espeak"))
    names = sorted({known.of(tag) for tag in known.languages})
    code = (
        "import json, sys\n"
        f"sys.path[:0] = [{str(Path(espeak.__file__).parent)!r}]\n"
        "from espeak import Speaker\n"
        "lib = Speaker()._lib\n"
        "print([name for name in json.load(sys.stdin) if lib.espeak_SetVoiceByName(f'{name}+f2'.encode())])"
    )  # in a process of its own, as always: espeak-ng is GPL
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(names), capture_output=True, text=True, check=True
    )
    assert (len(names) > 80, done.stdout.strip()) == (True, "[]")


def test_a_language_that_the_voice_does_not_speak_is_refused_by_name():
    with pytest.raises(ModelUnavailable, match="no voice for the language 'gsw'"):
        LocalVoice(MemoryFiles()).make(request("Grüezi", language="gsw"))


def test_words_without_spaces_are_timed_by_their_phrases():
    files = MemoryFiles()
    [line] = speak(files, "咖啡一直是热的，随时享受。", language="zh").lines
    assert joined(word.text for word in line.words) == "咖啡一直是热的，随时享受。"
    assert len(line.words) >= 4
    assert all(a.start < b.start for a, b in pairwise(line.words))
