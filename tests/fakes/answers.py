"""A vendor that answers every call with what a test tells it to: for answers that no fake would give."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from hypothesis import strategies as st

from spotworks.adapters.providers.account import Account


@dataclass
class Answers:
    """headers: of the last request, names in lower case."""

    base: str = ""
    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def says(self, body: Any, status: int = 200) -> None:
        """From now on. body: bytes as they are, or anything as JSON."""
        self.status, self.body = status, body

    def account(self, provider: str, **secrets: str) -> Account:
        """secrets: by environment name; all others are "test-key"."""
        return Account(provider=provider, secret=lambda name: secrets.get(name, "test-key"), base=self.base)


@contextmanager
def answering() -> Iterator[Answers]:
    answers = Answers()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65_536  # one packet: two would wait for each other

        def do_POST(self) -> None:
            answers.headers = {name.lower(): value for name, value in self.headers.items()}
            self.rfile.read(int(self.headers.get("content-length") or 0))
            body = answers.body if isinstance(answers.body, bytes) else json.dumps(answers.body).encode()
            self.send_response(answers.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *about: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    answers.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield answers
    finally:
        server.shutdown()
        server.server_close()


def odd(*names: str) -> st.SearchStrategy[Any]:
    """JSON that looks like an answer: objects with these names, and anything else in their places."""
    plain = st.none() | st.booleans() | st.integers(-5, 2**40) | st.floats(allow_nan=False) | st.text(max_size=12)
    words = plain | st.sampled_from(names) | st.sampled_from(["QUJD", "http://[", "files/x", "https://x.example/y"])
    return st.recursive(
        words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names), inner, max_size=6),
        max_leaves=20,
    )
