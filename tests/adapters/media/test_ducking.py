"""How far music steps back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.adapters.media.ducking import HOP, ducked, gains, levels, speaking
from spotworks.adapters.media.sounds import RATE


def voice(*spoken: tuple[float, float], seconds: float = 10.0) -> np.ndarray:
    """A level per hop: 0.1 while somebody speaks, room tone between."""
    level = np.full(round(seconds * 100), 0.0005, np.float32)
    for first, last in spoken:
        level[round(first * 100) : round(last * 100)] = 0.1
    return level


def test_music_is_down_before_the_first_sound_and_back_after_the_last() -> None:
    curve = ducked(voice((3, 5)))
    assert curve[280] == 0 < curve[290] < 1
    assert np.all(curve[300:520] == pytest.approx(1))
    assert curve[640] == 0


def test_it_stays_down_between_words_and_between_near_lines() -> None:
    words = voice((2, 2.3), (2.5, 2.9), (3.3, 3.6), (4.4, 5))
    assert np.all(ducked(words)[200:500] == pytest.approx(1))


def test_it_comes_back_in_a_long_pause() -> None:
    assert ducked(voice((1, 2), (6, 7)))[400] == 0


def test_room_tone_is_no_speech_and_silence_neither() -> None:
    assert not speaking(np.zeros(100, np.float32)).any()
    assert speaking(voice((3, 5))).sum() == 200


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0.05, 1)), max_size=6))
@settings(max_examples=40, deadline=None)
def test_it_never_jumps(lines: list[tuple[float, float]]) -> None:
    curve = ducked(voice(*((at, at + length) for at, length in lines)))
    assert np.abs(np.diff(curve)).max(initial=0) <= 0.11  # of 9 dB in 10 ms
    assert curve.min() >= 0
    assert curve.max() <= 1


def test_a_curve_in_hops_becomes_one_in_samples_however_it_is_cut() -> None:
    curve = ducked(voice((1, 2), seconds=4))
    whole = gains(curve, 9, 0, 4 * RATE)
    assert np.allclose(np.concatenate([gains(curve, 9, at, RATE) for at in range(0, 4 * RATE, RATE)]), whole)
    assert 20 * np.log10(whole.min()) == pytest.approx(-9, abs=0.01)
    assert whole.max() == 1


def test_levels_are_of_both_channels() -> None:
    x = np.zeros((2, 2 * HOP + 10), np.float32)
    x[0, :HOP] = 0.2
    assert levels(x) == pytest.approx([0.2 / 2**0.5, 0, 0])
