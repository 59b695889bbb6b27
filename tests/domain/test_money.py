"""What our own machines cost, and how a budget is shared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.money import compute_cost, render_cost, share, worth_machines
from tests.domain.strategies import briefs
from tests.fakes.plans import make_brief


@given(st.floats(0, 1e6))
def test_compute_is_rounded_up_to_a_millionth(seconds):
    cost = compute_cost(seconds)
    assert cost == cost.quantize(Decimal("0.000001"))
    assert cost >= Decimal(str(seconds)) * Decimal("0.0000137")


def test_an_hour_of_a_cpu_costs_what_aws_says():
    assert compute_cost(3600) == Decimal("0.049370")
    assert compute_cost(0) == 0


@pytest.mark.parametrize(("less", "more"), [("draft", "standard"), ("standard", "broadcast")])
def test_better_quality_costs_more(less, more):
    assert 0 < render_cost(make_brief(quality=less)) < render_cost(make_brief(quality=more))


def test_long_and_fine_videos_are_worth_several_machines():
    assert not worth_machines(60, "broadcast", 480)
    assert worth_machines(90, "broadcast", 480)
    assert not worth_machines(90, "standard", 480)
    assert worth_machines(300, "standard", 480)
    assert not worth_machines(300, "draft", 480)
    assert not worth_machines(1200, "broadcast", 0)


@given(briefs())
def test_the_shares_of_all_variations_stay_within_the_budget(brief):
    assert 0 <= brief.budget - share(brief) * brief.variations < Decimal("0.00001")
