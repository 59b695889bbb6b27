"""Words over the picture: where they stand, that they can be read, that nothing is cut off."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spotworks.adapters.local.pictures import LocalArtist
from spotworks.adapters.local.pictures.blocks import Setting, wordmark
from spotworks.adapters.local.pictures.zones import LAYOUTS, SAFE, shape
from spotworks.adapters.media import colour
from spotworks.domain.brief import CANVAS
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import ScreenText
from spotworks.domain.subtitles import caption_band
from spotworks.ports import OverlayImage
from tests.adapters.local.pictures.scenes import DARK, LIGHT, TEXT, pixels

SIZES = [(width // 3, height // 3) for width, height in CANVAS.values()]


def drawn(
    text: ScreenText, layout: str, size: tuple[int, int], palette: Palette = DARK, brand: str = "Pikolo"
) -> list[OverlayImage]:
    width, height = size
    return list(LocalArtist().overlays(text, layout=layout, palette=palette, width=width, height=height, brand=brand))


def solid(layer: OverlayImage) -> tuple[float, float, float, float]:
    """Left, top, right, bottom on the canvas of what is more than shadow."""
    rows, columns = np.where(pixels(layer.content)[..., 3] > 235)
    return layer.x + columns.min(), layer.y + rows.min(), layer.x + columns.max() + 1, layer.y + rows.max() + 1


letters = st.text(alphabet="abcdefgh ijklmnop QRSTUVWXYZ абвгдеё ЖЗИЙКЩЫ 0123456789 %₽€—,.!?«»", max_size=90)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(ScreenText, kicker=letters, headline=letters, detail=letters, button=letters),
    st.sampled_from([*LAYOUTS, "unheard of"]), st.sampled_from(SIZES), letters,
)  # fmt: skip
def test_whatever_the_words_they_stay_on_the_canvas_and_in_the_safe_area(
    text: ScreenText, layout: str, size: tuple[int, int], brand: str
) -> None:
    width, height = size
    safe = SAFE[shape(width, height)]
    bottom = 0.0
    for layer in drawn(text, layout, size, brand=brand):
        image = pixels(layer.content)
        assert image.shape == (layer.height, layer.width, 4)
        assert layer.x >= 0
        assert layer.y >= 0
        assert layer.x + layer.width <= width
        assert layer.y + layer.height <= height
        left, top, right, bottom = solid(layer)
        slack = 2.5  # a letter's side may overhang its advance by a hair
        assert left >= safe.left * width - slack
        assert right <= safe.right * width + slack
        assert top >= safe.top * height - slack
        assert bottom <= safe.bottom * height + slack


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_layers_enter_from_top_to_bottom_and_do_not_overlap(layout: str, size: tuple[int, int]) -> None:
    boxes = [solid(layer) for layer in drawn(TEXT, layout, size)]
    assert len(boxes) >= (3 if layout == "framed" else 4), "all but the button there"
    for above, below in itertools.pairwise(boxes):
        assert above[3] <= below[1] + 1


def test_no_words_no_layers() -> None:
    assert drawn(ScreenText(), "hero", SIZES[0]) == []
    assert drawn(ScreenText(headline="🔥🔥 \U0001f680", detail="\U00012000"), "type", SIZES[0], brand="") == []


def test_signs_without_a_glyph_are_dropped_and_the_rest_is_drawn_as_if_they_had_not_been_there() -> None:
    with_emoji = drawn(ScreenText(headline="Fire 🔥 sale"), "hero", SIZES[0])
    without = drawn(ScreenText(headline="Fire sale"), "hero", SIZES[0])
    assert with_emoji == without


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_words_are_legible_even_on_a_picture_of_their_own_colour(palette: Palette) -> None:
    (layer,) = drawn(ScreenText(headline="Legible"), "hero", (540, 960), palette)
    image = pixels(layer.content).astype(float)
    alpha = image[..., 3:] / 255
    ink = np.array(colour.rgb(palette.ink), float)
    seen = image[..., :3] * alpha + ink * (1 - alpha)
    inside = np.abs(image[..., :3] - ink).max(axis=2) + (255 - image[..., 3]) < 12
    near = np.zeros_like(inside)
    for dy, dx in ((-3, 0), (3, 0), (0, -3), (0, 3)):
        near |= np.roll(inside, (dy, dx), (0, 1))
    around = seen[near & (np.abs(image[..., :3] - ink).max(axis=2) > 60)].mean(axis=0)
    assert colour.contrast(palette.ink, colour.hexed(*around)) >= 3


def test_steps_enter_row_by_row() -> None:
    text = ScreenText(headline="How it works", detail="Choose · Grind · Pour")
    assert len(drawn(text, "steps", SIZES[0])) == 4
    assert len(drawn(text, "hero", SIZES[0])) == 2


def test_two_sides_of_a_comparison_stand_side_by_side() -> None:
    *_, left, right = (
        solid(layer) for layer in drawn(ScreenText(headline="See", detail="Before · After"), "compare", SIZES[0])
    )
    assert left[1] == pytest.approx(right[1], abs=2)
    assert left[2] < SIZES[0][0] / 2 < right[0]


@pytest.mark.parametrize(
    "brand", ["Riverside Jazz Festival", "The Very Long Riverside Jazz and Blues Festival of Bath"]
)
def test_a_long_brand_signs_the_end_card_whole(brand: str) -> None:
    signed = wordmark(brand, Setting(DARK, "closing", 504, 310, centred=True))
    assert signed
    assert signed.width <= 310
    assert " ".join(re.findall(r">([^<>]+)</text>", signed.draw(0, 0))) == brand.upper()


def test_lone_words_fill_the_width_and_many_keep_their_size() -> None:
    few, many = (
        drawn(ScreenText(headline=words), "type", SIZES[0])[0] for words in ("40 bands", "Every day for a year")
    )
    assert solid(few)[2] - solid(few)[0] > 0.7 * SIZES[0][0]
    assert solid(many)[3] - solid(many)[1] < 0.25 * SIZES[0][1]


@pytest.mark.parametrize("size", SIZES)
def test_captions_leave_air_under_the_button_of_an_end_card(size: tuple[int, int]) -> None:
    text = ScreenText(headline="The other way", detail="Rated 4.8 out of 5", button="Get the app")
    last = solid(drawn(text, "closing", size)[-1])
    assert last[3] + 0.02 * size[1] < caption_band(*size, "ad")[0]


def test_the_brand_signs_the_end_card_once() -> None:
    assert len(drawn(ScreenText(headline="Taste it"), "end_card", SIZES[0])) == 2
    assert len(drawn(ScreenText(headline="Pikolo"), "end_card", SIZES[0])) == 1
    assert len(drawn(ScreenText(kicker="Pikolo", headline="Taste it"), "end_card", SIZES[0])) == 2
    assert len(drawn(ScreenText(headline="Taste it"), "hero", SIZES[0])) == 1


def test_a_short_headline_is_larger_than_a_long_one() -> None:
    short = solid(drawn(ScreenText(headline="Hi!"), "type", SIZES[0])[0])
    lengthy = solid(drawn(ScreenText(headline="An extraordinarily comprehensive reconsideration"), "type", SIZES[0])[0])
    assert (short[3] - short[1]) > (lengthy[3] - lengthy[1]) / 4


def test_words_on_a_tiny_canvas_are_drawn_too() -> None:
    assert drawn(TEXT, "offer", (64, 114))


def test_words_from_the_right_stand_at_the_right_and_their_lines_too() -> None:
    width, height = SIZES[0]
    text = ScreenText(kicker="חדש", headline="קפה חם כל היום", detail="הספל שומר על הקפה שלך חם")
    layers = drawn(text, "hero", (width, height))
    latin = drawn(ScreenText(headline="Hot coffee all day long"), "hero", (width, height))
    right = max(solid(layer)[2] for layer in layers)
    assert len(layers) == 3
    assert all(right - solid(layer)[2] <= 0.02 * width for layer in layers)
    assert min(solid(layer)[0] for layer in layers) > min(solid(layer)[0] for layer in latin)


@pytest.mark.parametrize("headline", ["قهوة ساخنة", "गरम कॉफ़ी", "น้ำร้อน", "Ζεστός καφές"])
def test_letters_of_other_scripts_are_whole_within_their_layer(headline: str) -> None:
    [layer] = drawn(ScreenText(headline=headline), "hero", SIZES[0])
    alpha = pixels(layer.content)[..., 3]
    assert (alpha > 235).sum() > 300
    assert max(alpha[0].max(), alpha[-1].max(), alpha[:, 0].max(), alpha[:, -1].max()) < 60
