"""The container's main: it reports by the one complete(), whatever happens."""

import os
import signal

import pytest

from spotworks.errors import DiskFull, RenderFailed
from spotworks.runtime.job import run_render, run_segment
from spotworks.stages.start_render import start_render
from tests.fakes.aws import make_table
from tests.fakes.ports import TinyRenderer
from tests.fakes.studio import Studio


@pytest.fixture
def studio(aws):
    return Studio(make_table())


@pytest.fixture
def job(studio):
    job = studio.assembled()
    start_render(studio.sound(job), desk=studio.desk, queue=studio.queue)
    return job


@pytest.fixture(autouse=True)
def _same_signals():
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def run(studio):
    wait, request = studio.submitted()
    return run_render(wait, request, desk=studio.desk, renderer=studio.renderer)


def last(studio):
    _, kind, body = studio.tokens.sent[-1]
    return kind, body


def test_a_render_ends_its_wait_with_the_video(studio, job):
    assert run(studio) == 0
    kind, body = last(studio)
    assert kind == "succeed"
    assert studio.work.read(body["key"]) == b"video 300"
    assert "Render" in [line.what for line in studio.lines(job)]


def test_a_failure_is_reported_by_its_name_and_stage(studio, job):
    studio.renderer.errors = [DiskFull("no space is left", field="footage_assets")]
    assert run(studio) == 0
    kind, body = last(studio)
    assert (kind, body["error"]) == ("fail", "DiskFull")
    assert "[RenderSpot footage_assets] no space is left" in body["cause"]


def test_a_bug_of_the_renderer_is_reported_too(studio, job):
    studio.renderer.errors = [ZeroDivisionError("division by zero")]
    assert run(studio) == 0
    kind, body = last(studio)
    assert (kind, body["error"]) == ("fail", "InternalError")
    assert "ZeroDivisionError: division by zero" in body["cause"]


def test_a_machine_that_goes_away_leaves_a_retryable_name_and_its_checkpoints(studio, job):
    class Reclaimed(TinyRenderer):
        def render(self, timeline, *, checkpoints, progress, **about):
            (checkpoints / "audio.m4a").write_bytes(b"whole sound")
            progress(0.1)
            os.kill(os.getpid(), signal.SIGTERM)
            return super().render(timeline, checkpoints=checkpoints, progress=progress, **about)

    studio.renderer = Reclaimed()
    assert run(studio) == 0
    kind, body = last(studio)
    assert (kind, body["error"]) == ("fail", "RenderInterrupted")
    assert body["cause"].count("[RenderSpot]") == 1

    studio.renderer = TinyRenderer()
    start_render(studio.sound(job), desk=studio.desk, queue=studio.queue)
    run(studio)
    assert studio.renderer.runs == [{"audio.m4a"}]
    assert last(studio)[0] == "succeed"


def test_a_container_that_nobody_waits_for_any_more_makes_nothing(studio, job):
    """It stood in the queue when its video was cancelled."""
    studio.tokens.waited_for = False
    sent = len(studio.tokens.sent)
    assert run(studio) == 0
    assert (studio.renderer.runs, len(studio.tokens.sent)) == ([], sent)


def test_a_segment_ends_its_wait_with_its_part(studio):
    studio.renderer.segment = 2
    job = studio.assembled(key="long")
    wait, request = studio.start_segment(job, studio.fan_out(job)[1])
    assert run_segment(wait, request, desk=studio.desk, renderer=studio.renderer) == 0
    kind, body = last(studio)
    assert kind == "succeed"
    assert studio.work.read(body["key"]).startswith(b"part ")


def test_a_segment_that_fails_says_which_stage_it_was(studio):
    studio.renderer.segment = 2
    job = studio.assembled(key="long")
    wait, request = studio.start_segment(job, studio.fan_out(job)[1])
    studio.renderer.errors = [RenderFailed("x264 gave up")]
    assert run_segment(wait, request, desk=studio.desk, renderer=studio.renderer) == 0
    kind, body = last(studio)
    assert (kind, body["error"]) == ("fail", "RenderFailed")
    assert "[RenderSegment] x264 gave up" in body["cause"]


def test_a_cancelled_jobs_container_changes_nothing_but_the_bill(studio, job):
    studio.cancel(job)
    assert run(studio) == 0
    assert studio.row(job).status == "cancelled"
    spent = sum(line.amount for line in studio.lines(job))
    assert studio.budget()["spent"] == studio.budget()["committed"] == spent > 0
