"""The ledger: no cap is ever passed, nothing is counted twice, and the sums agree with the lines.

One contract for the table and for its stand-in of the stages' tests.
"""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spotworks.adapters.aws.ledger import TableLedger
from spotworks.errors import BudgetExceeded, NotFound
from spotworks.ports import Spend
from tests.fakes.aws import make_table
from tests.fakes.ports import FixedClock, MemoryLedger

CAP = Decimal(10)


class Books:
    """A ledger, and what its tenant has committed and spent."""

    def __init__(self, kind, table, clock, **caps):
        self.table, caps = table, {"monthly_cap": CAP} | caps
        self.ledger = TableLedger(table, clock, **caps) if kind == "table" else MemoryLedger(clock, **caps)

    def budget(self, period="202611", tenant="acme"):
        if isinstance(self.ledger, MemoryLedger):
            return tuple(self.ledger.budgets.get((tenant, period), (0, 0)))
        row = self.table.get(f"T#{tenant}", f"BUDGET#{period}") or {}
        return row.get("committed", 0), row.get("spent", 0)


@pytest.fixture
def open_books(request, table, clock):
    return lambda **caps: Books(getattr(request, "param", "table"), table, clock, **caps)


@pytest.fixture
def books(open_books):
    return open_books()


@pytest.fixture
def ledger(books):
    return books.ledger


both = pytest.mark.parametrize("open_books", ["table", "memory"], indirect=True)


def line(spend_id="s1", amount="1", video_id="v1", **about):
    values = {"what": "Clip", "model": "m", "at": "2026-11-21"} | about
    return Spend(spend_id=spend_id, video_id=video_id, amount=Decimal(amount), **values)


def total(ledger, video_id="v1"):
    return sum(spend.amount for spend in ledger.spends("acme", video_id))


def refused(call, *about):
    try:
        call(*about)
    except BudgetExceeded:
        return True
    return False


@both
def test_a_reservation_is_committed_and_settling_leaves_what_was_spent(ledger, books):
    ledger.reserve("acme", "v1#1", Decimal(4))
    assert books.budget() == books.budget("20261121") == (4, 0)
    ledger.spend("acme", "v1#1", line(amount="1.25"))
    assert books.budget() == (4, 0)
    assert ledger.settle("acme", "v1#1") == Decimal("1.25")
    assert books.budget() == books.budget("20261121") == (Decimal("1.25"), Decimal("1.25"))


@both
def test_repeated_calls_change_nothing(ledger, books):
    for _ in range(3):
        ledger.reserve("acme", "v1#1", Decimal(4))
        ledger.set_aside("acme", "v1#1", line())
        ledger.set_aside("acme", "v1#1", line("gone"))
    for _ in range(2):
        ledger.spend("acme", "v1#1", line())
        ledger.let_go("acme", "v1", "gone")
    ledger.set_aside("acme", "v1#1", line())
    ledger.let_go("acme", "v1", "s1")
    assert [ledger.settle("acme", "v1#1") for _ in range(3)] == [1, 1, 1]
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.spend("acme", "v1#1", line())
    assert books.budget() == (1, 1)
    assert total(ledger) == 1


@both
def test_a_retry_reserves_anew(ledger, books):
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.settle("acme", "v1#1")
    ledger.reserve("acme", "v1#2", Decimal(4))
    assert books.budget() == (4, 0)


@both
def test_the_months_cap_holds_for_the_first_and_for_every_reservation(ledger, books):
    assert refused(ledger.reserve, "acme", "huge", CAP + 1)
    ledger.reserve("acme", "a", Decimal(6))
    assert refused(ledger.reserve, "acme", "b", Decimal("4.01"))
    ledger.reserve("acme", "c", Decimal(4))
    ledger.reserve("acme", "a", Decimal(6))
    assert books.budget() == (CAP, 0)
    with pytest.raises(NotFound):
        ledger.spend("acme", "b", line())


