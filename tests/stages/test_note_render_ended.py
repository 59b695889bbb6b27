"""NoteRenderEnded."""

import pytest

from spotworks.stages.note_render_ended import note_render_ended
from spotworks.stages.start_render import start_render


@pytest.fixture
def job(studio):
    job = studio.assembled()
    start_render(studio.sound(job), desk=studio.desk, queue=studio.queue)
    return job


def note(studio, reason="Host EC2 terminated"):
    return note_render_ended(studio.queue.submitted[-1][1], reason, desk=studio.desk).changed


def test_a_container_that_died_ends_its_wait_by_a_retryable_name(studio, job):
    assert note(studio)
    _, kind, body = studio.tokens.sent[-1]
    assert (kind, body["error"]) == ("fail", "RenderInterrupted")
    assert "Host EC2 terminated" in body["cause"]
    assert studio.messages(job)[-1] == "The render process died; it is started again from its checkpoint"
    assert studio.row(job).status == "running"


def test_told_twice_it_acts_once(studio, job):
    assert note(studio)
    count = len(studio.tokens.sent)
    assert not note(studio, reason="")
    assert len(studio.tokens.sent) == count


def test_a_container_that_reported_by_itself_is_left_alone(studio, job, tmp_path):
    from spotworks.stages.complete import complete
    from spotworks.stages.render_spot import render_spot

    wait, request = studio.submitted()
    made = render_spot(job, request, desk=studio.desk, renderer=studio.renderer, folder=tmp_path)
    complete(wait, made, desk=studio.desk)
    assert not note(studio)
    assert studio.tokens.sent[-1][1] == "succeed"


def test_a_batch_job_of_somebody_else_is_none_of_its_business(studio):
    assert not note_render_ended({"PATH": "/bin"}, "", desk=studio.desk).changed
