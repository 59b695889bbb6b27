"""Pictures for vendors: whatever a person has, within what each model takes."""

import io
import os

import pytest
from PIL import Image

from spotworks.adapters.providers.stills import FittedStills
from spotworks.domain.model import Model
from tests.fakes.rows import MODELS

SMALL = Model(id="small", provider="x", name="", makes=("clip",), image_max=100_000)
TAKING = [model for model in MODELS.values() if model.first_frame != "no" or model.last_frame or model.references]
LIMITS = {model.image_max: model for model in [SMALL, *TAKING]}
"""One model for each limit in the catalogue: nothing else of a model counts here."""


def encoded(picture: Image.Image, kind: str = "PNG", **about) -> bytes:
    body = io.BytesIO()
    picture.save(body, kind, **about)
    return body.getvalue()


@pytest.fixture(scope="module")
def noise() -> bytes:
    """Nothing to compress: 13 MB."""
    return encoded(Image.frombytes("RGB", (2_600, 1_700), os.urandom(2_600 * 1_700 * 3)), compress_level=0)


def seen(still):
    picture = Image.open(io.BytesIO(still.content))
    picture.load()
    assert {"JPEG": "image/jpeg", "PNG": "image/png"}[picture.format] == still.content_type
    return picture


@pytest.mark.parametrize("limit", sorted(LIMITS))
def test_a_picture_over_a_models_limit_is_made_smaller_in_its_own_ratio(noise, limit):
    still = FittedStills().fit(noise, LIMITS[limit], url="https://pictures.example/1")
    picture = seen(still)
    assert len(still.content) <= limit
    assert max(picture.size) <= 2_048
    assert picture.width / picture.height == pytest.approx(2_600 / 1_700, rel=0.01)
    assert still.url == "", "what lies there is the larger one"


def test_a_picture_within_all_limits_goes_as_it_is(noise):
    for content in (encoded(Image.new("RGB", (720, 1280))), encoded(Image.new("L", (720, 1280)), "JPEG")):
        still = FittedStills().fit(content, SMALL, url="https://pictures.example/1")
        assert (still.content, still.url) == (content, "https://pictures.example/1")


@pytest.mark.parametrize(
    ("size", "fitted"), [((200, 100), (640, 320)), ((299, 900), (320, 963)), ((4_000, 100), (2_048, 51))]
)
def test_one_that_is_smaller_than_vendors_take_grows(size, fitted):
    assert seen(FittedStills().fit(encoded(Image.new("RGB", size)), SMALL)).size == fitted


@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "JPEG"), ("P", "PNG"), ("I;16", "PNG"), ("RGB", "WEBP")])
def test_a_kind_of_picture_that_a_vendor_may_not_read_becomes_plain(mode, kind):
    picture = seen(FittedStills().fit(encoded(Image.new(mode, (400, 400)), kind), SMALL))
    assert (picture.mode, picture.size) == ("RGB", (400, 400))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_one_can_see_through_stands_on_white(mode):
    picture = seen(FittedStills().fit(encoded(Image.new(mode, (400, 400))), SMALL))
    assert picture.getpixel((200, 200)) == (255, 255, 255)