@both
def test_the_days_cap_holds_beside_the_months_and_is_new_on_the_next_day(open_books, clock):
    books = open_books(daily_cap=Decimal(4))
    assert refused(books.ledger.reserve, "acme", "huge", Decimal(5))
    books.ledger.reserve("acme", "a", Decimal(3))
    with pytest.raises(BudgetExceeded, match=r"cap of \$4 would be passed") as error:
        books.ledger.reserve("acme", "b", Decimal(2))
    assert error.value.field == "budget"
    assert books.budget() == books.budget("20261121") == (3, 0)
    clock.move(days=1)
    books.ledger.reserve("acme", "b", Decimal(4))
    assert books.budget() == (7, 0)
    clock.move(days=1)
    assert refused(books.ledger.reserve, "acme", "c", Decimal(4))


def test_a_cap_that_is_passed_says_whose_it_is(open_books):
    ledger = open_books(daily_cap=Decimal(4)).ledger
    with pytest.raises(BudgetExceeded, match=r"today's cap of \$4 would be passed by \$5 more"):
        ledger.reserve("acme", "a", Decimal(5))
    with pytest.raises(BudgetExceeded, match=r"this month's cap of \$10 would be passed by \$11 more"):
        ledger.reserve("acme", "a", Decimal(11))


@both
def test_what_is_given_back_can_be_reserved_again_on_the_same_day(open_books):
    books = open_books(daily_cap=Decimal(4))
    books.ledger.reserve("acme", "a", Decimal(4))
    books.ledger.settle("acme", "a")
    books.ledger.reserve("acme", "b", Decimal(4))
    assert books.budget("20261121") == (4, 0)


@both
def test_what_is_gone_is_written_whatever_it_passes_and_its_caller_is_told_once(ledger, books):
    ledger.reserve("acme", "v1#1", Decimal(2))
    assert ledger.spend("acme", "v1#1", line("a", "1.5"))
    assert not ledger.spend("acme", "v1#1", line("b", "0.6"))
    assert ledger.spend("acme", "v1#1", line("b", "0.6"))
    assert ledger.spend("acme", "v1#1", line("free", "0"))
    assert total(ledger) == ledger.settle("acme", "v1#1") == Decimal("2.1")
    assert books.budget() == (Decimal("2.1"), Decimal("2.1"))


@both
def test_what_is_set_aside_counts_against_the_hold_at_its_estimate(ledger):
    ledger.reserve("acme", "v1#1", Decimal(2))
    ledger.set_aside("acme", "v1#1", line("a", "1.5"))
    [held] = ledger.spends("acme", "v1")
    assert (held.state, held.amount, held.estimate) == ("held", 0, Decimal("1.5"))
    with pytest.raises(BudgetExceeded, match=r"Clip at \$0\.6 would pass the job's cap of \$2"):
        ledger.set_aside("acme", "v1#1", line("b", "0.6"))
    ledger.let_go("acme", "v1", "a")
    assert ledger.spends("acme", "v1") == []
    ledger.set_aside("acme", "v1#1", line("b", "2"))


@both
@pytest.mark.parametrize(("actual", "left"), [("0.2", "1.8"), ("1", "1"), ("3", "0")])
def test_spending_takes_the_place_of_what_was_set_aside_at_the_actual_amount(ledger, books, actual, left):
    """Also above the estimate and above the cap: what a vendor charged is gone; what is free goes on."""
    ledger.reserve("acme", "v1#1", Decimal(2))
    ledger.set_aside("acme", "v1#1", line())
    ledger.spend("acme", "v1#1", line(amount=actual, at="2026-11-22"))
    [spent] = ledger.spends("acme", "v1")
    assert (spent.state, spent.amount, spent.estimate) == ("spent", Decimal(actual), 1)
    ledger.set_aside("acme", "v1#1", line("rest", left))
    assert refused(ledger.set_aside, "acme", "v1#1", line("more", "0.01"))
    ledger.let_go("acme", "v1", "rest")
    assert ledger.settle("acme", "v1#1") == Decimal(actual)
    assert books.budget() == (Decimal(actual), Decimal(actual))


