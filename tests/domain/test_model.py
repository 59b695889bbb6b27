"""How a scene's time is cut into clips, and what those cost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.model import Model, Price, chunks_for, clip_price, has_sound

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


DEARER, SAME = {False: "0.1", True: "0.2"}, {None: "0.1"}


@pytest.mark.parametrize(
    ("audio", "rates", "asked", "sounds", "price"),
    [
        ("optional", DEARER, "no", False, "0.4"),
        ("optional", DEARER, "yes", True, "0.8"),
        ("optional", DEARER, "auto", False, "0.4"),
        ("optional", SAME, "auto", True, "0.4"),
        ("always", {True: "0.2"}, "no", True, "0.8"),
        ("no", SAME, "yes", False, "0.4"),
    ],
)
def test_a_sound_is_paid_for_where_it_is_asked_for_and_taken_where_it_is_free(audio, rates, asked, sounds, price):
    prices = tuple(Price(usd=Decimal(usd), unit="second", sound=sound) for sound, usd in rates.items())
    maker = model(4).model_copy(update={"native_audio": audio, "prices": prices})
    assert has_sound(maker, asked) == sounds
    assert clip_price(maker, Fraction(4), asked) == Decimal(price)
