"""Traffic in the table and in memory: one contract, and many at once on the table."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from spotworks.adapters.aws.table import Table
from spotworks.adapters.aws.traffic import TableTraffic
from spotworks.domain.traffic import Turn
from tests.fakes.aws import make_table
from tests.fakes.ports import MemoryTraffic


@pytest.fixture(scope="module")
def shared(aws) -> Table:
    return make_table()


@pytest.fixture(params=["table", "memory"])
def traffic(request, shared, clock):
    return TableTraffic(shared, clock) if request.param == "table" else MemoryTraffic(clock)


@pytest.fixture
def account(request):
    """One of this test's own, for the table is shared."""
    return f"fake-{request.node.name}"


@pytest.fixture
def enter(traffic, account):
    def enter(owner, tenant="acme", *, concurrency=2, per_minute=600, seconds=60.0):
        return traffic.enter(
            account, owner, tenant=tenant, concurrency=concurrency, per_minute=per_minute, seconds=seconds
        )  # fmt: skip

    return enter


def test_slots_are_taken_left_and_taken_again(enter, traffic, account):
    assert [enter(owner).granted for owner in ("a", "b", "c")] == [True, True, False]
    assert enter("c").why == "all 2 slots are taken"
    assert enter("c").wait > 0
    assert enter("a").granted
    traffic.leave(account, "a")
    assert [enter(owner).granted for owner in ("c", "d")] == [True, False]


def test_who_leaves_a_slot_is_told_whose_turn_it_is_once(enter, traffic, account):
    assert [enter(owner).granted for owner in ("a", "b", "c", "d")] == [True, True, False, False]
    assert traffic.leave(account, "a") == Turn(tenant="acme", owner="c")
    assert traffic.leave(account, "a") is None
    assert enter("c").granted
    assert traffic.leave(account, "b") == Turn(tenant="acme", owner="d")
    assert enter("d").granted
    assert traffic.leave(account, "c") is None


def test_accounts_have_slots_of_their_own(enter, traffic, account):
    enter("a", concurrency=1)
    other = traffic.enter(f"{account}-2", "b", tenant="acme", concurrency=1, per_minute=60, seconds=60.0)
    assert other.granted


def test_a_lease_ends_by_itself_and_its_first_owner_can_neither_renew_nor_give_it_back(enter, traffic, account, clock):
    assert enter("dead", concurrency=1).granted
    clock.move(seconds=30)
    assert traffic.renew(account, "dead", seconds=60)
    clock.move(seconds=59)
    assert not enter("next", concurrency=1).granted
    clock.move(seconds=1)
    assert not traffic.renew(account, "dead", seconds=60)
    assert enter("next", concurrency=1).granted
    assert not traffic.renew(account, "dead", seconds=60)
    traffic.leave(account, "dead")
    assert not enter("third", concurrency=1).granted
    assert traffic.renew(account, "next", seconds=60)


def test_leaving_twice_or_what_was_never_entered_is_quiet(enter, traffic, account):
    traffic.leave(account, "a")
    enter("a")
    for _ in range(2):
        traffic.leave(account, "a")
    assert not traffic.renew(account, "a", seconds=60)


def test_the_calls_of_a_minute_are_counted_across_owners(enter, clock):
    assert [enter(owner, concurrency=9, per_minute=2).granted for owner in ("a", "b", "c")] == [True, True, False]
    clock.move(seconds=enter("c", concurrency=9, per_minute=2).wait + 0.01)
    assert enter("c", concurrency=9, per_minute=2).granted


def test_slow_down_is_obeyed_and_halves_the_slots_until_clean_minutes_have_passed(enter, traffic, account, clock):
    for owner in "abcd":
        enter(owner, concurrency=4)
    traffic.throttled(account, retry_after=20)
    for owner in "abcd":
        traffic.leave(account, owner)
    assert enter("e", concurrency=4).wait == 20
    clock.move(seconds=20)
    assert [enter(owner, concurrency=4).granted for owner in "efg"] == [True, True, False]
    clock.move(seconds=41)
    assert enter("g", concurrency=4).granted


def test_a_breaker_opens_lets_one_through_and_closes(enter, traffic, account, clock):
    for _ in range(5):
        assert not traffic.is_open(account)
        traffic.failed(account)
    assert traffic.is_open(account)
    assert not enter("a").granted
    clock.move(seconds=30)
    assert not traffic.is_open(account)
    assert [enter(owner).granted for owner in ("a", "b")] == [True, False]
    assert traffic.is_open(account)
    traffic.succeeded(account)
    assert not traffic.is_open(account)
    assert enter("b").granted


def test_a_failure_for_good_opens_it_at_once(traffic, account, clock):
    traffic.failed(account, for_good=True)
    clock.move(seconds=599)
    assert traffic.is_open(account)
    clock.move(seconds=1)
    assert not traffic.is_open(account)


def test_the_next_slots_are_those_of_the_tenant_that_waits(enter, traffic, account, clock):
    flood, few = [f"a{n}" for n in range(12)], ["b0", "b1", "b2"]
    inside = [owner for owner in flood if enter(owner).granted]
    assert not any(enter(owner, "rival").granted for owner in few)
    served = list(inside)
    for _ in range(7):
        traffic.leave(account, inside.pop(0))
        clock.move(seconds=5)
        for owner, tenant in [*((o, "acme") for o in flood), *((o, "rival") for o in few)]:
            if owner not in served and enter(owner, tenant).granted:
                inside.append(owner)
                served.append(owner)
    assert {"b0", "b1", "b2"} <= set(served[2:8])
    assert served[2] == "b0"


def test_what_expires_says_when(shared, clock, enter_table, account):
    enter_table("a", concurrency=1)
    enter_table("b", concurrency=1)
    items = {item["sk"]: item for item in shared.query(f"LEASE#{account}")}
    assert set(items) == {"ACCOUNT", "SLOT#000", "WAIT#acme"}
    assert all(item["expires"] > clock.now().timestamp() for item in items.values())


@pytest.fixture
def enter_table(shared, clock, account):
    traffic = TableTraffic(shared, clock)
    return lambda owner, **about: traffic.enter(
        account, owner, tenant="acme", per_minute=600, seconds=60.0, **about
    )  # fmt: skip


def test_of_forty_at_once_five_are_inside_and_all_come_through(shared, clock, account):
    traffic, door, full = TableTraffic(shared, clock), threading.Condition(), threading.Event()
    inside, peak, done = 0, 0, []

    def work(number):
        nonlocal inside, peak
        about = {"tenant": "acme", "concurrency": 5, "per_minute": 6000, "seconds": 600.0}
        while not traffic.enter(account, f"o{number}", **about).granted:
            with door:
                door.wait(0.5)
        with door:
            inside += 1
            peak = max(peak, inside)
            if inside == 5:
                full.set()
        assert full.wait(20)  # the first five wait for each other
        with door:
            inside -= 1
            done.append(number)
            traffic.leave(account, f"o{number}")
            door.notify()

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(work, range(40)))
    assert (peak, sorted(done)) == (5, list(range(40)))


def test_of_many_who_see_a_lease_run_out_one_takes_it(shared, clock, account, enter_table):
    enter_table("dead", concurrency=1)
    clock.move(seconds=60)
    with ThreadPoolExecutor(8) as pool:
        entries = list(pool.map(lambda n: enter_table(f"o{n}", concurrency=1), range(8)))
    assert [entry.granted for entry in entries].count(True) == 1


def test_failures_that_come_at_once_are_all_counted(shared, clock, account):
    traffic = TableTraffic(shared, clock)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: traffic.failed(account), range(5)))
    assert traffic.is_open(account)
