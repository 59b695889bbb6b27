"""The likeliest path of letters through a recording."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.media.ctc import frames_of

A, B = 1, 2


def heard(said: str, sure: float = 0.9) -> np.ndarray:
    """Log probabilities for a letter a frame: "." for silence."""
    rows = [[sure if c == letter else (1 - sure) / 2 for letter in ".ab"] for c in said]
    return np.log(np.array(rows, np.float32))


@pytest.mark.parametrize(
    ("said", "tokens", "found"),
    [
        ("..aaa..bb.", [A, B], [(2, 5), (7, 9)]),
        ("ab", [A, B], [(0, 1), (1, 2)]),
        ("a.a", [A, A], [(0, 1), (2, 3)]),
        ("...a", [A], [(3, 4)]),
    ],
)
def test_letters_are_where_they_are_heard(said: str, tokens: list[int], found: list[tuple[int, int]]) -> None:
    assert frames_of(heard(said), tokens, 0) == found


def test_a_recording_too_short_for_its_letters_has_no_path() -> None:
    assert frames_of(heard("aa"), [A, A], 0) is None


@given(st.lists(st.sampled_from([A, B]), min_size=1, max_size=8), st.integers(0, 2**32 - 1), st.integers(16, 40))
def test_letters_come_in_order_each_for_one_frame_or_more(tokens: list[int], seed: int, frames: int) -> None:
    emission = np.random.default_rng(seed).normal(size=(frames, 3)).astype(np.float32)
    found = frames_of(emission, tokens, 0)
    assert found is not None
    assert all(0 <= start < end <= frames for start, end in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
