"""OpenAI's pictures, against the fake; the fake and all that is said to it against OpenAI's OpenAPI document.

The document is tests/fixtures/openapi/openai.json; OpenAI's own SDK (openai 3.57) drives the fake, too.
"""

from decimal import Decimal

import cv2
import numpy as np
import pytest
import urllib3

from local.vendors.contract import AT_ONCE, NAMED, impatient
from local.vendors.faults import Faults
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.openai import OpenAIImages
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ModerationRefused,
    ProviderRejected,
    ProviderThrottled,
    SpotworksError,
)
from spotworks.ports import StillInput, VendorRequest
from tests.fakes.openapi import FIXTURES, Spec, Witness
from tests.fakes.rows import MODELS
from tests.fakes.street import witnessed

MODEL = MODELS["gpt_image"]
street, witness = witnessed(Witness(Spec(FIXTURES / "openai.json", errors="ErrorResponse"), at="/openai/v1"))


@pytest.fixture
def openai(shop):
    return OpenAIImages(account_at(shop, "openai"))


def wanted(aspect="9:16", **about):
    picture = {"kind": "image", "model": MODEL, "prompt": "a cup on a table", "aspect": aspect}
    return VendorRequest(**(picture | {"size": MODEL.sizes[aspect]} | about))


def shape_of(picture):
    return cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR).shape[1::-1]


@pytest.mark.parametrize(
    ("aspect", "size"), [("9:16", (864, 1536)), ("16:9", (1536, 864)), ("1:1", (1024, 1024)), ("4:5", (1024, 1280))]
)
def test_a_storyboard_picture_comes_in_every_aspect(shop, openai, witness, aspect, size):
    done = openai.create(wanted(aspect))
    assert (done.state, done.outputs[0].content_type) == ("succeeded", "image/png")
    assert shape_of(done.outputs[0].content) == size
    assert [one.path for one in witness.seen] == ["/images/generations"]


def test_the_product_goes_along_as_files(shop, openai, witness):
    png = StillInput(content=png_of(64, 64), content_type="image/png")
    jpeg = StillInput(content=b"\xff\xd8\xff\r\n--", content_type="image/jpeg")
    assert openai.create(wanted(references=(png, jpeg))).state == "succeeded"
    [work] = shop.paid.values()
    assert work.ask.picture == png.content
    assert work.body == {
        "model": "gpt-image-2", "prompt": "a cup on a table", "size": "864x1536", "quality": "medium",
        "output_format": "png", "images": 2,
    }  # fmt: skip
    assert [one.path for one in witness.seen] == ["/images/edits"]


def test_tokens_are_paid_where_the_catalogue_knows_their_prices(openai):
    still = StillInput(content=png_of(64, 64), content_type="image/png")
    assert openai.create(wanted()).cost_usd == Decimal("0.04762")
    assert openai.create(wanted(references=(still,))).cost_usd == Decimal("0.05002")
    unknown = {name: value for name, value in MODEL.options.items() if name != "usd.image_in"}
    without = MODEL.model_copy(update={"options": unknown})
    assert openai.create(wanted(model=without, references=(still,))).cost_usd is None
    wrong = MODEL.model_copy(update={"options": MODEL.options | {"usd.image_out": "thirty"}})
    assert openai.create(wanted(model=wrong)).cost_usd is None


@pytest.mark.parametrize("fault", [*NAMED, *AT_ONCE])
def test_the_document_knows_every_way_in_which_the_fake_fails(shop, openai, witness, fault):
    shop.faults = Faults(script={"openai": [fault]})
    with impatient(fault), pytest.raises(SpotworksError):
        openai.create(wanted())
    broken = {"stuck", *(name for name in NAMED if name.startswith(("broken", "hangs", "endless")))}
    assert (len(shop.asked), len(witness.seen)) == (1, 0 if fault in broken else 1)  # nobody can judge half an answer


@pytest.mark.parametrize(
    ("status", "error", "name"),
    [
        (400, {"code": "billing_hard_limit_reached"}, CreditGone),
        (429, {"type": "insufficient_quota"}, CreditGone),
        (404, {"code": "model_not_found"}, KeyRejected),
        (400, {"code": "moderation_blocked"}, ModerationRefused),
        (400, {"code": None, "message": "Your request was rejected by the safety system."}, ModerationRefused),
        (400, {"code": "invalid_value"}, ProviderRejected),
        (403, {"code": None, "message": "Your organization must be verified"}, KeyRejected),
        (429, "slow down", ProviderThrottled),
    ],
)
def test_an_errors_code_says_more_than_its_status(answers, status, error, name):
    answers.says({"error": error}, status)
    with pytest.raises(name):
        OpenAIImages(answers.account("openai")).create(wanted())


@pytest.mark.parametrize("data", [[], [{}], [{"b64_json": ""}], [{"b64_json": "no base64"}], [{"b64_json": "ж"}], [7]])
def test_an_answer_without_a_picture_is_no_success(answers, data):
    answers.says({"created": 1, "data": data})
    done = OpenAIImages(answers.account("openai")).create(wanted())
    assert (done.state, done.error) == ("failed", "DeliveryUnusable")


@pytest.fixture
def sdk(shop):
    openai = pytest.importorskip("openai")
    return openai.OpenAI(api_key="k", base_url=f"{shop.base}/openai/v1", max_retries=0)


def test_the_vendors_own_sdk_understands_the_fake(sdk, witness):
    made = sdk.images.generate(model="gpt-image-2", prompt="a cup", size="1024x1536", quality="low")
    assert made.data[0].b64_json
    assert made.usage.total_tokens == made.usage.input_tokens + made.usage.output_tokens
    both = sdk.images.edit(
        model="gpt-image-2", prompt="a cup", image=[("a.png", png_of(8, 8), "image/png"), ("b.png", png_of(8, 8))]
    )
    assert both.data[0].b64_json
    assert [one.path for one in witness.seen] == ["/images/generations", "/images/edits"]


def test_the_fake_refuses_what_openai_would(shop, sdk):
    import openai

    for model, size in (("gpt-image-2", "1000x1000"), ("gpt-image-2", "512x2048"), ("gpt-image-1", "864x1536")):
        with pytest.raises(openai.BadRequestError) as caught:
            sdk.images.generate(model=model, prompt="a cup", size=size)
        assert caught.value.param == "size"
    assert shop.paid == {}


def test_a_wrong_request_is_refused_by_the_fake_and_by_the_document(shop, witness):
    answer = urllib3.request(
        "POST", f"{shop.base}/openai/v1/images/generations", json={"n": 99, "tint": "blue"},
        headers={"Authorization": "Bearer k"},
    )  # fmt: skip
    assert (answer.status, shop.paid) == (400, {})
    [exchange] = witness.seen
    assert "'prompt' is a required property" in " ".join(exchange.request)
    assert "tint" in " ".join(exchange.request)
    assert "$.n" in " ".join(exchange.request)
