"""The fakes on a loopback port of their own, beside the embedded cloud."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn

from local.vendors import app
from local.vendors.faults import Faults
from local.vendors.shop import Shop

RATE = 0.3  # of the paid calls that have a fault, where faults are asked for


@dataclass(frozen=True)
class Fakes:
    """seed: of the faults, None for none; seconds: that a piece of work takes."""

    seed: int | None = None
    seconds: float = 0.5

    def shop(self) -> Shop:
        faults = Faults() if self.seed is None else Faults(seed=self.seed, rate=RATE)
        return Shop(faults=faults, seconds=self.seconds)


@contextlib.contextmanager
def serving(shop: Shop) -> Iterator[str]:
    """Their address, under which each vendor answers by its provider's id."""
    front = socket.socket()
    front.bind(("127.0.0.1", 0))
    shop.base = f"http://127.0.0.1:{front.getsockname()[1]}"
    config = uvicorn.Config(app(shop), log_level="critical", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(sockets=[front])), name="vendors", daemon=True
    )  # fmt: skip
    thread.start()
    try:
        yield shop.base
    finally:
        server.should_exit = True
        thread.join(3)
