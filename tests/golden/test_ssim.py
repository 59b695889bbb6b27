"""The measure of likeness, against FFmpeg's own."""

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from spotworks.adapters.media.process import run
from spotworks.adapters.media.tools import find_ffmpeg
from tests.golden.ssim import likeness, ssim_map

PHOTO = Path(__file__).parents[2] / "samples/coffee.jpg"


def photo():
    return cv2.cvtColor(cv2.resize(cv2.imread(str(PHOTO)), (320, 240), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)


def noisy(picture):
    noise = np.random.default_rng(1).normal(0, 12, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def moved(picture):
    return np.roll(picture, 2, axis=1)


def darker(picture):
    return (picture * 0.7).astype(np.uint8)


@pytest.mark.parametrize("change", [noisy, moved, darker])
def test_it_says_what_ffmpegs_filter_says(change, tmp_path):
    planes = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (photo(), change(photo()))]
    inputs = []
    for number, plane in enumerate(planes):
        plane.tofile(tmp_path / f"{number}.raw")
        inputs += ["-f", "rawvideo", "-pix_fmt", "gray", "-s", "320x240", "-i", str(tmp_path / f"{number}.raw")]
    log = run(
        [str(find_ffmpeg()), "-hide_banner", "-nostdin", *inputs, "-lavfi", "ssim", "-f", "null", "-"], wall_seconds=30
    )
    theirs = float(re.search(r"SSIM Y:([\d.]+)", log)[1])
    assert 0.05 < theirs < 0.98
    assert float(ssim_map(*planes).mean()) == pytest.approx(theirs, abs=0.005)


def test_equal_pictures_are_one_everywhere():
    found = likeness(photo(), photo())
    assert found.mean == pytest.approx(1)
    assert found.worst == pytest.approx(1)


def test_a_small_change_is_seen_where_it_is_though_the_whole_hardly_changes():
    changed = photo()
    changed[100:116, 100:116] = 255 - changed[100:116, 100:116]
    found = likeness(photo(), changed)
    assert found.mean > 0.98
    assert found.worst < 0.6


def test_a_change_of_colour_alone_is_seen():
    grey, tinted = np.full((64, 64, 3), 128, np.uint8), np.full((64, 64, 3), 128, np.uint8)
    tinted[20:44, 20:44] = (168, 108, 128)  # of the same luma
    assert likeness(grey, tinted).mean > 0.99
    assert likeness(grey, tinted).worst < 0.9
