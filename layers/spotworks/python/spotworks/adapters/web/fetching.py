"""One page over HTTP, with limits on where, how much and how long."""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

from spotworks.adapters.web.addresses import Target, target
from spotworks.errors import ResearchFailed

_REDIRECTS = 3
_AGENT = "Mozilla/5.0 (compatible; Spotworks/1; product page reader)"


@dataclass(frozen=True)
class Kind:
    """What is asked for. noun, name: for people."""

    noun: str
    name: str
    types: frozenset[str]


HTML = Kind("page", "a web page", frozenset({"text/html", "application/xhtml+xml"}))
STYLES = Kind("style sheet", "a style sheet", frozenset({"text/css"}))
PICTURES = Kind("picture", "a JPEG, PNG or WebP picture", frozenset({"image/jpeg", "image/png", "image/webp"}))


@dataclass(frozen=True)
class Page:
    """url: after redirects; charset: as the server said, or ""."""

    url: str
    body: bytes
    charset: str


def fetch(url: str, kind: Kind, *, allow: frozenset[str], seconds: float, max_bytes: int) -> Page:
    """The page or picture at a URL, with at most three redirects, each checked as the first.

    seconds: wall clock for everything; max_bytes: after decompression. Raises ResearchFailed.
    """
    end = time.monotonic() + seconds
    been = {url}
    for _ in range(_REDIRECTS + 1):
        with hop(target(url, allow=allow, seconds=_left(end)), _headers(kind), end) as response:
            if response.status not in {301, 302, 303, 307, 308}:
                return _page(url, kind, response, end, max_bytes)
            location = response.getheader("Location", "")
        if not location:
            raise ResearchFailed("The page redirects to nowhere; give the address it ends at.", field="url")
        url = urljoin(url, location)
        if url in been:
            raise ResearchFailed("The page redirects in a circle; give the address it ends at.", field="url")
        been.add(url)
    raise ResearchFailed(f"The page redirects more than {_REDIRECTS} times; give the address it ends at.", field="url")


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise ResearchFailed(
            "The page took too long to answer; try again later or describe the product instead.", field="url"
        )
    return left


def _headers(kind: Kind) -> Mapping[str, str]:
    return {"User-Agent": _AGENT, "Accept": ", ".join(sorted(kind.types)), "Accept-Encoding": "gzip"}


@contextmanager
def hop(where: Target, headers: Mapping[str, str], end: float) -> Iterator[http.client.HTTPResponse]:
    """The response to one GET. The socket goes to the checked address, whatever the name resolves to by now.

    end: by time.monotonic(). Raises ResearchFailed.
    """
    try:
        plain = socket.create_connection((where.address, where.port), timeout=_left(end))
    except OSError as error:
        raise ResearchFailed(
            f"{where.host} did not answer; check the address or try again later.", field="url"
        ) from error
    # A server that drips bytes keeps every single read short: the timer ends them all at once.
    watchdog = threading.Timer(_left(end), _cut, [plain])
    watchdog.daemon = True
    watchdog.start()
    connection = http.client.HTTPConnection(where.host, where.port)
    if where.scheme == "https":
        connection.default_port = 443
    try:
        connection.sock = _secured(plain, where)
        connection.request("GET", where.path, headers={**headers, "Connection": "close"})
        response = connection.getresponse()
        _left(end)  # headers that were cut short by the watchdog parse as fewer headers
        yield response
    except ssl.SSLError as error:
        raise ResearchFailed(f"{where.host} has no valid certificate; check the address.", field="url") from error
    except (OSError, http.client.HTTPException) as error:
        _left(end)
        raise ResearchFailed(
            f"{where.host} broke off; try again later or describe the product instead.", field="url"
        ) from error
    finally:
        watchdog.cancel()
        connection.close()
        plain.close()


def _secured(plain: socket.socket, where: Target) -> socket.socket:
    if where.scheme == "http":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=where.host)


def _cut(plain: socket.socket) -> None:
    try:
        plain.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed in the same moment


def _page(url: str, kind: Kind, response: http.client.HTTPResponse, end: float, max_bytes: int) -> Page:
    if response.status != 200:
        raise ResearchFailed(
            f"The {kind.noun} answered {response.status}: {_answered(response.status, kind)}.", field="url"
        )
    if response.headers.get_content_type() not in kind.types:
        raise _other(response.headers.get_content_type(), kind)
    encoding = (response.getheader("Content-Encoding") or "identity").lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        raise ResearchFailed(
            f"The page is packed as {encoding}, which was not asked for; describe the product instead.", field="url"
        )
    body = _body(response, kind, end, max_bytes, packed=encoding != "identity")
    if kind is HTML and body.startswith(b"%PDF"):  # whatever the server calls it
        raise _other("a PDF", kind)
    return Page(url, body, response.headers.get_content_charset("") or "")


def _answered(status: int, kind: Kind) -> str:
    """What an error status means for whoever gave the address."""
    if status in {404, 410}:
        return f"there is no such {kind.noun}; check the address"
    if status == 429 or status >= 500:
        return "the site is busy or broken; try again later or describe the product instead"
    return "it does not open for everybody; give one that opens without signing in, or describe the product instead"


def _other(found: str, kind: Kind) -> ResearchFailed:
    advice = "; give the product's own page, or describe the product instead" if kind is HTML else ""
    return ResearchFailed(f"The address leads to {found}, not to {kind.name}{advice}.", field="url")


def _body(response: http.client.HTTPResponse, kind: Kind, end: float, max_bytes: int, *, packed: bool) -> bytes:
    """The body unpacked as it comes, so that a small bomb is stopped at the limit."""
    if (response.length or 0) > max_bytes:
        raise _too_large(kind, max_bytes)
    unpacker = zlib.decompressobj(wbits=31) if packed else None
    body = bytearray()
    while piece := response.read1(65_536):
        _left(end)
        try:
            body += unpacker.decompress(piece, max_bytes + 1 - len(body)) if unpacker else piece
        except zlib.error as error:
            raise ResearchFailed(
                "The page is packed wrongly and cannot be read; describe the product instead.", field="url"
            ) from error
        if len(body) > max_bytes:
            raise _too_large(kind, max_bytes)
    _left(end)
    return bytes(body)


def _too_large(kind: Kind, max_bytes: int) -> ResearchFailed:
    advice = "; give a page about one product" if kind is HTML else ""
    return ResearchFailed(f"The {kind.noun} is larger than {max_bytes // 1_000_000} MB{advice}.", field="url")
