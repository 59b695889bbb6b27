"""Replicate beyond test_vendor_contract.py, against its fake; and the fake against Replicate's own SDK."""

import time

import pytest

from local.vendors.faults import Faults
from local.vendors.replicate import SIGNING, FakeReplicate
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.replicate import Replicate
from spotworks.domain.model import Model
from spotworks.errors import Forged, OutcomeUnknown, ProviderRejected, ProviderUnavailable
from spotworks.ports import StillInput, VendorJob, VendorRequest

MODEL = Model(
    id="hailuo_fast", provider="replicate", vendor_id="minimax/hailuo-2.3-fast", name="Hailuo", makes=("clip",),
    durations=(6, 10), options={"first_frame": "first_frame_image", "seconds": "duration"},
)  # fmt: skip


@pytest.fixture
def replicate(shop):
    return Replicate(account_at(shop, "replicate", REPLICATE_WEBHOOK_SECRET=f"whsec_b2xk,{SIGNING}"))


def wanted(**about):
    still = StillInput(content=png_of(90, 160), content_type="image/png")
    return VendorRequest(
        **({"kind": "clip", "model": MODEL, "prompt": "steam rises", "seconds": 6, "first_frame": still} | about)
    )


def test_a_clip_is_made_from_a_picture_and_a_prompt(shop, replicate, tmp_path):
    job = replicate.create(wanted())
    [work] = shop.paid.values()
    assert work.body["input"].keys() == {"prompt", "duration", "first_frame_image"}
    done = replicate.poll(job, MODEL)
    assert done.state == "succeeded"
    download(done.outputs[0], tmp_path / "clip.mp4", allow=account_at(shop, "replicate").allow)
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_lost_call_of_a_machine_that_no_webhook_reaches_may_have_been_taken(shop, replicate):
    shop.faults = Faults(script={"replicate": ["broken_after"]})
    with pytest.raises(OutcomeUnknown):
        replicate.create(wanted(client_key="the-key"))
    with pytest.raises(ProviderRejected, match="without a webhook"):
        replicate.find("the-key", MODEL)


def test_a_lost_call_is_looked_for_on_all_pages_and_at_our_own_base_alone(answers):
    def page(path, body):
        number = int(path.partition("cursor=")[2] or 0)
        following = f"https://api.replicate.com/v1/predictions?cursor={number + 1}" if number < 3 else None
        hook = f"https://hooks.example/key-{number}"
        return {"results": [{"id": str(number), "webhook": hook, "created_at": "2026-11-29"}], "next": following}

    answers.says(page)
    replicate = Replicate(answers.account("replicate"))
    assert replicate.find("key-3", MODEL) == VendorJob(id="3")
    answers.asked.clear()
    assert replicate.find("another", MODEL) is None
    assert len(answers.asked) == 4


def test_a_lost_call_is_not_looked_for_among_what_is_older(shop, replicate):
    for _ in range(101):
        replicate.create(wanted())
    for work in shop.paid.values():
        work.created = "2026-11-29T00:00:00.000Z"
    list(shop.paid.values())[-1].created = "2026-11-29T00:00:01.000Z"
    shop.asked.clear()
    assert replicate.find("the-key", MODEL, began="2026-11-29T12:00:00+00:00") is None
    assert shop.asked == ["GET /replicate/v1/predictions"]
    with pytest.raises(ProviderRejected, match="without a webhook"):
        replicate.find("the-key", MODEL, began="2026-11-29T00:05:00+00:00")


@pytest.mark.parametrize(
    "said",
    [{}, {"results": None}, {"results": [7]}, {"results": [{"webhook": "x"}]}, {"results": [], "next": 7}, b"no"],
)
def test_a_list_that_does_not_read_denies_nothing(answers, said):
    answers.says(said)
    with pytest.raises(ProviderUnavailable):
        Replicate(answers.account("replicate")).find("the-key", MODEL)


@pytest.mark.parametrize(
    ("told", "cost"),
    [
        ({"started_at": None, "metrics": {}}, 0), ({}, 0), ({"started_at": "2026-11-29T00:00:01Z"}, None),
        ({"metrics": {"predict_time": 2.5}}, None),
    ],
)  # fmt: skip
def test_work_that_is_stopped_before_it_began_costs_nothing(answers, told, cost):
    answers.said = {"id": "p", "status": "canceled", "output": None} | told
    replicate = Replicate(Account("replicate", lambda name: "r8_key", base=answers.base))
    status = replicate.poll(VendorJob(id="p"), MODEL)
    assert (status.state, status.cost_usd) == ("cancelled", cost)


def test_news_are_believed_without_a_secret_that_was_set_by_the_one_that_replicate_tells(shop):
    replicate = Replicate(account_at(shop, "replicate", REPLICATE_WEBHOOK_SECRET=" , "))
    assert replicate.hears()
    replicate.create(wanted())
    [work] = shop.paid.values()
    headers, body = FakeReplicate(shop).news(work, "succeeded")
    shop.asked.clear()
    for _ in range(2):
        replicate.believe(headers, body, now=time.time())
        with pytest.raises(Forged):
            replicate.believe(headers, body + b" ", now=time.time())
    assert shop.asked == ["GET /replicate/v1/webhooks/default/secret"]


def test_a_secret_that_was_replaced_is_asked_for_again(answers):
    answers.said = {"key": SIGNING}
    replicate = Replicate(answers.account("replicate", REPLICATE_WEBHOOK_SECRET=""))
    answers.asked.clear()
    now = time.time()
    for later in (0, 299, 301):
        with pytest.raises(Forged):
            replicate.believe({"webhook-timestamp": str(int(now + later))}, b"{}", now=now + later)
    assert len(answers.asked) == 2


@pytest.mark.parametrize("said", [{}, {"key": None}, {"key": ""}, [], b"no"])
def test_a_secret_that_does_not_read_leaves_the_news_to_be_sent_again(answers, said):
    answers.said = said
    replicate = Replicate(answers.account("replicate", REPLICATE_WEBHOOK_SECRET=""))
    with pytest.raises(ProviderUnavailable):
        replicate.believe({"webhook-timestamp": str(int(time.time()))}, b"{}", now=time.time())


def test_news_from_no_time_are_not_believed(shop, replicate):
    replicate.create(wanted())
    [work] = shop.paid.values()
    headers, body = FakeReplicate(shop).news(work, "succeeded")
    with pytest.raises(Forged):
        replicate.believe({**headers, "webhook-timestamp": "٣"}, body, now=time.time())


def test_the_vendors_own_sdk_understands_the_fake(shop):
    replicate = pytest.importorskip("replicate")
    client = replicate.Client(api_token="x", base_url=f"{shop.base}/replicate")
    made = client.models.predictions.create("minimax/hailuo-2.3-fast", input={"prompt": "steam", "duration": 6})
    again = client.predictions.get(made.id)
    assert again.status == "succeeded"
    assert again.output.startswith(shop.base)
    assert [one.id for one in client.predictions.list().results] == [made.id]
