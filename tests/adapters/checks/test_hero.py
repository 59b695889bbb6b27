"""The photo in the picture: found as it is, stretched, and missing."""

import subprocess
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from spotworks.adapters.checks.checker import FfmpegChecker
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.quality import Exhibits, Hero
from spotworks.domain.research import Box
from spotworks.domain.timeline import Timeline
from tests.adapters.media.spots import clip, timeline

WIDTH, HEIGHT = 360, 640


def product(rich: bool) -> np.ndarray:
    """A photo with print on it, or one with nearly nothing: a bottle before a wall."""
    photo = np.full((300, 240, 3), (190, 200, 205), np.uint8)
    cv2.rectangle(photo, (70, 60), (170, 280), (60, 40, 30), -1)
    cv2.rectangle(photo, (100, 20), (140, 60), (60, 40, 30), -1)
    if rich:
        for row, text in enumerate(("Nordic", "roast", "No. 17", "250 g")):
            cv2.putText(photo, text, (76, 100 + 45 * row), cv2.FONT_HERSHEY_COMPLEX, 0.7, (220, 230, 240), 2)
    return photo


def video(folder: Path, photo: np.ndarray | None, size: tuple[int, int]) -> Path:
    """Half a second of noise-like ground, with the photo laid on it in that size."""
    ground = np.random.default_rng(3).integers(60, 190, (HEIGHT // 20, WIDTH // 20, 3), np.uint8)
    frame = cv2.resize(ground, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    if photo is not None:
        wide, tall = size
        frame[100 : 100 + tall, 40 : 40 + wide] = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(folder / "frame.png"), frame)
    out = folder / "hero.mp4"
    subprocess.run(
        [str(find_ffmpeg()), "-v", "error", "-nostdin", "-y", "-loop", "1", "-framerate", "30",
         "-i", str(folder / "frame.png"), "-frames:v", "15", "-c:v", "libx264", "-preset", "ultrafast",
         "-pix_fmt", "yuv420p", str(out)],
        check=True,
    )  # fmt: skip
    return out


def verdict(folder: Path, photo: np.ndarray, shown: Path) -> tuple[bool, str]:
    cv2.imwrite(str(folder / "photo.png"), photo)
    hero = Hero(path=folder / "photo.png", focus=Box(x=0.2, y=0.05, w=0.6, h=0.9), frames=(7,))
    spot: Timeline = timeline(clip("a.png", 0, 15), fps=Fraction(30), width=WIDTH, height=HEIGHT)
    report = FfmpegChecker().check(shown, spot, profile="standard", beside=Exhibits(heroes=(hero,)))
    [check] = [check for check in report.checks if check.name == "hero"]
    return check.passed, check.measured


def test_a_photo_in_its_own_proportions_is_found(tmp_path: Path) -> None:
    photo = product(rich=True)
    assert verdict(tmp_path, photo, video(tmp_path, photo, (264, 330))) == (True, "found in 1 of 1 scenes looked at")


def test_a_stretched_photo_is_found_out(tmp_path: Path) -> None:
    photo = product(rich=True)
    passed, measured = verdict(tmp_path, photo, video(tmp_path, photo, (264, 420)))
    assert not passed
    assert "stretched by 2" in measured
    assert "at 0.2 s" in measured


def test_a_photo_that_is_not_there_is_missed(tmp_path: Path) -> None:
    passed, measured = verdict(tmp_path, product(rich=True), video(tmp_path, None, (0, 0)))
    assert not passed
    assert "not seen" in measured


def test_a_photo_that_does_not_open_fails(tmp_path: Path) -> None:
    photo = product(rich=True)
    shown = video(tmp_path, photo, (264, 330))
    hero = Hero(path=tmp_path / "none.png", focus=Box(x=0, y=0, w=1, h=1), frames=(7,))
    spot = timeline(clip("a.png", 0, 15))
    report = FfmpegChecker().check(shown, spot, profile="standard", beside=Exhibits(heroes=(hero,)))
    [check] = [check for check in report.checks if check.name == "hero"]
    assert check.measured == "could not measure: the photo none.png does not open"


@pytest.mark.parametrize("shown", [True, False])
def test_a_photo_with_little_to_recognise_is_not_looked_for_and_that_is_said(tmp_path: Path, shown: bool) -> None:
    plain = product(rich=False)
    passed, measured = verdict(tmp_path, plain, video(tmp_path, plain if shown else None, (264, 330)))
    assert passed
    assert measured == "found in 0 of 0 scenes looked at; 1 photos too plain to look for"
