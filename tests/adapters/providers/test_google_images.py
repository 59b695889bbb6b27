"""Gemini's pictures, against the fake; and the fake against Google's own SDK (google-genai 3.6)."""

from decimal import Decimal

import cv2
import numpy as np
import pytest

from local.vendors.faults import Faults
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.google.images import GeminiImages
from spotworks.ports import StillInput, VendorRequest
from tests.fakes.rows import MODELS

MODEL = MODELS["gemini_image"]
PATH = "/google/v1/models/gemini-3.1-flash-image:generateContent"


@pytest.fixture
def gemini(shop):
    return GeminiImages(account_at(shop, "google"))


def wanted(**about):
    picture = {"kind": "image", "model": MODEL, "prompt": "a cup on a table", "aspect": "9:16", "resolution": "1K"}
    return VendorRequest(**(picture | about))


def shape_of(picture):
    return cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR).shape[1::-1]


@pytest.mark.parametrize(
    ("aspect", "size"), [("9:16", (768, 1376)), ("16:9", (1376, 768)), ("1:1", (1024, 1024)), ("4:5", (928, 1152))]
)
def test_a_storyboard_picture_comes_in_every_aspect(gemini, aspect, size):
    done = gemini.create(wanted(aspect=aspect))
    assert (done.state, done.outputs[0].content_type) == ("succeeded", "image/png")
    assert shape_of(done.outputs[0].content) == size


def test_the_product_goes_along(shop, gemini):
    still = StillInput(content=png_of(64, 64), content_type="image/png")
    gemini.create(wanted(references=(still, still)))
    [work] = shop.paid.values()
    parts = work.body["contents"][0]["parts"]
    assert [*parts[0]] == ["text"]
    assert [part["inlineData"]["mimeType"] for part in parts[1:]] == ["image/png"] * 2
    assert work.ask.picture == still.content


def test_tokens_are_paid_where_the_catalogue_knows_their_prices(gemini):
    priced = MODEL.model_copy(update={"options": {"usd.text_in": "0.5", "usd.image_out": "60"}})
    assert gemini.create(wanted(model=priced)).cost_usd == Decimal("0.067206")
    assert gemini.create(wanted()).cost_usd is None


@pytest.mark.parametrize(
    ("fault", "error", "why"),
    [
        ("refused_input", "ModerationRefused", "SAFETY"),
        ("refused_output", "ModerationRefused", "IMAGE_SAFETY"),
        ("empty", "DeliveryUnusable", "does not read"),
    ],
)
def test_an_answer_without_a_picture_is_no_success(shop, gemini, fault, error, why):
    shop.faults = Faults(script={"google": [fault]})
    done = gemini.create(wanted())
    assert (done.state, done.error) == ("failed", error)
    assert why in done.message


@pytest.mark.parametrize(
    ("finish", "error"),
    [
        ("PROHIBITED_CONTENT", "ModerationRefused"), ("IMAGE_RECITATION", "ModerationRefused"),
        ("NO_IMAGE", "ProviderUnavailable"), ("MAX_TOKENS", "ProviderUnavailable"),
    ],
)  # fmt: skip
def test_why_it_finished_tells_a_policy_from_bad_luck(answers, finish, error):
    answers.says({"candidates": [{"finishReason": finish, "content": {"parts": [{"text": "I'd rather not."}]}}]})
    assert GeminiImages(answers.account("google")).create(wanted()).error == error


def test_a_draft_that_it_thought_in_is_no_picture(answers):
    def part(data, **about):
        return {"inlineData": {"mimeType": "image/jpeg", "data": data}, **about}

    answers.says({"candidates": [{"content": {"parts": [part("RFJBRlQ=", thought=True), part("RU5E")]}}]})
    [output] = GeminiImages(answers.account("google")).create(wanted()).outputs
    assert (output.content, output.content_type) == (b"END", "image/jpeg")


@pytest.fixture
def sdk(shop):
    genai = pytest.importorskip("google.genai")
    return genai.Client(api_key="k", http_options=genai.types.HttpOptions(base_url=f"{shop.base}/google"))


def asked(sdk, ratio):
    from google.genai import types

    config = types.GenerateContentConfig(
        response_modalities=["IMAGE"], image_config=types.ImageConfig(aspect_ratio=ratio, image_size="1K")
    )
    still = types.Part.from_bytes(data=png_of(64, 64), mime_type="image/png")
    return sdk.models.generate_content(model="gemini-3.1-flash-image", contents=["a cup", still], config=config)


def test_the_vendors_own_sdk_understands_the_fake(shop, sdk):
    assert shape_of(asked(sdk, "4:5").parts[0].inline_data.data) == (928, 1152)
    shop.faults = Faults(script={"google": ["refused_output", "refused_input"]})
    assert asked(sdk, "1:1").candidates[0].finish_reason == "IMAGE_SAFETY"
    assert asked(sdk, "1:1").prompt_feedback.block_reason == "SAFETY"


def test_the_fake_refuses_a_ratio_that_gemini_has_not(shop, sdk):
    with pytest.raises(Exception, match="aspect_ratio") as caught:
        asked(sdk, "7:5")
    assert caught.value.code == 400
    assert shop.paid == {}
