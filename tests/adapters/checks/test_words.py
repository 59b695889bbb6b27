"""Whether captions begin when words do, by the level of the speech band: 10 ms a value, in dB."""

import numpy as np
import numpy.typing as npt
import pytest

from spotworks.adapters.checks.words import MOST_DRIFT, drifts

SAID = [1.0, 4.0, 7.0, 10.0]  # seconds


def speech(at: list[float]) -> npt.NDArray[np.float32]:
    """ "It folds": a word of 60 ms, 180 ms of consonants as quiet as the music, then a loud one; at each moment."""
    level = np.full(1_300, 27, np.float32)
    for second in at:
        first = round(second * 100)
        level[first : first + 6] = 42
        level[first + 25 : first + 70] = 41
    return level


def test_a_short_word_before_a_loud_one_is_heard_in_time() -> None:
    assert [abs(drift) <= 0.02 for _, drift in drifts(SAID, speech(SAID))] == [True]


@pytest.mark.parametrize("late", [-0.5, 0.3, 0.5])
def test_captions_beside_the_voice_are_found(late: float) -> None:
    found = drifts(SAID, speech([second + late for second in SAID]))
    assert [abs(drift) >= MOST_DRIFT for _, drift in found] == [True]


@pytest.mark.parametrize("attack", [0, 4, 10])
def test_music_that_begins_with_the_video_is_no_word_that_comes_too_early(attack: int) -> None:
    level = np.full(300, 10, np.float32)
    level[attack:] = 38
    level[30:70] = 42  # the only word, no louder than that
    assert all(abs(drift) < MOST_DRIFT for _, drift in drifts([0.3], level))


def test_words_that_are_loud_at_once_or_after_a_moment_are_both_in_time() -> None:
    level = np.full(600, 27, np.float32)
    level[38:44], level[61:72] = 39, 43  # "Here is": loud after its h
    level[309:315], level[341:352] = 39, 43  # "It keeps": at once, and the next word as far from it as there
    assert all(abs(drift) < MOST_DRIFT for _, drift in drifts([0.29, 3.09], level))
