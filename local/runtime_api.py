"""Lambda's Runtime API for one execution environment: what the runtime interface client inside it talks to.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html (2026-11-20). One port for each environment,
because the client knows itself by nothing but the address it was given.
"""

import queue
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO


@dataclass
class Invocation:
    """One event on its way through a function. failed: the function raised, and `body` is the error."""

    request_id: str
    payload: bytes
    deadline_ms: int
    done: threading.Event = field(default_factory=threading.Event)
    failed: bool = False
    body: bytes | None = None


class RuntimeApi:
    """Hands invocations to the function and takes its answers.

    ready: set when the function asks for its first event, or when its import failed (`init_error`).
    """

    def __init__(self, arn: str) -> None:
        self.arn = arn
        self.ready = threading.Event()
        self.init_error: bytes | None = None
        self._next: queue.SimpleQueue[Invocation | None] = queue.SimpleQueue()
        self._current: Invocation | None = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self
        threading.Thread(target=self._server.serve_forever, args=(1.0,), name="runtime-api", daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def give(self, invocation: Invocation) -> None:
        self._current = invocation
        self._next.put(invocation)

    def close(self) -> None:
        self._next.put(None)
        self._server.shutdown()
        self._server.server_close()

    def take(self) -> Invocation | None:
        self.ready.set()
        return self._next.get()

    def answer(self, request_id: str, body: bytes, *, failed: bool) -> None:
        current = self._current
        if current is not None and current.request_id == request_id:
            current.failed, current.body = failed, body
            current.done.set()

    def abandon(self) -> None:
        """The process has ended: nobody will ask or answer any more."""
        self.ready.set()
        if self._current is not None:
            self._current.done.set()

    def refuse(self, body: bytes) -> None:
        self.init_error = body
        self.ready.set()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    api: RuntimeApi

    def handle_error(self, request: object, client_address: object) -> None:
        """A killed environment leaves its connection broken: no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: functions have their own log."""

    def do_GET(self) -> None:
        """/2018-06-01/runtime/invocation/next: waits for an event."""
        invocation = self.server.api.take()
        if invocation is None:
            self.close_connection = True
            return
        self._send(
            200, invocation.payload,
            {
                "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
                "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": self.server.api.arn,
                "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
            },
        )  # fmt: skip

    def do_POST(self) -> None:
        """.../invocation/{id}/response, .../invocation/{id}/error, .../runtime/init/error."""
        body = _chunks(self.rfile) if "chunked" in self.headers.get("Transfer-Encoding", "") else self._whole()
        *_, subject, verb = self.path.rstrip("/").split("/")
        if subject == "init":
            self.server.api.refuse(body)
        else:
            self.server.api.answer(subject, body, failed=verb == "error")
        self._send(202, b"{}", {})

    def _whole(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _chunks(stream: BinaryIO) -> bytes:
    """A body in chunked transfer coding, which the client uses for large responses."""
    body = b""
    while size := int(stream.readline().split(b";")[0], 16):
        body += stream.read(size)
        stream.readline()
    stream.readline()
    return body
