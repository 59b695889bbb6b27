"""The whole path: a warm job, what orchestration adds, makers at a vendor's pace, many jobs at once."""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from local.launch import Server, ensure_server

ROOT = Path(__file__).resolve().parent.parent
SPOT = {"prompt": "Small-batch espresso from a neighbourhood roastery, roasted on Mondays, warm and calm"}
THREE_SCENES = {"prompt": "A bright new trail shoe with a grippy sole", "duration": 9, "quality": "draft"}
VENDORS = "image=7,clip=30,voice=8,effects=8,music=8,plan=10"  # two calls of the planner: 20 s


@dataclass(frozen=True)
class Job:
    """wall: from the request to the last event; preview: to the event that says it is there; all seconds."""

    video_id: str
    wall: float
    preview: float
    critical: float
    scenes: int


@contextmanager
def server(state: Path, *options: str, **environment: str) -> Iterator[Server]:
    os.environ.update(environment)
    running = ensure_server(state, options=options)
    try:
        yield running
    finally:
        running.stop()
        for name in environment:
            del os.environ[name]


def run(running: Server, state: Path, **brief: Any) -> Job:
    with httpx.Client(base_url=running.url, timeout=30) as client:
        if brief.pop("photo", False):
            photo = ROOT / "samples/coffee.jpg"
            reply = client.post("/api/upload", files={"file": (photo.name, photo.read_bytes())})
            brief["reference_assets"] = reply.json()["asset_ids"]
        video_id = client.post("/api/generate", json=SPOT | brief).json()["video_id"]
        _wait(client, video_id)
        scenes = client.get(f"/api/status/{video_id}").json()["total_chunks"]
        events = client.get(f"/api/videos/{video_id}/events").json()["events"]
    at = [datetime.fromisoformat(event["at"]) for event in events]
    preview = next(moment for moment, event in zip(at, events, strict=True) if "Preview" in event["message"])
    return Job(
        video_id=video_id,
        wall=(at[-1] - at[0]).total_seconds(),
        preview=(preview - at[0]).total_seconds(),
        critical=critical_path(state, video_id),
        scenes=scenes,
    )


def _wait(client: httpx.Client, video_id: str) -> None:
    while True:
        status = client.get(f"/api/status/{video_id}").json()
        if status["status"] == "completed":
            return
        if status["status"] not in {"queued", "running"}:
            raise SystemExit(f"{video_id}: {status['failure']}")
        time.sleep(0.5)


def stages(state: Path, video_id: str) -> dict[str, dict[Any, float]]:
    """Seconds that each stage logged of itself, by the scene or the order that it was for, 0 where it was for all."""
    took: dict[str, dict[Any, float]] = {}
    for log in (state / "logs").glob("*.log"):
        for line in log.read_text(errors="replace").splitlines():
            if f'"{video_id}"' in line and '"duration_ms"' in line and line.startswith("{"):
                entry = json.loads(line)
                stage = took.setdefault(entry["stage"], {})
                scene = entry.get("order_id", entry.get("scene", 0))
                stage[scene] = stage.get(scene, 0) + entry["duration_ms"] / 1000
    return took


def critical_path(state: Path, video_id: str) -> float:
    """Seconds of the longest chain of work, by what each stage logged of itself."""
    took = stages(state, video_id)

    def spent(name: str) -> float:
        return sum(took.get(name, {}).values())

    scenes = set(took.get("StartImage", {}))
    pictures = [took["StartImage"][scene] + took["StartClip"].get(scene, 0) for scene in scenes]
    media = max([*pictures, spent("StartVoice") + spent("WriteCaptions"), spent("StartMusic"), spent("StartEffects")])
    finish = max(spent("RenderSpot") + spent("CheckQuality"), spent("StartPreview"), spent("DrawStoryboard"))
    chain = ("AdmitSpot", "ChooseStrategy", "WriteScreenplay", "AssembleTimeline", "SettleSpot")
    prepare = max(spent("PrepareReferences"), spent("ResearchProduct")) + spent("AdoptPictures")
    return sum(spent(name) for name in chain) + prepare + media + finish


def warm_job(folder: Path) -> None:
    """A 30 s job on a warm server, of which nothing was made before."""
    state = folder / "warm"
    with server(state) as running:
        run(running, state, duration=6, quality="draft", photo=True)
        job = run(running, state, duration=30, photo=True, seed=4711)
        again = run(running, state, duration=30, photo=True, seed=4711)
    extra = job.wall - job.critical
    print(f"warm 30 s 1080x1920 job: {job.wall:.1f} s (goal under 60); preview after {job.preview:.1f} s (under 25)")
    print(f"orchestration: {extra:.1f} s on top of {job.critical:.1f} s of media work (goal at most 5 s)")
    print(f"the same brief again: {again.wall:.1f} s, {again.wall / job.wall:.2f} of the first")


def vendor_pace(folder: Path) -> None:
    """A draft of three scenes on a warm server, makers as slow as vendors."""
    state = folder / "pace"
    with server(state, SPOTWORKS_SCRIPTED_DELAYS=VENDORS) as running:
        run(running, state, **THREE_SCENES, seed=1)
        job = run(running, state, **THREE_SCENES, seed=3)
    share = (job.wall - job.critical) / job.critical
    print(
        f"makers at a vendor's pace ({VENDORS}), {job.scenes} scenes: {job.wall:.1f} s, "
        f"orchestration {job.wall - job.critical:.1f} s, {share:.1%} (goal at most 5 %)"
    )


def many_jobs(folder: Path, count: int = 20) -> None:
    """Six-second drafts, all started at once."""
    state = folder / "many"
    with server(state) as running, httpx.Client(base_url=running.url, timeout=60) as client:
        began = time.monotonic()
        wanted = [
            client.post("/api/generate", json=SPOT | {"duration": 6, "quality": "draft", "seed": n}).json()["video_id"]
            for n in range(count)
        ]
        process, peak = psutil.Process(running.pid), 0
        while True:
            peak = max(peak, process.memory_info().rss)
            videos = client.get("/api/videos?limit=100").json()["videos"]
            states = [video["status"] for video in videos]
            if all(state in {"completed", "failed", "interrupted"} for state in states):
                break
            time.sleep(0.5)
        wall = time.monotonic() - began
    lost = set(wanted) - {video["video_id"] for video in videos}
    print(
        f"{count} six-second drafts at once: {states.count('completed')} finished, {len(lost)} lost, "
        f"{len(videos) - len(set(wanted))} doubled, {wall:.0f} s ({wall / count:.1f} s each); "
        f"server {peak / 2**20:.0f} MB (goal under 500)"
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        for part in (warm_job, many_jobs, vendor_pace):
            part(Path(name))
