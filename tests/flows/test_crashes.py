"""Processes that die: nothing is lost, nothing is doubled."""

import contextlib
import os
import signal
from fnmatch import fnmatch

import httpx
import psutil
import pytest
from botocore.exceptions import ClientError

from spotworks.domain.generation import digest
from spotworks.domain.keys import document_key
from spotworks.domain.timeline import Timeline
from spotworks.stages.render_spot import render_request
from tests.fakes.cloud import Cloud, eventually, running_cloud
from tests.flows.conftest import Client

pytestmark = pytest.mark.flow

LONG = {"prompt": "A walk through the old harbour at dusk", "duration": 6, "quality": "standard"}
LETTERS = {"mode": "minimal_text"}  # draws no pictures

MIDST = {"media", "captions", "timeline", "render", "quality"}


def rests(cloud: Cloud, video_id: str) -> bool:
    """Whether the sound of the full render (the preview has its own) would outlive its container."""
    bucket = cloud.resource("s3").Bucket("spotworks-work")
    document = bucket.Object(document_key("local", video_id, "timeline.json"))
    try:
        timeline = Timeline.model_validate_json(document.get()["Body"].read())
    except ClientError:
        return False
    address = digest(render_request(timeline, "standard"))[:16]
    return any(f"/checkpoints/{address}/audio" in found.key for found in bucket.objects.all())


def at_work(cloud: Cloud, folder: str) -> list[psutil.Process]:
    """What this server has running in a folder; a container's is `tmp/job-...`, a function's its own."""
    found = []
    for process in psutil.Process(cloud.server.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if fnmatch(process.cwd(), f"*/{folder}"):
                found.append(process)
    return found


def kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


def test_a_killed_renderer_goes_on_from_its_checkpoint(client, cloud):
    video_id = client.generate(**LONG)
    client.until(video_id, lambda _: rests(cloud, video_id))
    kill(at_work(cloud, "tmp/job-*"))
    status = client.completed(video_id)
    messages = [event["message"] for event in client.events(video_id)]
    assert any("started again from its checkpoint" in message for message in messages)
    report = httpx.get(status["files"]["report.json"]).json()
    render = next(thing for thing in report["made"] if thing["what"] == "Render")
    assert "resumed from audio" in render["note"]


def test_a_killed_lambda_repeats_its_step_and_doubles_nothing(client, cloud):
    video_id = client.generate(**LETTERS, prompt="A lamp that folds flat", seed=99)
    client.until(video_id, lambda status: status["current_phase"] in {"storyboard"} | MIDST)
    kill(eventually(lambda: at_work(cloud, "functions/start_music")))
    status = client.completed(video_id)
    report = httpx.get(status["files"]["report.json"]).json()
    assert len({thing["what"] for thing in report["made"]}) == len(report["made"])


def test_a_killed_server_lists_the_video_as_interrupted_and_retry_finishes_it(tmp_path):
    state = tmp_path / "state"
    with running_cloud(state) as before:
        client = Client(before)
        video_id = client.generate(**LETTERS)
        client.until(video_id, lambda status: status["current_phase"] in MIDST)
        os.kill(before.server.pid, signal.SIGKILL)
    with running_cloud(state) as after:
        client = Client(after)
        listed = eventually(
            lambda: [v for v in client.http.get("/api/videos").json()["videos"] if v["status"] == "interrupted"]
        )
        assert [video["video_id"] for video in listed] == [video_id]
        assert client.http.post(f"/api/videos/{video_id}/retry").status_code == 202
        assert client.completed(video_id)["status"] == "completed"
