"""A vendor that answers every call with what a test tells it to: for answers that no fake would give, and callbacks."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from spotworks.adapters.providers.account import Account


@dataclass
class Answers:
    """said: bytes as they are, anything as JSON, or what makes either of the path and the body. turns: statuses and
    bodies of the next calls, before all others. asked: "POST /v1/videos"; bodies: what came with each call;
    headers: of the last one, names in lower case."""

    base: str = ""
    status: int = 200
    said: Any = field(default_factory=dict)
    turns: list[tuple[int, bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def says(self, said: Any, status: int = 200) -> None:
        """From now on."""
        self.status, self.said = status, said

    def account(self, provider: str, **secrets: str) -> Account:
        """secrets: by environment name; all others are "test-key"."""
        return Account(provider=provider, secret=lambda name: secrets.get(name, "test-key"), base=self.base)

    def next(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to this call."""
        if self.turns:
            return self.turns.pop(0)
        said = self.said(path, body) if callable(self.said) else self.said
        return self.status, said if isinstance(said, bytes) else json.dumps(said).encode()


@contextmanager
def answering() -> Iterator[Answers]:
    answers = Answers()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # which would wait 40 ms between head and body

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answers.asked.append(f"{self.command} {self.path}")
            answers.bodies.append(body)
            answers.headers = {name.lower(): value for name, value in self.headers.items()}
            status, content = answers.next(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *about: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    answers.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield answers
    finally:
        server.shutdown()
        server.server_close()


def until(met: Callable[[], Any], seconds: float = 3.0) -> bool:
    """Whether it is met within that time."""
    end = time.monotonic() + seconds
    while not met() and time.monotonic() < end:
        time.sleep(0.005)
    return bool(met())
