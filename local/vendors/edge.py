"""Microsoft Edge's read-aloud service, as the package edge-tts 7.3.1 speaks with it over a WebSocket."""

import asyncio
import json
import re
from typing import ClassVar
from xml.sax.saxutils import unescape

from starlette.responses import Response
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from local.vendors import media
from local.vendors.base import Fake
from local.vendors.breaking import Silence
from local.vendors.faults import AT_ONCE
from local.vendors.shop import Ask, Trouble, Work

_TICKS = 10_000_000
_PIECE, _SLOWLY = 4096, 0.1  # bytes, seconds


class FakeEdge(Fake):
    provider: ClassVar[str] = "edge"
    lacks = AT_ONCE

    def routes(self) -> list[BaseRoute]:
        return [WebSocketRoute("/readaloud/edge/v1", self.speak)]

    async def speak(self, socket: WebSocket) -> None:
        """One text: what is wanted, the SSML; then the words' times, the sound in pieces, the end."""
        await socket.accept()
        try:
            wants = await socket.receive_text()
            ssml = (await socket.receive_text()).partition("\r\n\r\n")[2]
        except WebSocketDisconnect:
            return
        found = re.search(r"<prosody[^>]*>(.*)</prosody>", ssml, re.DOTALL)
        text = unescape(found[1]) if found else ""
        asked = Ask(kind="voice", prompt=text, seconds=media.spoken_for(text), container="mp3")
        work = self.shop.begin(self, asked, {"ssml": ssml})
        fault = work.fault if isinstance(work, Work) else None
        if isinstance(work, Silence) or fault == "hangs_after":
            await _left(socket)
            return
        if isinstance(work, Response) or await self.shop.ended(work) != "succeeded" or fault == "broken_after":
            await socket.close(1011)
            return
        if '"wordBoundaryEnabled":"true"' in wants:
            for word, start, end in media.word_times(text, asked.seconds):
                await socket.send_text(_metadata(word, start, end))
        content, _ = await asyncio.to_thread(self.shop.content, work)
        head = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
        for start in range(0, len(content), _PIECE):
            await socket.send_bytes(len(head).to_bytes(2, "big") + head + content[start : start + _PIECE])
            if fault == "endless_drip":
                await _left(socket)
                return
            await asyncio.sleep(_SLOWLY if fault == "slow_drip" else 0)
        await socket.send_text("Path:turn.end\r\n\r\n{}")
        await socket.close()

    def trouble(self, kind: Trouble) -> Response:
        return Response(status_code=503)


async def _left(socket: WebSocket) -> None:
    """Says nothing until the other side has gone."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def _metadata(word: str, start: float, end: float) -> str:
    """Words come without their punctuation."""
    said = word.strip(".,!?:;\"'…")
    data = {
        "Offset": round(start * _TICKS), "Duration": round((end - start) * _TICKS),
        "text": {"Text": said, "Length": len(said), "BoundaryType": "WordBoundary"},
    }  # fmt: skip
    body = json.dumps({"Metadata": [{"Type": "WordBoundary", "Data": data}]})
    return f"Content-Type:application/json\r\nPath:audio.metadata\r\n\r\n{body}"
