"""API Gateway in front of two functions: the HTTP API (payload 2.0) and the WebSocket API with @connections.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html (2026-11-20)
"""

import asyncio
import base64
import errno
import json
import re
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from local.lambdas import Lambdas
from local.sockets import Sockets

BODY_BYTES = 10 * 1024 * 1024  # API Gateway's limit
INTEGRATION_SECONDS = 29.0
THREADS = 64
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
TEXT = re.compile(r"text/|application/(json|javascript|xml|x-www-form-urlencoded|[\w.-]+\+(json|xml))")
BEARER = re.compile(r"Bearer tenant:([a-z0-9-]{1,40})")


class Gateway:
    """Turns requests into events for functions and their answers into responses."""

    def __init__(self, catalogue: ModuleType, lambdas: Lambdas) -> None:
        self._routes = [(route, _pattern(route.path)) for route in catalogue.ROUTES]
        self._function = catalogue.API_FUNCTION
        self._lambdas = lambdas
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="gateway")
        sockets = Sockets(catalogue.SOCKET_FUNCTION, self.invoke)
        self.app = Starlette(
            routes=[
                WebSocketRoute("/live", sockets.live),
                Route("/ws-management/@connections/{connection}", sockets.manage, methods=["POST", "GET", "DELETE"]),
                Route("/{path:path}", self.http, methods=list(METHODS)),
            ],
            exception_handlers={405: _no_method},
        )

    async def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """The function's answer. Raises FunctionFailed, or TimeoutError after 29 s."""
        payload = json.dumps(event).encode()
        call: Callable[[], Any] = lambda: self._lambdas.invoke(function, payload)  # noqa: E731
        running = asyncio.get_running_loop().run_in_executor(self._threads, call)
        result = await asyncio.wait_for(asyncio.shield(running), INTEGRATION_SECONDS)
        if result.failed:
            raise FunctionFailed(result.body.decode(errors="replace"))
        return json.loads(result.body or b"null")

    async def http(self, request: Request) -> Response:
        try:
            route, parameters = self._match(request)
            claims = None if route.public else claims_of(request.headers.get("authorization"))
            event = http_event(request, route, parameters, claims, await _body(request))
            return http_response(await self.invoke(self._function, event))
        except Refused as refused:
            return _message(*refused.args)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except TimeoutError:
            return _message(503, "ProviderUnavailable", "the API did not answer in time; ask again")
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            return _message(507, "DiskFull", "no space is left on the disk of the state folder: free some")
        except FunctionFailed as error:
            print(f"local: {self._function} failed on {request.method} {request.url.path}: {error}", flush=True)
            return _message(500, "InternalError", "the API failed; logs/server.log in the state folder says why")

    def _match(self, request: Request) -> tuple[Any, dict[str, str]]:
        """Routes without parameters go first, as API Gateway has it."""
        if not is_own(request):
            raise Refused(403, "Forbidden", "this server answers only to this machine and its own pages")
        method, path = request.method, request.url.path
        found = [(r, m.groupdict()) for r, p in self._routes if (m := p.fullmatch(path))]
        hits = [hit for hit in found if hit[0].method == method]
        if not hits:
            taken = ", ".join(sorted({route.method for route, _ in found}))
            advice = f"; this address takes {taken}" if taken else "; /docs lists what there is"
            raise Refused(404, "NotFound", f"there is no {method} {path[:100]}{advice}")
        return min(hits, key=lambda hit: len(hit[1]))


class Refused(Exception):
    """API Gateway's own answer, without the function: its status, and what to do in the API's form of an error.

    AWS's has a message only ("Not Found"), and one that cannot be chosen.
    """


class FunctionFailed(Exception):
    """The function raised, died or ran out of time; what it left as its error."""


def is_own(connection: HTTPConnection) -> bool:
    """Not from a web page of somebody else in the user's browser, nor by a name that was bent to this machine."""
    host = connection.url.hostname
    origin = connection.headers.get("origin")
    here = {"127.0.0.1", "localhost", "::1"}
    return host in here and (origin is None or urlsplit(origin).hostname in here)


