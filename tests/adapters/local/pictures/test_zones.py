"""Where words, subjects and captions stand: never one on another, whatever is said and whoever shows it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spotworks import wiring
from spotworks.adapters.local.pictures.draft import LOWEST, Draft
from spotworks.adapters.local.pictures.zones import LAYOUTS, SAFE, shape
from spotworks.domain.brand import BrandKit
from spotworks.domain.brief import CANVAS, Aspect, Brief
from spotworks.domain.caption_styles import PRESETS
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Bug
from spotworks.domain.dressing import BUG, dressed, dressed_drawings, margins, words_margins
from spotworks.domain.generation import ImageRequest, overscan
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import ScreenText
from spotworks.domain.subtitles import caption_band
from spotworks.domain.timeline import Timeline
from tests.adapters.local.pictures.test_placements import LOGO, PLAY, canvas

ALONE = {"type", "quote", "steps", "closing", "framed"}  # no subject of a picture stands beside these words
SAID = (
    *("Rush,", "or", "take", "five", "minutes", "every", "morning", "·", "20%", "off", "extraordinary", "people"),
    *("Пять", "тихих", "минут", "для", "себя", "каждое", "утро", "·", "Скидка", "достопримечательность"),
)
CAMERAS = (0.78, 0.86, 0.97)  # how much of a picture they show: from the nearest, never over an end card, on


def request(layout: str, aspect: Aspect, text: ScreenText, asked: Brief) -> ImageRequest:
    width, height = overscan(*canvas(aspect))
    return ImageRequest(
        model="local", prompt="", layout=layout, beat="hook", text=text, palette=Palette(), width=width,
        height=height, seed=1, free=words_margins(asked, wiring.placements()),
    )  # fmt: skip


def captions_of(asked: Brief, style: str) -> tuple[int, int]:
    """Rows of two lines of them, as the placement and the brand move them."""
    width, height = canvas(asked.aspect)
    plain = Timeline(
        fps=30, width=width, height=height, length=1, picture=(), caption_style=style,
        captions=Captions(language="en", source="voice"),
    )  # fmt: skip
    timeline = dressed(plain, PLAY, (), asked.kit, words_margins(asked, wiring.placements()))
    return caption_band(width, height, timeline.caption_style)


words = st.lists(st.sampled_from(SAID), max_size=12).map(" ".join)
texts = st.builds(ScreenText, kicker=words, headline=words, detail=words, button=words)
nowhere = st.sampled_from(list(CANVAS)).map(lambda aspect: Brief(prompt="Tea", aspect=aspect))
somewhere = st.sampled_from([
    Brief(prompt="Tea", aspect=aspect, placement=placement.id, kit=BrandKit.model_validate({"logo": "l", "bug": bug}))
    for placement in wiring.placements() for aspect in placement.aspects for bug in ("none", "top_left", "bottom_right")
])  # fmt: skip


@pytest.mark.parametrize("style", PRESETS)
@pytest.mark.parametrize("aspect", CANVAS)
def test_words_on_the_picture_stay_clear_of_two_lines_of_captions(aspect: Aspect, style: str) -> None:
    width, height = CANVAS[aspect]
    top, _ = caption_band(width, height, style)
    assert SAFE[shape(width, height)].bottom * height <= top


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(nowhere, somewhere), st.sampled_from([name for name in LAYOUTS if name not in ALONE]), texts,
       st.floats(1, 9), st.sampled_from(list(PRESETS)))  # fmt: skip
def test_words_a_framed_picture_and_captions_never_meet(
    asked: Brief, layout: str, text: ScreenText, tall: float, style: str
) -> None:
    """Wherever the camera over the picture is. tall: units that the frame would like to have."""
    draft = Draft.of(request(layout, asked.aspect, text, asked))
    _, height = canvas(asked.aspect)
    head, foot = draft.column
    captions = captions_of(asked, style)[0] / height
    assert foot <= captions + 1 / height
    middle, high = draft.framed(tall)
    if high <= LOWEST * draft.span + 1e-6 and asked.placement:
        return  # a placement that covers so much leaves no room for both
    for side in CAMERAS[1:] if layout == "end_card" else CAMERAS:
        top, bottom = (0.5 + ((middle + part * high) / draft.size[1] - 0.5) / side for part in (-0.5, 0.5))
        assert bottom <= captions + 1 / height
        assert draft.beside or top >= foot or bottom <= head


@settings(max_examples=30, deadline=None)
@given(somewhere, st.sampled_from(list(PRESETS)))
def test_captions_pass_a_logo_in_a_corner(asked: Brief, style: str) -> None:
    width, height = canvas(asked.aspect)
    first, last = captions_of(asked, style)
    for bug in dressed_drawings([], PLAY, asked, LOGO, margins(asked, wiring.placements())):
        assert isinstance(bug, Bug)
        tall, edges = BUG[1] * min(width, height), bug.edges
        if bug.corner.startswith("bottom"):
            assert last <= height * (1 - edges.bottom) - tall
        else:
            assert first >= height * edges.top + tall
