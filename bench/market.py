"""A server whose vendors are fakes, and what is left of jobs on it."""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
import httpx
from boto3.dynamodb.types import TypeDeserializer

from bench import outages
from bench.flow import server
from local.launch import Server
from spotworks.domain.model import Model
from spotworks.domain.orders import Order

BOUGHT = dict.fromkeys(("model", "image_model", "voice_model", "effects_model", "music_model"), "auto")
BRIEF = {
    "prompt": "A bright new trail shoe with a grippy sole",
    "duration": 3,
    "quality": "draft",
    "budget": 3,
} | BOUGHT
_ENDED = {"completed", "failed", "interrupted", "cancelled"}


@dataclass
class Market:
    """The server, its API, and its folder."""

    server: Server
    client: httpx.Client
    state: Path

    def change(self, **wanted: Any) -> None:
        httpx.put(f"{self.server.vendors}/shop", json=wanted).raise_for_status()

    def ask(self, **brief: Any) -> str:
        reply = self.client.post("/api/generate", json=BRIEF | brief)
        reply.raise_for_status()
        return str(reply.json()["video_id"])

    def ended(self, ids: list[str], *, every: float = 1.0) -> dict[str, dict[str, Any]]:
        """The status of each, once it has ended. every: seconds between looks, which take CPU from the jobs."""
        found: dict[str, dict[str, Any]] = {}
        while len(found) < len(ids):
            found |= self.now_ended([one for one in ids if one not in found])
            time.sleep(every)
        return found

    def now_ended(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        """The status of each that has ended by now."""
        found = {one: dict(self.client.get(f"/api/status/{one}").json()) for one in ids}
        return {one: status for one, status in found.items() if status["status"] in _ENDED}

    def finished(self, **brief: Any) -> tuple[str, float]:
        """One job, and how many seconds it took. Ends the program where it does not complete."""
        began = time.monotonic()
        video = self.ask(**brief)
        status = self.ended([video], every=0.25)[video]
        wall = time.monotonic() - began
        if status["status"] != "completed":
            raise SystemExit(f"{video}: {status['failure']}")
        self.forget()
        return video, wall

    def report(self, video: str) -> dict[str, Any]:
        files = self.client.get(f"/api/status/{video}").json()["files"]
        return dict(httpx.get(files["report.json"]).json())

    def usable(self) -> tuple[Model, ...]:
        """The catalogue, each with whether it can be used here."""
        return outages.catalogued(self.client.get("/api/models").json()["models"])

    @cached_property
    def taken(self) -> list[dict[str, Any]]:
        return list(httpx.get(f"{self.server.vendors}/shop").json()["taken"])

    def aws(self, service: str) -> Any:
        """A boto3 client of the embedded cloud."""
        return boto3.client(
            service, endpoint_url=self.server.aws, region_name="us-east-1",
            aws_access_key_id="local", aws_secret_access_key="local",  # noqa: S106 - no secret
        )  # fmt: skip

    def forget(self) -> None:
        """Has all of it read anew."""
        for name in ("rows", "orders", "lines", "taken"):
            self.__dict__.pop(name, None)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        pages = self.aws("dynamodb").get_paginator("scan").paginate(TableName="spotworks")
        read = TypeDeserializer().deserialize
        return [{name: read(value) for name, value in row.items()} for page in pages for row in page["Items"]]

    def sort(self, prefix: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["sk"].startswith(prefix)]

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Of the ledger."""
        return [json.loads(row["doc"]) if "doc" in row else row for row in self.sort("SPEND#")]

    @cached_property
    def orders(self) -> list[Order]:
        return [Order.model_validate_json(row["doc"]) for row in self.sort("ORDER#")]


@contextmanager
def market(**environment: str) -> Iterator[Market]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        state = Path(folder) / "state"
        with (
            server(state, "--vendors", "fake", **environment) as running,
            httpx.Client(base_url=running.url, timeout=60) as client,
        ):
            yield Market(running, client, state)
