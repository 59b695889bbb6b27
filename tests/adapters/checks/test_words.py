"""Whether captions begin when words do, by the level of the speech band: 10 ms a value, in dB; and their letters."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from spotworks.adapters.checks.looking import Look, lettered_size
from spotworks.adapters.checks.words import MOST_DRIFT, caption_frames, drifts, lettered
from spotworks.adapters.media.contrast import drawn, of_timeline
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.sound import Word
from tests.adapters.media.spots import timeline

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


def test_letters_of_a_script_with_a_font_of_its_own_are_looked_for_in_that_font(tmp_path: Path) -> None:
    word = Word(text="น้ำร้อน", start=Fraction(0), end=Fraction(2))
    shown = Captions(language="th", source="voice", cues=(Cue(words=(word,)),))
    spot = timeline(captions=shown, caption_style="ad", burn_captions=True, length=60)
    [frame] = caption_frames(spot)
    width, height = lettered_size(spot.width, spot.height)
    look = Look(frame, 0.0, lettered=np.zeros((height, width), np.uint8), searched=None)
    [(_, _, letters)] = lettered(spot, [look], (spot.width, spot.height))
    form, black = of_timeline(spot), np.zeros((1, height, width, 3), np.uint8)
    at = [frame / spot.fps]
    assert form.beyond
    burned = drawn(find_ffmpeg(), form.text(form.style.letters_alone), black, at, tmp_path, None, form.beyond)
    assert np.array_equal(letters, burned[0, ..., 1])
