"""What vendors are asked for: on their wires, in the terms of each model of the catalogue."""

import base64
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import entry_points
from types import SimpleNamespace
from typing import Any

import pytest

from local.vendors import FAKES
from local.vendors.serving import account_at, png_of
from local.vendors.shop import Shop as Street
from local.vendors.shop import Work
from spotworks.adapters.providers.stills import FittedStills
from spotworks.domain.generation import ClipRequest, ImageRequest
from spotworks.domain.model import Model
from spotworks.domain.requests import clip_request, image_request
from spotworks.domain.research import Box, Reference, References
from spotworks.ports import Wait
from spotworks.stages.shared.shop import Shop
from spotworks.stages.shared.terms import asked, ordered
from tests.fakes.files import MemoryFiles
from tests.fakes.plans import make_brief, make_scene, play_of
from tests.fakes.ports import FixedClock
from tests.fakes.rows import MODELS
from tests.fakes.street import shop as street_just_opened
from tests.fakes.street import street

__all__ = ["street", "street_just_opened"]

PHOTO = Reference(asset_id="a", key="t/acme/photo.png", width=360, height=640, focus=Box(x=0, y=0, w=1, h=1))
PLAY = play_of((make_scene(0, Fraction(5), picture=0),))
WIRES = {point.name: point for point in entry_points(group="spotworks.providers")}
SERVED = {fake.provider for fake in FAKES}
PAINTERS = [
    model for model in MODELS.values()
    if "image" in model.makes and model.provider in SERVED and model.lifecycle != "shut_down"
]  # fmt: skip
WAIT = Wait(wait_id="w", tenant="acme", video_id="v1", kind="image", token="token", address="a" * 64, scene=0)


class Counter:
    """A shop, as far as an order is put in a vendor's terms: with the vendor's fake behind its adapter."""

    def __init__(self, street: Street, model: Model, *, hears: bool | None = None, **about: Any) -> None:
        self.street, self.model = street, model
        self.vendor = WIRES[model.spoken_by].load()(account_at(street, model.provider))
        self.work = MemoryFiles()
        self.work.write(PHOTO.key, png_of(360, 640))
        self.work.url = lambda key, **_: f"https://work.example/{key}?signed"  # type: ignore[method-assign]
        heard = SimpleNamespace(hears=lambda: hears)
        self.shop = Shop(
            desk=SimpleNamespace(work=self.work, clock=FixedClock()), stills=FittedStills(), models=(model,),
            vendor=lambda _: self.vendor if hears is None else heard, secret=lambda: "our-key",
            **({"orders": None, "queue": None, "traffic": None, "receiver": None} | about),
        )  # type: ignore[arg-type]  # fmt: skip

    def order(self, request: ClipRequest | ImageRequest) -> Any:
        return ordered(self.shop, request, self.model, WAIT, number=0)

    def asked(self, request: ClipRequest | ImageRequest) -> Any:
        return asked(self.shop, self.order(request), self.model)

    def sent(self, request: ClipRequest | ImageRequest) -> Work:
        self.vendor.create(self.asked(request))
        [work] = self.street.paid.values()
        return work


def picture_for(model: Model) -> ImageRequest:
    return image_request(PLAY, PLAY.scenes[0], References(pictures=(PHOTO,)), make_brief(), model=model.id, known=model)


def clip_for(model: Model) -> ClipRequest:
    return clip_request(PLAY, PLAY.scenes[0], 0, make_brief(), model=model.id, first_frame=PHOTO.key, known=model)


def texts(found: Any) -> Iterator[str]:
    if isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from texts(one)
    elif isinstance(found, str):
        yield found


@pytest.mark.parametrize("model", PAINTERS, ids=lambda model: model.id)
def test_the_users_photo_is_in_the_request_of_each_model_that_takes_it(street_just_opened, model):
    counter = Counter(street_just_opened, model)
    work = counter.sent(picture_for(model))
    photo = counter.work.read(PHOTO.key)
    encoded = base64.b64encode(photo).decode()
    assert (work.ask.picture == photo or encoded in "".join(texts(work.body))) == model.takes_photo
    assert ("product of the reference picture" in work.ask.prompt) == model.takes_photo


@pytest.mark.parametrize("model", PAINTERS, ids=lambda model: model.id)
def test_a_picture_from_a_photo_is_estimated_at_no_less_than_the_vendor_bills(street_just_opened, model):
    counter = Counter(street_just_opened, model)
    work = counter.sent(picture_for(model))
    assert work.by is not None
    assert counter.order(picture_for(model)).estimate >= work.by.bill(work) > 0


def test_a_photo_that_is_paid_for_is_in_the_estimate_and_only_where_there_is_one(street_just_opened):
    counter = Counter(street_just_opened, MODELS["gpt_image"])
    wanted = picture_for(MODELS["gpt_image"])
    assert counter.order(wanted).estimate == Decimal("0.103")
    assert counter.order(wanted.model_copy(update={"reference": None})).estimate == Decimal("0.053")


@pytest.mark.parametrize("size", [(400, 2_100), (360, 640)])
def test_a_vendor_that_reads_addresses_only_finds_there_what_is_fitted_to_it(street_just_opened, size):
    counter = Counter(street_just_opened, MODELS["ray_2"])
    counter.work.write(PHOTO.key, png_of(*size))
    frame = counter.sent(clip_for(counter.model)).body["keyframes"]["frame0"]
    key = frame["url"].removeprefix("https://work.example/").removesuffix("?signed")
    assert (key == PHOTO.key) == (max(size) <= 2_048)
    assert key.startswith("t/acme/")
    assert counter.work.read(key) == counter.asked(clip_for(counter.model)).first_frame.content
    counter.asked(clip_for(counter.model))
    assert len(counter.work.objects) == 1 + (key != PHOTO.key), "the same again lies there already"


def test_vendors_that_are_sent_pictures_get_no_address_that_they_cannot_read(street_just_opened):
    model = MODELS["ray_3_2"]
    for public in (False, True):
        counter = Counter(street_just_opened, model, public=public)
        assert bool(counter.asked(clip_for(model)).first_frame.url) == public
        counter.work.write(PHOTO.key, png_of(400, 2_100))
        assert counter.asked(clip_for(model)).first_frame.url == "", "what lies there is the larger one"


@pytest.mark.parametrize("hears", [True, False])
def test_a_vendor_whose_news_could_not_be_believed_is_told_of_no_callback(street_just_opened, hears):
    counter = Counter(street_just_opened, MODELS["hailuo_fast"], hears=hears, hooks="https://api.example")
    told = "https://api.example/hooks/replicate/our-key" if hears else ""
    assert counter.asked(clip_for(counter.model)).callback == told


def test_models_that_take_it_are_told_what_a_clip_must_not_show_and_pictures_are_told_in_words(street_just_opened):
    kling = Counter(street_just_opened, MODELS["kling_direct"])
    assert "watermarks" in kling.sent(clip_for(kling.model)).body["negative_prompt"]
    painter = MODELS["gpt_image"]
    assert Counter(street_just_opened, painter).asked(picture_for(painter)).negative_prompt == ""
