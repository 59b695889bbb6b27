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
