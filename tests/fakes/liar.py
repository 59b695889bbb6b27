"""A vendor that answers what it was told to, whatever was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from spotworks.adapters.providers.account import Account


class Liar:
    """base: where it listens. Set status and body before each call; turns: other ones, for the next calls in turn."""

    def __init__(self) -> None:
        self.base, self.status, self.body = "", 200, b""
        self.turns: list[tuple[int, bytes]] = []

    def account(self, provider: str) -> Account:
        return Account(provider, secret=lambda name: "test-key", base=self.base)


@contextmanager
def lying() -> Iterator[Liar]:
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, body = liar.turns.pop(0) if liar.turns else (liar.status, liar.body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    liar.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield liar
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
