"""The measuring critic on pictures with exactly one fault each."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from spotworks.adapters.critique import MeasuredCritic
from spotworks.adapters.local.pictures import LocalArtist, LocalPictures
from spotworks.domain.critique import Shown
from spotworks.domain.generation import ImageRequest
from spotworks.domain.research import Box, Palette, Reference
from spotworks.domain.screenplay import ScreenText
from spotworks.ports import PictureBrief
from tests.fakes.files import MemoryFiles

CANVAS = (540, 960)
PHOTO = (Path(__file__).parents[3] / "samples/coffee.jpg").read_bytes()
REFERENCE = Reference(
    asset_id="coffee", key="coffee.jpg", width=600, height=400, focus=Box(x=0.2, y=0.1, w=0.7, h=0.85)
)
PALETTE = Palette(background="#1a0d08", surface="#3a1a10", ink="#ffffff", accent="#e4572e", accent_ink="#101418")


def request(layout="hero", **about):
    asked = {
        "model": "local", "prompt": "A cup of coffee.", "layout": layout, "beat": "hook", "palette": PALETTE,
        "text": ScreenText(headline="Slow mornings"), "reference": REFERENCE, "width": 720, "height": 1280, "seed": 5,
    }  # fmt: skip
    return ImageRequest(**(asked | about))


@pytest.fixture(scope="module")
def good():
    work = MemoryFiles("work")
    work.write("coffee.jpg", PHOTO, content_type="image/jpeg")
    content = LocalPictures(work).make(request()).content
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)


def faults(picture, asked=None, hero=PHOTO):
    content = cv2.imencode(".png", np.clip(picture, 0, 255).astype(np.uint8))[1].tobytes()
    about = PictureBrief(request=asked or request(), brand="Roast", canvas=CANVAS)
    return [fault.name for fault in MeasuredCritic(LocalArtist()).critique(content, about, hero=hero).faults]


def test_what_is_composed_here_has_no_fault(good):
    assert faults(good) == []


def test_a_blurred_picture_is_not_sharp(good):
    assert "sharpness" in faults(cv2.GaussianBlur(good, (0, 0), 6))


@pytest.mark.parametrize("spoiled", [lambda p: p * 0.1, lambda p: 255 - (255 - p.astype(float)) * 0.08])
def test_too_dark_and_blown_out_are_badly_exposed(good, spoiled):
    assert "exposure" in faults(spoiled(good))


def test_a_picture_of_one_grey_has_no_contrast(good):
    assert "contrast" in faults(np.full_like(good, 128))


def test_other_colours_than_asked_for_are_off_the_palette(good):
    green = cv2.cvtColor(good, cv2.COLOR_BGR2HSV)
    green[..., 0], green[..., 1] = 60, 255
    assert "palette" in faults(cv2.cvtColor(green, cv2.COLOR_HSV2BGR))


def test_white_words_on_a_white_place_cannot_be_read(good):
    bright = good.copy()
    bright[: good.shape[0] // 2] = 245
    assert "text" in faults(bright)


def test_words_on_plates_of_their_own_can_be_read_on_anything(good):
    asked = request("steps", text=ScreenText(detail="Arrive · Unpack · Look up"))
    assert "text" not in faults(np.full_like(good, 230), asked)


@pytest.mark.parametrize(("stretch", "found"), [(1.0, False), (1.25, True)])
def test_a_stretched_product_is_no_hero(good, stretch, found):
    wide = cv2.resize(good, None, fx=stretch, fy=1.0)
    assert ("hero" in faults(wide)) == found


def test_another_product_is_no_hero(good):
    other = cv2.imread(str(Path(__file__).parents[3] / "samples/chelsea.jpg"))
    assert "hero" in faults(cv2.resize(other, good.shape[1::-1]))


def test_a_ground_for_words_may_be_soft_and_show_nothing(good):
    soft = cv2.GaussianBlur(good, (0, 0), 40)
    assert faults(soft, request("quote", text=ScreenText())) == []


def test_what_does_not_decode_has_no_points():
    about = PictureBrief(request=request(), brand="Roast", canvas=CANVAS)
    assert MeasuredCritic(LocalArtist()).critique(b"nothing", about).score == 0


def test_a_copy_is_known_by_its_look_and_a_ground_has_none(good):
    def look(picture, asked):
        content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()
        about = PictureBrief(request=asked, brand="Roast", canvas=CANVAS)
        return MeasuredCritic(LocalArtist()).critique(content, about, hero=PHOTO).look

    one, copy = (
        Shown(scene=scene, address="a", subject=f"{scene}", look=look(picture, request()))
        for scene, picture in enumerate((good, cv2.resize(good, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)))
    )
    assert copy.repeats(one)
    assert not copy.model_copy(update={"look": look(good[:, ::-1], request())}).repeats(one)
    assert look(good, request("quote", text=ScreenText())) == ""
