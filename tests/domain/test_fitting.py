"""A prompt as long as a model takes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.fitting import shortened
from tests.fakes.rows import MODELS

SENTENCES = "Steam rises from a cup. The camera moves in. Light falls through a window."


@pytest.mark.parametrize(
    ("prompt", "most", "kept"),
    [
        (SENTENCES, 200, SENTENCES), (SENTENCES, 45, "Steam rises from a cup. The camera moves in."),
        (SENTENCES, 30, "Steam rises from a cup."), (SENTENCES, 22, "Steam rises from a"), (SENTENCES, 3, "Ste"),
        ("☕🙂 hot. Cold.", 10, "☕🙂 hot."), ("🙂🙂🙂", 4, "🙂🙂"), ("🙂🙂🙂", 5, "🙂🙂"),
    ],
)  # fmt: skip
def test_it_ends_at_a_sentence_or_at_a_word(prompt, most, kept):
    assert shortened(prompt, most) == kept


@given(st.text(), st.integers(1, 60))
def test_it_never_exceeds_what_the_vendor_counts(prompt, most):
    kept = shortened(prompt, most)
    assert len(kept.encode("utf-16-le")) // 2 <= most or not prompt
    assert " ".join(prompt.split()).startswith(" ".join(kept.split()))


@pytest.mark.parametrize("most", sorted({model.prompt_max for model in MODELS.values()}))
def test_every_limit_of_the_catalogue_leaves_whole_sentences(most):
    kept = shortened(f"{SENTENCES} " * (most // 70 + 2), most)
    assert most - 80 < len(kept) <= most
    assert kept.endswith(".")
