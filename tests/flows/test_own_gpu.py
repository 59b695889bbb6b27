"""A whole job whose clips containers/diffuse draws: Batch of the embedded cloud, diffusers itself, random weights.

PyTorch is hundreds of megabytes, so the gate passes it over; `make diffuse-test` runs it.
"""

import importlib.util
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from tests.adapters.diffusion import tiny
from tests.fakes.cloud import Cloud, running_cloud
from tests.flows.conftest import ROOT, Client
from tests.flows.fixtures import tiny_gpu

HERE = all(importlib.util.find_spec(name) for name in ("torch", "diffusers", "transformers"))
pytestmark = [
    pytest.mark.flow,
    pytest.mark.skipif(not HERE, reason="PyTorch and diffusers are not installed: `make diffuse-test`"),
]


@pytest.fixture
def gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    tiny_gpu.install(tmp_path / "packages")
    tiny.saved(tiny.wan, tmp_path / "models" / tiny_gpu.REPOSITORY)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'packages'}{os.pathsep}{ROOT}")
    monkeypatch.setenv("SPOTWORKS_DIFFUSE_MODELS", str(tmp_path / "models"))
    with running_cloud(tmp_path / "state") as cloud:
        yield cloud


def test_a_job_s_clips_are_drawn_by_the_container_and_booked_by_the_time_they_took(gpu):
    client = Client(gpu)
    video_id = client.generate(model=tiny_gpu.ID, budget=3)
    status = client.until(video_id, lambda status: status["status"] == "completed", seconds=900, every=2)
    report = httpx.get(status["files"]["report.json"]).json()
    clips = [thing["model"] for thing in report["made"] if thing["what"].startswith("Clip")]
    assert clips
    assert set(clips) == {tiny_gpu.ID}
    told = [event["message"] for event in client.events(status["video_id"])]
    assert sum("drawn on our own GPU (libx264" in message for message in told) == len(clips)
    lines = client.http.get(f"/api/videos/{status['video_id']}/costs").json()["lines"]
    own = [line for line in lines if line["provider"] == "diffuse"]
    assert {line["state"] for line in own} == {"spent"}
    assert all(Decimal(line["spent_usd"]) > 0 for line in own)
    assert (gpu.state / "logs" / "Diffuse.log").exists()
