"""fal, against its fake; and the fake against fal's own SDK."""

import json
import time

import pytest

from local.vendors.answers import answering
from local.vendors.fal import FakeFal
from local.vendors.faults import Faults
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.fal import Fal
from spotworks.domain.model import Model
from spotworks.errors import (
    Forged,
    ProviderUnavailable,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest

PIKA = Model(
    id="pika", provider="fal", vendor_id="fal-ai/pika/v2.2/image-to-video", name="Pika 2.2", makes=("clip",),
    options={
        "text_id": "fal-ai/pika/v2.2/text-to-video", "first_frame": "image_url", "seconds": "duration",
        "resolution": "resolution", "aspect": "aspect_ratio", "negative_prompt": "negative_prompt", "seed": "seed",
    },
)  # fmt: skip
H3 = Model(
    id="fal_h3", provider="fal", vendor_id="minimax/h3/image-to-video", name="MiniMax H3 at fal", makes=("clip",),
    options={
        "text_id": "minimax/h3/text-to-video", "first_frame": "image_url", "last_frame": "end_image_url",
        "seconds": "duration", "resolution": "resolution", "resolution.768p": "768P", "aspect": "aspect_ratio",
    },
)  # fmt: skip
STILL = StillInput(content=png_of(90, 160), content_type="image/png")


@pytest.fixture
def fal(shop):
    return Fal(account_at(shop, "fal"))


def wanted(model=PIKA, **about):
    shape = {"seconds": 5, "aspect": "9:16", "resolution": "480p", "first_frame": STILL}
    return VendorRequest(**({"kind": "clip", "model": model, "prompt": "steam rises"} | shape | about))


def test_a_clip_is_made_from_a_picture_and_in_its_ratio(shop, fal, tmp_path):
    job = fal.create(wanted(seed=7))
    body = shop.paid[job.id].body
    assert body["app"] == "fal-ai/pika/v2.2/image-to-video"
    assert body["input"].keys() == {"prompt", "duration", "resolution", "image_url", "seed"}
    done = fal.poll(job, PIKA)
    assert (done.state, done.outputs[0].content_type) == ("succeeded", "video/mp4")
    download(done.outputs[0], tmp_path / "clip.mp4", allow=account_at(shop, "fal").allow)
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


def test_from_words_another_app_makes_it(shop, fal):
    job = fal.create(wanted(H3, first_frame=None, resolution="768p"))
    body = shop.paid[job.id].body
    assert body["app"] == "minimax/h3/text-to-video"
    assert body["input"] == {"prompt": "steam rises", "duration": 5, "resolution": "768P", "aspect_ratio": "9:16"}


def test_the_addresses_that_fal_gave_are_asked(shop, fal):
    job = fal.create(wanted())
    assert set(job.about) == {"status_url", "response_url", "cancel_url"}
    fal.poll(job, PIKA)
    here = f"GET /fal/fal-ai/pika/requests/{job.id}"
    assert shop.asked[1:] == [f"{here}/status", here]


def test_without_them_they_are_made_by_fal_s_rule(fal):
    job = fal.create(wanted())
    assert fal.poll(VendorJob(id=job.id), PIKA).state == "succeeded"


def test_no_address_at_another_host_is_asked_with_our_key(shop):
    with answering() as liar:
        elsewhere = dict.fromkeys(("status_url", "response_url", "cancel_url"), f"{shop.base}/fal/elsewhere")
        liar.said = json.dumps({"request_id": "1", "status": "IN_QUEUE", **elsewhere}).encode()
        fal = Fal(liar.account("fal"))
        job = fal.create(wanted())
        assert job.about == {}
        assert fal.poll(job, PIKA).state == "queued"
        with pytest.raises(ProviderUnavailable, match="another host"):
            fal.poll(VendorJob(id="1", about=elsewhere), PIKA)
    assert shop.asked == []


def test_an_input_that_the_queue_took_and_the_model_did_not_is_refused_by_its_result(fal):
    done = fal.poll(fal.create(wanted(PIKA.model_copy(update={"options": {}}))), PIKA)
    assert (done.state, done.error) == ("failed", "ProviderRejected")
    assert "image_url" in done.message


def test_a_result_that_cannot_be_had_just_now_is_no_failure_of_the_work():
    with answering() as liar:
        fal = Fal(liar.account("fal"))
        liar.turns = [(200, b'{"status": "COMPLETED"}'), (503, b"")]
        with pytest.raises(ProviderUnavailable):
            fal.poll(VendorJob(id="1"), PIKA)
        liar.turns = [(200, b'{"status": "COMPLETED", "error": "Invalid status code: 500"}'), (500, b"")]
        assert fal.poll(VendorJob(id="1"), PIKA).error == "ProviderUnavailable"


def test_what_was_cancelled_costs_nothing_and_what_is_unknown_is_no_error(shop, fal):
    shop.seconds = 60
    job = fal.create(wanted())
    fal.cancel(job, PIKA)
    assert fal.poll(job, PIKA).cost_usd == 0
    fal.cancel(VendorJob(id="unknown"), PIKA)


def test_nothing_of_a_signature_may_be_missing_or_another(shop, fal):
    job = fal.create(wanted(callback=f"{shop.base}/hooks"))
    work, fake, now = shop.paid[job.id], FakeFal(shop), time.time()
    headers, body = fake.news(work, "succeeded")
    fal.believe(headers, body, now=now)
    for wrong in (
        {"x-fal-webhook-signature": "no hex"}, {"x-fal-webhook-user-id": "another"},
        {"x-fal-webhook-request-id": ""}, {"x-fal-webhook-timestamp": "٣"},
    ):  # fmt: skip
        with pytest.raises(Forged):
            fal.believe(headers | wrong, body, now=now)
    assert [one for one in shop.asked if "jwks" in one] == ["GET /fal/.well-known/jwks.json"], "asked for once"


def test_keys_may_come_from_elsewhere_and_their_absence_is_no_verdict(shop):
    def gone():
        raise ProviderUnavailable("fal cannot be reached")

    fal = Fal(account_at(shop, "fal"), keys=gone)
    headers, body = FakeFal(shop).news(shop.paid[Fal(account_at(shop, "fal")).create(wanted()).id], "succeeded")
    with pytest.raises(ProviderUnavailable):
        fal.believe(headers, body, now=time.time())


@pytest.mark.parametrize(
    "result",
    [
        {"video": {"url": "https://files.example/1"}}, {"images": [{"url": "https://files.example/1"}]},
        {"audio_file": {"url": "https://files.example/1"}}, {"audio_url": "https://files.example/1"},
    ],
)  # fmt: skip
def test_whatever_an_app_makes_is_found_by_its_kind(result):
    with answering() as liar:
        liar.said = json.dumps({"status": "COMPLETED", **result}).encode()
        done = Fal(liar.account("fal")).poll(VendorJob(id="1"), PIKA)
        assert [output.url for output in done.outputs] == ["https://files.example/1"]


def test_the_vendors_own_sdk_understands_the_fake(shop, monkeypatch):
    """It forces https, and goes to a host of its own: that one constant of the SDK is moved."""
    sdk = pytest.importorskip("fal_client")
    monkeypatch.setattr("fal_client.client.QUEUE_URL_FORMAT", f"{shop.base}/fal/")
    client = sdk.SyncClient(key="id:secret")
    asked = {"prompt": "steam", "image_url": "data:image/png;base64,cGljdHVyZQ=="}
    handle = client.submit("fal-ai/pika/v2.2/image-to-video", asked, webhook_url=f"{shop.base}/hooks")
    assert shop.paid[handle.request_id].ask.callback == f"{shop.base}/hooks"
    assert isinstance(handle.status(with_logs=True), sdk.Completed)
    assert handle.get()["video"]["url"].startswith(shop.base)
    assert client.result("fal-ai/pika/v2.2/image-to-video", handle.request_id)["video"]
    with pytest.raises(sdk.FalClientHTTPError) as refused:
        client.submit("fal-ai/pika/v2.2/image-to-video", {"prompt": "steam"}).get()
    assert refused.value.status_code == 422
    shop.faults = Faults(script={"fal": ["failed"]})
    failed = client.submit("minimax/h3/text-to-video", {"prompt": "steam"}).status()
    assert failed.error_type == "runner_server_error"
    shop.seconds = 60
    waiting = client.submit("minimax/h3/text-to-video", {"prompt": "steam"})
    assert isinstance(waiting.status(), sdk.Queued)
    waiting.cancel()
    assert waiting.status().error_type == "client_cancelled"
