"""A vendor that answers everything with the same text, whatever was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from spotworks.adapters.providers.account import Account


class Liar:
    """base: where it listens. Set status and body before each call."""

    def __init__(self) -> None:
        self.base, self.status, self.body = "", 200, b""

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
            self.send_response(liar.status)
            self.send_header("Content-Length", str(len(liar.body)))
            self.end_headers()
            self.wfile.write(liar.body)

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
