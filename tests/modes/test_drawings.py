"""What modes have drawn: words that fit and are legible, grounds and photos that fill."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks import wiring
from spotworks.adapters.local.pictures import LocalArtist, pixels
from spotworks.adapters.local.pictures.kinetic import look
from spotworks.adapters.local.pictures.zones import SAFE, shape
from spotworks.adapters.media import colour
from spotworks.domain.brief import CANVAS, Brief
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Blocks, Ground, Layer, Photo, Phrase
from spotworks.domain.dressing import margins
from spotworks.domain.research import Box, Palette, Reference, References
from spotworks.domain.screenplay import ScreenText
from spotworks.domain.subtitles import caption_band
from spotworks.modes import InstalledModes
from spotworks.modes.base import NoOptions
from spotworks.modes.cameras import resting, toured
from tests.fakes.plans import make_scene, play_of
from tests.modes.material import edited

ARTIST = LocalArtist()
CANVASES = [(270, 480), (480, 270), (270, 270)]
DARK, MIDDLE = Palette(), Box(x=0.3, y=0.3, w=0.4, h=0.4)
LIGHT = Palette(background="#faf6ee", surface="#efe6d6", ink="#1c1710", accent="#8a3b12", accent_ink="#fff3e8")
WORDS = st.lists(
    st.sampled_from(["coffee", "20%", "Достопримечательности", "a", "и", "🔥", "slowly,", "unbelievable", "—"]),
    min_size=1, max_size=12,
)  # fmt: skip


def draw(drawing, width, height, palette=DARK, photo=b""):
    return ARTIST.draw(drawing, palette=palette, width=width, height=height, brand="", photo=photo)


@given(WORDS, st.sampled_from(CANVASES), st.booleans(), st.booleans(), st.sampled_from(["plain", "accent", "inverse"]))
@settings(max_examples=25)
def test_every_word_has_a_layer_inside_the_canvas(words, canvas, beside, centred, tone):
    strong = (0,) if words[0].isalpha() else ()
    phrase = Phrase(scene=0, words=tuple(words), strong=strong, tone=tone, centred=centred, beside=beside)
    layers = draw(phrase, *canvas)
    assert len(layers) == len(words)
    for layer in layers:
        assert layer.x >= 0
        assert layer.y >= 0
        assert layer.x + layer.width <= canvas[0]
        assert layer.y + layer.height <= canvas[1]


@pytest.mark.parametrize("canvas", CANVASES)
def test_words_of_a_phrase_do_not_overlap(canvas):
    phrase = Phrase(scene=0, words=("Every", "morning", "starts", "with", "a", "choice."), strong=(1,), tone="accent")
    total = np.zeros(canvas[::-1], int)
    for layer in draw(phrase, *canvas):
        alpha = pixels.decode(layer.content)[..., 3] > 128
        total[layer.y : layer.y + layer.height, layer.x : layer.x + layer.width] += alpha
    assert total.max() == 1


@pytest.mark.parametrize("canvas", CANVASES)
def test_words_over_a_picture_leave_its_upper_part_to_the_subject(canvas):
    said = Phrase(scene=0, words=("Save", "20%", "on", "slow", "mornings."), strong=(1,), centred=True, on_picture=True)
    words = [read(layer) for layer in draw(said, *canvas)]
    assert min(word[1] for word in words) >= 0.36 * canvas[1]
    lowest = 0.6 if canvas == CANVASES[0] else 0.74
    assert max(word[3] for word in words) >= lowest * canvas[1], "at the foot of their room"


@pytest.mark.parametrize("canvas", CANVASES)
def test_the_words_of_an_end_card_without_a_picture_are_larger_and_in_the_middle(canvas):
    text = ScreenText(headline="Espresso, unhurried", button="Come in for a cup")
    cards = {
        layout: [read(layer) for layer in draw(Blocks(scene=0, text=text, layout=layout), *canvas)]
        for layout in ("end_card", "closing")
    }
    tall = {layout: sum(word[3] - word[1] for word in words) for layout, words in cards.items()}
    assert tall["closing"] > 1.2 * tall["end_card"]
    middle = (cards["closing"][0][1] + cards["closing"][-1][3]) / 2
    assert 0.4 * canvas[1] < middle < 0.5 * canvas[1]


def test_the_word_that_stands_out_is_the_largest():
    layers = draw(Phrase(scene=0, words=("You", "can", "rush,"), strong=(2,)), 270, 480)
    assert layers[2].height > 1.4 * layers[1].height


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize("tone", ["plain", "accent", "inverse"])
def test_words_are_legible_on_their_ground(palette, tone):
    found = look(tone, palette)
    [ground] = draw(Ground(scene=0, tone=tone, seed=5), 270, 480, palette)
    picture = pixels.decode(ground.content).reshape(-1, 3)
    low, high = (colour.hexed(*np.percentile(picture, share, axis=0)) for share in (3, 97))
    for shade in (low, high):
        assert colour.contrast(found.ink, shade) >= 4.5
    assert colour.contrast(found.strong, found.plate or found.ground) >= 3, "large letters"


def reference(width, height, focus=MIDDLE, alpha=False):
    image = np.random.default_rng(3).integers(60, 200, (height, width, 4 if alpha else 3), np.uint8)
    if alpha:
        image[..., 3] = 0
        image[height // 4 : -height // 4, width // 4 : -width // 4, 3] = 255
    about = Reference(asset_id="a", key="k", width=width, height=height, focus=focus, has_alpha=alpha)
    return about, cv2.imencode(".png", image)[1].tobytes()


@pytest.mark.parametrize("look", ["auto", "full", "framed", "card"])
@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("alpha", [False, True])
def test_a_photo_fills_four_thirds_of_the_canvas(look, canvas, alpha):
    about, content = reference(400, 300, alpha=alpha)
    [layer] = draw(Photo(scene=0, picture=about, look=look), *canvas, photo=content)
    width, height = round(canvas[0] * 4 / 3 / 2) * 2, round(canvas[1] * 4 / 3 / 2) * 2
    assert pixels.decode(layer.content).shape == (height, width, 3)


@pytest.mark.parametrize(("size", "canvas"), [((900, 600), (270, 480)), ((600, 900), (480, 270))])
def test_a_photo_of_another_shape_that_fills_the_frame_loses_less_than_half_of_itself(size, canvas):
    """On both sides of its subject there is a mark that a plain crop would cut off."""
    marked = np.full((size[1], size[0], 3), 90, np.uint8)
    for part in (0.315, 0.69):
        at = (part, 0.5) if size[0] > size[1] else (0.5, part)
        cv2.circle(marked, (round(at[0] * size[0]), round(at[1] * size[1])), 24, (20, 20, 220), -1)
    content = bytes(cv2.imencode(".png", marked)[1].tobytes())
    picture = Reference(asset_id="p", key="p", width=size[0], height=size[1], focus=MIDDLE)
    for take in (0, 1):
        [layer] = draw(Photo(scene=0, picture=picture, look="full", take=take), *canvas, photo=content)
        image = pixels.decode(layer.content).astype(int)
        red = image[..., 0] - image[..., 1:3].max(axis=2) > 60
        count, _, stats, _ = cv2.connectedComponentsWithStats(red.astype(np.uint8))
        marks = [mark for mark in stats[1:count] if mark[cv2.CC_STAT_AREA] > 20]
        assert len(marks) == 2
        for mark in marks:
            assert mark[cv2.CC_STAT_WIDTH] == pytest.approx(mark[cv2.CC_STAT_HEIGHT], rel=0.25), "and stays round"


def test_a_photo_is_cropped_where_its_subject_bears_it_and_framed_where_not():
    narrow, content = reference(1600, 900, focus=Box(x=0.5, y=0.3, w=0.2, h=0.4))
    wide, _ = reference(1600, 900, focus=Box(x=0, y=0, w=1, h=1))
    auto = [draw(Photo(scene=0, picture=one), 270, 480, photo=content)[0].content for one in (narrow, wide)]
    full, framed = (
        draw(Photo(scene=0, picture=one, look=look), 270, 480, photo=content)[0].content
        for one, look in ((narrow, "full"), (wide, "framed"))
    )
    assert auto == [full, framed]


@pytest.mark.parametrize("placement", wiring.placements(), ids=lambda placement: placement.id)
def test_figures_stand_under_or_beside_their_words_in_what_a_placement_leaves(placement):
    for aspect in placement.aspects:
        free = margins(Brief(prompt="Tea", placement=placement.id, aspect=aspect), wiring.placements())
        _, timeline = edited(InstalledModes().find("animation"), canvas=CANVAS[aspect], free=free)
        boxes = [clip.source.box for clip in timeline.picture if clip.source.type == "animation"]
        assert boxes
        for box in boxes:
            assert box.x >= free.left
            assert box.x + box.w <= 1 - free.right + 1e-9
            assert box.y >= free.top
            assert box.y + box.h <= 1 - free.bottom + 1e-9
            assert box.h >= 0.25


LONGEST = ScreenText(
    kicker="New", headline="Twenty per cent off everything, all slow mornings", detail="Until Sunday", button="Go"
)


def framed_shots(canvas, take, size, free=None):
    """Where a framed picture is seen on the canvas, in pixels, at each end of each of its moves."""
    image = np.full((*size[::-1], 3), 90, np.uint8)
    reference = Reference(asset_id="a", key="a.jpg", width=size[0], height=size[1], focus=Box(x=0, y=0, w=1, h=1))
    asked = Photo(scene=0, picture=reference, look="framed", layout="framed", take=take)
    [drawn] = ARTIST.draw(
        asked, palette=DARK, width=canvas[0], height=canvas[1], brand="", photo=pixels.jpeg(image), free=free
    )
    layer = Layer(key="a", **drawn.model_dump(exclude={"content"}))
    assert layer.ink is not None
    moves = [toured(number, layer, canvas) for number in range(4)]
    return [on_canvas(layer.ink, layer, box, canvas) for move in moves for box in (move.start, move.end)]


def on_canvas(bounds, picture, box, canvas):
    """What the camera makes of a place in a picture."""
    scale = canvas[0] / (box.w * picture.width), canvas[1] / (box.h * picture.height)
    origin = box.x * picture.width, box.y * picture.height
    return [(bounds[n] - origin[n % 2]) * scale[n % 2] for n in range(4)]


def red_in(layer):
    """Bounds of what is as red as the photo; its light, behind, is sunk."""
    shown = pixels.decode(layer.content).astype(int)
    rows, columns = np.where(shown[..., 0] - shown[..., 1] > 190)
    assert rows.size, "the photo is not there"
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def words_on(canvas, free=None):
    blocks = Blocks(scene=0, text=LONGEST, layout="framed")
    return ARTIST.draw(blocks, palette=DARK, width=canvas[0], height=canvas[1], brand="", free=free)


def read(layer):
    left, top, right, bottom = layer.ink
    return layer.x + left, layer.y + top, layer.x + right, layer.y + bottom


@pytest.mark.parametrize("take", [0, 1], ids=["card", "doorway"])
@pytest.mark.parametrize("size", [(1200, 800), (800, 1200), (160, 120)], ids=["landscape", "portrait", "small"])
@pytest.mark.parametrize("aspect", CANVAS)
def test_a_framed_picture_is_clear_of_the_words_and_whole_through_every_move(aspect, size, take):
    canvas = tuple(side // 3 for side in CANVAS[aspect])
    words = [read(layer) for layer in words_on(canvas)]
    assert len(words) == 3
    for left, top, right, bottom in framed_shots(canvas, take, size):
        assert left >= 0
        assert top >= 0
        assert right <= canvas[0]
        assert bottom <= canvas[1]
        assert all(left >= word[2] or top >= word[3] for word in words)


@pytest.mark.parametrize("placement", wiring.placements(), ids=lambda placement: placement.id)
def test_a_framed_picture_is_clear_of_words_that_make_room_for_a_placement(placement):
    for aspect in placement.aspects:
        free = margins(Brief(prompt="Tea", placement=placement.id, aspect=aspect), wiring.placements())
        canvas = tuple(side // 3 for side in CANVAS[aspect])
        words = [read(layer) for layer in words_on(canvas, free)]
        for left, top, _, _ in framed_shots(canvas, 0, (1200, 800), free):
            assert all(left >= word[2] or top >= word[3] for word in words)


@pytest.mark.parametrize("aspect", CANVAS)
def test_captions_stand_below_a_framed_picture(aspect):
    width, height = CANVAS[aspect]
    captions, _ = caption_band(width, height, "shorts")
    for left, _, right, bottom in framed_shots((width, height), 0, (1200, 800)):
        assert bottom <= captions
        assert right - left >= (0.35 if aspect == "16:9" else 0.55) * width


def test_the_bounds_that_are_told_of_a_framed_picture_are_its_own():
    image = np.full((800, 1200, 3), (250, 20, 20), np.uint8)
    reference = Reference(asset_id="a", key="a.jpg", width=1200, height=800, focus=Box(x=0, y=0, w=1, h=1))
    asked = Photo(scene=0, picture=reference, look="framed", layout="framed")
    [layer] = draw(asked, 480, 270, photo=pixels.jpeg(image))
    assert layer.ink == pytest.approx(red_in(layer), abs=2)


def test_a_picture_that_fills_the_frame_has_no_bounds():
    reference = Reference(asset_id="a", key="a.jpg", width=1200, height=800, focus=MIDDLE)
    photo = pixels.jpeg(np.full((800, 1200, 3), 90, np.uint8))
    [layer] = draw(Photo(scene=0, picture=reference, look="full", layout="framed"), 480, 270, photo=photo)
    assert layer.ink is None


@pytest.mark.parametrize("aspect", CANVAS)
def test_an_end_card_shows_the_photo_whole_by_its_words_and_both_fill_the_frame(aspect):
    """Above them, or beside them on a wide canvas."""
    canvas = width, height = tuple(side // 3 for side in CANVAS[aspect])
    photo = pixels.jpeg(np.full((800, 1200, 3), (250, 20, 20), np.uint8))
    reference = Reference(asset_id="a", key="a.jpg", width=1200, height=800, focus=MIDDLE)
    [picture] = draw(Photo(scene=0, picture=reference, look="card", layout="end_card"), *canvas, photo=photo)
    words = [read(layer) for layer in draw(Blocks(scene=0, text=LONGEST, layout="end_card"), *canvas)]
    first, last = min(word[1] for word in words), max(word[3] for word in words)
    for box in (resting().start, resting().end):
        left, top, right, bottom = on_canvas(red_in(picture), picture, box, canvas)
        assert 0.02 * height <= top
        if shape(*canvas) == "wide":
            assert max(word[2] for word in words) < left
            assert right <= 0.98 * width
            assert bottom - top >= 0.45 * height
            assert bottom <= caption_band(*CANVAS[aspect], "ad")[0] / 3
        else:
            assert bottom < first
            assert bottom - top >= 0.15 * height
            assert (left + right) / 2 == pytest.approx(width / 2, abs=2)
            assert (top + last) / 2 >= 0.36 * height, "not all of it in the upper half"
        assert last <= SAFE[shape(*canvas)].bottom * height + 1


def test_the_words_of_an_ai_videos_end_card_without_a_photo_have_the_canvas_to_themselves():
    card = make_scene(1, 2, layout="end_card")
    for picture, layout in ((None, "closing"), (0, "end_card")):
        play = play_of((make_scene(0, 3), card.model_copy(update={"picture": picture})))
        captions = Captions(language="en", source="voice")
        drawings = InstalledModes().find("ai_video").drawings(play, NoOptions(), captions, (480, 270), References())
        assert drawings[-1].layout == layout
