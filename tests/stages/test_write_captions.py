"""WriteCaptions."""

from fractions import Fraction

import pytest

from spotworks.domain.captions import AlignedVoice, Captions
from spotworks.domain.sound import SpokenLine, Voice, Word, spoken_words
from spotworks.errors import ModelUnavailable, NotFound
from spotworks.stages.complete import complete
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_voice import start_voice
from spotworks.stages.write_captions import write_captions
from tests.fakes.ports import Ear


@pytest.fixture
def job(studio):
    job = studio.planned()
    start_voice(studio.sound(job), desk=studio.desk, maker=lambda _: studio.voices)
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


# Words without times


@pytest.fixture
def untimed(studio):
    """The first of two lines has no times of its own."""
    job = studio.planned()
    studio.untimed(job, 0)
    return job


def written(studio, job):
    write_captions(job, desk=studio.desk)
    return studio.desk.read(job, "captions.json", Captions)


def test_without_an_aligner_times_are_an_estimate_and_the_reason_is_told(studio, untimed):
    captions = written(studio, untimed)
    assert (captions.source, captions.aligner) == ("estimate", "")
    assert captions.note == "the voice gave none, and no aligner is set up here"
    assert studio.messages(untimed)[-1] == (
        "Warning: the times of the captions' words are an estimate: the voice gave none, and no aligner is set up here"
    )


def test_aligned_times_are_taken_and_said_to_be(studio, untimed, tmp_path):
    studio.align(untimed, Ear(), tmp_path)
    captions = written(studio, untimed)
    assert (captions.source, captions.aligner, captions.note) == ("alignment", "ear", "")
    assert [word.end - word.start for cue in captions.cues for word in cue.words][:3] == [Fraction(1, 10)] * 3


def test_a_voice_with_times_is_the_source_though_there_is_an_aligner(studio, tmp_path):
    job = studio.planned()
    studio.untimed(job)
    studio.align(job, Ear(), tmp_path)
    assert (written(studio, job).source, written(studio, job).note) == ("voice", "")


def test_an_alignment_that_failed_leaves_an_estimate_and_says_why(studio, untimed):
    wait = studio.start_align(untimed)
    error = ModelUnavailable("[AlignVoice] there is no model that aligns 'en'")
    complete(wait, error, desk=studio.desk)
    captions = written(studio, untimed)
    assert (captions.source, captions.note) == ("estimate", "there is no model that aligns 'en'")


def test_an_alignment_that_never_ended_leaves_an_estimate_and_says_so(studio, untimed):
    studio.start_align(untimed)
    captions = written(studio, untimed)
    assert (captions.source, captions.note) == ("estimate", "the alignment came to no end")


def test_an_alignment_of_another_recording_is_not_used(studio, untimed, tmp_path):
    studio.align(untimed, Ear(), tmp_path)
    key = studio.desk.waits.get("acme", untimed.video_id, "align#-#0").outcome["made"]["key"]
    aligned = AlignedVoice.model_validate_json(studio.work.read(key))
    studio.work.write(key, aligned.model_copy(update={"of": "another"}).model_dump_json().encode())
    captions = written(studio, untimed)
    assert (captions.source, captions.note) == ("estimate", "the alignment is of another recording")


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
