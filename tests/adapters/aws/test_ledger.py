"""The ledger: no cap is ever passed, nothing is counted twice, and the sums agree with the lines."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spotworks.adapters.aws.ledger import TableLedger
from spotworks.errors import BudgetExceeded, NotFound
from spotworks.ports import Spend
from tests.fakes.aws import make_table
from tests.fakes.ports import FixedClock

CAP = Decimal(10)


@pytest.fixture
def ledger(table, clock):
    return TableLedger(table, clock, monthly_cap=CAP)


def line(spend_id="s1", amount="1", video_id="v1"):
    return Spend(
        spend_id=spend_id, video_id=video_id, what="Clip", model="m", amount=Decimal(amount), at="2026-11-21"
    )  # fmt: skip


def month(table, tenant="acme"):
    row = table.get(f"T#{tenant}", "BUDGET#202611") or {}
    return row.get("committed", 0), row.get("spent", 0)


def total(ledger, video_id="v1"):
    return sum(spend.amount for spend in ledger.spends("acme", video_id))


def refused(call, *about):
    try:
        call(*about)
    except BudgetExceeded:
        return True
    return False


def test_a_reservation_is_committed_and_settling_leaves_what_was_spent(ledger, table):
    ledger.reserve("acme", "v1#1", Decimal(4))
    assert month(table) == (4, 0)
    ledger.spend("acme", "v1#1", line(amount="1.25"))
    assert month(table) == (4, 0)
    assert ledger.settle("acme", "v1#1") == Decimal("1.25")
    assert month(table) == (Decimal("1.25"), Decimal("1.25"))


def test_repeated_calls_change_nothing(ledger, table):
    for _ in range(3):
        ledger.reserve("acme", "v1#1", Decimal(4))
        ledger.spend("acme", "v1#1", line())
    assert [ledger.settle("acme", "v1#1") for _ in range(3)] == [1, 1, 1]
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.spend("acme", "v1#1", line())
    assert month(table) == (1, 1)
    assert total(ledger) == 1


def test_a_retry_reserves_anew(ledger, table):
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.settle("acme", "v1#1")
    ledger.reserve("acme", "v1#2", Decimal(4))
    assert month(table) == (4, 0)


def test_the_months_cap_holds_for_the_first_and_for_every_reservation(ledger, table):
    assert refused(ledger.reserve, "acme", "huge", CAP + 1)
    ledger.reserve("acme", "a", Decimal(6))
    assert refused(ledger.reserve, "acme", "b", Decimal("4.01"))
    ledger.reserve("acme", "c", Decimal(4))
    assert month(table) == (CAP, 0)
    with pytest.raises(NotFound):
        ledger.spend("acme", "b", line())


def test_a_job_spends_no_more_than_it_holds(ledger):
    ledger.reserve("acme", "v1#1", Decimal(2))
    ledger.spend("acme", "v1#1", line("a", "1.5"))
    with pytest.raises(BudgetExceeded, match=r"Clip at \$0\.6 would pass the job's cap of \$2"):
        ledger.spend("acme", "v1#1", line("b", "0.6"))
    ledger.spend("acme", "v1#1", line("c", "0.5"))
    assert total(ledger) == 2


def test_tenants_and_months_have_caps_of_their_own(ledger, table, clock):
    ledger.reserve("acme", "a", CAP)
    ledger.reserve("rival", "a", CAP)
    clock.move(days=10)
    ledger.reserve("acme", "b", CAP)
    assert month(table) == month(table, "rival") == (CAP, 0)


def test_a_hold_is_settled_in_the_month_it_was_made_in(ledger, table, clock):
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.spend("acme", "v1#1", line())
    clock.move(days=10)
    ledger.settle("acme", "v1#1")
    assert month(table) == (1, 1)


def test_settling_what_was_never_held_gives_nothing(ledger):
    assert ledger.settle("acme", "none") == 0


def test_what_is_spent_after_settling_is_booked_to_the_month_too(ledger, table):
    """A cancelled job's container comes to its end: its time was used."""
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.settle("acme", "v1#1")
    for _ in range(2):
        ledger.spend("acme", "v1#1", line())
    assert month(table) == (1, 1)
    assert ledger.settle("acme", "v1#1") == total(ledger) == 1


def test_lines_are_those_of_the_video_and_tenant(ledger):
    ledger.reserve("acme", "h", Decimal(4))
    ledger.spend("acme", "h", line("a", video_id="v1"))
    ledger.spend("acme", "h", line("b", video_id="v2"))
    assert [spend.spend_id for spend in ledger.spends("acme", "v1")] == ["a"]
    assert ledger.spends("rival", "v1") == []


def test_reserving_at_once_never_passes_the_cap(ledger, table):
    with ThreadPoolExecutor(8) as pool:
        over = list(pool.map(lambda n: refused(ledger.reserve, "acme", f"h{n}", Decimal(3)), range(8)))
    assert over.count(False) == 3
    assert month(table) == (9, 0)


def test_spending_at_once_never_passes_the_hold_and_no_line_is_lost(ledger):
    ledger.reserve("acme", "v1#1", Decimal(5))
    with ThreadPoolExecutor(8) as pool:
        lines = [line(f"s{n % 8}") for n in range(16)]
        list(pool.map(lambda spend: refused(ledger.spend, "acme", "v1#1", spend), lines))
    assert ledger.settle("acme", "v1#1") == total(ledger) == 5


def test_spending_and_settling_at_once_agree(ledger, table):
    ledger.reserve("acme", "v1#1", Decimal(8))
    calls = [lambda n=n: ledger.spend("acme", "v1#1", line(f"s{n}")) for n in range(6)]
    calls.insert(3, lambda: ledger.settle("acme", "v1#1"))
    with ThreadPoolExecutor(7) as pool:
        list(pool.map(lambda call: call(), calls))
    assert ledger.settle("acme", "v1#1") == total(ledger) == 6
    assert month(table) == (6, 6)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), st.integers(0, 2), st.integers(1, 60)),
        st.tuples(st.just("spend"), st.integers(0, 2), st.integers(0, 40)),
        st.tuples(st.just("settle"), st.integers(0, 2), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_happens_the_sums_agree(aws, steps):
    """Amounts in tenths of a dollar; holds h0 to h2 of videos v0 to v2."""
    table = make_table()
    ledger = TableLedger(table, FixedClock(), monthly_cap=CAP)
    holds = {}
    for kind, number, tenths in steps:
        hold, amount = f"h{number}", Decimal(tenths) / 10
        if kind == "reserve":
            refused(ledger.reserve, "acme", hold, amount)
        elif kind == "settle":
            ledger.settle("acme", hold)
        elif table.get("T#acme", f"HOLD#{hold}"):
            refused(ledger.spend, "acme", hold, line(f"s{tenths}", str(amount), f"v{number}"))
        row = table.get("T#acme", f"HOLD#{hold}")
        if row:
            holds[number] = row
            assert row["spent"] == total(ledger, f"v{number}") <= row["amount"]
    committed, spent = month(table)
    settled = [row for row in holds.values() if row["phase"] == "SETTLED"]
    assert spent == sum(row["spent"] for row in settled)
    assert committed == spent + sum(row["amount"] for row in holds.values() if row["phase"] == "HELD")
