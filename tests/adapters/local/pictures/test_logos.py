"""Logos, placements and typefaces in what is drawn over the picture."""

import cv2
import numpy as np
import pytest

from spotworks import wiring
from spotworks.adapters.local.pictures import LocalArtist, pixels
from spotworks.adapters.local.pictures.zones import LAYOUTS, view
from spotworks.domain.brand import Margins
from spotworks.domain.brief import CANVAS
from spotworks.domain.drawing import Blocks, Bug
from spotworks.domain.research import Box, Palette, Reference
from spotworks.domain.screenplay import ScreenText

PALETTE = Palette(background="#101418", ink="#ffffff", accent="#ffcc33")
REFERENCE = Reference(asset_id="l", key="k", width=400, height=200, focus=Box(x=0, y=0, w=1, h=1))
TEXT = ScreenText(kicker="New", headline="Hot tea all day", detail="Steel, 500 ml", button="Try it")


def logo(bgr=(40, 200, 40), size=(400, 200), alpha=True) -> bytes:
    """A bar of one colour with room round it."""
    picture = np.zeros((size[1], size[0], 4), np.uint8)
    picture[40:-40, 40:-40] = (*bgr, 255)
    if not alpha:
        picture = np.full((size[1], size[0], 3), bgr, np.uint8)
    return cv2.imencode(".png", picture)[1].tobytes()


def draw(drawing, photo=b"", canvas=(1080, 1920), free=None):
    return LocalArtist().draw(
        drawing, palette=PALETTE, width=canvas[0], height=canvas[1], brand="Ember", photo=photo, free=free
    )


def card(**about) -> Blocks:
    return Blocks(scene=1, text=TEXT, layout="end_card", **about)


def greens(content: bytes) -> int:
    image = pixels.decode(content)
    return int(((image[..., 1] > 150) & (image[..., 0] < 90) & (image[..., 2] < 90) & (image[..., 3] > 200)).sum())


def test_the_logo_takes_the_place_of_the_name_on_the_end_card():
    plain, with_logo = draw(card()), draw(card(logo=REFERENCE), logo())
    assert len(plain) == len(with_logo)
    assert greens(plain[0].content) == 0
    assert greens(with_logo[0].content) > 20_000
    middle = with_logo[0].x + with_logo[0].width / 2
    assert middle == pytest.approx(540, abs=6)


def test_a_logo_that_would_drown_in_the_ground_gets_a_plate():
    dark = draw(card(logo=REFERENCE), logo(bgr=(24, 20, 16)))[0]
    image = pixels.decode(dark.content)
    assert (image[..., :3][image[..., 3] > 250].min(axis=1) > 240).sum() > 5_000


@pytest.mark.parametrize("corner", ["top_left", "top_right", "bottom_left", "bottom_right"])
@pytest.mark.parametrize("canvas", sorted(CANVAS.values()))
def test_a_bug_stands_in_its_corner_of_what_stays_visible(corner, canvas):
    free = Margins(left=0.1, top=0.12, right=0.14, bottom=0.2)
    [layer] = draw(Bug(scene=0, picture=REFERENCE, corner=corner, edges=free), logo(alpha=False), canvas)
    rows, columns = np.where(pixels.decode(layer.content)[..., 3] > 200)
    left, right = layer.x + columns.min(), layer.x + columns.max() + 1
    top, bottom = layer.y + rows.min(), layer.y + rows.max() + 1
    across = left - 0.1 * canvas[0] if corner.endswith("left") else 0.86 * canvas[0] - right
    down = top - 0.12 * canvas[1] if corner.startswith("top") else 0.8 * canvas[1] - bottom
    assert (across, down) == (pytest.approx(0, abs=2), pytest.approx(0, abs=2))
    assert (right - left) / (bottom - top) == pytest.approx(2, rel=0.05)


def test_a_logo_is_drawn_in_the_size_that_is_asked_for():
    small, large = (
        greens(draw(card(logo=REFERENCE, logo_size=size), logo())[0].content) for size in (1.0, 1.4)
    )  # fmt: skip
    assert 1.5 < large / small < 1.4**2 + 0.05  # the words below leave it a little less
    corner = {"scene": 0, "picture": REFERENCE, "corner": "top_left", "edges": Margins()}
    usual, grown = (draw(Bug(**corner, logo_size=size), logo())[0].ink for size in (1.0, 1.4))
    assert (grown[2] - grown[0]) / (usual[2] - usual[0]) == pytest.approx(1.4, rel=0.05)


def test_a_white_bug_is_seen_on_a_white_wall():
    [layer] = draw(Bug(scene=0, picture=REFERENCE, corner="top_left", edges=Margins()), logo(bgr=(255, 255, 255)))
    wall = np.full((layer.height, layer.width, 3), 255, np.uint8)
    pixels.over(wall, pixels.decode(layer.content))
    assert wall.min() < 190


def test_headlines_are_set_in_the_brands_type():
    montserrat, inter = (draw(card(typeface=face))[2].content for face in ("Montserrat", "Inter"))
    assert montserrat != inter


@pytest.mark.parametrize("placement", wiring.placements(), ids=lambda p: p.id)
def test_words_stand_inside_what_each_placement_leaves(placement):
    free = Margins(**{name: min(0.4, value) for name, value in placement.safe.model_dump().items()})
    for aspect in placement.aspects:
        width, height = CANVAS[aspect]
        for layout in LAYOUTS:
            zone = view(width, height, free).words(layout)
            assert zone.left >= free.left - 1e-9
            assert zone.right <= 1 - free.right + 1e-9
            assert zone.top >= free.top - 1e-9
            assert zone.bottom <= 1 - free.bottom + 1e-9
            assert zone.bottom - zone.top >= 0.12 - 1e-9


def test_drawn_words_keep_out_of_the_edges_a_platform_covers():
    free = Margins(left=0.045, top=0.15, right=0.18, bottom=0.35)  # YouTube Shorts
    for layout in LAYOUTS:
        for layer in draw(Blocks(scene=0, text=TEXT, layout=layout), free=free):
            letters = pixels.decode(layer.content)[..., 3] > 200
            rows, columns = np.where(letters)
            if rows.size:
                assert layer.x + columns.max() <= 0.82 * 1080 + 12, layout
                assert layer.y + rows.max() <= 0.65 * 1920, layout
                assert layer.y + rows.min() >= 0.15 * 1920 - 12, layout
