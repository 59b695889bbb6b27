"""Captions as libass draws them: colours, shapes, and how they stand out from the picture."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, features

from spotworks.adapters.media.captions import for_old_ffmpeg, knows_matrices
from spotworks.adapters.media.contrast import Lettering, drawn, measured, moments, of_timeline, ratio_of, repaired
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.caption_styles import PRESETS, CaptionStyle
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.sound import Word
from spotworks.fonts import CAPTION, HEBREW, Font
from tests.adapters.media.spots import timeline

DEBIAN = Path("/usr/bin/ffmpeg")
FFMPEGS = [find_ffmpeg(), *([DEBIAN] if DEBIAN.exists() else [])]
AT = (Fraction(1),)
SIZE = (320, 180)
BIG = CaptionStyle(size=0.2, position="middle", outline=0.1)


def said(text: str) -> Captions:
    words = tuple(Word(text=word, start=Fraction(0), end=Fraction(2)) for word in text.split())
    return Captions(language="en", source="voice", cues=(Cue(words=words),))


def lettering(text: str, style: CaptionStyle = BIG, size: tuple[int, int] = SIZE) -> Lettering:
    return Lettering(said(text), *size, style, "#e4572e")


def ground(level: int, size: tuple[int, int] = SIZE) -> Any:
    return np.full((1, size[1], size[0], 3), level, np.uint8)


def picture(text: str, folder: Path, style: CaptionStyle = BIG, level: int = 0, ffmpeg: Path | None = None) -> Any:
    form = lettering(text, style)
    return drawn(ffmpeg or find_ffmpeg(), form.text(style), ground(level), AT, folder)[0]


def test_an_old_ffmpegs_colours_are_turned_and_greys_stay() -> None:
    assert for_old_ffmpeg("&H00FFFFFF &H80000000 {\\3a&HFF&}") == "&H00FFFFFF &H80000000 {\\3a&HFF&}"
    assert for_old_ffmpeg("&H002E57E4") != "&H002E57E4"
    assert knows_matrices(find_ffmpeg()) in {True, False}


@pytest.mark.skipif(not features.check("raqm"), reason="Pillow was built without raqm, the second shaper")
@pytest.mark.parametrize(
    ("text", "font"),
    [("שלום עולם", HEBREW), ("مرحبا بكم", CAPTION), ("السلام 24", CAPTION)],
    ids=["Hebrew", "Arabic", "Arabic with a number"],
)
@pytest.mark.parametrize("ffmpeg", FFMPEGS, ids=lambda path: path.name)
def test_right_to_left_text_is_shaped_as_by_another_shaper(text: str, font: Font, ffmpeg: Path, tmp_path: Path) -> None:
    style = CaptionStyle(font=font.family, size=0.2, outline=0, position="middle")
    ours = picture(text, tmp_path, style, ffmpeg=ffmpeg)[..., 1]
    page = Image.new("L", SIZE)
    face = ImageFont.truetype(font.path, 36, layout_engine=ImageFont.Layout.RAQM)
    ImageDraw.Draw(page).text((160, 90), text, font=face, fill=255, anchor="mm", direction="rtl")
    one, other = _cut(ours), _cut(np.asarray(page))
    assert np.abs(np.subtract(one.shape, other.shape)).max() <= 2
    height, width = np.minimum(one.shape, other.shape)
    shared = np.corrcoef(one[:height, :width].ravel(), other[:height, :width].ravel())[0, 1]
    assert shared > 0.85
    mirrored = np.corrcoef(one[:height, :width][:, ::-1].ravel(), other[:height, :width].ravel())[0, 1]
    assert shared > mirrored + 0.3


def test_the_spoken_word_of_a_line_from_the_right_moves_to_the_left_past_latin_names_and_figures(
    tmp_path: Path,
) -> None:
    words = tuple(
        Word(text=word, start=Fraction(n), end=Fraction(n + 1))
        for n, word in enumerate(["Kaya", "بسعر", "49", "ريالا"])
    )
    page = Captions(language="ar", source="voice", cues=(Cue(words=words),))
    style = BIG.model_copy(update={"size": 0.12, "highlight": "box"})
    form = Lettering(page, *SIZE, style, "#e4572e")
    times = [n + Fraction(1, 2) for n in range(len(words))]
    frames = drawn(find_ffmpeg(), form.text(style), ground(0).repeat(len(words), axis=0), times, tmp_path)
    orange = [(frame.max(axis=2) > 150) & (frame.max(axis=2) - frame.min(axis=2).astype(int) > 90) for frame in frames]
    middles = [float(np.argwhere(seen)[:, 1].mean()) for seen in orange]
    assert middles == sorted(middles, reverse=True)
    assert middles[0] - middles[-1] > SIZE[0] / 4


@pytest.mark.parametrize("ffmpeg", FFMPEGS, ids=lambda path: path.name)
def test_emoji_are_drawn_as_emoji_not_as_boxes(ffmpeg: Path, tmp_path: Path) -> None:
    fire, heart = (picture(text, tmp_path, ffmpeg=ffmpeg)[..., 1] for text in ("🔥", "❤️"))
    assert (fire > 200).sum() > 100
    assert np.abs(fire.astype(int) - heart).max() > 200, "missing glyphs would look alike"


@pytest.mark.parametrize("text", ["aware now", "שלום עולם"], ids=["to the right", "to the left"])
@pytest.mark.parametrize("ffmpeg", FFMPEGS, ids=lambda path: path.name)
def test_a_plate_lies_under_its_word_with_round_corners_and_touches_no_other(
    text: str, ffmpeg: Path, tmp_path: Path
) -> None:
    """At once for all words of a caption, the last one has it."""
    style = CaptionStyle(size=0.2, position="middle", outline=0, accent="#ff0000", highlight="box")
    shown = picture(text, tmp_path, style, ffmpeg=ffmpeg).astype(int)
    red, white = shown[..., 0] > 150, shown[..., 1] > 150
    rows, columns = np.where(red & ~white)
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    assert not red[top, left]
    assert red[(top + bottom) // 2, left + 1]
    inside, clear = white[:, left:right], round(0.05 * 36)
    assert inside.any()
    for beside in (white[:, left - clear : left + clear], white[:, right - clear : right + clear]):
        assert not beside.any()
    assert white.any(axis=0)[left:right].sum() < white.any(axis=0).sum(), "the other word has none"


@pytest.mark.parametrize("ffmpeg", FFMPEGS, ids=lambda path: path.name)
def test_a_plate_of_joined_letters_reaches_no_further_than_its_margin(ffmpeg: Path, tmp_path: Path) -> None:
    style = CaptionStyle(size=0.2, position="middle", outline=0, accent="#ff0000", highlight="box")
    shown = picture("مرحبا بكم", tmp_path, style, ffmpeg=ffmpeg).astype(int)
    white = shown[..., 1] > 150
    edges = [np.where(one.any(axis=0))[0] for one in ((shown[..., 0] > 150) & ~white, white)]
    assert edges[1].min() - edges[0].min() == pytest.approx(style.margin * 36, abs=2)
    between = np.diff(edges[1]).max()
    assert between > style.margin * 36, "air to the next word"
    assert edges[0].max() < edges[1].max() - 36


def test_contrast_is_that_of_letters_and_what_is_round_them() -> None:
    letters = np.zeros((60, 60), np.uint8)
    letters[20:40, 28:32] = 255
    for level, wanted in ((0, 21), (0x77, 4.48), (255, 1)):
        frame = np.full((60, 60, 3), level, np.uint8)
        frame[letters > 0] = 255
        assert ratio_of(frame, letters, 20) == pytest.approx(wanted, abs=0.01)
    assert ratio_of(frame, np.zeros_like(letters), 20) is None


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("name", list(PRESETS))
def test_presets_reach_the_contrast_on_any_ground(name: str, level: int, tmp_path: Path) -> None:
    size = (540, 304)
    style = PRESETS[name].model_copy(update={"size": 0.12}).branded("#ffd54a")
    form = lettering("Quiet morning", style, size)
    done = drawn(find_ffmpeg(), form.text(style), ground(level, size), AT, tmp_path)
    [reading] = measured(find_ffmpeg(), form, done, AT, tmp_path)
    assert reading.enough, reading


def test_letters_without_an_outline_are_repaired_only_where_they_need_it(tmp_path: Path) -> None:
    bare = CaptionStyle(size=0.15, outline=0, position="middle")
    form = lettering("Quiet morning", bare)
    same, readings = repaired(find_ffmpeg(), form, ground(0), AT, tmp_path)
    assert same == bare
    assert readings[0].ratio > 15
    made, readings = repaired(find_ffmpeg(), form, ground(250), AT, tmp_path)
    assert made.outline > 0
    assert readings[0].enough


def test_a_timelines_lettering_is_measured_at_the_middles_of_its_cues() -> None:
    spot = timeline(captions=said("one two"), caption_accent="#112233", caption_style="ad")
    form = of_timeline(spot)
    assert form.style.accent == "#112233"
    assert moments(form.captions) == (Fraction(11, 10),)


def _cut(page: Any) -> Any:
    rows, columns = np.where(page > 100)
    return page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
