"""The brand and the placement on an edit."""

from fractions import Fraction

import pytest

from spotworks import wiring
from spotworks.domain.brand import BrandKit, Margins
from spotworks.domain.brief import Brief
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Blocks, Bug, Drawn, Layer
from spotworks.domain.dressing import dressed, dressed_drawings, margins
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


def test_a_brands_own_area_adds_to_the_placements():
    kit = BrandKit(safe_area=Margins(left=0.2))
    free = margins(Brief(prompt="Tea", placement="tiktok", kit=kit), wiring.placements())
    assert (free.left, free.right) == (0.2, 0.14)


def test_the_logo_is_on_the_end_card_alone():
    kit = BrandKit(logo="logo", typeface="Inter")
    first, last = dressed_drawings([blocks(0), blocks(1)], PLAY, kit, LOGO)
    assert (first.logo, last.logo) == (None, LOGO)
    assert first.typeface == last.typeface == "Inter"


def test_a_bug_stays_until_the_end_card_shows_the_logo_large():
    kit = BrandKit(logo="logo", bug="top_right", caption_accent="#00ff00")
    wanted = dressed_drawings([blocks(0)], PLAY, kit, LOGO)
    assert wanted[-1] == Bug(scene=0, picture=LOGO, corner="top_right")
    layer = Layer(key="t/a/cas/bb/bug.png", x=9, y=8, width=100, height=50)
    after = dressed(TIMELINE, PLAY, [Drawn(drawing=wanted[-1], layers=(layer,))], kit, None)
    [overlay] = after.overlays
    assert (overlay.start, overlay.length, overlay.x, overlay.enter) == (0, 90, 9, "fade")
    assert after.caption_accent == "#00ff00"
    assert (after.caption_style.color, after.caption_style.accent) == ("#ffffff", "brand")
