"""The different pictures of an ASS text."""

import re
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.caption_styles import PRESETS
from spotworks.domain.subtitles import ass
from spotworks.domain.subtitles.looks import looks
from tests.adapters.media.spots import captions

FPS = Fraction(30)
LINE = re.compile(r"Dialogue: \d+,(\d+):(\d\d):(\d\d\.\d\d),(\d+):(\d\d):(\d\d\.\d\d),")


def text(style: str = "shorts", said: str = "A quiet morning needs good coffee") -> str:
    return ass(captions(said, step=0.4), 1080, 1920, style, "#ffd54a")


def spans(found: str) -> list[tuple[float, float]]:
    times = [[float(part) for part in match.groups()] for match in LINE.finditer(found)]
    return [(h * 3600 + m * 60 + s, h2 * 3600 + m2 * 60 + s2) for h, m, s, h2, m2, s2 in times]


def test_frames_that_show_the_same_letters_share_a_look() -> None:
    found = looks(text(), FPS, range(90))
    assert found.count < 30
    assert found.of_frame[0] is None, "nobody has said anything yet"
    assert found.of_frame[40] == found.of_frame[41]


def test_a_filling_word_looks_different_in_every_frame() -> None:
    found = looks(text("karaoke"), FPS, range(30, 40))
    assert len(set(found.of_frame)) == 10


def test_nothing_is_drawn_for_frames_without_captions() -> None:
    assert looks(text(), FPS, range(3)).count == 0
    assert looks(text(), FPS, range(2000, 2100)).of_frame == (None,) * 100


@given(style=st.sampled_from(sorted(PRESETS)), first=st.integers(0, 60), length=st.integers(1, 60))
def test_looks_come_in_the_order_of_their_frames_and_never_two_at_once(style: str, first: int, length: int) -> None:
    found = looks(text(style), FPS, range(first, first + length))
    order = [look for look in found.of_frame if look is not None]
    assert all(0 <= b - a <= 1 for a, b in pairwise(order))
    for look in range(found.count):
        at = (look + 1) * found.apart
        assert any(start <= at < end for start, end in spans(found.text))
    for start, end in spans(found.text):
        assert sum(start <= (look + 1) * found.apart < end for look in range(found.count)) == 1
