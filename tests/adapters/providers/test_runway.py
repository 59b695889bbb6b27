"""Runway, against its fake; and the fake against Runway's own SDK."""

import json
from decimal import Decimal

import pytest

from local.vendors.answers import answering
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.runway import DATA_URI_MAX, Runway
from spotworks.errors import (
    ProviderRejected,
    ProviderUnavailable,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest
from tests.fakes.rows import MODELS

ROWS = {
    model.vendor_id: model for model in MODELS.values() if model.provider == "runway" and model.lifecycle == "available"
}
TURBO = ROWS["gen4_turbo"]
STILL = StillInput(content=png_of(90, 160), content_type="image/png")


@pytest.fixture
def runway(shop):
    return Runway(account_at(shop, "runway"))


def wanted(model=TURBO, **about):
    shape = {"aspect": "9:16", "size": model.sizes.get("9:16", "")}
    length = {"seconds": (model.durations or (5,))[0]} if model.makes == ("clip",) else {}
    still = {"first_frame": STILL} if model.first_frame == "required" else {}
    given = {"resolution": model.resolutions[0]} if model.resolutions else {}
    return VendorRequest(
        **({"kind": model.makes[0], "model": model, "prompt": "steam rises"} | shape | length | still | given | about)
    )


def test_a_clip_is_made_from_a_picture_and_a_prompt(shop, runway, tmp_path):
    job = runway.create(wanted(seed=7, seconds=2))
    [work] = shop.paid.values()
    assert {name: work.body[name] for name in ("model", "promptText", "ratio", "duration", "seed")} == {
        "model": "gen4_turbo", "promptText": "steam rises", "ratio": "720:1280", "duration": 2, "seed": 7,
    }  # fmt: skip
    done = runway.poll(job, TURBO)
    assert (done.state, done.cost_usd) == ("succeeded", Decimal("0.10")), "10 credits"
    download(done.outputs[0], tmp_path / "clip.mp4", allow=account_at(shop, "runway").allow)
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_sound_that_would_cost_more_is_never_left_to_the_vendor(shop, runway):
    runway.create(wanted(ROWS["veo3.1"]))
    [work] = shop.paid.values()
    assert work.body["audio"] is False


@pytest.mark.parametrize(
    ("name", "beside", "alone"),
    [("kling_4", True, True), ("klingO3_standard", True, False), ("seedance2", False, True), ("gen4.5", False, False)],
)
def test_references_go_where_the_model_takes_them(shop, runway, name, beside, alone):
    model = ROWS[name]
    for first, expected in ((STILL, beside), (None, alone)):
        job = runway.create(wanted(model, first_frame=first, references=(STILL,) * model.references))
        sent = shop.paid[job.id].body.get("references", [])
        assert len(sent) == (model.references if expected else 0)
        assert all(one["uri"].startswith("data:image/png;") for one in sent)


def test_a_picture_too_long_for_a_data_uri_is_uploaded_without_our_key(shop, runway):
    large = StillInput(content=bytes(DATA_URI_MAX), content_type="image/png")
    runway.create(wanted(first_frame=large))
    [work] = shop.paid.values()
    assert work.body["promptImage"].startswith("runway://")
    assert work.ask.picture == large.content
    assert [one.partition(" ")[2].split("/")[2] for one in shop.asked] == ["v1", "store", "v1"]


def test_a_picture_with_a_public_address_is_read_from_there(shop, runway):
    there = StillInput(content=b"", content_type="image/png", url="https://pictures.example/1.png")
    runway.create(wanted(first_frame=there, last_frame=STILL, model=ROWS["veo3.1"]))
    [work] = shop.paid.values()
    first, last = work.body["promptImage"]
    assert first == {"uri": there.url, "position": "first"}
    assert (last["position"], last["uri"][:15]) == ("last", "data:image/png;")


def test_what_it_does_not_take_is_refused_with_its_own_words(runway):
    with pytest.raises(ProviderRejected, match="4:5 is none of"):
        runway.create(wanted(size="4:5"))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("SAFETY.INPUT.IMAGE", "ModerationRefused"), ("INPUT_PREPROCESSING.SAFETY.TEXT", "ModerationRefused"),
        ("ASSET.INVALID", "ProviderRejected"), ("INTERNAL", "ProviderUnavailable"), ("NEW.ONE", "ProviderUnavailable"),
        (None, "ProviderUnavailable"),
    ],
)  # fmt: skip
def test_each_failure_code_has_a_name(code, error):
    with answering() as liar:
        liar.said = json.dumps({"status": "FAILED", "failure": "no", "failureCode": code}).encode()
        assert Runway(liar.account("runway")).poll(VendorJob(id="1"), TURBO).error == error


