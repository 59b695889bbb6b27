"""What is kept of frames in full size, and which are looked at."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.checks.looking import LEVELS, MOST, Wanted, chosen, lettered_size, look

FRAMES = st.integers(1, 40_000)


@given(frames=FRAMES, step=st.integers(1, 100), asked=st.sets(st.integers(0, 50_000), max_size=60))
def test_a_film_of_any_length_is_looked_at_in_few_frames_that_it_has(frames: int, step: int, asked: set[int]) -> None:
    wanted = chosen(frames, step, asked, ())
    assert 1 <= len(wanted.frames) <= MOST
    assert list(wanted.frames) == sorted(set(wanted.frames))
    assert 0 <= wanted.frames[0] <= wanted.frames[-1] < frames


def test_frames_that_are_asked_for_come_before_others() -> None:
    captions, photos = {10, 8_000}, {17_999, 20_000}
    assert {10, 8_000, 17_999} <= set(chosen(18_000, 45, captions, photos).frames)


def picture(width: int = 1080, height: int = 1920) -> tuple[npt.NDArray[np.uint8], ...]:
    sizes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
    random = np.random.default_rng(5)
    return tuple(random.integers(100, 150, size, np.uint8) for size in sizes)


def test_of_a_frame_only_small_pictures_are_kept_and_only_those_that_are_asked_for() -> None:
    luma, blue, red = picture()
    other, captions, photo = (look(frame, (luma, blue, red), Wanted((1, 2, 3), {2}, {3})) for frame in (1, 2, 3))
    assert (other.lettered, other.searched) == (None, None)
    assert captions.searched is None
    assert photo.lettered is None
    assert captions.lettered is not None
    assert photo.searched is not None
    assert captions.lettered.shape == lettered_size(1080, 1920)[::-1] == (960, 540)
    for kept in (captions.lettered, photo.searched):
        assert kept.base is None  # a view would keep the whole frame
        assert kept.nbytes <= luma.nbytes // 4


@pytest.mark.parametrize("share", [0.0, 0.004, 0.3])
def test_the_share_out_of_levels_is_that_of_the_whole_frame(share: float) -> None:
    luma, blue, red = picture(360, 642)
    luma[: round(642 * share)] = LEVELS[1] + 5
    small = cv2.resize(luma, (180, 321), interpolation=cv2.INTER_AREA)
    expected = max((luma > LEVELS[1]).mean(), (small > LEVELS[1]).mean())
    assert look(0, (luma, blue, red), Wanted((0,))).out == pytest.approx(expected, abs=0.002)


def test_what_lasts_a_pixel_at_an_edge_is_no_level() -> None:
    luma, blue, red = picture(360, 642)
    luma[:], blue[:], red[:] = 128, 128, 128
    blue[:, ::8] = 255
    assert look(0, (luma, blue, red), Wanted((0,))).out == 0
    blue[:, ::4] = blue[:, 1::4] = 255
    assert look(0, (luma, blue, red), Wanted((0,))).out > 0.4
