"""Looks of captions: presets, custom styles, and what is wrong with them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.caption_styles import PRESETS, CaptionStyle, styled, styled_text
from spotworks.domain.captions import Captions
from spotworks.domain.legibility import colours_of, is_sure, strengthened, sure
from spotworks.domain.shades import ENOUGH, contrast, lit, luminance
from spotworks.domain.timeline import Timeline
from spotworks.errors import InvalidRequest

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_the_presets_are_those_that_were_asked_for() -> None:
    assert list(PRESETS) == ["shorts", "ad", "karaoke", "long", "minimal"]
    assert PRESETS["shorts"].size == max(style.size for style in PRESETS.values())
    assert PRESETS["shorts"].color == "#ffe100"
    assert PRESETS["long"].color == "#ffffff"
    assert PRESETS["ad"].accent == "brand"
    assert PRESETS["karaoke"].highlight == "fill"
    assert CaptionStyle().font == "DejaVu Sans"


def test_a_custom_style_is_a_preset_with_fields_of_its_own() -> None:
    style = styled({"preset": "shorts", "size": 0.08, "safe_area": {"bottom": 0.3}})
    assert (style.size, style.highlight, style.area(1080, 1920).bottom) == (0.08, "word", 0.3)
    assert styled_text(json.dumps({"preset": "ad"})) == PRESETS["ad"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("size", 3), ("size", "big"), ("color", "yellow"), ("color", "#12345"), ("accent", "#gggggg"), ("outline", -1),
        ("shadow", 2), ("box", 1.5), ("position", "left"), ("case", "title"), ("words", 0), ("lead", 99_999),
        ("lag", "soon"), ("highlight", "blink"), ("font", "a,b"), ("font", " "), ("safe_area.side", 0.9),
        ("characters", 2), ("outline_colour", "#000000"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_style_is_named_by_its_field(field: str, value: object) -> None:
    outer, _, inner = field.partition(".")
    with pytest.raises(InvalidRequest) as caught:
        styled({outer: {inner: value} if inner else value})
    assert caught.value.field == field
    assert caught.value.message.startswith(f"{field}: ")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("text", ["{", "[]", '"ad"', '{"preset": "loud"}'])
def test_what_is_no_style_at_all_names_the_style(text: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        styled_text(text)
    assert caught.value.field == "style"


def test_a_timeline_holds_a_presets_name_or_a_style_and_reads_both_back() -> None:
    spot = Timeline(fps=30, width=2, height=2, length=1, picture=(), captions=Captions(language="en", source="voice"))
    for style in ("long", CaptionStyle(size=0.1)):
        made = spot.model_copy(update={"caption_style": style})
        assert Timeline.model_validate_json(made.model_dump_json()).caption_style == style


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(luminance("#ffffff"), luminance("#000000")) == pytest.approx(21)
    assert contrast(luminance("#777777"), luminance("#ffffff")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_stands_out_on_any_picture_as_it_is(name: str) -> None:
    style = PRESETS[name].branded("#ffd54a")
    assert sure(style, style.size * 1080) == style


@pytest.mark.parametrize("name", list(PRESETS))
def test_on_a_small_canvas_a_preset_gets_no_more_than_a_stronger_outline(name: str) -> None:
    style = PRESETS[name].branded("#ffd54a")
    made = sure(style, style.size * 360)
    assert is_sure(made, style.size * 360)
    assert made.model_copy(update={"outline": style.outline}) == style


@given(st.builds(
    CaptionStyle, color=colours, accent=colours, outline_color=colours, box_color=colours,
    highlight=st.sampled_from(["none", "word", "fill", "box"]), outline=st.floats(0, 0.3), box=st.floats(0, 1),
), st.floats(8, 200))  # fmt: skip
def test_any_style_can_be_made_legible_on_any_picture(style: CaptionStyle, em: float) -> None:
    made = sure(style, em)
    assert is_sure(made, em)
    assert (made.font, made.size, made.highlight, made.position) == (
        style.font, style.size, style.highlight, style.position
    )  # fmt: skip
    assert next(iter(strengthened(style, em))) == style


def test_a_dark_brand_is_lightened_until_it_can_be_read_on_the_outline() -> None:
    style = sure(PRESETS["karaoke"].branded("#101060"), 58)
    line = luminance(style.outline_color)
    assert all(contrast(luminance(colour), line) >= ENOUGH for colour in colours_of(style))


@given(colours)
def test_the_brands_colour_is_bright_where_it_picks_letters_out_and_itself_as_a_plate(brand: str) -> None:
    for name in ("karaoke", "ad"):
        style = PRESETS[name].branded(brand)
        ratio = contrast(luminance(style.accent), luminance(style.outline_color))
        assert ratio >= 8 if name == "karaoke" else style.accent == brand
    assert CaptionStyle(highlight="word", accent="#a02020").branded(brand).accent == "#a02020", "a colour of one's own"


@given(colours, st.sampled_from(["#000000", "#ffffff"]))
def test_a_lit_colour_can_be_read_from_afar_on_its_outline(colour: str, ground: str) -> None:
    assert contrast(luminance(lit(colour, ground)), luminance(ground)) >= 8


def test_words_stand_apart_for_any_plate_unless_told_how_far() -> None:
    plate = CaptionStyle(highlight="box")
    assert plate.apart > 0.1
    assert plate.model_copy(update={"outline": 0.2}).apart > plate.apart, "a neighbour's outline needs room, too"
    assert CaptionStyle().apart == 0
    assert CaptionStyle(highlight="box", spacing=0).apart == 0
