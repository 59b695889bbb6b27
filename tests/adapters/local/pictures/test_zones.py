"""Where words stand."""

import pytest

from spotworks.adapters.local.pictures.zones import SAFE, shape
from spotworks.domain.brief import CANVAS
from spotworks.domain.subtitles import caption_band


@pytest.mark.parametrize("aspect", CANVAS)
def test_words_on_the_picture_stay_clear_of_two_lines_of_captions(aspect):
    width, height = CANVAS[aspect]
    top, _ = caption_band(width, height, "shorts")
    assert SAFE[shape(width, height)].bottom * height <= top
