"""HearVendor: a webhook is believed, noted, and only makes us ask."""

import pytest

from spotworks.errors import Forged, NotFound, StorageUnavailable
from spotworks.stages.hear_vendor import Heard, hear_vendor
from tests.fakes.buying import RUNNING, TinyVendor
from tests.fakes.plans import MODELS

NEWS, NONE = Heard(news=True), Heard(news=False)


@pytest.fixture
def job(studio):
    return studio.storyboarded(model="paid", budget="5")


@pytest.fixture
def order(studio, job):
    """One that is out."""
    studio.vendor.looks = [RUNNING] * 3
    studio.clip(job, 0)
    studio.looks.looks.clear()
    return studio.orders(job)[0]


def hear(studio, order, body=b'{"status": "succeeded"}', provider="vendor", hook=None, **headers):
    return hear_vendor(
        provider, order.hook if hook is None else hook, {name.replace("_", "-"): v for name, v in headers.items()},
        body, orders=studio.ordering.orders, queue=studio.looks, clock=studio.clock, vendor=studio.ordering.vendor,
        model=lambda name: next(model for model in MODELS if model.id == name),
    )  # fmt: skip


def test_news_make_us_look_and_what_they_say_is_not_used(studio, job, order):
    assert hear(studio, order, b'{"status": "failed", "cost": 99}') == NEWS
    assert studio.looks.looks == [(order.id, 0.0)]
    studio.looks.looks.clear()
    assert studio.orders(job)[0] == order


@pytest.mark.parametrize("about", [{"hook": "nobody"}, {"hook": "x" * 5000}, {"provider": "another"}])
def test_a_path_that_nobody_was_told_is_not_there(studio, order, about):
    with pytest.raises(NotFound):
        hear(studio, order, **about)
    assert studio.looks.looks == []


def test_a_forged_message_wakes_nobody_and_does_not_use_up_the_true_ones_id(studio, order):
    studio.vendor.forged = True
    with pytest.raises(Forged):
        hear(studio, order, webhook_id="msg_1")
    assert studio.looks.looks == []
    studio.vendor.forged = False
    assert hear(studio, order, webhook_id="msg_1") == NEWS


def test_a_message_that_could_not_be_queued_is_news_when_the_vendor_sends_it_again(studio, order):
    studio.looks.trouble = StorageUnavailable("the queue is away")
    with pytest.raises(StorageUnavailable):
        hear(studio, order, webhook_id="msg_1")
    assert hear(studio, order, webhook_id="msg_1") == NEWS
    assert studio.looks.looks == [(order.id, 0.0)]


@pytest.mark.parametrize("headers", [{"webhook_id": "msg_1"}, {}])
def test_a_message_that_comes_again_is_no_news(studio, order, headers):
    assert [hear(studio, order, **headers) for _ in range(3)] == [NEWS, NONE, NONE]
    assert len(studio.looks.looks) == 1


def test_messages_out_of_order_are_all_news(studio, order):
    told = [hear(studio, order, body) for body in (b'{"status": "succeeded"}', b'{"status": "running"}')]
    assert told == [NEWS, NEWS]


def test_the_same_words_about_another_order_are_news(studio, job, order):
    studio.clip(job, 1)
    other = next(one for one in studio.orders(job) if one.id != order.id)
    assert [hear(studio, one, b'{"done": true}') for one in (order, other)] == [NEWS, NEWS]


def test_what_has_ended_is_not_looked_at_again(studio, job, order):
    studio.vendor.looks = []
    studio.ordering.tend(order)
    studio.looks.looks.clear()
    assert hear(studio, studio.orders(job)[0]) == NONE
    assert studio.looks.looks == []


def test_a_vendor_that_tries_the_address_out_hears_its_word_again_and_nobody_looks(studio, order):
    class Trying(TinyVendor):
        def answer(self, body):
            return {"challenge": "abc"} if b"challenge" in body else None

    studio.vendor = Trying()
    assert hear(studio, order, b'{"challenge": "abc"}') == Heard(news=False, answer={"challenge": "abc"})
    assert studio.looks.looks == []
    assert hear(studio, order, b'{"status": "Success"}') == NEWS
