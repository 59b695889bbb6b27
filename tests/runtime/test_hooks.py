"""POST /hooks/{provider}/{hook}: what the vendors' fakes send, through the real route, to the real adapters."""

import json
import os
from datetime import UTC, datetime

import boto3
import pytest

from local.vendors.fal import FakeFal
from local.vendors.google import FakeGoogle
from local.vendors.kling import FakeKling
from local.vendors.minimax import FakeMiniMax
from local.vendors.replicate import SIGNING, FakeReplicate
from local.vendors.serving import served
from local.vendors.shop import Ask, Shop, Work
from spotworks import wiring
from spotworks.domain.orders import Order
from tests.fakes.aws import forget_adapters
from tests.fakes.handlers import Api

FAKES = {fake.provider: fake for fake in (FakeReplicate, FakeFal, FakeGoogle, FakeKling, FakeMiniMax)}
SIGNED = ("replicate", "fal", "google")
EVERY = pytest.mark.parametrize("provider", FAKES)
BODIES = {
    "replicate": {"model": "x/clips", "input": {"prompt": "a mug"}},
    "fal": {"app": "fal-ai/x", "input": {"prompt": "a mug"}},
    "google": {"model": "omni"}, "kling": {}, "minimax": {"model": "MiniMax-Hailuo-2.3", "duration": 6},
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(aws):
    with served(Shop(seconds=0.0)) as found:
        about = {"SPOTWORKS_VENDORS": found.base, "REPLICATE_WEBHOOK_SECRET": f"whsec_b2xk,{SIGNING}"}
        os.environ.update(about)
        forget_adapters()
        yield found
        for name in about:
            del os.environ[name]
        forget_adapters()


@pytest.fixture(scope="module")
def api(shop):
    return Api()


@pytest.fixture
def queued():
    """Orders in the queue, each time those that came since."""
    sqs, url = boto3.client("sqs"), os.environ["SPOTWORKS_ORDERS"]

    def came():
        got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for one in got:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
        return [json.loads(one["Body"])["order_id"] for one in got]

    came()
    return came


class Line:
    """An order that is out at a provider's fake, and what the fake tells of its work."""

    numbers = iter(range(1000))

    def __init__(self, shop, provider, tenant="acme"):
        model = next(one for one in wiring.models() if (one.provider, one.spoken_by) == (provider, provider))
        number, now = next(self.numbers), datetime.now(UTC).isoformat()
        self.order = wiring.orders().place(
            Order(
                id=f"clip#{number}", tenant=tenant, video_id="v1", wait_id="clip#0#0", address="ab" * 32,
                request={"kind": "clip"}, model=model.id, provider=provider, phase="accepted", hook=f"hook-{number}",
                created=now, since=now, deadline=now,
            )
        )  # fmt: skip
        self.fake, self.path = FAKES[provider](shop), f"/hooks/{provider}/{self.order.hook}"
        ask = Ask("clip", "a mug", 6, callback=f"https://api.example{self.path}")
        self.work = Work(f"{number + 0xABC << 64:020x}", provider, ask, None, 0.0, dict(BODIES[provider]))

    def news(self, state="succeeded"):
        return self.fake.news(self.work, state)


@pytest.fixture
def line(shop, provider):
    return Line(shop, provider)


def tell(api, line, news, path=None):
    headers, body = news
    answer = api.call("POST", path or line.path, body, headers)
    return answer.status, answer.json.get("heard")


@EVERY
def test_true_news_wake_the_order_once_however_often_they_come(api, line, queued):
    news = line.news()
    assert [tell(api, line, news) for _ in range(3)] == [(200, True), (200, False), (200, False)]
    assert queued() == [line.order.id]


@EVERY
def test_early_news_and_news_out_of_order_are_news_and_change_nothing(api, line, queued):
    told = [tell(api, line, line.news(state)) for state in ("running", "succeeded", "running")]
    assert told[:2] == [(200, True)] * 2
    assert set(queued()) == {line.order.id}
    assert wiring.orders().by_hook(line.order.hook) == line.order


@pytest.mark.parametrize(
    ("provider", "how"),
    [(one, how) for one in SIGNED for how in ("by nobody", "by another key", "another time")]
    # What Google's token holds of the body is not documented; news only make us ask.
    + [("replicate", "another body"), ("fal", "another body")],
)
def test_forged_news_are_refused_and_do_not_use_up_the_true_ones(api, line, queued, how):
    headers, body = line.news()
    stamp = next(name for name in headers if name.endswith("timestamp"))
    forged = {
        "by nobody": ({name: value for name, value in headers.items() if "signature" not in name}, body),
        "by another key": ({**headers, **{k: v[::-1] for k, v in headers.items() if "signature" in k}}, body),
        "another body": (headers, body.replace(line.work.id.encode(), b"0123")),
        "another time": ({**headers, stamp: str(int(headers[stamp]) - 301)}, body),
    }[how]
    assert tell(api, line, forged)[0] == 401
    assert queued() == []
    assert tell(api, line, (headers, body)) == (200, True)


@EVERY
def test_news_for_a_path_that_nobody_was_told_are_not_heard(api, shop, line, queued, provider):
    other = "fal" if provider != "fal" else "kling"
    for path in (f"/hooks/{other}/{line.order.hook}", f"/hooks/{provider}/nobody", f"/hooks/{provider}/{'x' * 3000}"):
        assert tell(api, line, line.news(), path)[0] == 404
    assert queued() == []


@EVERY
def test_news_at_the_path_of_another_tenants_order_only_make_us_ask_about_that_one(api, shop, line, queued, provider):
    theirs = Line(shop, provider, tenant="rival")
    assert tell(api, line, line.news("failed"), theirs.path) == (200, True)
    assert queued() == [theirs.order.id]
    assert wiring.orders().by_hook(theirs.order.hook) == theirs.order


@EVERY
def test_news_of_what_has_ended_wake_nobody(api, line, queued):
    wiring.orders().move(line.order, lambda old: old.model_copy(update={"phase": "done"}))
    assert tell(api, line, line.news()) == (200, False)
    assert queued() == []


def test_minimax_hears_its_own_word_and_no_other_vendor_does(api, shop, queued):
    line = Line(shop, "minimax")
    body = json.dumps({"challenge": "7c1e"}).encode()
    assert api.call("POST", line.path, body).json == {"heard": False, "challenge": "7c1e"}
    assert queued() == []
    assert api.call("POST", Line(shop, "kling").path, body).json == {"heard": True}


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"null", b"[" * 5000, b'{"challenge": {"a": 1}}'])
def test_a_body_of_any_kind_is_no_crash(api, shop, body):
    assert api.call("POST", Line(shop, "minimax").path, body).status in {200, 422}
    assert api.call("POST", Line(shop, "fal").path, body).status == 401
