"""Processes that die: nothing is lost, nothing is doubled."""

import contextlib
import os
import re
import signal

import httpx
import psutil
import pytest

from tests.fakes.cloud import eventually, running_cloud
from tests.flows.conftest import Client

pytestmark = pytest.mark.flow

LONG = {"prompt": "A walk through the old harbour at dusk", "duration": 6, "quality": "standard"}


def renderers() -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if any(word.endswith("containers/render/main.py") for word in process.info["cmdline"] or []):
            found.append(process)
    return found


def test_a_killed_renderer_goes_on_from_its_checkpoint(client):
    video_id = client.generate(**LONG)
    client.until(video_id, lambda status: int((re.findall(r"(\d+)% of the", status["message"]) or [0])[0]) > 30)
    for process in renderers():
        process.send_signal(signal.SIGKILL)
    status = client.completed(video_id)
    messages = [event["message"] for event in client.events(video_id)]
    assert any("started again from its checkpoint" in message for message in messages)
    report = httpx.get(status["files"]["report.json"]).json()
    render = next(thing for thing in report["made"] if thing["what"] == "Render")
    assert "resumed from audio" in render["note"]


def test_a_killed_lambda_repeats_its_step_and_doubles_nothing(client, cloud):
    video_id = client.generate(prompt="A lamp that folds flat", seed=99)

    def victim():
        for process in psutil.Process(cloud.server.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if process.cwd().endswith("functions/start_music"):
                    return process
        return None

    client.until(video_id, lambda status: status["current_phase"] in {"storyboard", "media"})
    process = eventually(victim)
    process.send_signal(signal.SIGKILL)
    status = client.completed(video_id)
    report = httpx.get(status["files"]["report.json"]).json()
    assert len({thing["what"] for thing in report["made"]}) == len(report["made"])


def test_a_killed_server_lists_the_video_as_interrupted_and_retry_finishes_it(tmp_path):
    state = tmp_path / "state"
    with running_cloud(state) as before:
        client = Client(before)
        video_id = client.generate()
        client.until(video_id, lambda status: status["current_phase"] == "media")
        os.kill(before.server.pid, signal.SIGKILL)
    with running_cloud(state) as after:
        client = Client(after)
        listed = eventually(
            lambda: [v for v in client.http.get("/api/videos").json()["videos"] if v["status"] == "interrupted"]
        )
        assert [video["video_id"] for video in listed] == [video_id]
        assert client.http.post(f"/api/videos/{video_id}/retry").status_code == 202
        assert client.completed(video_id)["status"] == "completed"
