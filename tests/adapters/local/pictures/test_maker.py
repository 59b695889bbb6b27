"""Storyboard pictures composed on this machine."""

import io
import re
from collections.abc import Callable
from fractions import Fraction

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from spotworks.adapters.local.pictures import LocalPictures, frames, photo
from spotworks.adapters.local.pictures.compose import compose
from spotworks.adapters.local.pictures.draft import Draft
from spotworks.adapters.local.pictures.emblems import sign_of, tile
from spotworks.adapters.local.pictures.photo import Photo
from spotworks.adapters.local.pictures.zones import LAYOUTS, view
from spotworks.adapters.local.writer.framing import FRAMED, move
from spotworks.domain.beats import Move
from spotworks.domain.brief import CANVAS
from spotworks.domain.research import Box
from spotworks.domain.screenplay import ScreenText
from spotworks.errors import NotFound
from tests.adapters.local.pictures.scenes import DARK, LIGHT, SAMPLES, pixels, request, stored
from tests.fakes.files import MemoryFiles


def cut_out() -> bytes:
    image = Image.new("RGBA", (300, 400))
    ImageDraw.Draw(image).rounded_rectangle((60, 80, 240, 380), 40, fill=(30, 160, 90, 255))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["none", "photo", "cut-out"])
@pytest.mark.parametrize("layout", [*LAYOUTS, "unheard of"])
def test_every_layout_gives_a_jpeg_of_the_size_asked_for(layout: str, kind: str) -> None:
    work = MemoryFiles()
    sources = {"none": None, "photo": (SAMPLES / "coffee.jpg").read_bytes(), "cut-out": cut_out()}
    source = sources[kind]
    reference = stored(source, work) if source else None
    for aspect in ("9:16", "16:9", "1:1"):
        asked = request(layout, aspect, reference=reference, shrink=6)
        product = LocalPictures(work).make(asked)
        image = pixels(product.content)
        assert (product.suffix, product.content_type, product.cost_usd) == (".jpg", "image/jpeg", 0)
        assert image.shape == (asked.height, asked.width, 3)
        assert image.std() > 4, "an empty picture"


