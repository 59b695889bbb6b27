"""Replicate, against its fake; and the fake against Replicate's own SDK."""

import time

import pytest

from local.vendors.faults import Faults
from local.vendors.replicate import SIGNING
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.replicate import Replicate
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
    DeliveryUnusable,
    Forged,
    KeyRejected,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest
from tests.fakes.vendors import account_at, png_of

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


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("throttled", ProviderThrottled), ("unavailable", ProviderUnavailable), ("no_credit", CreditGone),
        ("revoked", KeyRejected), ("refused_input", ModerationRefused), ("redirect", ProviderRejected),
        ("broken_before", OutcomeUnknown), ("broken_after", OutcomeUnknown),
    ],
)  # fmt: skip
def test_what_goes_wrong_has_a_name_and_is_asked_once(shop, replicate, fault, error):
    shop.faults = Faults(script={"replicate": [fault]})
    with pytest.raises(error):
        replicate.create(wanted())
    assert shop.asked == ["POST /replicate/v1/models/minimax/hailuo-2.3-fast/predictions"]


def test_a_vendor_that_asks_for_patience_is_heard(shop, replicate):
    shop.faults = Faults(script={"replicate": ["throttled"]})
    with pytest.raises(ProviderThrottled) as caught:
        replicate.create(wanted())
    assert caught.value.retry_after == 1


@pytest.mark.parametrize(
    ("fault", "error"), [("failed", "ProviderUnavailable"), ("refused_output", "ModerationRefused")]
)
def test_work_that_fails_says_why(shop, replicate, fault, error):
    shop.faults = Faults(script={"replicate": [fault]})
    done = replicate.poll(replicate.create(wanted()), MODEL)
    assert (done.state, done.error) == ("failed", error)


def test_a_call_whose_answer_was_lost_is_found_by_our_key(shop, replicate):
    shop.faults = Faults(script={"replicate": ["broken_after"]})
    with pytest.raises(OutcomeUnknown):
        replicate.create(wanted(callback=f"{shop.base}/hooks/replicate/the-key", client_key="the-key"))
    [work] = shop.paid.values()
    assert replicate.find("the-key", MODEL) == VendorJob(id=work.id)
    assert replicate.find("another", MODEL) is None


def test_a_lost_call_of_a_machine_that_no_webhook_reaches_may_have_been_taken(shop, replicate):
    shop.faults = Faults(script={"replicate": ["broken_after"]})
    with pytest.raises(OutcomeUnknown):
        replicate.create(wanted(client_key="the-key"))
    with pytest.raises(ProviderRejected, match="without a webhook"):
        replicate.find("the-key", MODEL)


def test_cancelling_reaches_the_vendor(shop, replicate):
    shop.seconds = 60
    job = replicate.create(wanted())
    replicate.cancel(job, MODEL)
    assert replicate.poll(job, MODEL).state == "cancelled"


@pytest.mark.parametrize("fault", ["private_url", "empty"])
def test_a_file_that_cannot_be_is_refused(shop, replicate, fault, tmp_path):
    shop.faults = Faults(script={"replicate": [fault]})
    done = replicate.poll(replicate.create(wanted()), MODEL)
    with pytest.raises(DeliveryUnusable):
        download(done.outputs[0], tmp_path / "clip", allow=account_at(shop, "replicate").allow)


def test_only_its_own_signature_is_believed_for_five_minutes(shop, replicate):
    from local.vendors.replicate import FakeReplicate

    replicate.create(wanted(callback=f"{shop.base}/hooks"))
    [work] = shop.paid.values()
    fake, now = FakeReplicate(shop), time.time()
    headers, body = fake.news(work, "succeeded")
    replicate.believe(headers, body, now=now)
    for told, text, at in (
        (headers, body + b" ", now),
        (headers, body, now + 301),
        (headers, body, now - 301),
        (fake.forged(work)[0], body, now),
        ({}, body, now),
        ({**headers, "webhook-timestamp": "٣"}, body, now),
    ):
        with pytest.raises(Forged):
            replicate.believe(told, text, now=at)


def test_the_vendors_own_sdk_understands_the_fake(shop):
    replicate = pytest.importorskip("replicate")
    client = replicate.Client(api_token="x", base_url=f"{shop.base}/replicate")
    made = client.models.predictions.create("minimax/hailuo-2.3-fast", input={"prompt": "steam", "duration": 6})
    again = client.predictions.get(made.id)
    assert again.status == "succeeded"
    assert again.output.startswith(shop.base)
    assert [one.id for one in client.predictions.list().results] == [made.id]
