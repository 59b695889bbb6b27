"""The saved pages of the corpus as sites: the real reader fetches them over HTTP, from this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from spotworks.adapters.web import PageResearcher
from spotworks.domain.research import Research
from tests.creative.corpus import PAGES

_HERE = Path(__file__).parent
_PHOTOS = {"/photos/largo-cup.jpg": _HERE.parents[1] / "samples/coffee.jpg"}
_FILES = {urlsplit(case.page).path: _HERE / f"pages/{case.name}.html" for case in PAGES} | _PHOTOS


class _Site(BaseHTTPRequestHandler):
    """Says nothing of a page's letters: they are for the page to name."""

    def do_GET(self) -> None:
        file = _FILES.get(self.path)
        self.send_response(200 if file else 404)
        self.send_header("Content-Type", "image/jpeg" if self.path in _PHOTOS else "text/html")
        self.end_headers()
        self.wfile.write(file.read_bytes() if file else b"")

    def log_message(self, *_: object) -> None:
        return


class Sites:
    """ports.Researcher: the reader itself, for which every host's address is `host`, the server on this machine."""

    def __init__(self, host: str) -> None:
        self.host, self._reader = host, PageResearcher(allow=frozenset({host}))

    def address(self, url: str) -> str:
        return self._reader.address(url)

    def research(self, url: str) -> Research:
        found, site = self._reader.research(self._here(url)).model_dump_json(), urlsplit(url)
        return Research.model_validate_json(found.replace(f"http://{self.host}", f"{site.scheme}://{site.netloc}"))

    def picture(self, url: str) -> bytes:
        return self._reader.picture(self._here(url))

    def _here(self, url: str) -> str:
        return f"http://{self.host}{urlsplit(url).path}"


@contextmanager
def sites() -> Iterator[Sites]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield Sites(f"127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
