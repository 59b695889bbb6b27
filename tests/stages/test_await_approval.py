"""AwaitApproval."""

import pytest
from pydantic import ValidationError

from spotworks.stages.await_approval import GateRequest, await_approval
from spotworks.stages.change_video import approve_video


def wait_at(studio, job, gate="storyboard"):
    await_approval(GateRequest(**job.model_dump(), gate=gate, token=studio.token()), desk=studio.desk)


def test_the_job_waits_and_says_for_what(studio):
    job = studio.admitted()
    wait_at(studio, job)
    row = studio.row(job)
    assert (row.status, row.gate) == ("awaiting_approval", "storyboard")
    assert studio.messages(job)[-1] == "Waiting for approval of the storyboard"
    assert studio.tokens.sent == []


def test_a_gate_that_was_passed_before_is_passed_at_once(studio):
    job = studio.admitted()
    wait_at(studio, job)
    approve_video("acme", job.video_id, "storyboard", True, desk=studio.desk)
    studio.cancel(job)
    again = studio.retry(job)
    wait_at(studio, again)
    assert [kind for _, kind, _ in studio.tokens.sent] == ["succeed", "succeed"]
    assert studio.row(job).status == "running"


def test_a_gate_that_was_refused_asks_again_after_a_retry(studio):
    job = studio.admitted()
    wait_at(studio, job)
    approve_video("acme", job.video_id, "storyboard", False, desk=studio.desk)
    studio.cancel(job)
    wait_at(studio, studio.retry(job))
    assert studio.row(job).status == "awaiting_approval"


def test_a_repeated_stage_waits_with_its_newest_token(studio):
    job = studio.admitted()
    wait_at(studio, job)
    wait_at(studio, job)
    approve_video("acme", job.video_id, "storyboard", True, desk=studio.desk)
    assert [token for token, _, _ in studio.tokens.sent] == ["token-2"]


def test_a_cancelled_job_does_not_come_back_to_wait(studio):
    job = studio.admitted()
    studio.cancel(job)
    wait_at(studio, job)
    assert studio.row(job).status == "cancelled"


def test_only_known_gates_exist():
    with pytest.raises(ValidationError):
        GateRequest(tenant="acme", video_id="v", gate="side", token="t")
