"""How a scene's time is cut into clips."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.model import Model, chunks_for

LENGTHS = st.lists(st.integers(1, 20), min_size=1, max_size=4)


def model(*durations: int) -> Model:
    return Model(id="m", provider="v", name="m", makes=("clip",), durations=durations)


def paid(parts, lengths):
    """Seconds that are paid for: the shortest clip that holds each part."""
    return sum(min(length for length in lengths if length >= part) for part in parts)


@given(st.fractions(min_value=Fraction(1, 10), max_value=60, max_denominator=100), LENGTHS)
def test_parts_add_up_exactly_and_each_is_one_the_model_makes(duration, lengths):
    parts = chunks_for(duration, model(*lengths))
    assert sum(parts) == duration
    assert all(0 < part <= max(lengths) for part in parts)


@given(st.integers(1, 40), LENGTHS)
def test_no_other_way_pays_for_fewer_seconds(duration, lengths):
    best = [0]
    for seconds in range(1, duration + 1):
        best.append(min(best[max(0, seconds - length)] + length for length in lengths))
    assert paid(chunks_for(Fraction(duration), model(*lengths)), lengths) <= best[duration]


CASES = {
    "one clip where one is long enough": (7, (5, 10), (7,)),
    "the shorter clip where it is enough": (4, (5, 10), (4,)),
    "no mere tail": (12, (5, 10), (8, 4)),
    "as long as the model's own": (20, (5, 10), (10, 10)),
    "a model of one length": (9, (4,), (3, 3, 3)),
}


@pytest.mark.parametrize(("duration", "lengths", "parts"), CASES.values(), ids=CASES)
def test_a_scene_is_cut(duration, lengths, parts):
    assert chunks_for(Fraction(duration), model(*lengths)) == tuple(map(Fraction, parts))


def test_a_model_that_takes_any_length_gets_equal_parts_of_ten_seconds_at_most():
    assert chunks_for(Fraction(25), model()) == (Fraction(25, 3),) * 3