@both
def test_what_may_have_been_charged_is_spent_and_marked(ledger):
    ledger.reserve("acme", "v1#1", Decimal(2))
    ledger.set_aside("acme", "v1#1", line())
    for _ in range(2):
        ledger.spend("acme", "v1#1", line(state="unconfirmed"))
    assert [spend.state for spend in ledger.spends("acme", "v1")] == ["unconfirmed"]
    assert ledger.settle("acme", "v1#1") == 1


@both
@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("charged", [None, "0.25"])
def test_what_was_in_doubt_may_become_certain_once(ledger, books, charged, settled):
    ledger.reserve("acme", "v1#1", Decimal(2))
    ledger.set_aside("acme", "v1#1", line())
    ledger.spend("acme", "v1#1", line(state="unconfirmed"))
    if settled:
        ledger.settle("acme", "v1#1")
    if charged is None:
        ledger.let_go("acme", "v1", "s1")
    else:
        ledger.spend("acme", "v1#1", line(amount=charged))
        ledger.spend("acme", "v1#1", line(state="unconfirmed"))
        ledger.let_go("acme", "v1", "s1")
    spent = Decimal(charged or 0)
    assert ledger.settle("acme", "v1#1") == total(ledger) == spent
    assert books.budget() == (spent, spent)
    assert {spend.state for spend in ledger.spends("acme", "v1")} == ({"spent"} if charged else set())


@both
@pytest.mark.parametrize("charged", [None, "0.5", "1.5"])
def test_a_call_that_is_out_when_its_job_is_settled_stays_committed_until_it_is_known(ledger, books, charged):
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.spend("acme", "v1#1", line("done", "2"))
    ledger.set_aside("acme", "v1#1", line("out", "1"))
    assert ledger.settle("acme", "v1#1") == 2
    assert books.budget() == books.budget("20261121") == (3, 2)
    for _ in range(2):
        if charged is None:
            ledger.let_go("acme", "v1", "out")
        else:
            ledger.spend("acme", "v1#1", line("out", charged))
    spent = 2 + Decimal(charged or 0)
    assert books.budget() == books.budget("20261121") == (spent, spent)
    assert ledger.settle("acme", "v1#1") == total(ledger) == spent


@both
def test_nothing_is_set_aside_once_the_money_is_settled(ledger, books):
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.settle("acme", "v1#1")
    assert refused(ledger.set_aside, "acme", "v1#1", line())
    assert books.budget() == (0, 0)


@both
def test_a_retried_job_settles_what_its_first_attempt_set_aside_in_the_first_ones_hold(ledger, books):
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.set_aside("acme", "v1#1", line())
    ledger.settle("acme", "v1#1")
    ledger.reserve("acme", "v1#2", Decimal(2))
    ledger.spend("acme", "v1#2", line())
    assert books.budget() == (3, 1)
    assert (ledger.settle("acme", "v1#1"), ledger.settle("acme", "v1#2")) == (1, 0)


@both
def test_one_call_has_a_cap_of_its_own(open_books):
    ledger = open_books(call_cap=Decimal(1)).ledger
    ledger.reserve("acme", "v1#1", Decimal(4))
    with pytest.raises(BudgetExceeded, match=r"above the cap of \$1 for one call"):
        ledger.set_aside("acme", "v1#1", line(amount="1.01"))
    ledger.set_aside("acme", "v1#1", line(amount="1"))


@both
def test_setting_aside_without_a_hold_is_named_and_letting_go_of_nothing_is_quiet(ledger):
    with pytest.raises(NotFound, match="no money is held for v1#1"):
        ledger.set_aside("acme", "v1#1", line())
    ledger.let_go("acme", "v1", "s1")


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "Infinity"])
def test_an_amount_that_is_none_is_refused(amount):
    with pytest.raises(ValueError, match="amount"):
        line(amount=amount)


