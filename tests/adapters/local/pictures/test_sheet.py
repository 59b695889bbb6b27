"""The storyboard sheet and the thumbnail."""

import numpy as np
import pytest

from spotworks.adapters.local.pictures import LocalArtist, LocalPictures
from spotworks.domain.brief import CANVAS
from tests.adapters.local.pictures.scenes import pixels, request, screenplay
from tests.fakes.files import MemoryFiles


def pictures(*layouts: str, aspect: str = "9:16") -> list[bytes]:
    maker = LocalPictures(MemoryFiles())
    return [maker.make(request(layout, aspect)).content for layout in layouts]


@pytest.mark.parametrize(("aspect", "language"), [("9:16", "ru"), ("16:9", "en")])
def test_the_sheet_grows_with_its_scenes(aspect: str, language: str) -> None:
    few, many = ("hero",), ("hero", "steps", "offer") * 2
    heights = []
    for layouts in (few, many):
        image = pixels(LocalArtist().sheet(screenplay(*layouts, language=language), pictures(*layouts, aspect=aspect)))
        assert image.shape[1] == 2000
        heights.append(image.shape[0])
    assert heights[1] > heights[0] * 1.5


def test_the_sheet_does_without_pictures_that_are_missing() -> None:
    play = screenplay("hero", "type", "offer")
    none = pixels(LocalArtist().sheet(play, []))
    gap = pixels(LocalArtist().sheet(play, [b"", *pictures("type"), b""]))
    assert none.shape == gap.shape


@pytest.mark.parametrize("aspect", list(CANVAS))
def test_the_thumbnail_has_the_size_of_the_canvas_and_words_on_it(aspect: str) -> None:
    width, height = (side // 3 for side in CANVAS[aspect])
    made = pictures("type", "hero", aspect=aspect)
    image = pixels(LocalArtist().thumbnail(screenplay("type", "hero"), made, width=width, height=height))
    assert image.shape == (height, width, 3)
    assert (image.min(axis=2) > 225).mean() > 0.005, "no white letters"


def test_a_thumbnail_without_any_picture_is_still_one() -> None:
    image = pixels(LocalArtist().thumbnail(screenplay("hero"), [], width=270, height=480))
    assert image.shape == (480, 270, 3)
    assert np.ptp(image) > 150
