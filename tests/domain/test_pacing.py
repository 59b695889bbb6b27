"""Times for a script that has none."""

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.captions import Span
from spotworks.domain.pacing import language_of, paced

texts = st.lists(st.sampled_from(["a", "morning", "кофе,", "go.", "24/7", "—", "שלום", "🔥", "the"]), max_size=40)


@st.composite
def stretches(draw: st.DrawFn) -> list[Span]:
    edges = sorted(draw(st.sets(st.integers(0, 3_000), max_size=16)))
    return [Span(start=Fraction(a, 100), end=Fraction(b, 100)) for a, b in zip(edges[0::2], edges[1::2], strict=False)]


@given(texts, stretches())
def test_every_word_gets_a_time_in_order_within_the_speech(words: list[str], speech: list[Span]) -> None:
    made = paced(" ".join(words), speech, Fraction(30))
    assert " ".join(word.text for word in made) == " ".join(words)
    assert all(word.start <= word.end for word in made)
    assert all(a.end <= b.start for a, b in itertools.pairwise(made))
    spans = speech or [Span(start=Fraction(0), end=Fraction(30))]
    assert all(any(span.start <= word.start and word.end <= span.end for span in spans) for word in made)


def test_sentences_begin_where_a_pause_ends() -> None:
    speech = [Span(start=Fraction(1), end=Fraction(3)), Span(start=Fraction(4), end=Fraction(5))]
    made = paced("We open at eight every morning. Come in.", speech, Fraction(6))
    assert [word.start for word in made if word.text in {"We", "Come"}] == [1, 4]


def test_longer_words_take_longer() -> None:
    word, longer = paced("a considerably", [Span(start=Fraction(0), end=Fraction(1))], Fraction(1))
    assert longer.end - longer.start > 3 * (word.end - word.start)


def test_the_language_is_told_by_the_letters() -> None:
    assert [language_of(text) for text in ("Good coffee", "Хороший кофе от Roast", "קפה טוב", "قهوة جيدة", "123")] == [
        "en", "ru", "he", "ar", "en"
    ]  # fmt: skip