@pytest.mark.parametrize(
    ("credits", "cost"),
    [
        (12, "0.12"),
        (0.5, "0.005"),
        (0, "0"),
        (True, None),
        ("12", None),
        (-1, None),
        (float("nan"), None),
        (None, None),
    ],
)
def test_a_charge_that_does_not_read_is_none(credits, cost):
    with answering() as liar:
        liar.said = json.dumps({"status": "CANCELLED", "cost": {"credits": credits}}).encode()
        found = Runway(liar.account("runway")).poll(VendorJob(id="1"), TURBO).cost_usd
        assert found == (None if cost is None else Decimal(cost))


def test_work_beyond_the_account_s_tier_waits(shop, runway):
    shop.seconds = 4.0
    first = runway.create(wanted())
    shop.paid[first.id].began -= 2
    second = runway.create(wanted())
    assert [runway.poll(job, TURBO).state for job in (first, second)] == ["running", "queued"]
    assert runway.poll(first, TURBO).progress == 0.5


@pytest.mark.parametrize(("part", "cost"), [(0.0, "0"), (0.5, "0.25")])
def test_cancelling_reaches_the_vendor_and_says_what_it_cost(shop, runway, part, cost):
    shop.seconds = 60
    job = runway.create(wanted())
    shop.paid[job.id].began -= 60 * part
    runway.cancel(job, TURBO)
    gone = runway.poll(job, TURBO)
    assert (gone.state, gone.cost_usd) == ("cancelled", Decimal(cost)), "nothing while it waits, all once it runs"


def test_cancelling_does_not_delete_what_is_finished(shop, runway):
    job = runway.create(wanted())
    runway.cancel(job, TURBO)
    assert not any(one.startswith("DELETE") for one in shop.asked)
    assert runway.poll(job, TURBO).state == "succeeded"


def test_work_that_runway_no_longer_knows_is_over_at_the_catalogue_s_price(runway):
    gone = runway.poll(VendorJob(id="unknown"), TURBO)
    assert (gone.state, gone.cost_usd) == ("cancelled", None)
    runway.cancel(VendorJob(id="unknown"), TURBO)


def test_an_upload_goes_to_no_address_that_is_not_public():
    with answering() as liar:
        liar.said = json.dumps({"uploadUrl": "http://10.0.0.7/", "fields": {}, "runwayUri": "runway://1"}).encode()
        large = StillInput(content=bytes(DATA_URI_MAX), content_type="image/png")
        with pytest.raises(ProviderUnavailable, match="nothing is sent to"):
            Runway(liar.account("runway")).create(wanted(first_frame=large))


def test_the_vendors_own_sdk_understands_the_fake(shop):
    sdk = pytest.importorskip("runwayml")
    client = sdk.RunwayML(api_key="key_x", base_url=f"{shop.base}/runway", max_retries=0)
    uploaded = client.uploads.create_ephemeral(file=("coffee.png", png_of(90, 160), "image/png"))
    made = client.image_to_video.create(
        model="veo3.1",
        prompt_image=[{"uri": uploaded.uri, "position": "first"}],
        ratio="720:1280",
        duration=4,
        audio=True,
    )
    assert made.estimated_cost.credits == 160
    done = client.tasks.retrieve(made.id)
    assert (done.status, done.cost.credits) == ("SUCCEEDED", 160)
    assert done.output[0].startswith(shop.base)
    client.tasks.delete(made.id)
    with pytest.raises(sdk.NotFoundError):
        client.tasks.retrieve(made.id)
    with pytest.raises(sdk.BadRequestError, match="none of"):
        client.text_to_video.create(model="gen4.5", prompt_text="steam", ratio="1:1", duration=5)


def test_the_fake_knows_each_model_as_the_sdk_does():
    pytest.importorskip("runwayml")
    from tests.fakes.runway_forms import TABLE, forms

    assert json.loads(TABLE.read_text()) == forms(), "write it anew: python -m tests.fakes.runway_forms"
