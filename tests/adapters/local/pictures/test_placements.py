"""Words, logos and phrases stand in what each placement leaves; and what is told of their ink is true."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spotworks import wiring
from spotworks.adapters.local.pictures import LocalArtist
from spotworks.adapters.local.pictures.zones import LAYOUTS
from spotworks.domain.base import Bounds
from spotworks.domain.brand import BrandKit, Margins
from spotworks.domain.brief import CANVAS, Aspect, Brief
from spotworks.domain.drawing import Blocks, Drawing, Phrase
from spotworks.domain.dressing import dressed_drawings, margins, words_margins
from spotworks.domain.placement import Placement
from spotworks.domain.research import Box, Palette, Reference
from spotworks.domain.screenplay import ScreenText
from spotworks.ports import OverlayImage
from tests.adapters.local.pictures.scenes import DARK, pixels
from tests.fakes.plans import make_scene, play_of

WHERE = [(placement, aspect) for placement in wiring.placements() for aspect in placement.aspects]
HERE = [f"{placement.id}-{aspect}" for placement, aspect in WHERE]
LONG = ScreenText(
    kicker="Новинка", headline="Jjj! Coffee the way it was meant to be made, every single morning",
    detail="Choose a roast · Grind it fresh · Pour it slowly", button="Order yours today",
)  # fmt: skip
SHORT = ScreenText(headline="Go", detail="Before · After")
PLAY = play_of((make_scene(0, 3), make_scene(1, 2, layout="end_card")))
LOGO = Reference(asset_id="l", key="l.png", width=300, height=100, focus=Box(x=0, y=0, w=1, h=1))
CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


def canvas(aspect: Aspect) -> tuple[int, int]:
    """A third of the size."""
    width, height = CANVAS[aspect]
    return width // 3, height // 3


def brief(placement: Placement, aspect: Aspect, kit: BrandKit | None = None) -> Brief:
    return Brief(prompt="Tea", placement=placement.id, aspect=aspect, kit=kit)


def drawn(
    drawing: Drawing, size: tuple[int, int], free: Margins | None, palette: Palette = DARK, photo: bytes = b""
) -> Sequence[OverlayImage]:
    return LocalArtist().draw(
        drawing, palette=palette, width=size[0], height=size[1], brand="Pikolo", free=free, photo=photo
    )


def read(layer: OverlayImage) -> Bounds:
    """Where it says that it has to be read, on the canvas."""
    left, top, right, bottom = layer.ink or (0, 0, layer.width, layer.height)
    return layer.x + left, layer.y + top, layer.x + right, layer.y + bottom


def inside(layers: Sequence[OverlayImage], placement: Placement, size: tuple[int, int], slack: int = 1) -> bool:
    left, top, right, bottom = placement.safe.inside(*size)
    boxes = [read(layer) for layer in layers]
    return all(
        box[0] >= left - slack and box[1] >= top - slack and box[2] <= right + slack and box[3] <= bottom + slack
        for box in boxes
    )


def logo() -> bytes:
    picture = np.zeros((100, 300, 4), np.uint8)
    picture[10:-10, 10:-10] = (40, 200, 40, 255)
    return bytes(cv2.imencode(".png", picture)[1].tobytes())


@pytest.mark.parametrize(("placement", "aspect"), WHERE, ids=HERE)
@pytest.mark.parametrize("layout", [*LAYOUTS, "unheard of"])
def test_the_words_of_every_layout_stand_inside(placement: Placement, aspect: Aspect, layout: str) -> None:
    size, free = canvas(aspect), margins(brief(placement, aspect), wiring.placements())
    for text in (LONG, SHORT):
        layers = drawn(Blocks(scene=0, text=text, layout=layout), size, free)
        assert layers
        assert inside(layers, placement, size)


letters = st.text(alphabet="abcdefghijklmnop QRSTUVWXYZ абвгдеё ЖЗИЙКЩЫ 0123456789 %₽€—,.!?«»", max_size=90)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(WHERE), st.sampled_from(LAYOUTS),
    st.builds(ScreenText, kicker=letters, headline=letters, detail=letters, button=letters),
)  # fmt: skip
def test_whatever_the_words_of_a_layout_they_stand_inside(
    where: tuple[Placement, Aspect], layout: str, text: ScreenText
) -> None:
    placement, aspect = where
    size, free = canvas(aspect), margins(brief(placement, aspect), wiring.placements())
    assert inside(drawn(Blocks(scene=0, text=text, layout=layout), size, free), placement, size)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(WHERE), st.lists(st.text("abcjQW ЖЙЩ%7!", max_size=12), min_size=1, max_size=8),
    st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["plain", "accent", "inverse"]),
)  # fmt: skip
def test_whatever_is_said_its_phrases_stand_inside(
    where: tuple[Placement, Aspect], words: list[str], centred: bool, on_picture: bool, beside: bool, tone: str
) -> None:
    placement, aspect = where
    size, free = canvas(aspect), margins(brief(placement, aspect), wiring.placements())
    phrase = Phrase.model_validate(
        {"scene": 0, "words": words, "strong": (0,), "centred": centred, "on_picture": on_picture, "beside": beside,
         "tone": tone}
    )  # fmt: skip
    layers = drawn(phrase, size, free)
    assert len(layers) == len(words)
    assert inside(layers, placement, size)


@pytest.mark.parametrize(("placement", "aspect"), WHERE, ids=HERE)
@pytest.mark.parametrize("corner", CORNERS)
def test_a_logo_in_a_corner_stands_inside_and_no_word_beside_it(
    placement: Placement, aspect: Aspect, corner: str
) -> None:
    kit = BrandKit.model_validate({"logo": "l", "bug": corner})
    asked, size = brief(placement, aspect, kit), canvas(aspect)
    room = words_margins(asked, wiring.placements())
    blocks = [Blocks(scene=0, text=LONG, layout=layout) for layout in LAYOUTS]
    *_, bug = dressed_drawings(blocks, PLAY, asked, LOGO, margins(asked, wiring.placements()))
    [layer] = drawn(bug, size, room, photo=logo())
    assert inside([layer], placement, size)
    _, above, _, below = read(layer)
    for block in blocks:
        for words in drawn(block, size, room):
            _, top, _, bottom = read(words)
            assert bottom <= above or top >= below


@pytest.mark.parametrize("aspect", CANVAS)
@pytest.mark.parametrize(
    "drawing",
    [
        Blocks(scene=0, text=LONG, layout="steps"), Blocks(scene=0, text=SHORT, layout="compare"),
        Blocks(scene=1, text=LONG, layout="end_card"), Phrase(scene=0, words=("Save", "20%", "today"), strong=(1,)),
        Phrase(scene=0, words=("Save", "jar"), strong=(1,), on_picture=True),
    ],
    ids=["steps", "compare", "end card", "phrase", "phrase on a picture"],
)  # fmt: skip
def test_what_is_told_of_the_ink_is_what_is_opaque(aspect: Aspect, drawing: Drawing) -> None:
    """Shadows are less so: on these colours none passes 60 %."""
    for layer in drawn(drawing, canvas(aspect), None):
        alpha = pixels(layer.content)[..., 3]
        left, top, right, bottom = layer.ink or (0, 0, 0, 0)
        outside = alpha.copy()
        outside[top:bottom, left:right] = 0
        assert (outside > 230).sum() == 0
        ink = alpha[top:bottom, left:right]
        assert all(edge.max() > 120 for edge in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))
