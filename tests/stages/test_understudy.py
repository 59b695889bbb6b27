"""Where no language model gives a usable answer, the rules plan; what may pass by itself is waited for first."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.adapters.model_writer import ModelWriter
from spotworks.domain.plan_checks import screenplay_failures
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ModerationRefused,
    PlanRejected,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.stages.choose_strategy import choose_strategy
from spotworks.stages.shared.understudy import RETRIES
from spotworks.stages.write_screenplay import write_screenplay
from tests.architecture.test_failures import states
from tests.fakes.plans import make_brief
from tests.fakes.studio import ANGLES
from tests.fakes.thinking import ScriptedModel, screenplay_text, strategy_text

ASL = Path(__file__).parents[2] / "statemachines/make_spot.asl.json"
FOR_GOOD = [
    CreditGone("no money"), KeyRejected("no right"), ProviderRejected("no such model"), ModerationRefused("not this"),
]  # fmt: skip
IN_PASSING = [ProviderUnavailable("busy"), ProviderThrottled("slow down")]
BY_RULES = "Warning: no language model gives a usable answer, the rules plan instead"


def plan(studio, texts, *, retries=0, **about):
    job = studio.admitted(**about)
    studio.prepare(job)
    return plan_again(studio, job, texts, retries=retries)


def plan_again(studio, job, texts, *, retries=0):
    model = ScriptedModel(texts)
    given = {"desk": studio.desk, "writer": ModelWriter(model), "rules": LocalWriter, "retries": retries}
    choose_strategy(job, angles=ANGLES, **given)
    write_screenplay(job, **given)
    return job, model


@pytest.mark.parametrize("error", FOR_GOOD, ids=lambda error: type(error).__name__)
def test_what_stays_as_it_is_makes_the_rules_plan_at_once_and_the_story_says_why(studio, error):
    job, model = plan(studio, [error])
    assert studio.play(job).writer == "local"
    assert screenplay_failures(studio.play(job), make_brief()) == ()
    told = f"{BY_RULES} ({type(error).__name__}: {error.message})"
    assert studio.messages(job).count(told) == 2, "in both states"
    assert len(model.asked) == 2
    assert studio.lines(job) == []


@pytest.mark.parametrize("error", IN_PASSING, ids=lambda error: type(error).__name__)
def test_what_may_pass_by_itself_is_waited_for_as_often_as_the_machine_runs_the_state_again(studio, error):
    with pytest.raises(type(error)):
        plan(studio, [error], retries=RETRIES - 1)
    job, _ = plan(studio, [error], retries=RETRIES)
    assert studio.play(job).writer == "local"


def test_the_machine_tells_its_planning_states_how_often_they_were_run():
    found = dict(states(json.loads(ASL.read_text())))
    for name in ("ChooseStrategy", "WriteScreenplay"):
        assert found[name]["Parameters"]["retries.$"] == "$$.State.RetryCount"
        assert [rule["MaxAttempts"] for rule in found[name]["Retry"]] == [RETRIES]


def test_an_idea_of_the_model_is_told_by_the_rules_where_it_is_gone_in_between(studio):
    job, _ = plan(studio, [strategy_text(), CreditGone("no money")])
    play = studio.play(job)
    assert (play.writer, screenplay_failures(play, make_brief())) == ("local", ())
    assert [line.what for line in studio.lines(job)] == ["Strategy"]


def test_an_idea_of_the_rules_is_told_by_a_model_that_is_back(studio):
    job = studio.admitted()
    studio.prepare(job)
    choose_strategy(
        job, desk=studio.desk, writer=ModelWriter(ScriptedModel(FOR_GOOD)), rules=LocalWriter, angles=ANGLES
    )
    plan_again(studio, job, [screenplay_text()])
    assert studio.play(job).writer == "model"


def test_a_model_that_answers_nonsense_twice_is_paid_for_it_and_the_rules_plan(studio):
    job, model = plan(studio, ["Sure, a mug!"])
    assert studio.play(job).writer == "local"
    assert len(model.asked) == 4, "twice in each state"
    assert sum(f"{BY_RULES} (AnswerUnusable: " in told for told in studio.messages(job)) == 2


def test_a_plan_that_fails_its_checks_is_not_replaced(studio):
    with pytest.raises(PlanRejected):
        plan(studio, [strategy_text(lighting="8K masterpiece lighting")], retries=RETRIES)


@pytest.mark.parametrize("about", [{"language": "de"}, {"brand": "東京"}])
def test_what_the_rules_cannot_read_waits_for_a_model(studio, about):
    studio.desk = replace(studio.desk, languages=None)
    with pytest.raises(ProviderUnavailable):
        plan(studio, [ProviderUnavailable("busy")], retries=RETRIES, **about)
