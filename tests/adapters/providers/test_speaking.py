"""Times of words from whatever a vendor tells, and what a line costs."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.providers.speaking import priced, words_of
from spotworks.domain.model import Model

WORD = st.text(st.characters(categories=["L", "N"], exclude_characters="ŉ"), min_size=1, max_size=6)
TOKEN = st.tuples(WORD, st.sampled_from(["", ",", ".", "!", "…"])).map("".join)


@given(tokens=st.lists(TOKEN, min_size=1, max_size=6), cuts=st.data())
def test_words_get_their_times_however_the_vendor_parts_them(tokens, cuts):
    """By characters, by parts of words, by several words at once; with or without blanks and marks."""
    text = " ".join(tokens)
    at = sorted(cuts.draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=8)) | {0, len(text)})
    spans = [(text[a:b], a / 10, b / 10) for a, b in pairwise(at)]
    words = words_of(text, spans)
    assert [word.text for word in words] == tokens
    assert all(Fraction(0) <= word.start <= word.end <= len(text) / Fraction(10) for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))


@pytest.mark.parametrize(
    "spans",
    [
        [], [("Hi", 0, 1)], [("Hi", 0, 1), ("you", 1, 2)], [("Hi there all", 0, 1)], [("Hi", 0, 1), ("there", 1, None)],
        [("Hi", 0, 1), ("there", float("nan"), 2)], [("Hi", -1, 1), ("there", 1, 2)], [("Hi", "0", 1), ("there", 1, 2)],
        [("Hi", 0, 10**400), ("there", 1, 2)],
    ],
)  # fmt: skip
def test_times_of_something_else_are_no_times(spans):
    assert words_of("Hi there!", spans) == ()


def test_times_that_run_backwards_are_put_in_order():
    words = words_of("one two three", [("one", 1, 2), ("two", 0.5, 0.7), ("three", 1.5, 3)])
    assert [(word.start, word.end) for word in words] == [(1, 2), (2, 2), (2, 3)]


def test_letters_are_letters_however_they_are_coded():
    assert [word.text for word in words_of("Ёлка straße", [("е\u0308лка", 0, 1), ("STRASSE", 1, 2)])] == [
        "Ёлка",
        "straße",
    ]


def test_a_model_is_charged_by_all_its_units():
    of = Model(
        id="m", provider="p", name="M", makes=("voice",),
        prices=[{"usd": "0.5", "unit": "token in"}, {"usd": "2", "unit": "token out"}, {"usd": "9", "unit": "song"}],
    )  # fmt: skip
    assert priced(of, token_in=2, token_out=3, character=100) == Decimal(7)
    assert priced(of, character=100) == 0
