"""A plan through the stages, by each vendor's fake: it passes its checks, and is in the ledger and the report."""

import json
from decimal import Decimal

import pytest

from local.vendors.faults import Faults
from spotworks.adapters.critique import ModelCritic
from spotworks.adapters.model_writer import ModelWriter
from spotworks.domain.concepts import Concepts
from spotworks.domain.critique import Critique
from spotworks.domain.plan_checks import screenplay_failures
from spotworks.domain.thought import Thoughts
from spotworks.errors import CreditGone, PlanRejected, ProviderUnavailable
from tests.adapters.critique.test_by_model import ABOUT, PICTURE
from tests.fakes.language import VENDORS, speaking
from tests.fakes.plans import make_brief
from tests.fakes.ports import TinyCritic

VENDOR = pytest.mark.parametrize("vendor", VENDORS)


def thoughts(studio, job):
    return studio.desk.read(job, "thoughts.json", Thoughts)


@VENDOR
def test_a_plan_by_a_language_model_passes_and_is_paid_for(studio, shop, vendor):
    studio.writer = ModelWriter(speaking(shop, vendor))
    job = studio.admitted()
    studio.plan(job)
    play = studio.play(job)
    assert play.writer == "model"
    assert screenplay_failures(play, make_brief()) == ()
    assert len(shop.asked) == 2
    lines = {line.what: line.amount for line in studio.lines(job)}
    assert lines.keys() == {"Strategy", "Screenplay"}
    assert sum(lines.values()) == thoughts(studio, job).cost_usd > Decimal(0)
    assert {line.model for line in studio.lines(job)} == {VENDORS[vendor]}


@VENDOR
def test_a_lazy_a_cut_and_a_straying_answer_go_back_and_the_plan_still_passes(studio, shop, vendor):
    shop.faults = Faults(script={vendor: ["expired_url", "wrong_length", None, "private_url"]})
    studio.writer = ModelWriter(speaking(shop, vendor))
    job = studio.admitted()
    studio.plan(job)
    assert screenplay_failures(studio.play(job), make_brief()) == ()
    calls = [(call.what, call.repair) for call in thoughts(studio, job).calls]
    assert calls == [
        ("Strategy", False),
        ("Strategy", False),
        ("Strategy", True),
        ("Screenplay", False),
        ("Screenplay", False),
    ]
    assert len(shop.asked) == 5
    assert len(studio.lines(job)) == 5


def test_a_vendor_that_stays_lazy_is_asked_three_times_and_named(studio, shop):
    shop.faults = Faults(script={"openai": ["expired_url"] * 9})
    studio.writer = ModelWriter(speaking(shop, "openai"))
    with pytest.raises(PlanRejected, match=r"the strategy failed \d+ check\(s\), asked 3 times"):
        studio.plan(studio.admitted())
    assert len(shop.asked) == 3


def test_a_state_that_lost_an_answer_runs_again_and_both_calls_are_booked(studio, shop):
    shop.faults = Faults(script={"anthropic": ["broken_after"]})
    studio.writer = ModelWriter(speaking(shop, "anthropic"))
    job = studio.admitted()
    with pytest.raises(ProviderUnavailable):
        studio.plan(job)
    studio.plan(job)
    booked = [line for line in studio.lines(job) if line.what == "Strategy"]
    assert sorted(line.state for line in booked) == ["spent", "unconfirmed"]
    gone = max(booked, key=lambda line: line.amount)
    assert gone.state == "unconfirmed"
    assert gone.amount == gone.estimate > Decimal("0.12")  # 6,048 tokens out at 20 dollars a million


def test_an_account_without_money_stops_the_plan_by_name(studio, shop):
    shop.faults = Faults(script={"openai": ["no_credit"]})
    studio.writer = ModelWriter(speaking(shop, "openai"))
    with pytest.raises(CreditGone):
        studio.plan(studio.admitted())
    assert len(shop.asked) == 1


@VENDOR
def test_a_picture_is_looked_at_once_beside_the_client_s_photo(shop, vendor):
    critic = ModelCritic(TinyCritic(), speaking(shop, vendor))
    assert critic.critique(PICTURE, ABOUT, hero=PICTURE) == Critique()
    [work] = shop.paid.values()
    assert json.dumps(work.body).count("image/jpeg") == 2


@VENDOR
@pytest.mark.parametrize("fault", ["no_credit", "revoked", "refused_input", "throttled", "broken_after"])
def test_where_the_vendor_does_not_look_measuring_stands_alone(shop, vendor, fault):
    shop.faults = Faults(script={vendor: [fault] * 2})
    critique = ModelCritic(TinyCritic(), speaking(shop, vendor)).critique(PICTURE, ABOUT)
    assert critique.note.startswith("judged by measuring alone: ")
    assert len(shop.asked) == 1


def test_another_model_of_the_same_vendor_judges_anew(shop):
    sol, luna = (ModelCritic(TinyCritic(), speaking(shop, "openai", id=name)) for name in ("gpt_sol", "gpt_luna"))
    assert sol.rules != luna.rules


def test_several_ideas_by_a_language_model_are_different_ones(studio, shop):
    studio.writer = ModelWriter(speaking(shop, "google"))
    job = studio.admitted(concepts=3)
    studio.plan(job)
    concepts = studio.desk.read(job, "strategies.json", Concepts).options
    assert len({one.strategy.concept for one in concepts}) == 3
    assert len(shop.asked) == 4
