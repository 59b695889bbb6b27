"""Whether captions begin when words do: a voice alone, and the same among other sound."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from spotworks.adapters.checks.hearing import levels, thinned
from spotworks.adapters.checks.timing import MOST_DRIFT, drifts, onsets, voice_alone
from spotworks.adapters.media.bs1770 import RATE
from spotworks.domain.timeline import SoundClip
from tests.adapters.media.spots import captions, clip, timeline, tone

SAID = [1.0, 4.0, 7.0]  # seconds
Sound = npt.NDArray[np.float64]


def voice(at: list[float], seconds: float = 10, words: int = 3) -> Sound:
    """Words of 250 ms with 100 ms between them, from each moment on; no two sound the same."""
    noise = np.random.default_rng(5).normal(0, 0.1, round(seconds * RATE))
    speaks = np.zeros(noise.size)
    for second in at:
        for word in range(words):
            first = round((second + 0.35 * word) * RATE)
            speaks[first : first + RATE // 4] = 1
    return noise * speaks


def music(seconds: float = 10) -> Sound:
    """Louder than the voice, with a beat each half second."""
    at = np.arange(round(seconds * RATE)) / RATE
    return 0.3 * np.sin(2 * np.pi * 220 * at) * np.exp(-4 * (at % 0.5)) + 0.1 * np.sin(2 * np.pi * 70 * at)


def found(said: list[float], alone: Sound, heard: Sound) -> list[float | None]:
    return [drift for _, drift in drifts(said, thinned(alone), levels(alone), thinned(heard))]


def later(sound: Sound, seconds: float) -> Sound:
    return np.roll(sound, round(seconds * RATE))


def test_captions_in_time_are_so_under_music_that_is_louder_than_the_voice() -> None:
    alone = voice(SAID)
    assert found(SAID, alone, alone + music()) == pytest.approx([0, 0, 0], abs=0.02)


def test_an_effect_that_ends_in_the_first_word_takes_nothing_from_it() -> None:
    alone, effect = voice([1.6], 3, words=2), np.zeros(3 * RATE)
    effect[round(1.17 * RATE) : round(1.7 * RATE)] = np.random.default_rng(1).normal(0, 0.2, round(0.53 * RATE))
    assert found([1.6], alone, alone + effect) == pytest.approx([0], abs=0.02)


@pytest.mark.parametrize("late", [-0.5, -0.25, 0.25, 0.5])
def test_sound_that_comes_before_or_after_its_picture_is_found_to_the_centisecond(late: float) -> None:
    alone = voice(SAID)
    assert found(SAID, alone, later(alone, late) + music()) == pytest.approx([late] * 3, abs=0.02)


@pytest.mark.parametrize("late", [-0.5, -0.25, 0.25, 0.5])
def test_captions_that_say_another_moment_are_off_by_it_even_where_an_inner_word_is_near(late: float) -> None:
    alone = voice(SAID)
    drift = found([second - late for second in SAID], alone, alone + music())
    assert drift == pytest.approx([late] * 3, abs=0.02)
    assert all(abs(each or 0) >= MOST_DRIFT for each in drift)


def test_a_voice_that_is_missing_in_the_sound_or_silent_where_it_should_speak_has_no_time() -> None:
    assert found(SAID, voice(SAID), music()) == [None] * 3
    assert found([2.9], voice(SAID), voice(SAID)) == [None]


def test_a_pause_that_is_shorter_than_captions_have_it_is_one_all_the_same() -> None:
    alone = voice([1.0, 2.5])  # words at 1.35 and 1.7, after 100 ms
    assert found([1.0, 1.7, 2.5], alone, alone + music()) == pytest.approx([0, 0, 0], abs=0.02)


def test_a_phrase_at_either_end_of_the_sound_is_known() -> None:
    alone = voice([0.0, 9.3], words=2)
    assert found([0.0, 9.3], alone, alone) == pytest.approx([0, 0], abs=0.02)


def test_onsets_are_words_after_a_pause() -> None:
    said = captions("One two", start=0.5, step=0.35)
    assert onsets(said) == [0.5]
    assert onsets(captions("One two", start=0.5, step=2.0)) == [0.5, 2.5]
    assert onsets(said.model_copy(update={"cues": ()})) == []


def test_the_voice_alone_lies_where_the_timeline_has_it(tmp_path: Path) -> None:
    tone(tmp_path / "voice.wav", 1.0, 300, channels=1)
    spot = timeline(
        clip("a.png", 0, 360), voice=(SoundClip(key="voice.wav", start=210, length=1),), length=360
    )  # fmt: skip
    thin, level = voice_alone(spot, tmp_path)
    assert (thin.size, level.size) == (12 * 4000, 12 * 100)
    heard = np.flatnonzero(level > level.max() - 20)
    assert (heard[0], heard[-1]) == (pytest.approx(700, abs=1), pytest.approx(800, abs=1))
