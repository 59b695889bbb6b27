"""The brand and the placement on an edit."""

from fractions import Fraction

import pytest

from spotworks import wiring
from spotworks.domain.brand import BrandKit, Margins
from spotworks.domain.brief import CANVAS, Brief
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Blocks, Bug, Drawn, Layer
from spotworks.domain.dressing import BUG, dressed, dressed_drawings, margins, words_margins
from spotworks.domain.research import Box, Reference
from spotworks.domain.screenplay import ScreenText
from spotworks.domain.timeline import Timeline
from tests.fakes.plans import make_scene, play_of

LOGO = Reference(asset_id="logo", key="t/a/cas/aa/l.png", width=400, height=200, focus=Box(x=0, y=0, w=1, h=1))
PLAY = play_of((make_scene(0, Fraction(3)), make_scene(1, Fraction(2), layout="end_card")))
TIMELINE = Timeline(
    fps=Fraction(30), width=1080, height=1920, length=150, picture=(), captions=Captions(language="en", source="voice")
)


def blocks(scene: int) -> Blocks:
    return Blocks(scene=scene, text=ScreenText(headline="Hi"), layout="hero")


def test_nothing_stays_free_that_nobody_asked_for():
    assert margins(Brief(prompt="Tea"), wiring.placements()) is None
    assert dressed(TIMELINE, PLAY, (), None, None) == TIMELINE


@pytest.mark.parametrize("name", [placement.id for placement in wiring.placements()])
def test_captions_keep_clear_of_what_each_placement_covers(name):
    free = margins(Brief(prompt="Tea", placement=name), wiring.placements())
    style = dressed(TIMELINE, PLAY, (), None, free).caption_style
    area = style.area(1080, 1920)
    assert area.bottom >= free.bottom
    assert area.top >= free.top
    assert area.side >= max(free.left, free.right)


@pytest.mark.parametrize("canvas", [(1080, 1920), (1920, 1080), (1080, 1080)])
def test_captions_end_above_a_logo_in_a_lower_corner(canvas):
    aspect = next(aspect for aspect, size in CANVAS.items() if size == canvas)
    asked = Brief(prompt="Tea", aspect=aspect, kit=BrandKit(logo="logo", bug="bottom_left"))
    [bug] = dressed_drawings([], PLAY, asked, LOGO, None)
    width, height = canvas
    style = dressed(TIMELINE, PLAY, (), asked.kit, words_margins(asked, ())).caption_style
    assert style.area(width, height).bottom * height > bug.edges.bottom * height + BUG[1] * min(canvas)


def test_a_brands_own_area_adds_to_the_placements():
    kit = BrandKit(safe_area=Margins(left=0.2))
    free = margins(Brief(prompt="Tea", placement="tiktok", kit=kit), wiring.placements())
    assert (free.left, free.right) == (0.2, 0.14)


def test_the_logo_is_on_the_end_card_alone():
    kit = BrandKit(logo="logo", typeface="Inter")
    first, last = dressed_drawings([blocks(0), blocks(1)], PLAY, Brief(prompt="Tea", kit=kit), LOGO, None)
    assert (first.logo, last.logo) == (None, LOGO)
    assert first.typeface == last.typeface == "Inter"


def test_a_bug_stays_until_the_end_card_shows_the_logo_large():
    kit = BrandKit(logo="logo", bug="top_right", caption_accent="#00ff00")
    free = Margins(left=0.05, top=0.1, right=0.1, bottom=0.1)
    wanted = dressed_drawings([blocks(0)], PLAY, Brief(prompt="Tea", kit=kit), LOGO, free)
    assert wanted[-1] == Bug(scene=0, picture=LOGO, corner="top_right", edges=free)
    layer = Layer(key="t/a/cas/bb/bug.png", x=9, y=8, width=100, height=50)
    after = dressed(TIMELINE, PLAY, [Drawn(drawing=wanted[-1], layers=(layer,))], kit, None)
    [overlay] = after.overlays
    assert (overlay.start, overlay.length, overlay.x, overlay.enter) == (0, 90, 9, "fade")
    assert after.caption_accent == "#00ff00"
    assert (after.caption_style.color, after.caption_style.accent) == ("#ffffff", "brand")
