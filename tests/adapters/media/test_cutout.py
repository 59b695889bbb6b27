"""A product leaves its plain ground; what nobody could tell from its ground stays as it is."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from spotworks.adapters.media.cutout import cut_out, matted
from spotworks.adapters.media.intake import PictureIntake

RED, WHITE = (180, 40, 30), (255, 255, 255)


def shot(ground=WHITE, ink=RED, *, shadow=True, quality=85):
    """A mug with a handle on a ground, as a JPEG gives it back."""
    image = Image.new("RGB", (400, 400), ground)
    if shadow:
        dark = tuple(value * 88 // 100 for value in ground)
        ImageDraw.Draw(image).ellipse((110, 270, 300, 330), fill=dark)
        image = image.filter(ImageFilter.GaussianBlur(8))
    draw = ImageDraw.Draw(image)
    draw.arc((230, 140, 330, 260), -100, 100, fill=ink, width=22)
    draw.rectangle((120, 100, 250, 300), fill=ink)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


@pytest.mark.parametrize("ground", [WHITE, (238, 236, 230), (190, 210, 225)], ids=["white", "warm", "blue"])
def test_the_product_is_solid_and_the_ground_its_shadow_and_what_the_handle_shows_are_gone(ground):
    found = cut_out(shot(ground))
    alpha = found[..., 3]
    assert alpha[200, 180] == alpha[120, 240] == 255
    assert alpha[20, 20] == alpha[320, 150] == alpha[200, 285] == 0
    assert np.abs(found[200, 180, :3].astype(int) - RED).max() < 8


def test_the_outline_keeps_no_light_of_the_ground():
    found = cut_out(shot(shadow=False)).astype(int)
    seen = found[(found[..., 3] > 40)]
    assert np.quantile(seen[:, 1], 0.99) < 110  # green: 40 of the mug, 255 of the ground


@pytest.mark.parametrize(
    "picture",
    [
        shot(ink=(250, 250, 250)),
        shot(ground=(20, 20, 24)),
        np.random.default_rng(1).integers(0, 255, (300, 300, 3)).astype(np.uint8),
        np.full((300, 300, 3), 255, np.uint8),
        np.asarray(Image.linear_gradient("L").resize((300, 300)).convert("RGB")),
    ],
    ids=["white on white", "a dark ground", "a busy one", "nothing", "a gradient"],
)
def test_what_cannot_be_told_apart_is_left_as_it_is(picture):
    assert cut_out(picture) is None


def test_a_card_with_words_is_no_product():
    image = Image.new("RGB", (600, 300), WHITE)
    for left in range(40, 560, 45):
        ImageDraw.Draw(image).rectangle((left, 120, left + 25, 180), fill=(10, 10, 10))
    assert cut_out(np.asarray(image)) is None


def test_the_intake_gives_a_cut_out_with_its_focus_and_leaves_a_photo_alone():
    buffer = io.BytesIO()
    Image.fromarray(shot()).save(buffer, "JPEG")
    intake = PictureIntake()
    before = intake.check(buffer.getvalue())
    found = intake.cut_out(before)
    assert (found.has_alpha, found.suffix) == (True, ".png")
    assert found.focus.x == pytest.approx(0.3, abs=0.03)
    assert intake.cut_out(found) == found
    buffer = io.BytesIO()
    Image.effect_noise((300, 300), 80).convert("RGB").save(buffer, "JPEG")
    photo = intake.check(buffer.getvalue())
    assert intake.cut_out(photo) == photo


def test_a_banner_gets_so_much_of_its_own_ground_that_any_crop_shows_it_whole():
    image = Image.new("RGB", (600, 300), (15, 118, 110))
    for left in range(40, 560, 45):
        ImageDraw.Draw(image).rectangle((left, 120, left + 25, 180), fill=WHITE)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    intake = PictureIntake()
    found = intake.cut_out(intake.check(buffer.getvalue()))
    assert (found.width, found.height, found.has_alpha) == (750, 750, False)
    box = found.focus
    assert [box.x, box.y, box.w, box.h] == pytest.approx([0.1, 0.3, 0.8, 0.4], abs=0.002)
    assert (box.w**2 + box.h**2) ** 0.5 < 1


def test_a_banner_without_a_plain_ground_stays_as_it_is():
    assert matted(np.random.default_rng(1).integers(0, 255, (100, 300, 3)).astype(np.uint8)) is None
