"""The table: conditional writes, ordered queries, transactions."""

import pytest

from local.vendors.answers import answering
from spotworks.adapters.aws.table import Table
from spotworks.errors import NotFound, StorageUnavailable
from tests.fakes.aws import forget_adapters


def keys(items):
    return [item["sk"] for item in items]


def fill(table, *names, pk="p"):
    for name in names:
        table.put({"pk": pk, "sk": name})


def test_an_item_comes_back_as_it_was_put(table):
    item = {"pk": "p", "sk": "s", "words": ["a", "b"], "deep": {"n": 1}, "none": None}
    table.put(item)
    assert table.get("p", "s") == item
    assert table.get("p", "other") is None


def test_a_conditional_put_says_whether_it_held(table):
    about = {"condition": "attribute_not_exists(pk)"}
    assert table.put({"pk": "p", "sk": "s", "n": 1}, **about)
    assert not table.put({"pk": "p", "sk": "s", "n": 2}, **about)
    assert table.get("p", "s")["n"] == 1


def test_an_update_adds_and_says_whether_its_condition_held(table):
    add = {"values": {":one": 1, ":two": 2}, "condition": "attribute_not_exists(n) OR n < :two"}
    assert [table.update("p", "s", "ADD n :one", **add) for _ in range(3)] == [True, True, False]
    assert table.get("p", "s")["n"] == 2


def test_a_query_is_in_order_and_keeps_to_its_prefix(table):
    fill(table, "EV#3", "EV#1", "EV#2", "JOB", "A")
    fill(table, "EV#9", pk="q")
    assert keys(table.query("p", prefix="EV#")) == ["EV#1", "EV#2", "EV#3"]
    assert keys(table.query("p")) == ["A", "EV#1", "EV#2", "EV#3", "JOB"]


def test_a_query_after_a_key_leaves_it_and_all_before_out(table):
    fill(table, "EV#1", "EV#2", "EV#3", "WAIT#1")
    assert keys(table.query("p", prefix="EV#", after="EV#1")) == ["EV#2", "EV#3"]
    assert keys(table.query("p", prefix="EV#", after="EV#3")) == []


def test_a_long_partition_is_read_to_its_end(table):
    """More than the 1 MB of a page."""
    for number in range(6):
        table.put({"pk": "p", "sk": f"EV#{number}", "doc": "x" * 300_000})
    assert len(list(table.query("p", prefix="EV#"))) == 6


def test_the_index_is_read_from_its_newest(table):
    for name in ("1", "3", "2"):
        table.put({"pk": name, "sk": "JOB", "gsi1pk": "T", "gsi1sk": name})
    assert [item["pk"] for item in table.newest("gsi1", "T", limit=2)] == ["3", "2"]
    assert [item["pk"] for item in table.newest("gsi1", "T", limit=9, before="2")] == ["1"]


def test_a_transaction_is_all_or_nothing_and_names_the_step_that_failed(table):
    fill(table, "there")
    free = table.put_step({"pk": "p", "sk": "new"}, condition="attribute_not_exists(pk)")
    taken = table.put_step({"pk": "p", "sk": "there"}, condition="attribute_not_exists(pk)")
    assert table.transact(free, taken) == [True, False]
    assert table.get("p", "new") is None
    assert table.transact(free, table.update_step("p", "sum", "ADD n :n", values={":n": 5})) == [True, True]
    assert table.get("p", "sum")["n"] == 5


@pytest.fixture
def busy(aws, monkeypatch):
    """A table, and its wire, where transactions are cancelled for the reasons that a test gives."""
    with answering() as wire:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", wire.base)
        forget_adapters()
        yield Table("t"), wire
    forget_adapters()


@pytest.mark.parametrize(
    ("reasons", "held"), [(["None", "TransactionConflict"], [True, False]), (["ConditionalCheckFailed"], [False])]
)
def test_whoever_was_slower_than_another_is_told_which_step_it_was(busy, reasons, held):
    table, wire = busy
    wire.says(cancelled(*reasons), 400)
    assert table.transact(*[table.put_step({"pk": "p", "sk": "s"})] * len(reasons)) == held


@pytest.mark.parametrize("reasons", [["None", "ThrottlingError"], ["ValidationError"], []])
def test_a_transaction_that_failed_for_another_reason_is_no_lost_race(busy, reasons):
    table, wire = busy
    wire.says(cancelled(*reasons), 400)
    with pytest.raises(StorageUnavailable, match="cancelled"):
        table.transact(table.put_step({"pk": "p", "sk": "s"}))


def cancelled(*codes):
    return {
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": f"Transaction cancelled [{', '.join(codes)}]",
        "CancellationReasons": [{"Code": code} for code in codes],
    }


def test_deleting_what_is_not_there_is_no_error(table):
    table.delete("p", "s")


def test_a_table_that_is_not_there_is_named(aws):
    with pytest.raises(NotFound, match="p s"):
        Table("no-such-table").get("p", "s")
