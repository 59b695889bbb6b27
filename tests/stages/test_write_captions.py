"""WriteCaptions."""

from fractions import Fraction

import pytest

from spotworks.domain.captions import Captions
from spotworks.domain.sound import SpokenLine, Voice, Word, spoken_words
from spotworks.errors import NotFound
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_voice import start_voice
from spotworks.stages.write_captions import write_captions


@pytest.fixture
def job(studio):
    job = studio.planned()
    start_voice(studio.sound(job), desk=studio.desk, maker=studio.voices)
    return job


def test_every_spoken_word_is_captioned_from_the_videos_own_start(studio, job):
    count = write_captions(job, desk=studio.desk).cues
    captions = studio.desk.read(job, "captions.json", Captions)
    words = [word for cue in captions.cues for word in cue.words]
    assert len(captions.cues) == count
    assert " ".join(word.text for word in words) == "Line number 0. Line number 1."
    assert words[3].start == 4  # the second scene begins there
    assert captions.source == "voice"


def test_subtitle_files_lie_beside(studio, job):
    write_captions(job, desk=studio.desk)
    prefix = f"t/acme/j/{job.video_id}/"
    assert studio.work.read(prefix + "captions.srt").decode().startswith("1\n00:00:00,000 --> ")
    assert studio.work.read(prefix + "captions.vtt").decode().startswith("WEBVTT\n")
    assert studio.work.headers[prefix + "captions.vtt"][0] == "text/vtt; charset=utf-8"


def test_estimated_times_are_said_to_be(studio, job):
    key = made_for(studio.desk, job, "voice").key
    voice = Voice.model_validate_json(studio.work.read(key))
    lines = (voice.lines[0].model_copy(update={"estimated": True}), voice.lines[1])
    studio.work.write(key, voice.model_copy(update={"lines": lines}).model_dump_json().encode())
    write_captions(job, desk=studio.desk)
    assert studio.desk.read(job, "captions.json", Captions).source == "estimate"


def test_a_silent_video_has_no_cues(studio, job):
    key = made_for(studio.desk, job, "voice").key
    studio.work.write(key, Voice(voice="none").model_dump_json().encode())
    assert write_captions(job, desk=studio.desk).cues == 0


def test_without_a_voice_there_is_nothing_to_caption(studio):
    with pytest.raises(NotFound, match="voice"):
        write_captions(studio.planned(), desk=studio.desk)


def test_a_words_time_adds_up_the_scene_the_line_and_the_word():
    line = SpokenLine(
        scene=1, line=0, text="hi", key="k", duration=1, start=Fraction(1, 4),
        words=(Word(text="hi", start=Fraction(1, 8), end=Fraction(1, 2)),),
    )  # fmt: skip
    [word] = spoken_words(Voice(voice="v", lines=(line,)), (Fraction(0), Fraction(5)))
    assert (word.start, word.end) == (Fraction(43, 8), Fraction(23, 4))
