"""A vendor's file, fetched from where it lies: redirects, and who sees the key."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from spotworks.adapters.providers.downloads import download
from spotworks.errors import DeliveryUnusable
from spotworks.ports import Output

KEY = {"Authorization": "Bearer secret"}


class Host:
    """A host that sends whoever asks on to `to`, or hands out the file. seen: what it was asked with."""

    def __init__(self, port):
        self.place, self.to, self.seen = f"127.0.0.1:{port}", {}, []

    def url(self, path="/clip"):
        return f"http://{self.place}{path}"


@contextmanager
def host() -> Iterator[Host]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found.seen.append((self.path, self.headers.get("Authorization")))
            to = found.to.get(self.path)
            self.send_response(302 if to is not None else 200)
            self.send_header(*(("Location", to) if to is not None else ("Content-Length", "4")))
            self.end_headers()
            self.wfile.write(b"" if to is not None else b"clip")

        def log_message(self, *about):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Host(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def both():
    with host() as vendor, host() as store:
        yield vendor, store


@pytest.fixture
def hosts(both):
    for one in both:
        one.to.clear()
        one.seen.clear()
    return both


def fetched(vendor, store, folder, **about):
    to = folder / "file"
    download(Output(url=vendor.url(), headers=KEY), to, allow=frozenset({vendor.place, store.place}), **about)
    return to.read_bytes()


def test_a_file_that_moved_to_another_host_is_fetched_there_without_the_vendors_key(hosts, tmp_path):
    vendor, store = hosts
    vendor.to["/clip"] = store.url("/signed?by=vendor")
    assert fetched(vendor, store, tmp_path) == b"clip"
    assert vendor.seen == [("/clip", KEY["Authorization"])]
    assert store.seen == [("/signed?by=vendor", None)]


def test_a_file_that_moved_within_its_host_is_asked_for_with_the_key_again(hosts, tmp_path):
    vendor, store = hosts
    vendor.to["/clip"] = "/v2/clip"
    assert fetched(vendor, store, tmp_path) == b"clip"
    assert vendor.seen == [("/clip", KEY["Authorization"]), ("/v2/clip", KEY["Authorization"])]


def test_a_key_does_not_come_back_with_another_name_of_its_host(hosts, tmp_path):
    """What is called otherwise may be somebody else, wherever it leads."""
    vendor, _ = hosts
    vendor.to["/clip"] = vendor.url("/clip2").replace("127.0.0.1", "localhost")
    named = f"localhost:{vendor.place.partition(':')[2]}"
    download(Output(url=vendor.url(), headers=KEY), tmp_path / "file", allow=frozenset({vendor.place, named}))
    assert vendor.seen == [("/clip", KEY["Authorization"]), ("/clip2", None)]


@pytest.mark.parametrize(
    "inside",
    ["http://169.254.169.254/latest/meta-data", "http://10.0.0.7/clip", "http://[::1]/clip", "file:///etc/passwd",
     "ftp://127.0.0.1/clip"],
)  # fmt: skip
def test_a_file_that_moved_to_a_private_address_is_refused_and_nobody_is_asked_there(hosts, tmp_path, inside):
    vendor, store = hosts
    vendor.to["/clip"] = inside
    with pytest.raises(DeliveryUnusable, match="nothing is fetched from"):
        fetched(vendor, store, tmp_path)
    assert len(vendor.seen) == 1


def test_a_private_host_that_was_not_allowed_is_refused_although_the_first_one_was(hosts, tmp_path):
    vendor, store = hosts
    vendor.to["/clip"] = store.url()
    with pytest.raises(DeliveryUnusable, match="nothing is fetched from"):
        download(Output(url=vendor.url(), headers=KEY), tmp_path / "file", allow=frozenset({vendor.place}))
    assert store.seen == []


def test_redirects_come_to_an_end(hosts, tmp_path):
    vendor, store = hosts
    vendor.to |= {"/clip": store.url("/a")}
    store.to |= {"/a": vendor.url("/b"), "/b": "/clip"}
    vendor.to |= {"/b": store.url("/c")}
    store.to |= {"/c": vendor.url("/clip")}
    with pytest.raises(DeliveryUnusable, match="redirects more than 3 times"):
        fetched(vendor, store, tmp_path)
    assert len(vendor.seen) + len(store.seen) == 4


@pytest.mark.parametrize("nowhere", ["", "http://", "/clip"])
def test_a_redirect_to_nowhere_or_to_itself_comes_to_an_end_too(hosts, tmp_path, nowhere):
    vendor, store = hosts
    vendor.to["/clip"] = nowhere
    with pytest.raises(DeliveryUnusable, match="redirects more than 3 times"):
        fetched(vendor, store, tmp_path)
