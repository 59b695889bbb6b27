"""Letters of captions, as they should stand in the picture."""

from fractions import Fraction
from pathlib import Path

import numpy as np

from spotworks.adapters.checks.looking import Look, lettered_size
from spotworks.adapters.checks.words import caption_frames, lettered
from spotworks.adapters.media.contrast import drawn, of_timeline
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.sound import Word
from tests.adapters.media.spots import timeline


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
