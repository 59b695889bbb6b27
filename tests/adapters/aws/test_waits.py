"""Waits: one outcome each, for its own token only."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from spotworks.adapters.aws.waits import TableWaits
from spotworks.ports import Wait

WAIT = Wait(wait_id="clip#0#0", tenant="acme", video_id="v1", kind="clip", token="a", scene=0)


@pytest.fixture
def waits(table, clock):
    waits = TableWaits(table, clock)
    waits.open(WAIT)
    return waits


def stored(waits):
    return waits.get("acme", "v1", WAIT.wait_id)


def test_a_wait_is_pending_until_it_is_delivered(waits):
    assert list(waits.pending("acme", "v1")) == [WAIT]
    decided = waits.decide(WAIT, {"x": 1})
    assert [wait.outcome for wait in waits.pending("acme", "v1")] == [{"x": 1}]
    waits.delivered(decided)
    assert waits.pending("acme", "v1") == []
    assert [wait.outcome for wait in waits.all("acme", "v1")] == [{"x": 1}]
    assert waits.all("rival", "v1") == []
    assert stored(waits).outcome == {"x": 1}


def test_the_first_outcome_stands_until_it_was_sent(waits):
    first = waits.decide(WAIT, {"x": 1})
    assert waits.decide(WAIT, {"x": 2}) == first
    waits.delivered(first)
    assert waits.decide(WAIT, {"x": 3}) is None
    assert stored(waits).outcome == {"x": 1}


def test_an_older_token_decides_delivers_and_promises_nothing(waits):
    newer = WAIT.model_copy(update={"token": "b"})
    waits.open(newer)
    assert waits.decide(WAIT, {"x": 1}) is None
    waits.delivered(WAIT.model_copy(update={"outcome": {"x": 1}}))
    waits.promise(WAIT, "job-1")
    assert stored(waits) == newer


def test_a_promise_is_kept_while_pending_and_comes_too_late_after(waits):
    waits.promise(WAIT, "job-1")
    assert stored(waits).ticket == "job-1"
    waits.decide(WAIT, {"x": 1})
    waits.promise(WAIT, "job-2")
    assert stored(waits).outcome == {"x": 1}


def test_a_wait_that_is_not_there_is_none(waits):
    assert waits.get("rival", "v1", WAIT.wait_id) is None
    assert waits.decide(WAIT.model_copy(update={"tenant": "rival"}), {}) is None
    assert waits.pending("acme", "v2") == []


def test_of_many_at_once_one_decides(waits):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: waits.decide(WAIT, {"n": n}), range(8)))
    assert len({wait.outcome["n"] for wait in found}) == 1


def test_waits_expire_by_themselves(waits, table, clock):
    item = table.get("T#acme#J#v1", "WAIT#clip#0#0")
    assert item["expires"] == int(clock.now().timestamp()) + 30 * 24 * 3600
