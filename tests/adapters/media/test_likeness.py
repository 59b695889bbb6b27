"""Fingerprints of pictures."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageOps

from spotworks.adapters.media.likeness import PictureEye
from spotworks.domain.likeness import BITS, PICTURES_TOO_ALIKE, pictures_likeness
from spotworks.errors import RenderFailed

PHOTO = Image.open(Path(__file__).parent / "photographs/astronaut.jpg").convert("RGB")


def seen(picture, **about):
    out = io.BytesIO()
    picture.save(out, "JPEG", **about)
    return PictureEye().fingerprint(out.getvalue())


@pytest.mark.parametrize(
    "again",
    [PHOTO.resize((200, 200)), ImageEnhance.Brightness(PHOTO).enhance(0.8), ImageOps.grayscale(PHOTO)],
    ids=["smaller", "darker", "without colour"],
)
def test_a_picture_is_known_again_however_it_was_kept(again):
    assert pictures_likeness([seen(PHOTO)], [seen(again, quality=60)]) >= PICTURES_TOO_ALIKE


@pytest.mark.parametrize("other", [ImageOps.mirror(PHOTO), ImageOps.flip(PHOTO), Image.effect_noise((300, 400), 80)])
def test_another_picture_is_another(other):
    assert pictures_likeness([seen(PHOTO)], [seen(other)]) < 0.75


def test_the_nearest_of_several_counts_and_none_is_like_nothing():
    one, other = seen(PHOTO), seen(ImageOps.flip(PHOTO))
    assert pictures_likeness([one], [other, one]) == 1
    assert pictures_likeness([one, other], [one]) == pytest.approx((1 + pictures_likeness([other], [one])) / 2)
    assert pictures_likeness([], [one]) == pictures_likeness([one], []) == 0
    assert len(bytes.fromhex(one)) * 8 == BITS


def test_what_is_no_picture_is_said():
    for content in (b"", b"no picture"):
        with pytest.raises(RenderFailed):
            PictureEye().fingerprint(content)
