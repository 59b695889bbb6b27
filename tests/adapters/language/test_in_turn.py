"""One vendor down does not end a plan where another is set up."""

import pytest

from local.vendors.faults import Faults
from spotworks.adapters.language.in_turn import InTurn
from spotworks.adapters.model_writer import ModelWriter
from spotworks.errors import AnswerUnusable, CreditGone, ModerationRefused, ProviderUnavailable
from tests.fakes.language import Reply, asked, speaking


def line(shop, *vendors):
    return InTurn([speaking(shop, vendor) for vendor in vendors])


def vendors_asked(shop):
    return [call.split("/")[1] for call in shop.asked]


@pytest.mark.parametrize("fault", ["throttled", "unavailable", "no_credit", "revoked", "redirect"])
def test_the_next_answers_where_one_cannot_and_goes_on_answering(shop, fault):
    shop.faults = Faults(script={"openai": [fault]})
    model = line(shop, "openai", "anthropic")
    assert [model.answer(asked(), Reply).usage.model for _ in range(2)] == ["claude_opus"] * 2
    assert vendors_asked(shop) == ["openai", "anthropic", "anthropic"]


def test_a_lost_answer_is_raised_to_be_booked_and_the_next_is_asked_when_somebody_asks_again(shop):
    shop.faults = Faults(script={"openai": ["broken_after"]})
    model = line(shop, "openai", "google")
    with pytest.raises(ProviderUnavailable) as caught:
        model.answer(asked(), Reply)
    assert caught.value.usage.model == "gpt_sol"
    assert model.answer(asked(), Reply).usage.model == "gemini_flash"


@pytest.mark.parametrize(("fault", "error"), [("refused_output", ModerationRefused), ("corrupt", AnswerUnusable)])
def test_what_one_refuses_or_answers_badly_is_raised_since_it_was_paid_for(shop, fault, error):
    shop.faults = Faults(script={"openai": [fault]})
    with pytest.raises(error):
        line(shop, "openai", "google").answer(asked(), Reply)
    assert vendors_asked(shop) == ["openai"]


@pytest.mark.parametrize(("fault", "times"), [("refused_output", 1), ("corrupt", 2)])
def test_a_plan_is_made_by_another_where_one_refuses_or_answers_nonsense_and_both_are_booked(
    studio, shop, fault, times
):
    shop.faults = Faults(script={"openai": [fault] * times})
    studio.writer = ModelWriter(line(shop, "openai", "google"))
    job = studio.admitted()
    studio.plan(job)
    booked = [(entry.model, entry.what) for entry in studio.lines(job)]
    assert sum(model == "gpt_sol" for model, _ in booked) == times
    assert {what for model, what in booked if model == "gemini_flash"} == {"Strategy, asked again", "Screenplay"}


def test_where_all_refuse_each_is_asked_once_and_the_last_is_heard(studio, shop):
    shop.faults = Faults(script={"openai": ["refused_output"], "google": ["refused_output"]})
    studio.writer = ModelWriter(line(shop, "openai", "google"))
    with pytest.raises(ModerationRefused, match="Google"):
        studio.plan(studio.admitted())
    assert vendors_asked(shop) == ["openai", "google"]


def test_where_all_are_down_each_was_asked_once(shop):
    shop.dead = {"openai", "google", "anthropic"}
    with pytest.raises(ProviderUnavailable, match="OpenAI"):
        line(shop, "openai", "google", "anthropic").answer(asked(), Reply)
    assert vendors_asked(shop) == ["openai", "google", "anthropic"]


@pytest.mark.parametrize(("faults", "error"), [("unavailable", ProviderUnavailable), ("no_credit", CreditGone)])
def test_where_one_may_come_back_the_state_is_worth_running_again(shop, faults, error):
    shop.faults = Faults(script={"openai": [faults], "google": ["revoked"], "anthropic": ["no_credit"]})
    with pytest.raises(error):
        line(shop, "openai", "google", "anthropic").answer(asked(), Reply)


def test_a_plan_is_made_although_a_vendor_is_down_all_the_time(studio, shop):
    shop.dead = {"openai"}
    studio.writer = ModelWriter(line(shop, "openai", "google"))
    job = studio.admitted()
    studio.plan(job)
    assert {entry.model for entry in studio.lines(job)} == {"gemini_flash"}


def test_what_a_question_can_take_is_what_the_dearest_of_them_can(shop):
    most = line(shop, "openai", "anthropic", "google").at_most(asked(), Reply)
    assert most == speaking(shop, "anthropic").at_most(asked(), Reply)
