"""Orders: one contract for the table and for its stand-in of the stages' tests."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from spotworks.adapters.aws.jobs import TableJobs
from spotworks.adapters.aws.orders import TableOrders
from spotworks.adapters.aws.table import Table
from spotworks.domain.orders import Order
from spotworks.errors import Conflict
from tests.fakes.aws import make_table
from tests.fakes.ports import MemoryOrders

NOW = "2026-11-21T06:30:00+00:00"


@pytest.fixture(scope="module")
def shared(aws) -> Table:
    return make_table()


@pytest.fixture(params=["table", "memory"])
def orders(request, shared, clock):
    return TableOrders(shared, clock) if request.param == "table" else MemoryOrders(clock)


@pytest.fixture
def video(request):
    """One of this test's own, for the table is shared."""
    return f"v-{request.node.name}"


def make(video, **about):
    return Order.model_validate(
        {
            "id": "clip#0#0#abc#0", "tenant": "acme", "video_id": video, "wait_id": "clip#0#0", "token": "t",
            "address": "abc", "request": {"kind": "clip"}, "model": "m", "provider": "replicate",
            "hook": f"hook-{video}", "created": NOW, "since": NOW, "deadline": "2026-11-21T06:55:00+00:00",
        }
        | about,
        extra="ignore",
    )  # fmt: skip


def to(phase, **about):
    return lambda order: order.model_copy(update={"phase": phase, **about})


def open_of(orders, video, before="2026-11-21T07:00:00+00:00"):
    return [order.id for order in orders.open_since(before) if order.video_id == video]


def test_a_placed_order_is_found_by_its_job_and_by_its_hook(orders, video):
    order = make(video)
    assert orders.place(order) == order
    assert orders.get("acme", video, order.id) == orders.by_hook(order.hook) == order
    assert list(orders.of_job("acme", video)) == [order]


def test_placing_again_gives_the_order_that_is_there(orders, video):
    moved = orders.move(orders.place(make(video)), to("sending"))
    assert orders.place(make(video, hook=f"other-{video}")) == moved
    assert orders.by_hook(f"other-{video}") is None


def test_a_hook_that_is_another_orders_is_refused_and_nothing_is_placed(orders, video):
    orders.place(make(video))
    with pytest.raises(Conflict, match="another order's"):
        orders.place(make(video, id="second"))
    assert orders.get("acme", video, "second") is None


def test_orders_without_hooks_stand_beside_each_other(orders, video):
    for name in ("a", "b"):
        orders.place(make(video, id=name, hook=""))
    assert [order.id for order in orders.of_job("acme", video)] == ["a", "b"]
    assert orders.by_hook("") is None


def test_a_planned_look_is_noted_and_disturbs_no_move(orders, video):
    order = orders.place(make(video))
    orders.plan(order, "2026-11-29T12:00:00+00:00")
    assert orders.get("acme", video, order.id).due == "2026-11-29T12:00:00+00:00"
    assert orders.move(order, to("sending")) is not None


def test_another_tenants_order_is_not_there(orders, video):
    order = orders.place(make(video))
    assert orders.get("rival", video, order.id) is None
    assert list(orders.of_job("rival", video)) == []


@pytest.mark.parametrize("hook", ["none-of-ours", "x" * 5000])
def test_a_hook_that_nobody_gave_out_is_nobodys(orders, hook):
    assert orders.by_hook(hook) is None


def test_of_two_who_move_the_same_order_one_does(orders, video):
    order = orders.place(make(video))
    first = orders.move(order, to("sending"))
    assert (first.phase, first.version) == ("sending", order.version + 1)
    assert orders.move(order, to("failed")) is None
    assert orders.get("acme", video, order.id) == first


def test_of_many_at_once_one_sends(orders, video):
    order = orders.place(make(video))
    with ThreadPoolExecutor(6) as pool:
        moved = list(pool.map(lambda _: orders.move(order, to("sending")), range(6)))
    assert len([won for won in moved if won is not None]) == 1


