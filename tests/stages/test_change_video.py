"""Cancel, retry, approve, delete."""

import pytest

from spotworks.errors import Conflict, NotFound
from spotworks.stages.await_approval import GateRequest, await_approval
from spotworks.stages.change_video import approve_video, retry_video
from spotworks.stages.fail_spot import ErrorInfo, FailedJob, fail_spot
from tests.fakes.ports import image_maker


def failed(studio, job, error="RenderFailed"):
    request = FailedJob(**job.model_dump(), error=ErrorInfo(Error=error, Cause="[StartRender] it broke"))
    return fail_spot(
        request, desk=studio.desk, announcer=studio.announcer, orders=studio.ordering.orders, queue=studio.looks
    )  # fmt: skip


def at_gate(studio, job, gate="storyboard"):
    request = GateRequest(**job.model_dump(), gate=gate, token=studio.token())
    await_approval(request, desk=studio.desk)


def approve(studio, job, gate="storyboard", approved=True):
    return approve_video(job.tenant, job.video_id, gate, approved, desk=studio.desk)


def test_cancel_ends_the_job_stops_the_execution_and_frees_the_money(studio):
    job = studio.admitted()
    assert studio.budget()["committed"] > 0
    row = studio.cancel(job)
    assert row.status == "cancelled"
    assert row.failure.error == "Cancelled"
    assert studio.machine.stopped == [row.execution]
    assert studio.budget()["committed"] == 0


def test_cancel_keeps_what_was_spent_and_says_so(studio, tmp_path):
    job = studio.assembled()
    studio.preview(job, tmp_path)
    row = studio.cancel(job)
    assert row.cost_usd == sum(line.amount for line in studio.lines(job)) > 0
    assert studio.budget()["spent"] == studio.budget()["committed"] == row.cost_usd


def test_what_has_ended_cannot_be_cancelled(studio):
    job = studio.admitted()
    studio.cancel(job)
    with pytest.raises(Conflict, match="cancelled: there is nothing to cancel"):
        studio.cancel(job)
    assert len(studio.announcer.told) == 1


def test_retry_starts_a_new_attempt_of_the_same_job(studio):
    job = studio.admitted()
    failed(studio, job)
    again = studio.retry(job)
    row = studio.row(job)
    assert again.attempt == row.attempt == 2
    assert (row.failure, row.request_id) == (None, "req-2")
    assert row.execution.endswith("-2")
    assert studio.machine.started[row.execution.removeprefix("arn:execution:")]["job"]["request_id"] == "req-2"


@pytest.mark.parametrize("state", ["queued", "running", "completed"])
def test_only_what_failed_can_be_retried(studio, state):
    job = studio.ask()
    studio.desk.jobs.update("acme", job.video_id, lambda j: j.model_copy(update={"status": state}))
    with pytest.raises(Conflict, match=f"the video is {state}"):
        retry_video("acme", job.video_id, request_id="r", desk=studio.desk, machine=studio.machine)


def test_a_retry_finds_everything_that_was_made_and_pays_for_nothing_twice(studio, tmp_path):
    studio.images = image_maker(cost="0.03")
    job = studio.assembled()
    lines = studio.lines(job)
    asked = [len(maker.asked) for maker in _makers(studio)]
    assert sum(line.amount for line in lines) > 0
    failed(studio, job)

    again = studio.retry(job)
    studio.plan(again)
    studio.make_media(again)
    studio.assemble(again)
    assert [len(maker.asked) for maker in _makers(studio)] == asked
    assert studio.lines(job) == lines
    studio.finish(again, tmp_path)
    assert studio.row(job).status == "completed"
    assert "Picture of scene 1 reused" in studio.messages(job)


def test_a_retry_keeps_the_plan(studio):
    job = studio.planned()
    before = studio.play(job)
    failed(studio, job)
    again = studio.retry(job)
    studio.plan(again)
    assert studio.play(again) == before
    assert [call["what"] for call in studio.writer.asked] == ["strategy", "screenplay"]


def test_the_attempt_before_cannot_end_the_one_after(studio):
    """FailSpot of attempt 1 is run again (its Lambda was killed) when attempt 2 is on its way."""
    job = studio.admitted()
    failed(studio, job)
    again = studio.retry(job)
    failed(studio, job)
    assert studio.row(again).status == "running"
    assert studio.budget()["committed"] > 0


def test_approval_opens_the_gate_once(studio):
    job = studio.admitted()
    at_gate(studio, job)
    assert studio.row(job).status == "awaiting_approval"
    row = approve(studio, job)
    assert (row.status, row.gate, row.approved) == ("running", "", ("storyboard",))
    assert [kind for _, kind, _ in studio.tokens.sent] == ["succeed"]
    approve(studio, job)  # somebody asked again: the same answer, and the token is sent once
    assert len(studio.tokens.sent) == 1
    with pytest.raises(Conflict, match="nothing waits"):
        approve(studio, job, approved=False)
    assert studio.lines(job) == []


def test_refusal_ends_the_wait_with_its_own_name(studio):
    job = studio.admitted()
    at_gate(studio, job)
    approve(studio, job, approved=False)
    [(_, kind, body)] = studio.tokens.sent
    assert (kind, body["error"]) == ("fail", "ApprovalRejected")
    assert studio.row(job).approved == ()


def test_the_other_gate_and_a_job_at_none_are_refused(studio):
    job = studio.admitted()
    with pytest.raises(Conflict) as refused:
        approve(studio, job)
    assert refused.value.field == "gate"
    at_gate(studio, job)
    with pytest.raises(Conflict):
        approve(studio, job, gate="final")


def test_a_cancelled_job_waits_at_no_gate(studio):
    job = studio.admitted()
    at_gate(studio, job)
    studio.cancel(job)
    with pytest.raises(Conflict):
        approve(studio, job)
    assert studio.row(job).status == "cancelled"


def test_deletion_takes_everything_but_the_ledger(studio, tmp_path):
    job = studio.assembled()
    studio.finish(job, tmp_path)
    lines = studio.lines(job)
    studio.delete(job)
    with pytest.raises(NotFound):
        studio.row(job)
    assert studio.published.objects == {}
    assert studio.work.list(f"t/acme/j/{job.video_id}/") == []
    assert studio.desk.jobs.events("acme", job.video_id) == []
    assert studio.lines(job) == lines
    assert studio.budget()["spent"] == sum(line.amount for line in lines)


def test_deleting_a_running_job_cancels_it_first(studio):
    job = studio.admitted()
    execution = studio.row(job).execution
    studio.delete(job)
    assert studio.machine.stopped == [execution]
    assert studio.budget()["committed"] == 0


def test_another_tenants_video_is_not_there(studio):
    job = studio.admitted()
    about = {"desk": studio.desk, "machine": studio.machine}
    with pytest.raises(NotFound):
        studio.cancel(job.model_copy(update={"tenant": "rival"}))
    with pytest.raises(NotFound):
        retry_video("rival", job.video_id, request_id="r", **about)
    with pytest.raises(NotFound):
        approve_video("rival", job.video_id, "storyboard", True, desk=studio.desk)
    with pytest.raises(NotFound):
        studio.delete(job.model_copy(update={"tenant": "rival"}))
    assert studio.row(job).status == "running"
    assert studio.machine.stopped == []


def _makers(studio):
    return (studio.images, studio.clips, studio.voices, studio.effects, studio.music)
