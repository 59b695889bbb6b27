"""What an account allows: halved and grown, broken and mended, a turn for each tenant."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.traffic import (
    FAILURES,
    LONGEST,
    SHORTEST,
    Account,
    Ask,
    failed,
    is_open,
    judge,
    limit_of,
    next_in_line,
    succeeded,
    throttled,
)


@dataclass
class Street:
    """One account in time."""

    now: float = 1000.0
    account: Account = field(default_factory=Account)
    slots: dict = field(default_factory=dict)
    waiting: dict = field(default_factory=dict)

    def ask(self, owner, tenant="acme", *, concurrency=5, per_minute=1000, seconds=600.0):
        ask = Ask(owner, tenant, concurrency, per_minute, seconds)
        verdict = judge(ask, self.account, list(self.slots.values()), list(self.waiting.values()), now=self.now)
        self.account = verdict.account
        self.waiting.pop(tenant, None)
        if verdict.waiting:
            self.waiting[tenant] = verdict.waiting
        if verdict.slot:
            self.slots[verdict.slot.number] = verdict.slot
        return verdict

    def enters(self, *owners, **about):
        return [owner for owner in owners if self.ask(owner, **about).slot]

    def leave(self, owner):
        self.slots = {n: slot for n, slot in self.slots.items() if slot.owner != owner}

    def inside(self):
        return [slot for slot in self.slots.values() if slot.until > self.now]

    def held(self, tenant):
        return len([slot for slot in self.inside() if slot.tenant == tenant])


def names(letter, number):
    return [f"{letter}{n}" for n in range(number)]


def test_slots_are_granted_up_to_the_limit_and_again_when_one_is_free():
    street = Street()
    assert street.enters(*names("o", 7)) == names("o", 5)
    assert street.ask("o5").why == "all 5 slots are taken"
    street.leave("o2")
    assert street.enters("o5", "o6") == ["o5"]
    assert sorted(slot.number for slot in street.inside()) == [0, 1, 2, 3, 4]


def test_an_owner_is_granted_its_own_slot_again_without_another_call_being_counted():
    street = Street()
    street.ask("o1", per_minute=1)
    first, street.now = street.account, street.now + 10
    assert street.ask("o1", per_minute=1).slot.until == street.now + 600
    assert (street.account, len(street.inside())) == (first, 1)


def test_a_lease_that_ran_out_is_anothers_under_a_higher_fence():
    street = Street()
    [before] = [street.ask("dead", concurrency=1, seconds=60).slot]
    street.now += 59.9
    assert not street.enters("next", concurrency=1)
    street.now += 0.1
    after = street.ask("next", concurrency=1).slot
    assert (after.number, after.fence) == (before.number, before.fence + 1)


def test_the_calls_of_a_minute_come_back_evenly():
    street = Street()
    assert street.enters(*names("o", 4), per_minute=3) == names("o", 3)
    refused = street.ask("o3", per_minute=3)
    assert (refused.wait, refused.why) == (pytest.approx(20), "the 3 calls of this minute are used up")
    street.now += refused.wait + 0.001
    assert street.enters("o3", "o4", per_minute=3) == ["o3"]
    street.now += 3600
    assert len(street.enters(*names("p", 5), concurrency=99, per_minute=3)) == 3


def test_slow_down_halves_and_each_clean_minute_adds_one():
    account = Account(concurrency=16)
    curve = []
    for minute in range(14):
        now = 1000.0 + 60 * minute
        if minute in {1, 2, 5}:
            account = throttled(account, None, now=now)
        curve.append(limit_of(account, 16, now))
    assert curve == [16, 8, 4, 5, 6, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert limit_of(account, 16, 1000.0 + 3600) == 16


def test_calls_that_were_under_way_together_halve_once_and_nothing_halves_below_one():
    account = Account(concurrency=16)
    for now in (0.0, 0.2, 0.9):
        account = throttled(account, None, now=1000.0 + now)
    assert account.limit == 8
    for minute in range(9):
        account = throttled(account, None, now=2000.0 + minute)
    assert account.limit == 1


def test_after_slow_down_fewer_are_let_in():
    street = Street()
    street.enters(*names("o", 5))
    street.account = throttled(street.account, None, now=street.now)
    for owner in names("o", 5)[:3]:
        street.leave(owner)
    assert not street.enters("next")
    street.leave("o3")
    assert street.enters("next", "one-more") == ["next"]


def turn(street):
    found = next_in_line(street.account, list(street.slots.values()), list(street.waiting.values()), now=street.now)
    return found and (found.tenant, found.owner)


def test_a_free_slot_is_for_the_tenant_that_holds_the_fewest_and_there_for_who_asked_first():
    street = Street()
    street.enters("a0", "a1", concurrency=2)
    street.enters("a2", "a3", concurrency=2)
    street.now += 1
    street.enters("b0", tenant="rival", concurrency=2)
    assert turn(street) is None
    street.leave("a0")
    assert turn(street) == ("rival", "b0")
    assert street.enters("b0", tenant="rival", concurrency=2) == ["b0"]
    assert turn(street) is None
    street.leave("a1")
    assert turn(street) == ("acme", "a2")
    assert street.enters("a2", concurrency=2) == ["a2"]
    street.leave("b0")
    assert turn(street) == ("acme", "a3")


@pytest.mark.parametrize("shut", ["patience", "breaker"])
def test_nobody_is_called_to_a_vendor_that_takes_nothing_now(shut):
    street = Street()
    street.enters("a0", "a1", concurrency=1)
    street.leave("a0")
    if shut == "patience":
        street.account = throttled(street.account, 60, now=street.now)
    else:
        street.account = failed(street.account, for_good=True, now=street.now)
    assert turn(street) is None


@pytest.mark.parametrize(("asked", "seconds"), [(30.0, 30), (0.5, 0.5), (1e9, 24 * 3600), (-5.0, 0), (None, 0)])
def test_nobody_goes_in_before_the_vendor_said_so(asked, seconds):
    street = Street()
    street.account = throttled(street.account, asked, now=street.now)
    if seconds:
        refused = street.ask("o1")
        assert (refused.wait, refused.why) == (seconds, "the vendor asked for patience")
        assert not street.waiting  # nobody's turn is kept while nobody goes in
    street.now += seconds
    assert street.enters("o1") == ["o1"]


def test_a_shorter_patience_does_not_shorten_a_longer_one():
    account = throttled(throttled(Account(), 60.0, now=1000.0), 5.0, now=1001.0)
    assert account.patience == 1060.0


def test_patience_and_a_broken_vendor_hold_for_those_who_have_a_slot_too():
    street = Street()
    street.ask("o1")
    street.account = throttled(street.account, 30.0, now=street.now)
    assert not street.enters("o1")
    street.now += 30
    assert street.enters("o1")
    street.account = failed(street.account, for_good=True, now=street.now)
    assert not street.enters("o1")


def break_it(street):
    for _ in range(FAILURES):
        street.account = failed(street.account, for_good=False, now=street.now)


def test_the_breaker_opens_after_five_failures_within_a_minute():
    street = Street()
    for second in (0, 20, 40, 59.9, 60.1, 61):  # the first has gone when the fifth comes
        street.account = failed(street.account, for_good=False, now=1000 + second)
        assert is_open(street.account, 1000 + second) == (second == 61)
    street.now = 1061
    assert (street.ask("o1").wait, street.ask("o1").why) == (30, "the vendor fails just now and is left alone")


def test_a_broken_vendor_is_tried_by_one_after_thirty_seconds_and_then_after_twice_as_long():
    street, pauses = Street(), []
    break_it(street)
    for number in range(7):
        assert is_open(street.account, street.now)
        pauses.append(street.account.open_until - street.now)
        street.now = street.account.open_until
        assert street.enters(f"a{number}", f"b{number}") == [f"a{number}"]
        assert street.ask(f"b{number}").wait <= 10  # it may be known soon
        street.leave(f"a{number}")
        street.account = failed(street.account, for_good=False, now=street.now)
    assert pauses == [30, 60, 120, 240, 480, 600, 600]


def test_one_success_of_the_one_let_through_closes_it_and_forgets():
    street = Street()
    break_it(street)
    street.now = street.account.open_until
    assert street.enters("probe", "other") == ["probe"]
    street.account = succeeded(street.account)
    assert street.enters("other", "another") == ["other", "another"]
    break_it(street)
    assert street.account.open_until - street.now == SHORTEST


def test_news_of_what_was_under_way_neither_closes_nor_prolongs_an_open_breaker():
    street = Street()
    break_it(street)
    before = street.account
    assert succeeded(before) == failed(before, for_good=False, now=street.now + 5) == before


def test_a_probe_that_nobody_heard_of_again_makes_way_for_another():
    street = Street()
    break_it(street)
    street.now += 30
    assert street.enters("dead")
    street.now += 29.9
    assert not street.enters("next")
    street.now += 0.1
    assert street.enters("next")


def test_a_key_or_credit_that_is_gone_opens_it_at_once_for_ten_minutes():
    account = failed(Account(), for_good=True, now=1000.0)
    assert is_open(account, 1000.0 + LONGEST - 0.1)
    assert not is_open(account, 1000.0 + LONGEST)


def test_a_flood_of_one_tenant_makes_room_for_another_with_the_next_slots_that_come_free():
    street, flood, few = Street(), names("a", 100), names("b", 5)
    inside = street.enters(*flood)
    assert not street.enters(*few, tenant="rival")
    served = []
    for _ in range(40):
        street.leave(inside.pop(0))
        street.now += 1
        left = [owner for owner in flood if owner not in served and owner not in inside]
        inside += street.enters(*left)
        inside += street.enters(*(owner for owner in few if owner not in served), tenant="rival")
        served += inside[-1:]
        assert len(inside) == 5
    assert [served.index(owner) < 12 for owner in few] == [True] * 5
    assert street.held("acme") == 5  # all of them again, when nobody else waits


def test_with_a_single_slot_tenants_take_turns():
    street, order = Street(), []
    street.ask("a0", concurrency=1)
    for number in range(6):
        for tenant in ("acme", "rival", "third"):
            street.ask(f"{tenant}-{number}", tenant, concurrency=1)
        street.slots.clear()
        street.now += 1
        for again, tenant in enumerate(("acme", "acme", "acme", "rival", "third")):
            if street.ask(f"{tenant}-{number}-{again}", tenant, concurrency=1).slot:
                order.append(tenant)
    assert {order.count(tenant) for tenant in ("acme", "rival", "third")} == {2}


def test_the_calls_of_a_minute_are_shared_too():
    street = Street()
    street.enters(*names("a", 2), per_minute=2)
    assert not street.enters("b0", tenant="rival", per_minute=2)
    street.now += 30.1
    assert street.ask("a2", per_minute=2).why == "it is another one's turn"
    assert street.enters("b0", tenant="rival", per_minute=2)


def test_who_waits_no_longer_keeps_nobody_out():
    street = Street()
    street.enters(*names("a", 5))
    assert not street.enters("b0", tenant="rival")
    street.leave("a0")
    assert not street.enters("a5")
    street.now += 36
    assert street.enters("a5")


def test_a_tenant_whose_only_order_was_served_does_not_wait_any_more():
    street = Street()
    street.enters(*names("a", 5))
    street.ask("b0", "rival")
    street.leave("a0")
    assert street.enters("b0", tenant="rival")
    assert "rival" not in street.waiting


steps = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "ask", "leave", "wait", "throttled", "failed", "succeeded"]),
        st.integers(0, 9),
        st.sampled_from(["acme", "rival", "third"]),
        st.floats(0, 90),
    ),
    max_size=60,
)


@given(steps)
def test_whatever_happens_no_more_are_inside_than_allowed_and_nobody_is_kept_out_for_ever(steps):
    street = Street()
    for kind, number, tenant, seconds in steps:
        owner = f"{tenant}{number}"
        match kind:
            case "ask":
                before = len(street.inside())
                verdict = street.ask(owner, tenant, concurrency=3, seconds=120)
                assert (verdict.slot is None) == (verdict.wait > 0)
                assert len(street.inside()) <= max(before, limit_of(street.account, 3, street.now))
            case "leave":
                street.leave(owner)
            case "wait":
                street.now += seconds
            case "throttled":
                street.account = throttled(street.account, seconds, now=street.now)
            case "failed":
                street.account = failed(street.account, for_good=seconds > 80, now=street.now)
            case "succeeded":
                street.account = succeeded(street.account)
    street.now += 700
    assert street.enters("last", tenant="acme", concurrency=3)
