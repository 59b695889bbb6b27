"""Style sheets at other addresses: found in the page's order, fetched as safely as the page, and never in its way."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from spotworks.adapters.web import PageResearcher, sheets, tree

HIDES = b".x{display:none}"
TEXT = "<p>Seen by all, a mug of white clay that keeps tea warm.</p><p class=x>Seen by nobody.</p>"


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path[1:].partition("?")[0]
        self.server.asked.append(self.path)
        head, kind = self.server.head, "text/html" if name == "page" else "text/css"
        body = f"<title>Mug</title>{head}<main>{TEXT}</main>".encode() if name == "page" else HIDES
        if name == "slow.css":
            self.server.closing.wait(60)
        body = b"/*" + b"x" * 1_000_001 + b"*/" + HIDES if name == "large.css" else body
        self.send_response({"gone.css": 404, "inward.css": 302}.get(name, 200))
        self.send_header("Content-Type", "text/html" if name == "no.css" else kind)
        self.send_header("Location", "http://169.254.169.254/a.css")
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *_):
        return


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.closing = threading.Event()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(server):
    server.asked, server.head = [], ""
    return server


def read(site, head, **settings):
    site.head, host = head, f"127.0.0.1:{site.server_port}"
    return PageResearcher(allow=frozenset({host}), **settings).research(f"http://{host}/page")


def link(address, more=""):
    return f'<link rel="stylesheet" href="{address}"{more}>'


def test_what_a_sheet_of_its_own_hides_is_not_read_and_nothing_is_remarked(site):
    found = read(site, link("/a.css"))
    assert (found.text, found.notice) == ("Seen by all, a mug of white clay that keeps tea warm.", "")


@pytest.mark.parametrize("name", ["gone.css", "no.css", "inward.css", "large.css", "slow.css"])
def test_a_sheet_that_cannot_be_had_is_told_and_stops_nothing(site, name):
    began = time.monotonic()
    found = read(site, link(f"/{name}"), seconds=5)
    assert "Seen by nobody." in found.text
    assert found.notice.startswith("1 style sheet(s) of the page could not be read")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1/a.css", "file:///a.css", "http://[::1/a.css", "data:text/css,.x{}"]
)
def test_no_sheet_leads_inside(site, address):
    assert "Seen by nobody." in read(site, link(address)).text
    assert site.asked == ["/page"]


def test_only_so_many_sheets_are_fetched(site):
    found = read(site, "".join(link(f"/a.css?{n}") for n in range(20)))
    assert len(site.asked) == 1 + 8
    assert found.notice.startswith("12 style sheet(s)")


@pytest.mark.parametrize(
    "head",
    [
        link("/a.css", ' media="print"'), link("/a.css", " disabled"), link(""), '<link rel="icon" href="/a.css">',
        '<link rel="alternate stylesheet" href="/a.css">', '<link rel="preload" as="style" href="/a.css">',
        f"<noscript>{link('/a.css')}</noscript>", f"<template>{link('/a.css')}</template>",
        '<style media="print">.x{display:none}</style>', '<style>@import "/a.css";</style>',
    ],
)  # fmt: skip
def test_what_a_screen_does_not_show_is_not_fetched(site, head):
    found = read(site, head)
    assert ("Seen by nobody." in found.text, found.notice, site.asked) == (True, "", ["/page"])


def test_rules_count_in_the_order_of_the_page():
    page = f"<base href='/shop/'>{link('a.css')}<style>own</style>{link('http://cdn.example/b.css#x')}{link('a.css')}"
    root = tree.parsed(page.encode(), "")
    assert sheets.addresses(root, "https://s.example/shop/") == [
        "https://s.example/shop/a.css",
        "http://cdn.example/b.css",
    ]
    linked = {"https://s.example/shop/a.css": "first", "http://cdn.example/b.css": "last"}
    assert list(sheets.texts(root, "https://s.example/shop/", linked)) == ["first", "own", "last", "first"]


def test_a_base_turns_addresses_about(site):
    found = read(site, f"<base href='http://127.0.0.1:{site.server_port}/deep/'>" + link("a.css"))
    assert site.asked == ["/page", "/deep/a.css"]
    assert "Seen by nobody." not in found.text