@both
def test_tenants_and_months_have_caps_of_their_own(ledger, books, clock):
    ledger.reserve("acme", "a", CAP)
    ledger.reserve("rival", "a", CAP)
    clock.move(days=10)
    ledger.reserve("acme", "b", CAP)
    assert books.budget() == books.budget(tenant="rival") == books.budget("202612") == (CAP, 0)


@both
def test_a_hold_is_settled_in_the_month_it_was_made_in(ledger, books, clock):
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.spend("acme", "v1#1", line())
    clock.move(days=10)
    ledger.settle("acme", "v1#1")
    assert books.budget() == (1, 1)


@both
def test_settling_what_was_never_held_gives_nothing(ledger):
    assert ledger.settle("acme", "none") == 0


@both
def test_what_is_spent_after_settling_is_booked_to_the_month_too(ledger, books):
    """A cancelled job's container comes to its end: its time was used."""
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.settle("acme", "v1#1")
    for _ in range(2):
        ledger.spend("acme", "v1#1", line())
    assert books.budget() == (1, 1)
    assert ledger.settle("acme", "v1#1") == total(ledger) == 1


@both
def test_lines_are_those_of_the_video_and_tenant(ledger):
    ledger.reserve("acme", "h", Decimal(4))
    ledger.spend("acme", "h", line("a", video_id="v1"))
    ledger.spend("acme", "h", line("b", video_id="v2"))
    assert [spend.spend_id for spend in ledger.spends("acme", "v1")] == ["a"]
    assert ledger.spends("rival", "v1") == ledger.spends("acme", "x" * 5000) == []


@both
def test_the_lines_of_a_month_are_those_of_the_holds_that_were_made_in_it(ledger, clock):
    ledger.reserve("acme", "v1#1", Decimal(4))
    ledger.reserve("rival", "v1#1", Decimal(4))
    ledger.spend("rival", "v1#1", line("r"))
    ledger.set_aside("acme", "v1#1", line("second", at="2026-11-30T23:59:00+00:00"))
    ledger.spend("acme", "v1#1", line("first", at="2026-11-21T00:00:00+00:00"))
    ledger.set_aside("acme", "v1#1", line("gone"))
    ledger.let_go("acme", "v1", "gone")
    clock.move(days=10)
    ledger.reserve("acme", "v2#1", Decimal(4))
    ledger.spend("acme", "v2#1", line("third", video_id="v2", at="2026-12-01T00:01:00+00:00"))
    ledger.spend("acme", "v1#1", line("second", "0.5", at="2026-12-01T00:00:00+00:00"))
    assert ledger.lines("acme", month="2026-11") == ledger.spends("acme", "v1")
    assert [spend.spend_id for spend in ledger.lines("acme", month="2026-11")] == ["first", "second"]
    assert [spend.spend_id for spend in ledger.lines("acme", month="2026-12")] == ["third"]
    assert ledger.lines("acme", month="2026-10") == []


def test_reserving_at_once_never_passes_the_cap(ledger, books):
    with ThreadPoolExecutor(8) as pool:
        over = list(pool.map(lambda n: refused(ledger.reserve, "acme", f"h{n}", Decimal(3)), range(8)))
    assert over.count(False) == 3
    assert books.budget() == (9, 0)


def test_buying_at_once_never_passes_the_hold_and_no_line_is_lost(ledger):
    ledger.reserve("acme", "v1#1", Decimal(5))
    with ThreadPoolExecutor(8) as pool:
        lines = [line(f"s{n % 8}") for n in range(16)]
        list(pool.map(lambda spend: refused(ledger.set_aside, "acme", "v1#1", spend), lines))
    lines = ledger.spends("acme", "v1")
    assert len(lines) == 5
    for spend in lines:
        ledger.spend("acme", "v1#1", spend.model_copy(update={"amount": Decimal(1)}))
    assert ledger.settle("acme", "v1#1") == total(ledger) == 5


