"""API Gateway's WebSocket API, and the @connections API by which functions write to a client."""

import asyncio
import datetime
import json
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect

Invoke = Callable[[str, dict[str, Any]], Awaitable[Any]]
FRAME_BYTES = 128 * 1024  # https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html


class Sockets:
    """Open connections. Events of one connection reach the function in the order in which they came."""

    def __init__(self, function: str, invoke: Invoke) -> None:
        self._function = function
        self._invoke = invoke
        self._open: dict[str, tuple[WebSocket, float]] = {}

    async def live(self, socket: WebSocket) -> None:
        """$connect, then $default for each message, and $disconnect."""
        connection = uuid.uuid4().hex[:15] + "="
        if not _is_own(socket) or not await self._connect(socket, connection):
            await socket.close(1008)  # before accept: the client sees HTTP 403
            return
        await socket.accept()
        self._open[connection] = (socket, time.time())
        try:
            while True:
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                text = message.get("text") or (message.get("bytes") or b"").decode(errors="replace")
                if len(text) > FRAME_BYTES:
                    await socket.close(1009)
                    return
                await self._default(socket, connection, text)
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            self._open.pop(connection, None)
            await asyncio.shield(self._tell(socket, connection, "DISCONNECT", "$disconnect"))

    async def manage(self, request: Request) -> Response:
        """POST, GET and DELETE of @connections/{connection}."""
        found = self._open.get(request.path_params["connection"])
        if found is None:
            gone = {"x-amzn-errortype": "GoneException"}
            return Response('{"message":"Gone"}', 410, headers=gone, media_type="application/json")
        socket, since = found
        if request.method == "GET":
            at = datetime.datetime.fromtimestamp(since, datetime.UTC).isoformat()
            return Response(json.dumps({"connectedAt": at}), media_type="application/json")
        try:
            if request.method == "DELETE":
                await socket.close()
                return Response(status_code=204)
            await _send(socket, await request.body())
        except (WebSocketDisconnect, RuntimeError):
            return Response(status_code=410, headers={"x-amzn-errortype": "GoneException"})
        return Response(status_code=200)

    async def _connect(self, socket: WebSocket, connection: str) -> bool:
        answer = await self._tell(socket, connection, "CONNECT", "$connect")
        return isinstance(answer, dict) and 200 <= int(answer.get("statusCode", 500)) < 300

    async def _default(self, socket: WebSocket, connection: str, text: str) -> None:
        answer = await self._tell(socket, connection, "MESSAGE", "$default", text)
        if answer is None:
            await socket.send_text(json.dumps({"message": "Internal server error", "connectionId": connection}))

    async def _tell(self, socket: WebSocket, connection: str, kind: str, route: str, body: str | None = None) -> Any:
        """The function's answer; None if it failed."""
        context = {
            "routeKey": route, "eventType": kind, "connectionId": connection, "domainName": socket.url.netloc,
            "stage": "live", "apiId": "local", "requestId": str(uuid.uuid4()), "messageDirection": "IN",
            "requestTimeEpoch": int(time.time() * 1000), "identity": {"sourceIp": "127.0.0.1"},
        }  # fmt: skip
        event: dict[str, Any] = {"requestContext": context, "isBase64Encoded": False}
        if kind == "CONNECT":
            event |= {"headers": dict(socket.headers)}
            if socket.query_params:
                event["queryStringParameters"] = dict(socket.query_params)
        if body is not None:
            event["body"] = body
        try:
            return await self._invoke(self._function, event)
        except Exception as error:
            print(f"local: {self._function} failed on {route}: {error}", flush=True)
            return None


async def _send(socket: WebSocket, body: bytes) -> None:
    try:
        await socket.send_text(body.decode())
    except UnicodeDecodeError:
        await socket.send_bytes(body)


def _is_own(socket: WebSocket) -> bool:
    """Another site's page may open a WebSocket to this machine: browsers do not ask."""
    here = {"127.0.0.1", "localhost", "::1"}
    origin = socket.headers.get("origin")
    return socket.url.hostname in here and (origin is None or urlsplit(origin).hostname in here)
