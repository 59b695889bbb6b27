"""ReconcileOrders: an order that nobody looked at for a while is looked at, and ends."""

import pytest

from spotworks.errors import ProviderThrottled
from spotworks.stages.reconcile_orders import QUIET, reconcile_orders
from spotworks.stages.shared.shop import GIVEN_UP
from tests.fakes.buying import RUNNING


@pytest.fixture
def job(studio):
    return studio.storyboarded(model="paid", budget="5")


def woken(studio):
    return reconcile_orders(orders=studio.ordering.orders, queue=studio.looks, clock=studio.clock).woken


def forgotten(studio, job, scene=0):
    """An order whose next look was lost."""
    studio.clip(job, scene)
    studio.looks.looks.clear()


def test_an_order_whose_look_was_lost_is_found_and_ends(studio, job):
    forgotten(studio, job)
    studio.clock.move(seconds=QUIET.total_seconds() + 1)
    assert woken(studio) == 1
    studio.tend(job)
    assert [order.phase for order in studio.orders(job)] == ["done"]
    assert [kind for _, kind, _ in studio.tokens.sent][-1] == "succeed"
    assert studio.leases("vendor") == []
    studio.clock.move(seconds=QUIET.total_seconds() + 1)
    assert woken(studio) == 0


def test_what_was_moved_lately_is_left_alone(studio, job):
    studio.vendor.looks = [RUNNING] * 9
    forgotten(studio, job, 0)
    studio.clock.move(seconds=QUIET.total_seconds() - 1)
    assert woken(studio) == 0
    studio.clip(job, 1)  # another, just now
    studio.clock.move(seconds=2)
    assert woken(studio) == 1


def test_what_waits_for_its_turn_is_woken_only_if_nobody_looked_when_it_was_due(studio, job):
    studio.vendor.calls = [ProviderThrottled("slow down", retry_after=QUIET.total_seconds() + 60)]
    forgotten(studio, job)
    studio.clock.move(seconds=QUIET.total_seconds() + 1)
    assert woken(studio) == 0
    studio.clock.move(minutes=2)
    assert woken(studio) == 1


def test_an_order_past_its_time_that_was_never_sent_is_given_up_and_costs_nothing(studio, job):
    studio.vendor.calls = [ProviderThrottled("slow down")]
    forgotten(studio, job)
    assert [order.phase for order in studio.orders(job)] == ["queued"]
    studio.clock.move(seconds=GIVEN_UP["clip"].total_seconds() + 1)
    assert woken(studio) == 1
    studio.tend(job)
    assert [order.phase for order in studio.orders(job)] == ["failed"]
    assert [body.get("error") for *_, body in studio.tokens.sent][-1] == "ModelUnavailable"
    assert [line for line in studio.lines(job) if line.model == "paid"] == []
    assert len(studio.vendor.asked) == 1
