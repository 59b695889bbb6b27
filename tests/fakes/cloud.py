"""The embedded cloud for tests: a real server process over a folder of its own."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import boto3
from botocore.config import Config

from local.launch import Server, ensure_server

Found = TypeVar("Found")


@dataclass(frozen=True)
class Cloud:
    """A running server. url: of the front; aws: the endpoint of its services; state: its folder."""

    server: Server
    state: Path

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def aws(self) -> str:
        return self.server.aws

    def client(self, service: str) -> Any:
        return _client(service, self.aws)

    def resource(self, service: str) -> Any:
        return boto3.resource(service, endpoint_url=self.aws, region_name="us-east-1")


@cache
def _client(service: str, endpoint: str) -> Any:
    config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, max_pool_connections=50)
    return boto3.client(service, endpoint_url=endpoint, region_name="us-east-1", config=config)


@contextlib.contextmanager
def running_cloud(state: Path, *options: str) -> Iterator[Cloud]:
    """Starts a server on a folder and ends it. options: of `local.server`, such as ("--catalogue", "a.module")."""
    state.mkdir(parents=True, exist_ok=True)
    cloud = Cloud(ensure_server(state, options=options), state)
    try:
        yield cloud
    finally:
        cloud.server.stop()


def eventually(look: Callable[[], Found | None], seconds: float = 60, every: float = 0.05) -> Found:
    """What `look` finds once it finds something true."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if found := look():
            return found
        time.sleep(every)
    raise AssertionError(f"still nothing after {seconds} s")
