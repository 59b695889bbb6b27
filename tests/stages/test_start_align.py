"""StartAlign."""

import pytest

from spotworks.domain.generation import Made
from spotworks.stages.note_render_ended import note_render_ended
from tests.fakes.ports import Ear


@pytest.fixture
def job(studio):
    """The second of two lines has no times of its own."""
    job = studio.planned()
    studio.untimed(job, 1)
    return job


def outcome(studio, job):
    return Made.model_validate(studio.desk.waits.get("acme", job.video_id, "align#-#0").outcome["made"])


def test_a_voice_without_word_times_goes_to_the_aligner(studio, job):
    wait = studio.start_align(job)
    assert studio.queue.submitted[-1][0] == f"align-{job.video_id}-1"
    assert wait.kind == "align"
    [pending] = studio.desk.waits.pending("acme", job.video_id)
    assert (pending.token, pending.ticket) == (wait.token, "batch-1")
    assert studio.messages(job)[-1] == "Looking for the words in the voice-over"


def test_a_voice_that_gave_its_word_times_is_not_listened_to(studio):
    job = studio.planned()
    studio.untimed(job)
    assert studio.start_align(job) is None
    assert studio.tokens.sent[-1][1] == "succeed"
    assert outcome(studio, job).note == "the voice gave the times of its words"
    assert "Word times" not in [line.what for line in studio.lines(job)]


def test_words_that_were_found_before_are_not_looked_for_again(studio, job, tmp_path):
    studio.align(job, Ear(), tmp_path)
    again = studio.planned(key="again")
    studio.untimed(again, 1)
    assert studio.start_align(again) is None
    assert outcome(studio, again).reused
    assert outcome(studio, again).key == outcome(studio, job).key


def test_an_aligner_that_died_is_started_again(studio, job, tmp_path):
    studio.start_align(job)
    assert note_render_ended(studio.queue.submitted[-1][1], "OutOfMemoryError", desk=studio.desk).changed
    _, kind, body = studio.tokens.sent[-1]
    assert (kind, body["error"]) == ("fail", "RenderInterrupted")
    assert "[AlignVoice] the alignment process died: OutOfMemoryError" in body["cause"]
    studio.align(job, Ear(), tmp_path)
    assert studio.tokens.sent[-1][1] == "succeed"
