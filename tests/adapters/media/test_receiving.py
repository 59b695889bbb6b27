"""What vendors deliver, as it is kept."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from local.vendors.media import made
from local.vendors.shop import Ask
from spotworks import catalogue
from spotworks.adapters.media.receiving import VendorReceiver
from spotworks.domain.clip import ClipDocument
from spotworks.domain.generation import ClipRequest, ImageRequest
from spotworks.domain.research import Box, Palette
from spotworks.domain.screenplay import Camera, ScreenText
from spotworks.ports import Output
from tests.fakes.files import MemoryFiles

MODEL = catalogue.models()[0]
PALETTE = Palette(background="#1a0d08", surface="#3a1a10", ink="#ffffff", accent="#e4572e", accent_ink="#101418")
WHOLE = Camera(start=Box(x=0, y=0, w=1, h=1), end=Box(x=0, y=0, w=1, h=1))


@pytest.fixture
def work():
    return MemoryFiles("work")


def picture(width, height):
    return ImageRequest(
        model=MODEL.id, prompt="A mug.", layout="hero", beat="hook", palette=PALETTE, text=ScreenText(), width=width,
        height=height, seed=5,
    )  # fmt: skip


def received(work, asked, request):
    output = Output(content=made(asked)[0])
    return VendorReceiver(work, lambda _: frozenset()).receive([output], request, MODEL, "acme")


def size(content):
    height, width = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR).shape[:2]
    return width, height


@pytest.mark.parametrize("delivered", [(384, 672), (720, 1280), (768, 1344), (480, 600)])
def test_a_small_picture_is_enlarged_to_what_was_asked_for_so_that_it_can_yet_be_filmed_here(work, delivered):
    product = received(work, Ask("image", "A mug", width=delivered[0], height=delivered[1]), picture(960, 1280))
    assert size(product.content) == (960, 1280)


def test_a_large_picture_is_only_cropped_to_its_shape(work):
    product = received(work, Ask("image", "A mug", width=1536, height=2048), picture(720, 1280))
    assert size(product.content) == (1152, 2048)


def test_the_last_frame_of_a_small_clip_is_no_smaller_than_the_canvas(work):
    request = ClipRequest(
        model=MODEL.id, prompt="A mug.", first_frame="f", camera=WHOLE, duration=Fraction(1), fps=30, width=720,
        height=1280, seed=5,
    )  # fmt: skip
    product = received(work, Ask("clip", "A mug", seconds=1.0, width=480, height=854), request)
    wide, high = size(work.read(ClipDocument.model_validate_json(product.content).last_frame))
    assert wide >= 720
    assert high >= 1280
    assert abs(wide / high - 480 / 854) < 0.01
