"""FailSpot."""

import json

import pytest

from spotworks.ports import VendorJob
from spotworks.stages.fail_spot import ErrorInfo, FailedJob, fail_spot, failure_of
from spotworks.stages.show_video import list_videos
from tests.fakes.buying import RUNNING


def fail(studio, job, error="RenderFailed", cause="[StartRender] FFmpeg gave up"):
    return fail_spot(
        FailedJob(**job.model_dump(), error=ErrorInfo(Error=error, Cause=json.dumps({"errorMessage": cause}))),
        desk=studio.desk,
        announcer=studio.announcer,
        orders=studio.ordering.orders,
        queue=studio.looks,
    )


def test_a_failure_releases_the_money_is_kept_and_is_announced(studio):
    job = studio.admitted()
    failed = fail(studio, job)
    row = studio.row(job)
    assert (row.status, row.failure.category, row.failure.stage) == ("failed", "render", "StartRender")
    assert row.failure.message == "FFmpeg gave up"
    assert (failed.error, failed.cause) == ("RenderFailed", "StartRender: FFmpeg gave up")
    assert studio.budget()["committed"] == 0
    [(event, detail)] = studio.announcer.told
    assert (event, detail["video_id"], detail["failure"]["category"]) == ("SpotFailed", job.video_id, "render")
    assert studio.messages(job)[-1] == "Failed: FFmpeg gave up"


def test_a_gate_that_a_person_closed_is_turned_down_with_their_reason(studio):
    job = studio.admitted()
    fail(studio, job, error="ApprovalRejected", cause="[AwaitApproval] the final was refused: too dark")
    assert studio.messages(job)[-1] == "Turned down: the final was refused: too dark"
    [row] = list_videos(job.tenant, limit=1, before="", desk=studio.desk).videos
    assert (row.status, row.failure.category) == ("failed", "person")
    assert row.failure.message == "the final was refused: too dark"


def test_a_repeated_stage_announces_again_rather_than_never_and_records_once(studio):
    job = studio.admitted()
    assert fail(studio, job) == fail(studio, job)
    assert studio.announcer.told[0] == studio.announcer.told[1]
    assert len([m for m in studio.messages(job) if m.startswith("Failed")]) == 1


def test_what_was_spent_stays_spent(studio, tmp_path):
    job = studio.assembled()
    studio.preview(job, tmp_path)
    spent = sum(line.amount for line in studio.lines(job))
    fail(studio, job)
    assert studio.row(job).cost_usd == spent > 0
    assert studio.budget()["spent"] == studio.budget()["committed"] == spent


def test_a_cancelled_job_stays_cancelled(studio):
    job = studio.admitted()
    studio.cancel(job)
    fail(studio, job)
    assert studio.row(job).status == "cancelled"


def test_a_job_that_failed_before_anything_was_held_fails_too(studio):
    job = studio.ask()
    fail(studio, job, error="BudgetExceeded", cause="[AdmitSpot] too dear")
    assert studio.row(job).failure.category == "budget"


@pytest.mark.parametrize(
    ("error", "cause", "category", "stage", "message"),
    [
        ("AssetRejected", '{"errorMessage": "[PrepareReferences] no"}', "input", "PrepareReferences", "no"),
        ("ResearchFailed", '{"errorMessage": "[ResearchProduct] 404"}', "research", "ResearchProduct", "404"),
        ("ProviderRejected", '{"errorMessage": "[StartImage] a\\nb"}', "picture", "StartImage", "a\nb"),
        ("QualityRejected", '{"errorMessage": "[CheckQuality] black"}', "quality", "CheckQuality", "black"),
        ("ApprovalRejected", '{"errorMessage": "[AwaitApproval] no"}', "person", "AwaitApproval", "no"),
        ("Sandbox.Timedout", '{"errorMessage": "Task timed out"}', "system", "unknown", "Task timed out"),
        ("States.Timeout", "", "system", "unknown", "States.Timeout"),
        ("States.Runtime", "not { json", "system", "unknown", "not { json"),
        ("States.Runtime", "[1, 2]", "system", "unknown", "[1, 2]"),
        ("RenderFailed", '{"errorMessage": null}', "system", "unknown", "None"),
    ],
)
def test_category_stage_and_message_come_from_what_the_machine_caught(error, cause, category, stage, message):
    failure = failure_of(ErrorInfo(Error=error, Cause=cause))
    assert (failure.category, failure.stage, failure.error, failure.message) == (category, stage, error, message)


def test_a_cause_of_any_length_is_kept_within_reason():
    assert len(failure_of(ErrorInfo(Error="RenderFailed", Cause="x" * 32_000)).message) == 2000


def test_what_is_out_at_a_vendor_for_a_job_that_failed_is_stopped_there_and_settled(studio):
    job = studio.storyboarded(model="paid", budget="5")
    studio.vendor.looks = [RUNNING]
    studio.clip(job, 0)
    studio.looks.looks.clear()
    fail(studio, job)
    assert studio.looks.looks == [(studio.orders(job)[0].id, 0.0)]
    studio.tend(job)
    assert studio.vendor.cancelled == [VendorJob(id="job-1")]
    assert [order.phase for order in studio.orders(job)] == ["cancelled"]
    assert studio.budget()["committed"] == studio.budget()["spent"]
