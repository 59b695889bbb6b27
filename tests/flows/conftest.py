"""The whole product on one machine: a server with the real catalogue, shared by the flow tests."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from tests.fakes.cloud import Cloud, running_cloud

ROOT = Path(__file__).parents[2]
PHOTO = ROOT / "samples/coffee.jpg"
SHORT = {"prompt": "Fresh espresso from the corner roastery, warm and calm", "duration": 3, "quality": "draft"}


class Client:
    """Speaks to the API as any HTTP client would."""

    def __init__(self, cloud: Cloud, tenant: str = "") -> None:
        headers = {"Authorization": f"Bearer tenant:{tenant}"} if tenant else {}
        self.cloud = cloud
        self.http = httpx.Client(base_url=cloud.url, headers=headers, timeout=30)

    def generate(self, headers: dict[str, str] | None = None, **brief: Any) -> str:
        reply = self.http.post("/api/generate", json=SHORT | brief, headers=headers)
        assert reply.status_code == 202, reply.text
        return str(reply.json()["video_id"])

    def upload(self, path: Path = PHOTO) -> str:
        reply = self.http.post("/api/upload", files={"file": (path.name, path.read_bytes(), "image/jpeg")})
        assert reply.status_code == 200, reply.text
        return str(reply.json()["asset_ids"][0])

    def status(self, video_id: str) -> dict[str, Any]:
        reply = self.http.get(f"/api/status/{video_id}")
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def events(self, video_id: str) -> list[dict[str, Any]]:
        return list(self.http.get(f"/api/videos/{video_id}/events").json()["events"])

    def until(
        self, video_id: str, done: Callable[[dict[str, Any]], bool], seconds: float = 300, every: float = 0.5
    ) -> dict[str, Any]:
        """The status once `done` says so. A job that ends before fails the test with its reason.

        every: seconds between two looks; each is a Lambda's work, and takes it from the video.
        """
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            status = self.status(video_id)
            if done(status):
                return status
            if status["status"] in {"failed", "completed"}:
                break
            time.sleep(every)
        raise AssertionError(
            f"{video_id} is {status['status']} in {status['current_phase']}: {status['failure'] or status['message']}"
        )

    def completed(self, video_id: str) -> dict[str, Any]:
        return self.until(video_id, lambda status: status["status"] == "completed", every=1)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with running_cloud(tmp_path_factory.mktemp("flows") / "state") as running:
        yield running


ESPRESSO = SHORT | {"title": "Espresso", "duration": 6, "seed": 11, "placement": "tiktok"}


@pytest.fixture(scope="session")
def client(cloud: Cloud) -> Client:
    return Client(cloud)


@pytest.fixture(scope="session")
def finished(client):
    """One finished video from a photo, followed over the WebSocket from its first event to its last."""
    video_id = client.generate(**ESPRESSO, reference_assets=[client.upload()])
    ticket = client.http.post("/api/tickets", json={"video_id": video_id}).json()
    heard = {}  # by number: what is replayed may arrive after what is live
    with connect(f"{ticket['url']}?ticket={ticket['ticket']}") as socket:
        socket.send(json.dumps({"action": "replay", "after": 0}))
        while not heard or heard[max(heard)]["status"] != "completed" or len(heard) < max(heard):
            message = json.loads(socket.recv(timeout=120))
            heard[message["seq"]] = message
            assert message["status"] != "failed", message
    return client.completed(video_id), [heard[seq] for seq in sorted(heard)]
