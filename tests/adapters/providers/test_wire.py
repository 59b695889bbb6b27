"""One call to a vendor: its limits in time, and what is known of it when it breaks off."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from spotworks.adapters.providers.lifetime import living
from spotworks.adapters.providers.wire import MAX_ANSWER, Reply, Wire, retry_after
from spotworks.errors import OutcomeUnknown, ProviderUnavailable

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@contextmanager
def speaking(*turns):
    """A server that treats each connection as told: functions that are given the socket. Where it is, as a wire."""
    server = socket.create_server(("127.0.0.1", 0))
    taken = []

    def serve():
        for turn in turns:
            try:
                found, _ = server.accept()
            except OSError:
                return
            taken.append(found)
            found.recv(65_536)
            turn(found)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Wire("Acme", f"http://127.0.0.1:{server.getsockname()[1]}", dict), taken
    finally:
        server.shutdown(socket.SHUT_RDWR)  # wakes who waits for the next
        for one in (*taken, server):
            one.close()
        thread.join(5)


def stalling(found):
    """Begins to answer, and says no more."""
    found.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n{")


def dripping(found):
    """Every read is short, and there is no end."""
    found.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n")
    try:
        while True:
            found.sendall(b" ")
            time.sleep(0.01)
    except OSError:
        return


@pytest.mark.parametrize("way", [stalling, dripping, lambda found: None], ids=["stalls", "drips", "says nothing"])
@pytest.mark.parametrize(("paid", "error"), [(True, OutcomeUnknown), (False, ProviderUnavailable)])
def test_a_call_takes_no_longer_than_its_patience(way, paid, error):
    with speaking(way) as (wire, _):
        began = time.monotonic()
        with pytest.raises(error, match="broke off"):
            wire.call("POST", "/clips", paid=paid, seconds=0.15)
        assert 0.1 < time.monotonic() - began < 0.6


def test_a_call_takes_no_longer_than_we_live():
    with speaking(stalling) as (wire, _), living(10.3):
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            wire.call("POST", "/clips", paid=True, seconds=0.9)
        assert time.monotonic() - began < 0.6


@pytest.mark.parametrize(("lives", "seconds"), [(54.9, 180), (9, 30), (0, 30)])
def test_a_paid_call_whose_answer_we_would_not_live_to_hear_is_not_begun(lives, seconds):
    with speaking(stalling) as (wire, taken), living(lives):
        with pytest.raises(ProviderUnavailable, match="was not asked"):
            wire.call("POST", "/clips", paid=True, seconds=seconds)
        assert taken == []


def test_paid_calls_are_made_on_connections_of_their_own_and_others_keep_theirs():
    """A kept connection that has died in the meantime would break a call off of which nobody knows what became."""

    def answering(found):
        found.sendall(FINE)
        if found.recv(65_536):
            found.sendall(FINE)

    with speaking(answering, answering) as (wire, taken):
        wire.call("GET", "/clips/1")
        wire.call("GET", "/clips/1")
        assert len(taken) == 1
        wire.call("POST", "/clips", paid=True)
        assert len(taken) == 2


@pytest.mark.parametrize("status", [408, 499, 502, 504, 520, 522, 524])
def test_of_a_paid_call_that_somebody_in_between_gave_up_nobody_knows_the_outcome(answers, status):
    answers.says({}, status)
    with pytest.raises(OutcomeUnknown, match=str(status)):
        Wire("Acme", answers.base, dict).call("POST", "/clips", paid=True)
    with pytest.raises(ProviderUnavailable):
        Wire("Acme", answers.base, dict).call("GET", "/clips/1")


@pytest.mark.parametrize("status", [500, 503, 521, 523, 525, 526, 529, 530])
def test_a_paid_call_that_did_not_reach_the_vendor_or_that_it_failed_began_nothing(answers, status):
    answers.says({}, status)
    with pytest.raises(ProviderUnavailable):
        Wire("Acme", answers.base, dict).call("POST", "/clips", paid=True)


@pytest.mark.parametrize(("paid", "error"), [(True, OutcomeUnknown), (False, ProviderUnavailable)])
def test_an_answer_that_is_too_long_was_an_answer(paid, error):
    def pouring(found):
        with suppress(OSError):
            found.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 80000000\r\n\r\n" + bytes(MAX_ANSWER + 100_000))

    with speaking(pouring) as (wire, _), pytest.raises(error, match="more than 64 MB"):
        wire.call("POST", "/clips", paid=paid)


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"id":' * 200_000, b"\xff", b"nope"])
def test_json_that_no_vendor_means_is_none(body):
    reply = Reply(200, {}, body)
    assert reply.find("id") is None
    with pytest.raises(ValueError, match=r"."):
        reply.json()


@pytest.mark.filterwarnings("ignore:URLs without a scheme")
@pytest.mark.parametrize("base", ["localhost:8188", "http://[", "ftp://here", ""])
def test_an_address_that_is_none_begins_nothing(base):
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        Wire("Acme", base, dict).call("POST", "/clips", paid=True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7), ("-3", 0), ("Sun, 29 Nov 2026 15:01:30 GMT", 90), ("Sun, 29 Nov 2026 14:00:00 GMT", 0), ("soon", None)],
)
def test_how_long_a_vendor_wants_us_to_wait_is_read_in_seconds_and_as_a_time(said, seconds):
    headers = {"retry-after": said, "date": "Sun, 29 Nov 2026 15:00:00 GMT"}
    assert retry_after(Reply(429, headers, b"")) == seconds
