"""A server that answers every call with what it was told to, for what no vendor should ever say."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from spotworks.adapters.providers.account import Account


class Answers:
    def __init__(self) -> None:
        self.base, self.status, self.body, self.kind = "", 200, b"", "application/json"

    def say(self, status: int, value: Any) -> None:
        """value: bytes as they are, anything else as JSON."""
        self.status = status
        self.body = value if isinstance(value, bytes) else json.dumps(value).encode()

    def account(self, provider: str) -> Account:
        return Account(provider=provider, secret=lambda name: "test-key", base=self.base)


@contextmanager
def answering() -> Iterator[Answers]:
    answers = Answers()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(answers.status)
            self.send_header("Content-Type", answers.kind)
            self.send_header("Content-Length", str(len(answers.body)))
            self.end_headers()
            self.wfile.write(answers.body)

        do_GET = do_POST

        def log_message(self, *about: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answers.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield answers
    finally:
        server.shutdown()
        server.server_close()
