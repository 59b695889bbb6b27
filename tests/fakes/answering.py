"""A server that answers all with one thing: for answers that no vendor should give, and for callbacks."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """said: bytes, what becomes JSON, or what makes that of the path and the body. bodies: what came with each call."""

    status: int = 200
    said: Any = None
    base: str = ""
    asked: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


@contextmanager
def answering() -> Iterator[Answer]:
    answer = Answer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # which would wait 40 ms between head and body

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer.asked.append(f"{self.command} {self.path}")
            answer.bodies.append(body)
            said = answer.said(self.path, body) if callable(answer.said) else answer.said
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_DELETE = do_GET

        def log_message(self, *about: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    answer.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield answer
    finally:
        server.shutdown()
        server.server_close()


def until(met: Any, seconds: float = 3.0) -> bool:
    """Whether it is met within that time."""
    import time

    end = time.monotonic() + seconds
    while not met() and time.monotonic() < end:
        time.sleep(0.005)
    return bool(met())
