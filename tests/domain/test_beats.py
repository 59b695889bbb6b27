"""Sequences of beats fit any duration exactly."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.catalogue import load
from spotworks.domain.beats import Library, chunks, cut_to_voice, share

LIBRARY = Library.model_validate(load("beats"))
NEEDS = ("friction", "offer", "deadline", "proof", "contrast", "quote", "identity")
durations = st.fractions(min_value=3, max_value=1200, max_denominator=1001)
facts = st.frozensets(st.sampled_from(NEEDS))


def test_the_library_holds_the_fifteen_beats() -> None:
    assert {beat.name for beat in LIBRARY.beats} == {
        "hook", "problem", "agitate", "reveal", "demonstration", "benefit", "proof", "testimonial", "comparison",
        "offer", "urgency", "brand_moment", "lifestyle", "call_to_action", "end_card",
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(duration=durations, have=facts, variant=st.integers(0, 2**31), pace=st.sampled_from(["slow", "medium", "fast"]))
def test_any_duration_is_filled_exactly_by_at_most_forty_scenes(
    duration: Fraction, have: frozenset[str], variant: int, pace: str
) -> None:
    slots = LIBRARY.compose(duration, facts=have, variant=variant, pace=pace)
    assert sum(slot.duration for slot in slots) == duration
    assert all(slot.duration > 0 for slot in slots)
    assert 1 <= len(slots) <= 40
    assert slots[-1].beat.name == "end_card"
    assert slots[0].duration < 5, "the second picture comes while a viewer still decides"
    assert all(not slot.beat.needs or slot.beat.needs in have for slot in slots)


@settings(max_examples=60, deadline=None)
@given(duration=st.fractions(min_value=6, max_value=75, max_denominator=100), have=facts, variant=st.integers(0, 9))
def test_up_to_a_minute_every_beat_keeps_its_limits(duration: Fraction, have: frozenset[str], variant: int) -> None:
    for slot in LIBRARY.compose(duration, facts=have, variant=variant):
        shortest, _, longest = slot.beat.seconds
        assert shortest - Fraction(1, 10) <= slot.duration <= longest + Fraction(1, 10)


@pytest.mark.parametrize(
    ("seconds", "fewest", "most"), [(6, 2, 3), (15, 4, 5), (30, 6, 7), (60, 9, 12), (1200, 40, 40)]
)
@pytest.mark.parametrize("variant", range(4))
def test_the_usual_lengths_have_the_usual_number_of_scenes(seconds: int, fewest: int, most: int, variant: int) -> None:
    assert fewest <= len(LIBRARY.compose(Fraction(seconds), facts=frozenset(), variant=variant)) <= most


def test_variants_order_the_beats_differently() -> None:
    orders = {tuple(s.beat.name for s in LIBRARY.compose(Fraction(30), facts=frozenset(), variant=v)) for v in range(4)}
    assert len(orders) >= 3


def test_facts_bring_their_beats() -> None:
    slots = LIBRARY.compose(Fraction(60), facts=frozenset(NEEDS), variant=0)
    assert {"problem", "testimonial", "comparison", "brand_moment", "offer"} <= {slot.beat.name for slot in slots}


@settings(max_examples=80, deadline=None)
@given(duration=st.fractions(min_value=6, max_value=75, max_denominator=100), variant=st.integers(0, 9), data=st.data())
def test_the_cut_follows_the_voice_and_the_whole_stays_as_long(duration: Fraction, variant: int, data) -> None:
    slots = LIBRARY.compose(duration, facts=frozenset(), variant=variant)
    parts = st.fractions(min_value=0, max_value=Fraction(4, 5), max_denominator=20)
    speech = tuple(slot.duration * data.draw(parts) for slot in slots)
    cut = cut_to_voice(slots, speech)
    assert sum(slot.duration for slot in cut) == duration
    assert [slot.beat for slot in cut] == [slot.beat for slot in slots]
    assert all(said <= slot.duration * Fraction(4, 5) for said, slot in zip(speech, cut, strict=True))


def test_time_moves_to_those_that_say_more() -> None:
    slots = LIBRARY.compose(Fraction(15), facts=frozenset(), variant=0)
    speech = tuple(s.duration * (Fraction(4, 5) if n == 1 else Fraction(1, 2)) for n, s in enumerate(slots))
    cut = cut_to_voice(slots, speech)
    assert cut[1].duration > slots[1].duration


def test_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        LIBRARY.compose(Fraction(0), facts=frozenset(), variant=0)


@given(duration=durations)
def test_chunks_add_up_and_are_at_most_ten_seconds(duration: Fraction) -> None:
    parts = chunks(duration)
    assert sum(parts) == duration
    assert max(parts) <= 10


def test_shares_keep_the_proportions_when_nothing_fits() -> None:
    hook, end = LIBRARY.beat("hook"), LIBRARY.beat("end_card")
    assert sum(share((hook, end), Fraction(100))) == 100
    assert sum(share((hook, end), Fraction(1))) == 1