@pytest.mark.parametrize("aspect", ["9:16", "16:9", "1:1", "4:5"])
@pytest.mark.parametrize("layout", ["hero", "split", "detail"])
def test_the_same_photo_again_in_the_same_layout_is_shown_otherwise(layout: str, aspect: str) -> None:
    work = MemoryFiles()
    reference = stored((SAMPLES / "coffee.jpg").read_bytes(), work)
    asked = request(layout, aspect, reference=reference, shrink=6)
    takes = [
        pixels(LocalPictures(work).make(asked.model_copy(update={"take": take})).content).astype(int)
        for take in range(3)
    ]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert abs(takes[first] - takes[second]).mean() > 4
    zone = view(asked.width, asked.height).words(layout)
    rows = slice(round(asked.height * (zone.top + 0.02)), round(asked.height * (zone.top + zone.bottom) / 2))
    if layout != "detail":  # its words are at the foot of their zone
        calm = [take[rows, asked.width // 8 : asked.width * 3 // 8] for take in takes]
        assert max(part.mean() for part in calm) < 110, "too bright for the words"


@pytest.mark.parametrize("frame", [frames.arched, frames.banded, frames.bled, frames.close, frames.porthole])
@pytest.mark.parametrize("aspect", list(CANVAS))
def test_no_frame_distorts(aspect: str, frame: Callable[[Draft, Photo], np.ndarray]) -> None:
    if (frame, aspect) == (frames.banded, "16:9"):
        return  # windows there, which cut a disc in three
    across, down = extent(frame(Draft.of(request("hero", aspect)), disc(900, 900, 0.5, 0.5, 60)))
    assert across == pytest.approx(down, rel=0.06, abs=3)


@given(st.integers(64, 3000), st.integers(64, 3000), st.floats(100, 2000), st.floats(100, 2000))
def test_a_frame_shrinks_in_its_proportions_for_a_small_photo(w: int, h: int, wide: float, tall: float) -> None:
    width, height = frames.borne(disc(w, h, 0.5, 0.5, 3), wide, tall)
    assert width / height == pytest.approx(wide / tall, rel=0.02)
    enlarged = max(width / w, height / h)
    assert enlarged <= photo.SHARP * 1.02 or width == round(wide * 0.6)
    assert enlarged >= min(photo.SHARP, max(wide / w, tall / h)) * 0.98


@given(st.integers(64, 3000), st.integers(64, 3000), st.floats(0.05, 1), st.floats(1, 9), st.floats(1, 9))
def test_a_frame_is_no_wider_than_shows_the_subject_from_top_to_foot(
    w: int, h: int, tall: float, wide: float, high: float
) -> None:
    source = Photo(np.empty((h, w, 3), np.uint8), Box(x=0, y=(1 - tall) / 2, w=1, h=tall))
    width = frames.keeping(source, wide, high)
    shown = high * w / (width * h)  # of the photo's height, where its width fills the frame
    assert shown >= tall * 0.84 or width == min(wide, high)
    assert width <= wide


def test_a_detail_lies_on_the_subject() -> None:
    image = np.full((400, 600, 3), 90, np.uint8)
    cv2.circle(image, (300, 200), 120, (200, 60, 30), -1)
    for x in range(340, 400, 12):
        cv2.line(image, (x, 230), (x + 6, 270), (255, 255, 255), 2)
    found = frames.detail(Photo(image, Box(x=0.3, y=0.2, w=0.4, h=0.6))).centre
    assert 0.5 < found[0] < 0.68
    assert 0.5 < found[1] < 0.7


def test_the_same_request_gives_the_same_picture_and_another_seed_another() -> None:
    make = LocalPictures(MemoryFiles()).make
    assert make(request("type", seed=5)).content == make(request("type", seed=5)).content
    assert make(request("type", seed=5)).content != make(request("type", seed=6)).content


def test_a_reference_that_is_gone_is_named() -> None:
    work = MemoryFiles()
    reference = stored((SAMPLES / "coffee.jpg").read_bytes(), work)
    work.delete([reference.key])
    with pytest.raises(NotFound):
        LocalPictures(work).make(request("hero", reference=reference))


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("layout", ["hero", "split", "type"])
def test_where_words_will_stand_the_picture_is_near_the_background(layout: str, palette: object) -> None:
    work = MemoryFiles()
    reference = stored((SAMPLES / "coffee.jpg").read_bytes(), work)
    image = pixels(LocalPictures(work).make(request(layout, reference=reference, palette=palette)).content)  # type: ignore[arg-type]
    height, width = image.shape[:2]
    band = slice(height // 5, height // 3) if layout != "type" else slice(height * 2 // 5, height // 2)
    luma = image[band, width // 6 : -width // 6].mean()
    assert luma < 110 if palette == DARK else luma > 150


def disc(width: int, height: int, x: float, y: float, radius: int) -> Photo:
    """A red disc on grey; its picture must stay a disc."""
    image = np.full((height, width, 3), 128, np.uint8)
    cv2.circle(image, (round(x * width), round(y * height)), radius, (220, 20, 20), -1, cv2.LINE_AA)
    box = Box(x=x - radius / width, y=y - radius / height, w=2 * radius / width, h=2 * radius / height)
    return Photo(image, box)


def extent(image: np.ndarray) -> tuple[int, int]:
    """Width and height of what is red."""
    values = image.astype(int)
    red = values[..., 0] - values[..., 1:3].max(axis=2) > 90
    rows, columns = np.where(red)
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


@settings(max_examples=25, deadline=None)
@given(
    st.integers(200, 900), st.integers(200, 900), st.floats(0.35, 0.65), st.floats(0.35, 0.65),
    st.integers(120, 700), st.integers(120, 700),
)  # fmt: skip
def test_cover_fills_the_frame_and_never_distorts(w: int, h: int, x: float, y: float, width: int, height: int) -> None:
    source = disc(w, h, x, y, min(w, h) // 12)
    out = photo.cover(source, width, height)
    assert out.shape == (height, width, 3)
    factor = max(width / w, height / h)
    across, down = extent(out)
    if across < width * 0.98 and down < height * 0.98:
        assert across == pytest.approx(down, abs=3 + factor * 2)
        assert across == pytest.approx(2 * (min(w, h) // 12) * factor, rel=0.12, abs=4)


@pytest.mark.parametrize("size", [(900, 500), (500, 900), (700, 700), (240, 160)])
@pytest.mark.parametrize("aspect", list(CANVAS))
def test_a_photo_in_a_picture_keeps_its_proportions(aspect: str, size: tuple[int, int]) -> None:
    source = disc(*size, 0.5, 0.5, min(size) // 9)
    across, down = extent(compose(request("hero", aspect), source))
    assert across == pytest.approx(down, rel=0.08, abs=4)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(200, 600), st.integers(200, 600), st.floats(0.2, 0.8), st.floats(0.2, 0.8), st.floats(0.4, 2),
    st.sampled_from([(240, 420), (420, 240), (300, 300)]),
)  # fmt: skip
def test_melting_keeps_proportions_at_any_scale(
    w: int, h: int, x: float, y: float, factor: float, size: tuple[int, int]
) -> None:
    radius = min(w, h) // 10
    ground = np.empty((size[1], size[0], 3), np.uint8)
    photo.melt(ground, disc(w, h, 0.5, 0.5, radius), DARK, (x, y), factor, sink=0.9)
    across, down = extent(ground)
    if 2 * radius * factor < min(size) * 0.4:
        assert across == pytest.approx(down, rel=0.1, abs=4)


@pytest.mark.parametrize("aspect", ["9:16", "1:1", "4:5"])
@pytest.mark.parametrize("radius", [10, 16])
def test_a_small_subject_below_words_is_not_behind_captions_wherever_the_camera_is(aspect: str, radius: int) -> None:
    """Of a photo too small to fill the frame; a head is such a subject."""
    image = compose(request("hero", aspect, shrink=2), disc(300, 200, 0.5, 0.5, radius))
    height = image.shape[0]
    rows, _ = np.where(image[..., 0].astype(int) - image[..., 1:3].max(axis=2) > 90)
    safe = view(image.shape[1], height).safe
    for side in (0.78, 0.9, 0.97):
        top, bottom = ((edge / height - (1 - side) / 2) / side for edge in (rows.min(), rows.max()))
        assert bottom <= safe.bottom + 0.01
        assert top >= 0.3, "nor behind a headline of three lines"


@pytest.mark.parametrize("aspect", ["9:16", "1:1", "4:5"])
def test_a_small_subject_at_the_top_of_a_photo_comes_down_from_behind_the_words(aspect: str) -> None:
    """Even where the photo would fill the frame."""
    image = compose(request("hero", aspect), disc(900, 900, 0.5, 0.2, 60))
    rows, _ = np.where(image[..., 0].astype(int) - image[..., 1:3].max(axis=2) > 90)
    zone = view(image.shape[1], image.shape[0]).words("hero")
    assert rows.min() / image.shape[0] > (zone.top + zone.bottom) / 2


@pytest.mark.parametrize("aspect", ["9:16", "1:1", "4:5"])
def test_a_subject_a_little_too_large_is_shrunk_until_it_stands_clear(aspect: str) -> None:
    """A head in a square portrait on a square canvas is such a one."""
    asked = request("hero", aspect).model_copy(update={"text": ScreenText(headline="Rush, or take five")})
    _, foot = Draft.of(asked).column
    image = compose(asked, disc(512, 512, 0.45, 0.25, 95))
    rows, _ = np.where(image[..., 0].astype(int) - image[..., 1:3].max(axis=2) > 90)
    safe = view(image.shape[1], image.shape[0]).safe
    for side in (0.78, 0.97):
        top, bottom = ((edge / image.shape[0] - (1 - side) / 2) / side for edge in (rows.min(), rows.max()))
        assert top >= foot - 0.01
        assert bottom <= safe.bottom + 0.01


@pytest.mark.parametrize("take", range(3))
@pytest.mark.parametrize("aspect", CANVAS)
@pytest.mark.parametrize("kind", ["push_in", "pull_out", "drift_left", "drift_right", "rise"])
def test_a_framed_photo_beside_words_stays_inside_the_frame_under_every_move(
    aspect: str, take: int, kind: Move
) -> None:
    red = Photo(np.full((600, 900, 3), (220, 20, 20), np.uint8), Box(x=0.3, y=0.3, w=0.4, h=0.4))
    image = compose(request("split", aspect).model_copy(update={"take": take}), red)
    rows, columns = np.where(image[..., 0].astype(int) - image[..., 1:3].max(axis=2) > 150)
    camera = move(kind, Fraction(5), FRAMED)
    for window in (camera.start, camera.end):
        across = (np.array([columns.min(), columns.max() + 1]) / image.shape[1] - window.x) / window.w
        assert 0.01 < across[0] < across[1] < 0.99
        assert (rows.max() / image.shape[0] - window.y) / window.h < 1


@pytest.mark.parametrize("aspect", ["9:16", "4:5", "1:1"])
@pytest.mark.parametrize(
    ("layout", "take"), [("split", 0), ("split", 1), ("split", 2), ("hero", 1), ("hero", 3), ("hero", 4)]
)
def test_a_frame_under_a_short_headline_is_clear_of_it_and_of_the_captions(aspect: str, layout: str, take: int) -> None:
    red = Photo(np.full((600, 900, 3), (220, 20, 20), np.uint8), Box(x=0.3, y=0.3, w=0.4, h=0.4))
    words = ScreenText(headline="Tea")
    asked = request(layout, aspect).model_copy(update={"take": take, "text": words})
    image = compose(asked, red)
    rows, _ = np.where(image[..., 0].astype(int) - image[..., 1:3].max(axis=2) > 150)
    width, height = image.shape[1], image.shape[0]
    (_, foot), safe = Draft.of(asked).column, view(width, height).safe
    for side in (0.78, 0.95):
        top, bottom = (0.5 + (edge / height - 0.5) / side for edge in (rows.min(), rows.max()))
        assert top >= foot - 0.005
        assert bottom <= safe.bottom + 0.02, "turned cards reach a little further"


@pytest.mark.parametrize("side", [0.78, 0.95])
def test_a_subject_beside_words_on_a_wide_canvas_stands_clear_of_them_and_of_the_captions(side: float) -> None:
    asked = request("hero", "16:9")
    image = compose(asked, disc(900, 600, 0.5, 0.5, 210))
    rows, columns = np.where(image[..., 0].astype(int) - image[..., 1:3].max(axis=2) > 150)  # no light of it
    zone = view(image.shape[1], image.shape[0])
    assert 0.5 + (columns.min() / image.shape[1] - 0.5) / side > zone.words("hero").right
    assert 0.5 + (rows.max() / image.shape[0] - 0.5) / side <= zone.safe.bottom + 0.01


def test_words_end_sooner_where_there_are_fewer() -> None:
    asked = request("hero", "1:1")
    short, none = (asked.model_copy(update={"text": ScreenText(headline=text)}) for text in ("Tea", ""))
    feet = [Draft.of(one).column[1] for one in (short, asked, none)]
    assert feet[0] < feet[1] <= feet[2] == view(1440, 1440).words("hero").bottom


def test_a_cut_out_keeps_its_proportions_and_stands_inside_the_picture() -> None:
    image = np.zeros((400, 300, 4), np.uint8)
    cv2.circle(image, (150, 200), 120, (255, 10, 10, 255), -1)
    source = Photo(image, Box(x=0.1, y=0.2, w=0.8, h=0.6))
    for aspect in CANVAS:
        out = compose(request("hero", aspect), source)
        across, down = extent(out)
        assert across == pytest.approx(down, rel=0.05, abs=3)
        assert across < out.shape[1] * 0.75


@pytest.mark.parametrize("seed", range(4))
def test_only_fine_lines_run_under_the_words_of_an_end_card(seed: int) -> None:
    draft = Draft.of(request("end_card", seed=seed))
    strokes = re.findall(r'stroke-width="([\d.]+)"', draft.motif()(draft.brush))
    assert strokes
    assert max(map(float, strokes)) < max(2.5, 0.1 * draft.unit)


def test_every_beat_of_the_library_has_a_sign_and_they_differ() -> None:
    beats = ["hook", "reveal", "benefit", "offer", "urgency", "testimonial", "call_to_action"]
    drawn = {tile(Draft.of(request("hero")).brush, sign_of(beat, ScreenText())) for beat in beats}
    assert len(drawn) == len(beats)


@pytest.mark.parametrize(
    ("headline", "detail", "sign"),
    [
        ("€1,490", "A person, flights included", "tag"),
        ("Yours for $129", "", "tag"),
        ("990 ₽", "В месяц", "tag"),
        ("Free delivery", "Within 5 km", "tag"),
        ("20% off", "Until 30 June", "percent"),
        ("$129", "Now with a discount", "percent"),
        ("Скидка на всё", "До воскресенья", "percent"),
        ("خصم ٢٠٪", "", "percent"),
    ],
)
def test_a_percent_sign_stands_only_by_a_share_or_a_discount(headline: str, detail: str, sign: str) -> None:
    assert sign_of("offer", ScreenText(headline=headline, detail=detail)) == sign
    assert sign_of("benefit", ScreenText(headline=headline, detail=detail)) == "check"
