"""StartSegment."""

import pytest

from spotworks.stages.note_render_ended import note_render_ended
from spotworks.stages.plan_render import RenderPlan


@pytest.fixture
def job(studio):
    studio.renderer.segment = 2
    job = studio.assembled()
    studio.fan_out(job)
    return job


def test_the_container_is_told_which_segment_and_whom_to_tell(studio, job):
    wait, request = studio.start_segment(job, 2)
    plan = studio.desk.read(job, "segments.json", RenderPlan)
    assert studio.queue.submitted[-1][0] == f"segment-{job.video_id}-1-0-2"
    assert set(studio.queue.submitted[-1][1]) == {"RENDER_WAIT", "RENDER_SEGMENT"}
    assert (request.number, request.of, request.there) == (2, len(plan.parts), 0)
    assert request.render == plan.request
    assert wait.address in plan.parts[2]
    [pending] = studio.desk.waits.pending("acme", job.video_id)
    assert (pending.token, pending.ticket) == (wait.token, "batch-1")


def test_each_segment_waits_by_itself(studio, job):
    waits = [studio.start_segment(job, number)[0].wait_id for number in (0, 1, 2)]
    assert len(set(waits)) == 3
    assert len(studio.desk.waits.pending("acme", job.video_id)) == 3


def test_a_segment_that_came_meanwhile_is_not_made_again_and_costs_nothing(studio, job, tmp_path):
    """Its container died after the part was whole, before it could say so."""
    studio.segment(job, 1, tmp_path)
    lines, at = studio.lines(job), studio.row(job).progress
    assert studio.start_segment(job, 1) is None
    assert studio.tokens.sent[-1][1] == "succeed"
    assert (studio.lines(job), studio.row(job).progress) == (lines, at)


def test_a_segment_whose_container_died_is_started_again_and_paid_for_once(studio, job, tmp_path):
    studio.start_segment(job, 1)
    assert note_render_ended(studio.queue.submitted[-1][1], "Host EC2 terminated", desk=studio.desk).changed
    _, kind, body = studio.tokens.sent[-1]
    assert (kind, body["error"]) == ("fail", "RenderInterrupted")
    assert "[RenderSegment]" in body["cause"]
    assert studio.messages(job)[-1] == "The render process died; its segment is made again"
    studio.segment(job, 1, tmp_path)
    assert [line.what for line in studio.lines(job)].count("Segment") == 1
