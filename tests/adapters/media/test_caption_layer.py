"""Captions as bitmaps: the same letters as libass draws into the picture itself, whoever composes which frames."""

import contextlib
import os
import signal
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil
import pytest

from spotworks.adapters.media.caption_layer import CaptionLayer, lettered
from spotworks.adapters.media.compositor import Compositor
from spotworks.adapters.media.contrast import drawn, of_timeline
from spotworks.adapters.media.planes import Planes, empty
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.caption_styles import PRESETS, CaptionStyle
from spotworks.domain.legibility import sure
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed, RenderInterrupted
from tests.adapters.media.spots import captions, clip, timeline

DEBIAN = Path("/usr/bin/ffmpeg")
FFMPEGS = [find_ffmpeg(), *([DEBIAN] if DEBIAN.exists() else [])]
SIZE = (540, 960)


def spot(style: str | CaptionStyle, said: str = "A quiet morning needs good coffee", language: str = "en") -> Timeline:
    made = timeline(captions=captions(said, language, step=0.4), caption_style=style, caption_accent="#e4572e")
    return made.model_copy(update={"width": SIZE[0], "height": SIZE[1], "length": 90})


def composed(made: Timeline, frames: range, folder: Path, ffmpeg: Path, size: tuple[int, int] = SIZE) -> dict[int, Any]:
    """RGB of each frame, on middle grey."""
    shown = planes_of(made, frames, folder, ffmpeg, size)
    return {
        number: cv2.cvtColor(
            np.concatenate([plane.ravel() for plane in planes]).reshape(size[1] * 3 // 2, size[0]),
            cv2.COLOR_YUV2RGB_I420,
        ).astype(int)
        for number, planes in shown.items()
    }  # fmt: skip


def planes_of(made: Timeline, frames: range, folder: Path, ffmpeg: Path, size: tuple[int, int]) -> dict[int, Planes]:
    letters = lettered(made, size, folder)
    assert letters is not None
    found = {}
    with contextlib.closing(CaptionLayer(letters, frames, ffmpeg)) as layer:
        for number in frames:
            into = empty(*size)
            for plane, grey in zip(into, (126, 128, 128), strict=True):
                plane[:] = grey
            bitmap = layer.at(number)
            if bitmap is not None:
                bitmap.draw(into)
            found[number] = into
    return found


def by_libass(made: Timeline, at: Fraction, folder: Path) -> Any:
    """The same moment, drawn by libass into a picture of the whole frame."""
    form = of_timeline(made)
    text = form.text(sure(form.style, form.em))
    grey = np.full((1, SIZE[1], SIZE[0], 3), 128, np.uint8)
    return drawn(find_ffmpeg(), text, grey, (at,), folder)[0].astype(int)


def all_of(layer: CaptionLayer, frames: range) -> list[Any]:
    return [layer.at(number) for number in frames]


def luma(picture: Any) -> Any:
    return picture @ np.array([0.299, 0.587, 0.114])


@pytest.mark.parametrize("ffmpeg", FFMPEGS, ids=lambda path: path.name)
@pytest.mark.parametrize("style", [*PRESETS, CaptionStyle(position="top"), CaptionStyle(position="middle", box=0.6)])
def test_every_style_shows_what_libass_draws_into_a_frame(
    style: str | CaptionStyle, ffmpeg: Path, tmp_path: Path
) -> None:
    made = spot(style)
    [ours] = composed(made, range(45, 46), tmp_path, ffmpeg).values()
    wanted = by_libass(made, Fraction(45, 30), tmp_path)
    off = np.abs(luma(ours) - luma(wanted))
    assert (np.abs(luma(wanted) - 128) > 60).sum() > 500, "there is something to compare"
    assert off.mean() < 1.0
    assert (off > 40).mean() < 0.002


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("שלום עולם בוקר טוב", "he"),
        ("مرحبا بكم في المقهى", "ar"),
        ("Ёлка й Ё", "ru"),
        ("ठंडी कॉफ़ी में ही", "hi"),
        ("น้ำร้อนที่นี่ ทุกวันนี้", "th"),
    ],
)
def test_tall_scripts_are_not_cut_by_the_band_that_is_drawn(said: str, language: str, tmp_path: Path) -> None:
    made = spot("shorts", said, language)
    [ours] = composed(made, range(45, 46), tmp_path, find_ffmpeg()).values()
    assert np.abs(luma(ours) - luma(by_libass(made, Fraction(45, 30), tmp_path))).mean() < 1.0


def test_a_small_preview_shows_the_same_lines_in_the_same_place(tmp_path: Path) -> None:
    made = spot("shorts")
    small = composed(made, range(45, 46), tmp_path, find_ffmpeg(), (180, 320))[45]
    large = by_libass(made, Fraction(45, 30), tmp_path).astype(np.uint8)
    large = cv2.resize(large, (180, 320), interpolation=cv2.INTER_AREA).astype(int)
    assert np.corrcoef(luma(small).ravel(), luma(large).ravel())[0, 1] > 0.97


def test_segments_show_what_the_whole_shows(tmp_path: Path) -> None:
    made = spot("shorts")
    whole = composed(made, range(90), tmp_path, find_ffmpeg())
    parts = composed(made, range(37), tmp_path, find_ffmpeg()) | composed(made, range(37, 90), tmp_path, find_ffmpeg())
    assert all((whole[number] == parts[number]).all() for number in whole)


def test_captions_whose_ffmpeg_is_killed_end_the_render_and_leave_no_process(tmp_path: Path) -> None:
    letters = lettered(spot("karaoke"), SIZE, tmp_path)
    assert letters is not None
    before = set(psutil.Process().children())
    with contextlib.closing(CaptionLayer(letters, range(90), find_ffmpeg())) as layer:
        [child] = set(psutil.Process().children()) - before
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises((RenderInterrupted, RenderFailed)):
            all_of(layer, range(90))
    assert not child.is_running()


def test_captions_that_nobody_asked_for_to_the_end_leave_no_process(tmp_path: Path) -> None:
    letters = lettered(spot("karaoke"), SIZE, tmp_path)
    assert letters is not None
    before = set(psutil.Process().children())
    with contextlib.closing(CaptionLayer(letters, range(90), find_ffmpeg())) as layer:
        layer.at(20)
    assert set(psutil.Process().children()) == before


def test_captions_leave_no_process_where_what_would_show_them_fails(tmp_path: Path) -> None:
    made = spot("karaoke").model_copy(update={"picture": (clip("lacking.png", 0, 90),)})
    before = set(psutil.Process().children())
    with contextlib.closing(Compositor(made, tmp_path, SIZE)) as compositor:
        compositor.caption(lettered(made, SIZE, tmp_path), range(90), find_ffmpeg())
        assert set(psutil.Process().children()) - before
        with pytest.raises(RenderFailed):
            compositor.frame(0)
    assert set(psutil.Process().children()) == before


@pytest.mark.parametrize("ffmpeg", FFMPEGS, ids=lambda path: path.name)
def test_a_brand_colour_is_that_colour_in_the_video(ffmpeg: Path, tmp_path: Path) -> None:
    """In YUV as BT.709 has it."""
    made = spot(CaptionStyle(color="#e4572e", size=0.25, position="middle", highlight="none"), "████")
    [planes] = planes_of(made, range(20, 21), tmp_path, ffmpeg, SIZE).values()
    found = np.array([planes.y[480, 270], planes.u[240, 135], planes.v[240, 135]], int)
    assert np.abs(found - [114, 96, 192]).max() <= 2