@pytest.mark.parametrize("end", ["done", "failed", "cancelled"])
def test_an_end_is_never_left(orders, video, end):
    ended = orders.move(orders.place(make(video)), to(end))
    assert orders.move(ended, to("accepted")) is None
    assert orders.get("acme", video, ended.id).phase == end


def test_what_is_said_of_an_end_may_be_put_right(orders, video):
    ended = orders.move(orders.place(make(video)), to("failed"))
    assert orders.move(ended, to("failed", message="the vendor was away")).message == "the vendor was away"


def test_an_order_that_is_not_there_is_not_moved(orders, video):
    assert orders.move(make(video), to("sending")) is None
    assert orders.get("acme", video, make(video).id) is None


def test_open_orders_are_found_by_when_they_were_moved_the_oldest_first(orders, video):
    times = {"b": "2026-11-21T06:31:00+00:00", "c": "2026-11-21T06:31:00.5+00:00", "a": "2026-11-21T07:30:59+01:00"}
    for name, since in times.items():
        orders.place(make(video, id=name, hook="", since=since))
    assert open_of(orders, video) == ["a", "b", "c"]
    assert open_of(orders, video, before="2026-11-21T06:31:00+00:00") == ["a"]
    first = orders.get("acme", video, "a")
    orders.move(first, to("accepted", since="2026-11-21T06:40:00+00:00"))
    assert open_of(orders, video) == ["b", "c", "a"]


@pytest.mark.parametrize("end", ["done", "failed", "cancelled"])
def test_an_ended_order_is_not_among_the_open_ones(orders, video, end):
    order = orders.place(make(video))
    assert open_of(orders, video) == [order.id]
    orders.move(order, to(end))
    assert open_of(orders, video) == []


def test_a_webhook_is_new_once_a_day_and_for_each_vendor(orders, video, clock):
    assert [orders.seen("replicate", video) for _ in range(2)] == [False, True]
    assert not orders.seen("fal", video)
    clock.move(hours=25)
    assert not orders.seen("replicate", video)


def test_a_webhook_that_came_to_nothing_is_new_again(orders, video):
    for message in (video, f"{video}{'x' * 5000}"):
        orders.seen("replicate", message)
        orders.forget("replicate", message)
        assert [orders.seen("replicate", message) for _ in range(2)] == [False, True]


def test_message_ids_of_any_length_are_told_apart(orders, video):
    long = f"{video}{'x' * 5000}"
    assert not orders.seen("replicate", f"{long}1")
    assert not orders.seen("replicate", f"{long}2")
    assert orders.seen("replicate", f"{long}1")


def test_all_that_is_kept_expires_by_itself(shared, clock):
    orders = TableOrders(shared, clock)
    order = make("v-expiry")
    orders.place(order)
    orders.seen("replicate", "m-expiry")
    days = {("T#acme#J#v-expiry", f"ORDER#{order.id}"): 30, (f"HOOK#{order.hook}", "HOOK"): 30}
    days[("SEEN#replicate#m-expiry", "SEEN")] = 1
    for (pk, sk), number in days.items():
        assert shared.get(pk, sk)["expires"] == int(clock.now().timestamp()) + number * 24 * 3600


def test_an_open_order_outlives_its_deleted_job_until_its_money_is_accounted_for(shared, clock):
    orders = TableOrders(shared, clock)
    out = orders.place(make("v-deleted", id="out"))
    orders.move(orders.place(make("v-deleted", id="over", hook="")), to("done"))
    TableJobs(shared, clock).delete("acme", "v-deleted")
    assert list(orders.of_job("acme", "v-deleted")) == [out]
    assert orders.by_hook(out.hook) == out


def test_the_oldest_are_read_from_their_beginning_however_many_pages_they_fill(shared):
    for number in range(20):
        shared.put({"pk": f"o{number}", "sk": "X", "gsi1pk": "OLD", "gsi1sk": f"{number:02}", "fill": "x" * 100_000})
    assert [item["gsi1sk"] for item in shared.oldest("gsi1", "OLD")] == [f"{number:02}" for number in range(20)]
    assert [item["gsi1sk"] for item in shared.oldest("gsi1", "OLD", before="02")] == ["00", "01"]
