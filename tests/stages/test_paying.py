"""What a maker that pays vendors costs: set aside before it is asked, and booked whatever came of it."""

from decimal import Decimal

import pytest

from spotworks.domain.generation import EffectsRequest
from spotworks.errors import BudgetExceeded, CreditGone, OutcomeUnknown, ProviderThrottled, marked
from spotworks.ports import Product
from spotworks.stages.shared.generation import generate
from spotworks.stages.shared.paying import Purchase
from tests.fakes.ports import TinyMaker

SOUNDS = Purchase(model="sounds", provider="vendor", estimate=Decimal("0.20"))
REQUEST = EffectsRequest(model="sounds", cues=(), seed=1)


@pytest.fixture
def job(studio):
    return studio.admitted()


def product(cost="0.12"):
    return Product(
        content=b"{}", suffix=".json", content_type="application/json", model="sounds", cost_usd=Decimal(cost)
    )


def failing(error, spent="0"):
    error.spent = Decimal(spent)

    def make(_):
        raise error

    return TinyMaker(make)


def sounds(studio, job, maker, purchase=SOUNDS, request=REQUEST):
    generate(request, job=job, token=studio.token(), maker=maker, desk=studio.desk, purchase=purchase)


def booked(studio, job):
    return [(line.what, line.amount, line.estimate, line.state) for line in studio.lines(job)]


def test_money_is_set_aside_before_the_call_and_what_it_cost_is_booked_once(studio, job):
    seen = []
    maker = TinyMaker(lambda _: (seen.extend(studio.lines(job)), product())[1])
    sounds(studio, job, maker)
    assert [(line.state, line.estimate) for line in seen] == [("held", Decimal("0.20"))]
    [line] = studio.lines(job)
    assert (line.what, line.amount, line.estimate, line.state) == ("Effects", Decimal("0.12"), Decimal("0.20"), "spent")
    assert (line.model, line.provider, line.phase) == ("sounds", "vendor", "effects")
    sounds(studio, job, failing(CreditGone("not asked again")))
    assert len(studio.lines(job)) == 1


def test_a_call_that_does_not_fit_is_not_made(studio, job):
    dear = SOUNDS.model_copy(update={"estimate": Decimal("0.51")})
    with pytest.raises(BudgetExceeded, match=r"Effects at \$0\.51 would pass"):
        sounds(studio, job, failing(AssertionError("it was asked")), dear)
    assert studio.lines(job) == []


def test_what_went_to_vendors_before_a_failure_is_booked_beside_what_the_next_try_costs(studio, job):
    with pytest.raises(ProviderThrottled):
        sounds(studio, job, failing(ProviderThrottled("slow down"), "0.05"))
    sounds(studio, job, TinyMaker(lambda _: product("0.07")))
    assert sorted(booked(studio, job)) == [
        ("Effects", Decimal("0.07"), Decimal("0.20"), "spent"),
        ("Effects, in vain", Decimal("0.05"), Decimal("0.20"), "spent"),
    ]


def test_a_failure_that_cost_nothing_leaves_no_line(studio, job):
    with pytest.raises(CreditGone):
        sounds(studio, job, failing(CreditGone("no money left")))
    assert booked(studio, job) == []


def test_a_lost_answer_is_taken_for_charged_at_its_estimate(studio, job):
    with pytest.raises(OutcomeUnknown):
        sounds(studio, job, failing(OutcomeUnknown("broke off"), "0.05"))
    assert booked(studio, job) == [("Effects, in vain", Decimal("0.20"), Decimal("0.20"), "unconfirmed")]


def test_what_a_vendor_took_above_the_estimate_is_booked_and_the_product_is_used(studio, job):
    sounds(studio, job, TinyMaker(lambda _: product("9")))
    assert [line.amount for line in studio.lines(job)] == [9]
    assert [kind for _, kind, _ in studio.tokens.sent] == ["succeed"]


@pytest.mark.parametrize("ends", ["the next try", "the job"])
def test_a_state_that_died_while_it_paid_leaves_the_money_in_doubt(studio, job, ends):
    with pytest.raises(MemoryError):
        sounds(studio, job, failing(MemoryError()))
    assert [state for *_, state in booked(studio, job)] == ["held"]
    if ends == "the job":
        studio.cancel(job)
        assert studio.row(job).cost_usd == Decimal("0.20")
    else:
        sounds(studio, job, TinyMaker(lambda _: product()))
    assert ("Effects, in vain", Decimal("0.20"), Decimal("0.20"), "unconfirmed") in booked(studio, job)


def test_who_still_pays_when_the_job_is_cancelled_says_what_it_was(studio, job):
    sounds(studio, job, TinyMaker(lambda _: (studio.cancel(job), product())[1]))
    assert booked(studio, job) == [("Effects", Decimal("0.12"), Decimal("0.20"), "spent")]
    assert studio.budget()["spent"] == studio.budget()["committed"] == Decimal("0.12")


def test_what_was_spent_travels_with_the_error():
    error = CreditGone("no money left")
    error.spent = Decimal("0.05")
    assert marked(error, "StartVoice").spent == Decimal("0.05")