def test_what_is_gone_at_once_is_written_and_those_that_do_not_fit_are_told(ledger):
    ledger.reserve("acme", "v1#1", Decimal(5))
    with ThreadPoolExecutor(8) as pool:
        fitted = list(pool.map(lambda n: ledger.spend("acme", "v1#1", line(f"s{n}")), range(8)))
    assert fitted.count(True) == 5
    assert ledger.settle("acme", "v1#1") == total(ledger) == 8


def test_ending_and_settling_at_once_agree(ledger, books):
    """Calls that come back while their job ends: some are charged, some are not, some are told twice."""
    ledger.reserve("acme", "v1#1", Decimal(8))
    for n in range(6):
        ledger.set_aside("acme", "v1#1", line(f"s{n}"))
    calls = [lambda n=n: ledger.spend("acme", "v1#1", line(f"s{n}", "0.5")) for n in (0, 1, 2, 0)]
    calls += [lambda n=n: ledger.let_go("acme", "v1", f"s{n}") for n in (3, 4, 5, 2)]
    calls.insert(4, lambda: ledger.settle("acme", "v1#1"))
    with ThreadPoolExecutor(9) as pool:
        list(pool.map(lambda call: call(), calls))
    assert ledger.settle("acme", "v1#1") == total(ledger) in {1, Decimal("1.5")}
    assert books.budget() == (total(ledger), total(ledger))


number = st.integers(0, 2)
moves = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["reserve", "settle"]), number, number, st.integers(1, 60)),
        st.tuples(st.sampled_from(["set_aside", "set_aside", "spend", "spend", "doubt", "let_go"]), number, number,
                  st.integers(0, 40)),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_whatever_happens_the_sums_agree(aws, moves):
    """Amounts in tenths of a dollar; holds h0 to h2 of videos v0 to v2, lines s0 to s2 of each."""
    clock = FixedClock()
    both = [Books("table", make_table(), clock), Books("memory", None, clock)]
    holds = both[1].ledger.holds
    for move in moves:
        table, memory = [told(books.ledger, *move) for books in both]
        assert table == memory
        spends = [line for n in range(3) for line in both[0].ledger.spends("acme", f"v{n}")]
        assert spends == [line for n in range(3) for line in both[1].ledger.spends("acme", f"v{n}")]
        assert {line.spend_id + line.video_id for line in both[0].ledger.lines("acme", month="2026-11")} == {
            line.spend_id + line.video_id for line in spends
        }
        committed, spent = both[0].budget()
        assert (committed, spent) == both[0].budget("20261121") == both[1].budget()
        over = sum(max(Decimal(0), line.amount - (line.estimate or 0)) for line in spends)
        assert committed <= CAP + over
        assert all(held.committed <= held.amount + over for held in holds.values())
    settled = [told(books.ledger, "settle", n, 0, 0) for n in range(3) for books in both]
    out = sum(line.estimate for line in spends_of(both[0]) if line.state == "held")
    paid = sum(line.amount for line in spends_of(both[0]))
    assert both[0].budget() == both[1].budget() == (paid + out, paid)
    assert sum(settled) == 2 * paid


def spends_of(books):
    return books.ledger.lines("acme", month="2026-11")


def told(ledger, kind, hold, item, tenths):
    """What the ledger answers, or the name of its refusal."""
    spend = line(f"s{item}", Decimal(tenths) / 10, f"v{hold}")
    try:
        match kind:
            case "reserve":
                return ledger.reserve("acme", f"h{hold}", spend.amount)
            case "settle":
                return ledger.settle("acme", f"h{hold}")
            case "let_go":
                return ledger.let_go("acme", f"v{hold}", spend.spend_id)
            case "doubt":
                return ledger.spend("acme", f"h{hold}", spend.model_copy(update={"state": "unconfirmed"}))
            case _:
                return getattr(ledger, kind)("acme", f"h{hold}", spend)
    except (BudgetExceeded, NotFound) as error:
        return type(error).__name__
