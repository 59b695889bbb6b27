"""StartRender."""

import pytest

from spotworks.domain.generation import digest
from spotworks.stages.start_render import start_render


@pytest.fixture
def job(studio):
    return studio.assembled(quality="broadcast")


def start(studio, job):
    start_render(studio.sound(job), desk=studio.desk, queue=studio.queue)


def test_the_container_is_told_what_to_make_and_whom_to_tell(studio, job):
    start(studio, job)
    wait, request = studio.submitted()
    assert studio.queue.submitted[0][0] == f"render-{job.video_id}-1"
    assert (request.profile, request.key) == ("broadcast", "timeline.json")
    assert wait.token == studio.desk.waits.get("acme", job.video_id, "render#-#0").token
    assert wait.address == digest(request)
    assert wait.request_id == "req-1"
    [pending] = studio.desk.waits.pending("acme", job.video_id)
    assert pending.ticket == "batch-1"
    assert studio.tokens.sent == studio.tokens.sent[:8]  # the media's; nobody has ended the render


def test_a_render_that_is_there_is_not_made_again(studio, job, tmp_path):
    studio.render(job, tmp_path)
    lines = studio.lines(job)
    start(studio, job)
    assert len(studio.queue.submitted) == 1
    assert studio.tokens.sent[-1][1] == "succeed"
    assert "The render is there from before" in studio.messages(job)
    assert studio.lines(job) == lines


def test_a_container_of_an_older_token_ends_nothing(studio, job, tmp_path):
    """The starter was killed after it had submitted; the state runs again, and both containers come to an end."""
    from spotworks.stages.complete import complete
    from spotworks.stages.render_spot import render_spot

    start(studio, job)
    old_wait, request = studio.submitted()
    start(studio, job)
    new_wait, _ = studio.submitted()
    sent = len(studio.tokens.sent)
    made = render_spot(job, request, desk=studio.desk, renderer=studio.renderer, folder=tmp_path)
    assert not complete(old_wait, made, desk=studio.desk)
    assert len(studio.tokens.sent) == sent
    (tmp_path / "second").mkdir()
    again = render_spot(job, request, desk=studio.desk, renderer=studio.renderer, folder=tmp_path / "second")
    assert complete(new_wait, again, desk=studio.desk)
    assert len(studio.renderer.runs) == 1
