"""A render in segments, each a Batch job of its own, and a last one that joins them."""

import os
from collections.abc import Iterator

import httpx
import pytest

from tests.fakes.cloud import Cloud, eventually, running_cloud
from tests.flows.conftest import Client
from tests.flows.test_crashes import at_work, kill

pytestmark = pytest.mark.flow

LOW = {"SPOTWORKS_FAN_OUT": "1", "SPOTWORKS_SEGMENT_SECONDS": "2"}  # nine seconds are long enough then
SPOT = {"prompt": "Walking boots for wet hills", "duration": 9, "seed": 5, "call_to_action": "Try a pair on",
        "quality": "draft"}  # fmt: skip


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A server of its own, that renders on several machines what is longer than a second."""
    os.environ.update(LOW)
    try:
        with running_cloud(tmp_path_factory.mktemp("wide") / "state") as running:
            yield running
    finally:
        for name in LOW:
            del os.environ[name]


@pytest.fixture(scope="module")
def walker(wide):
    return Client(wide)


def jobs(cloud: Cloud, name: str) -> list[str]:
    """How the Batch jobs ended whose name begins so."""
    found = []
    for status in ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"):
        listed = cloud.client("batch").list_jobs(jobQueue="render", jobStatus=status)["jobSummaryList"]
        found += [status for job in listed if job["jobName"].startswith(name)]
    return found


def report_of(status):
    return httpx.get(status["files"]["report.json"]).json()


@pytest.fixture(scope="module")
def walked(walker, wide):
    """A video of which the container of one segment was killed."""
    video_id = walker.generate(**SPOT)
    kill(eventually(lambda: at_work(wide, "tmp/job-*"), 120))
    return walker.completed(video_id)


def test_a_killed_segment_is_made_again_and_the_video_is_whole(walked, walker, wide):
    messages = [event["message"] for event in walker.events(walked["video_id"])]
    assert "The render process died; its segment is made again" in messages
    ready = {message for message in messages if message.startswith("Segment ")}
    count = len(ready)
    assert ready == {f"Segment {n + 1} of {count} is ready" for n in range(count)}
    assert count > 2
    assert sorted(jobs(wide, f"segment-{walked['video_id']}")) == ["FAILED", *["SUCCEEDED"] * count]
    assert jobs(wide, f"render-{walked['video_id']}") == ["SUCCEEDED"]
    report = report_of(walked)
    assert f"resumed from {count} of {count} segments" in _render(report)["note"]
    assert all(check["passed"] for check in report["quality"]["checks"])


def test_each_segment_is_paid_for_once(walked):
    report = report_of(walked)
    segments = [thing for thing in report["made"] if thing["what"].startswith("Segment ")]
    assert len({thing["what"] for thing in segments}) == len(segments) > 2
    assert all(float(thing["cost_usd"]) > 0 for thing in segments)
    assert sum(float(thing["cost_usd"]) for thing in report["made"]) == pytest.approx(float(report["cost_usd"]))


def test_progress_never_goes_back(walked, walker):
    told = [event["progress"] for event in walker.events(walked["video_id"])]
    assert told == sorted(told)
    assert len({event["progress"] for event in walker.events(walked["video_id"]) if event["phase"] == "render"}) > 3


def test_a_changed_line_renders_only_the_segments_that_show_it(walked, walker, wide):
    again = walker.completed(walker.generate(**SPOT | {"call_to_action": "Try a pair in"}))
    first = [thing["key"] for thing in report_of(walked)["made"] if thing["what"].startswith("Segment ")]
    made = [thing["key"] for thing in report_of(again)["made"] if thing["what"].startswith("Segment ")]
    assert 0 < len(made) < len(first)
    assert not set(made) & set(first)


def test_a_cancelled_video_leaves_no_segment_at_work(walker, wide):
    video_id = walker.generate(**SPOT | {"quality": "standard"})  # all but its render is there
    eventually(lambda: at_work(wide, "tmp/job-*"), 120)
    assert walker.http.post(f"/api/videos/{video_id}/cancel").status_code == 202
    eventually(lambda: set(jobs(wide, f"segment-{video_id}")) <= {"SUCCEEDED", "FAILED"}, 60, every=0.5)
    assert at_work(wide, "tmp/job-*") == []
    assert walker.status(video_id)["status"] == "cancelled"
    assert jobs(wide, f"render-{video_id}") == []


def _render(report):
    return next(thing for thing in report["made"] if thing["what"] == "Render")
