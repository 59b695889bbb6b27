"""The vendors' fakes on a real loopback server, and an account with them: for tests, those of other packages too."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
import uvicorn

from local.vendors import FAKES, app
from local.vendors.base import Fake
from local.vendors.shop import Shop
from spotworks.adapters.providers.account import Account


def png_of(width: int, height: int) -> bytes:
    """A picture of that size, with a slope of grey."""
    slope = np.linspace(0, 255, width * height * 3).astype(np.uint8).reshape(height, width, 3)
    return bytes(cv2.imencode(".png", slope)[1].tobytes())


@contextmanager
def served(
    shop: Shop, around: Callable[[Any], Any] = lambda fakes: fakes, *, fakes: tuple[type[Fake], ...] = FAKES
) -> Iterator[Shop]:
    """The shop while its fakes answer; shop.base is where. around: what listens in (tests.fakes.openapi.Witness)."""
    outer = around(app(shop, fakes))

    async def counted(scope: Any, receive: Any, send: Any) -> None:  # before anything is decided of what was asked
        if scope["type"] == "http":
            shop.asked.append(f"{scope['method']} {scope['path']}")
        await outer(scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(counted, port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    shop.base = f"http://127.0.0.1:{port}"
    try:
        yield shop
    finally:
        server.should_exit = True  # it ends by itself within its tick: no test waits for that


def account_at(shop: Shop, provider: str, **secrets: str) -> Account:
    """An account whose vendor is the fake. secrets: by environment name; all others are "test-key"."""
    return Account(
        provider=provider,
        secret=lambda name: secrets.get(name, "test-key"),
        base=f"{shop.base}/{provider}",
        allow=frozenset({shop.base.removeprefix("http://")}),
    )
