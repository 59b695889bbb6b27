"""Answers that no healthy server gives: that break off, that never come, that come drop by drop."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import Response, StreamingResponse

_DROPS, _PAUSE = 8, 0.05
_ENDLESS = 1_000_000  # drops


def broken() -> Response:
    """An answer that breaks off: the client can't know what became of its call."""

    async def some() -> AsyncIterator[bytes]:
        yield b'{"id": "'
        raise ConnectionResetError

    return StreamingResponse(some(), media_type="application/json", headers={"Content-Length": "4096"})


class Silence(Response):
    """No answer at all, for as long as somebody waits for one. The news of it are sent all the same."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        news = asyncio.create_task(self.background()) if self.background else None
        while (await receive())["type"] != "http.disconnect":
            pass
        if news is not None:
            await news


def dripping(response: Response, *, endless: bool = False) -> Response:
    """The same answer a drop at a time. endless: a byte at a time, and then nothing: longer than anybody waits."""
    content = bytes(response.body)

    async def drops() -> AsyncIterator[bytes]:
        size = 1 if endless else max(1, len(content) // _DROPS)
        for start in range(0, len(content) - endless, size):
            yield content[start : start + size]
            await asyncio.sleep(_PAUSE)
        if endless:
            await asyncio.sleep(_ENDLESS)

    return StreamingResponse(drops(), response.status_code, media_type=response.media_type)
