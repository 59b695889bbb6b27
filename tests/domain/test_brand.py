"""Brand kits: what they allow, and what they do to a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spotworks.domain.brand import BrandKit, Colours, Margins, branded
from spotworks.domain.brief import Brief
from spotworks.domain.refusal import refusal
from spotworks.domain.research import Palette
from spotworks.domain.shades import contrast, luminance
from tests.fakes.plans import make_scene, play_of

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(COLOURS | st.none(), COLOURS | st.none(), COLOURS | st.none())
def test_whatever_a_brand_sets_letters_can_be_read(background, accent, surface):
    palette = Colours(background=background, accent=accent, surface=surface).over(Palette())
    assert palette.background == (background or Palette().background)
    assert palette.accent == (accent or Palette().accent)
    for letters, ground in ((palette.ink, palette.background), (palette.accent_ink, palette.accent)):
        assert contrast(luminance(letters), luminance(ground)) >= 4.5


@pytest.mark.parametrize(
    ("kit", "said"),
    [
        ({"palette": {"accent": "red"}}, "kit.palette.accent: must be a colour as #rrggbb"),
        ({"palette": {"ink": "#777777", "background": "#888888"}}, "kit.palette.ink: #777777 on the background"),
        ({"typeface": "Comic Sans"}, "kit.typeface: must be 'Montserrat', 'Inter' or 'DejaVu Sans'"),
        ({"bug": "top_left"}, "kit.bug: a logo in the corner needs a logo"),
        ({"safe_area": {"left": 0.7}}, "kit.safe_area.left: must be less than or equal to 0.4"),
        ({"safe_area": {"bottom": 0.5}}, "kit.safe_area.bottom: must be less than or equal to 0.45"),
        ({"fonts": "x"}, "kit.fonts: is not a field here"),
        ({"end_card": {"headline": "x" * 81}}, "kit.end_card.headline: must have at most 80 characters"),
    ],
)
def test_what_is_wrong_with_a_kit_is_named_to_the_last_field(kit, said):
    with pytest.raises(ValidationError) as refused:
        Brief(prompt="Tea", kit=kit)
    error = refusal(refused.value.errors()[0])
    assert str(error).startswith(said)
    assert error.field == "kit"


def test_the_plan_takes_the_brands_colours_and_the_end_cards_words():
    play = play_of((make_scene(0, 2), make_scene(1, 2, layout="end_card")))
    kit = BrandKit(palette={"accent": "#0055ff"}, end_card={"headline": "Sleep well"})
    after = branded(play, kit)
    assert after.palette.accent == "#0055ff"
    assert after.scenes[0] == play.scenes[0]
    assert after.scenes[1].text == play.scenes[1].text.model_copy(update={"headline": "Sleep well"})


def test_no_photo_stands_on_an_end_card_where_the_logo_does():
    play = play_of((make_scene(0, 2, picture=0), make_scene(1, 2, layout="end_card", picture=0)))
    assert [scene.picture for scene in branded(play, BrandKit(logo="logo")).scenes] == [0, None]


def test_a_plan_without_an_end_card_keeps_its_words():
    play = play_of((make_scene(0, 2),))
    assert branded(play, BrandKit(end_card={"headline": "Sleep well"})).scenes == play.scenes


def test_room_for_both_is_the_larger_of_each_edge():
    assert Margins(left=0.1, top=0.3).and_of(Margins(left=0.2)) == Margins(left=0.2, top=0.3)
