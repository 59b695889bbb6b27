"""One spelling for a page; and the address that was checked is the one that is asked."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from spotworks.adapters.web import PageResearcher
from spotworks.adapters.web.addresses import is_public, spelled, target
from spotworks.errors import ResearchFailed


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/mug?b=2&a=1",
        "https://shop.example/mug?a=1&b=2#reviews",
        "https://SHOP.example:443/mug?a=1&b=2&utm_source=mail&utm_campaign=x",
        "https://shop.example./mug?gclid=1&a=1&fbclid=2&b=2&yclid=3&ysclid=4&_openstat=5",
        " https://shop.example/mug?a=1&b=2 ",
    ],
)
def test_the_same_page_has_one_spelling(url):
    assert spelled(url) == "https://shop.example/mug?a=1&b=2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://shop.example/mug", "https://shop.example/Mug"),
        ("https://shop.example/mug?size=1", "https://shop.example/mug?size=2"),
        ("https://shop.example/mug", "http://shop.example/mug"),
        ("https://shop.example/mug", "https://shop.example:8443/mug"),
        ("https://shop.example/?a=1&a=2", "https://shop.example/?a=1"),
        ("https://shop.example/?sid=1", "https://shop.example/"),
    ],
)
def test_pages_that_may_differ_are_spelled_apart(one, other):
    assert spelled(one) != spelled(other)


@pytest.mark.parametrize("url", ["https://[::1", "http://x:99999/", "mailto:a"])
def test_what_is_no_address_is_left_for_the_check_to_name(url):
    assert spelled(url) == url


def test_letters_of_other_alphabets_and_literal_addresses_keep_their_meaning():
    assert spelled("https://чай.example/каталог") == (
        "https://xn--80as4b.example/%D0%BA%D0%B0%D1%82%D0%B0%D0%BB%D0%BE%D0%B3"
    )
    assert spelled("http://[2606:2800:220:1::1]:80/") == "http://[2606:2800:220:1::1]/"


@pytest.fixture
def answers(monkeypatch):
    """What the resolver of the network will answer, question by question, and the names it was asked."""
    waiting, asked, ask = [], [], socket.getaddrinfo

    def getaddrinfo(host, port, *_, **__):
        if host[0].isdigit():  # an address: nobody is asked
            return ask(host, port)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in waiting.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return waiting, asked


@pytest.fixture
def page_server():
    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<title>Mug</title><p>A mug asked for at {self.headers['Host']}, made of clay.".encode())

        def log_message(self, *_):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_name_whose_addresses_change_is_asked_once_and_the_checked_one_is_connected_to(answers, page_server):
    waiting, asked = answers
    waiting += [["127.0.0.1"], ["10.0.0.1"]]
    place = f"rebind.example:{page_server.server_port}"
    found = PageResearcher(allow=frozenset({place})).research(f"http://{place}/mug")
    assert found.text == f"A mug asked for at {place}, made of clay."
    assert asked == ["rebind.example"]
    assert waiting == [["10.0.0.1"]]


def test_a_name_that_turns_inward_is_refused_though_it_was_public_before(answers):
    waiting, _ = answers
    waiting += [["93.184.216.34"], ["169.254.169.254"]]
    assert target("http://rebind.example/", allow=frozenset(), seconds=1).address == "93.184.216.34"
    with pytest.raises(ResearchFailed, match="public"):
        target("http://rebind.example/", allow=frozenset(), seconds=1)


def test_one_inward_address_among_public_ones_is_enough_to_refuse(answers):
    waiting, _ = answers
    waiting += [["93.184.216.34", "10.0.0.1"]]
    with pytest.raises(ResearchFailed, match="public"):
        target("http://both.example/", allow=frozenset(), seconds=1)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "192.0.0.170", "192.88.99.1", "198.18.0.1",
        "240.0.0.1", "::1", "::", "::ffff:169.254.169.254", "::ffff:0:7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
        "100::1", "2002:a9fe:a9fe::",
        "2001:0:a9fe:a9fe::1", "2001:db8::1", "fd00:ec2::254", "fe80::1%eth0", "fec0::1", "ff02::1", "3fff::1",
    ],
)  # fmt: skip
def test_no_spelling_of_an_inner_address_is_public(address):
    assert not is_public(address)
