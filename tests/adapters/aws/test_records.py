"""How models have done: counted once a call, also when many end at once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from spotworks.adapters.aws.records import TableRecords
from spotworks.domain.routing import Record


def test_what_was_accepted_and_what_was_not_add_up_for_each_model(table):
    records = TableRecords(table)
    assert records.all() == {}
    records.note("wan", accepted=True, spent=Decimal("0.28"), seconds=41.5)
    records.note("wan", accepted=False, spent=Decimal(0), seconds=600)
    records.note("kling", accepted=False, spent=Decimal("0.10"), seconds=3)
    assert records.all() == {
        "kling": Record(asked=1, accepted=0, spent=Decimal("0.10"), seconds=0),
        "wan": Record(asked=2, accepted=1, spent=Decimal("0.28"), seconds=41.5),
    }


def test_those_that_end_at_once_are_all_counted(table):
    records = TableRecords(table)
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(lambda n: records.note("wan", accepted=n % 2 == 0, spent=Decimal("0.01"), seconds=2.5), range(16))
        )
    assert records.all() == {"wan": Record(asked=16, accepted=8, spent=Decimal("0.16"), seconds=20)}
