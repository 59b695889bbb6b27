"""Whatever fails, what was paid is told to the cent, and nothing is asked for twice."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.adapters.providers.lifetime import left, living, patience
from spotworks.adapters.sounding.buying import bought
from spotworks.errors import CreditGone, OutcomeUnknown, ProviderThrottled

OUTCOMES = st.lists(st.sampled_from([None, None, None, ProviderThrottled, CreditGone, OutcomeUnknown]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(outcomes=OUTCOMES, lost=st.integers(0, 3))
def test_what_was_spent_is_what_was_asked_for(outcomes, lost):
    asked = []

    def buy(number):
        asked.append(number)
        if outcomes[number] is None:
            return SimpleNamespace(cost_usd=Decimal("0.01"))
        error = outcomes[number]("?")
        error.spent = lost * Decimal("0.03")
        raise error

    wanted = [*range(len(outcomes)), *range(len(outcomes))]
    if not any(outcomes):
        assert [*bought(wanted, buy)] == [*range(len(outcomes))]
    else:
        with pytest.raises((ProviderThrottled, CreditGone, OutcomeUnknown)) as caught:
            bought(wanted, buy)
        failed = [outcomes[number] for number in asked if outcomes[number]]
        paid = (len(asked) - len(failed)) * Decimal("0.01") + len(failed) * lost * Decimal("0.03")
        assert caught.value.spent == paid
        assert caught.type is min(failed, key=[OutcomeUnknown, CreditGone, ProviderThrottled].index)
    assert len(asked) == len(set(asked))


def test_a_defect_is_not_taken_for_a_failure_of_the_vendor():
    def buy(number):
        raise (ValueError if number else OutcomeUnknown)("?")

    with pytest.raises((ValueError, OutcomeUnknown)) as caught:
        bought([1], buy)
    assert caught.type is ValueError


def test_each_call_knows_how_long_we_live_although_it_is_made_in_a_thread():
    with living(100, most=7):
        seen = bought([1, 2], lambda _: SimpleNamespace(cost_usd=Decimal(0), left=left(), most=patience(30)))
    assert {one.most for one in seen.values()} == {7}
    assert all(80 < one.left <= 90 for one in seen.values())
