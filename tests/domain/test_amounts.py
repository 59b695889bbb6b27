"""Numbers by their value, however they are written."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.amounts import amounts_in, days_in
from tests.domain.truth import RULES

SAME = [
    ("now $89.00", "$89", "89 dollars", "eighty-nine dollars"),
    ("690 ₽", "690 рублей", "шестьсот девяносто рублей", "690 руб."),
    ("€1,299", "1 299 евро", "1299 euros", "1\u00a0299 €"),
    ("£49", "49 pounds"),
    ("20% off", "twenty percent", "скидка 20 процентов", "двадцать процентов"),
    ("1.5 kg", "1500 grams", "1,5 кг", "1 500 г"),
    ("36-hour battery", "36 hours", "36 часов"),
    ("90 minutes", "1.5 hours", "1,5 часа"),
    ("half price", "50% off", "за полцены"),
    ("24/7", "around the clock", "24 hours a day", "круглосуточно"),
    ("two hundred and forty grams", "240 g"),
    ("10k", "10,000", "ten thousand", "10 тысяч"),
    ("2 million", "2,000,000", "2 млн"),
    ("30 June", "June 30th", "30.06.2026", "30 июня", "2026-06-30"),
    ("the 2-year warranty", "two years", "два года", "24 months"),
]


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts[0])
def test_one_amount_is_the_same_in_all_its_forms(texts):
    first = [amounts_in(text, RULES)[0] for text in texts]
    assert all(one.same_as(other) for one, other in combinations(first, 2))


@pytest.mark.parametrize(
    ("one", "other"),
    [("$89", "€89"), ("20%", "20 km"), ("30 June", "30 July"), ("5 kg", "5 g"), ("15 минут", "15 часов")],
)
def test_another_unit_is_another_amount(one, other):
    assert not amounts_in(one, RULES)[0].same_as(amounts_in(other, RULES)[0])


@pytest.mark.parametrize("text", ["Two cups and nowhere to be", "One day is enough", "Одна минута", "Model X100", ""])
def test_a_figure_of_speech_or_a_name_is_no_amount(text):
    assert amounts_in(text, RULES) == ()


def test_a_source_may_count_without_a_unit():
    assert [str(a.value) for a in amounts_in("it carries two adults", RULES, loose=True)] == ["2"]


def test_a_year_is_no_weight_and_a_date_takes_its_digits():
    assert [(str(a.value), a.unit) for a in amounts_in("с 2019 г.", RULES)] == [("2019", "")]
    assert [(str(a.value), a.unit) for a in amounts_in("14 May 2027", RULES)] == [("514", "date"), ("2027", "")]
    assert days_in("31 February, 45 June", RULES)[0].day == 31


@given(number=st.integers(min_value=0, max_value=10**7), unit=st.sampled_from(["g", "%", "км", "₽", ""]))
def test_grouping_changes_no_number(number, unit):
    found = [
        amounts_in(f"{text} {unit}", RULES)[0]
        for text in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u202f"))
    ]
    assert {amount.value for amount in found} == {found[0].value}


@given(st.text(max_size=80))
def test_any_text_can_be_read(text):
    for amount in amounts_in(text, RULES):
        assert 0 <= amount.start < amount.end <= len(text)