def claims_of(authorization: str | None) -> dict[str, str]:
    """What a real authorizer would take from a signed token; nothing is signed here.

    No header is the tenant "local", "Bearer tenant:NAME" is NAME. Raises Refused for anything else.
    """
    if authorization is None:
        return {"sub": "local", "custom:tenant": "local"}
    match = BEARER.fullmatch(authorization)
    if match is None:
        raise Refused(401, "Unauthorized", 'Authorization: must be "Bearer tenant:NAME", or left out', "Authorization")
    return {"sub": match[1], "custom:tenant": match[1]}


def http_event(
    request: Request, route: Any, parameters: dict[str, str], claims: dict[str, str] | None, body: bytes
) -> dict[str, Any]:
    now = time.time()
    path = request.url.path
    key = f"{route.method} {route.path}"
    context: dict[str, Any] = {
        "accountId": "123456789012", "apiId": "local", "domainName": request.url.netloc, "domainPrefix": "local",
        "requestId": str(uuid.uuid4()), "routeKey": key, "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)), "timeEpoch": int(now * 1000),
        "http": {
            "method": request.method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
            "userAgent": request.headers.get("user-agent", ""),
        },
    }  # fmt: skip
    if claims is not None:
        context["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    event: dict[str, Any] = {
        "version": "2.0", "routeKey": key, "rawPath": path, "rawQueryString": request.url.query,
        "headers": _joined((k, v) for k, v in request.headers.items() if k != "cookie"),
        "requestContext": context, "isBase64Encoded": False,
    }  # fmt: skip
    if query := _joined(request.query_params.multi_items()):
        event["queryStringParameters"] = query
    if parameters:
        event["pathParameters"] = parameters
    if cookies := request.headers.get("cookie"):
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";")]
    if body:
        text = _text(body) if TEXT.match(request.headers.get("content-type", "")) else None
        event |= {"body": base64.b64encode(body).decode() if text is None else text, "isBase64Encoded": text is None}
    return event


def http_response(answer: Any) -> Response:
    """Payload 2.0: an object with a statusCode, or anything else as the JSON body of a 200."""
    if not isinstance(answer, dict) or "statusCode" not in answer:
        return Response(json.dumps(answer), media_type="application/json")
    body = answer.get("body") or ""
    content = base64.b64decode(body) if answer.get("isBase64Encoded") else body
    response = Response(content, int(answer["statusCode"]))
    for name, value in (answer.get("headers") or {}).items():
        if name.lower() != "content-length":
            response.headers[name] = str(value)
    response.headers.setdefault("content-type", "application/json")
    for cookie in answer.get("cookies") or ():
        response.headers.append("set-cookie", cookie)
    return response


async def _body(request: Request) -> bytes:
    """Raises Refused beyond what API Gateway takes; no more than that is ever held, or waited for."""
    parts: list[bytes] = []
    size = 0
    if int(request.headers.get("content-length", 0)) > BODY_BYTES:
        raise _too_long()
    async for part in request.stream():
        size += len(part)
        if size > BODY_BYTES:
            raise _too_long()
        parts.append(part)
    return b"".join(parts)


def _too_long() -> Refused:
    advice = "for a large picture, POST /api/upload with JSON gives a form to send it by"
    return Refused(413, "InvalidRequest", f"body: is more than {BODY_BYTES >> 20} MB; {advice}", "body")


def _text(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _joined(pairs: Any) -> dict[str, str]:
    """Repeated names with their values joined by commas, as payload 2.0 has them."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _pattern(path: str) -> re.Pattern[str]:
    """A route as an expression: `{b}` is one segment, `{b+}` all that follow."""
    escaped = re.escape(path).replace(r"\{", "{").replace(r"\}", "}").replace(r"\+}", "+}")
    return re.compile(re.sub(r"\{(\w+)(\+?)\}", lambda m: f"(?P<{m[1]}>{'.+' if m[2] else '[^/]+'})", escaped))


async def _no_method(request: Request, _: Exception) -> Response:
    return _message(405, "NotFound", f"there is no {request.method[:20]} here; /docs lists what there is")


def _message(status: int, error: str, text: str, field: str | None = None) -> Response:
    body = {"error": error, "message": text, "field": field}
    return Response(json.dumps(body), status, media_type="application/json")
