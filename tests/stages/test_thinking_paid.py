"""The money of language models: the most that a call can take is set aside before it, and settled when it answers."""

from dataclasses import replace
from decimal import Decimal

import pytest

from spotworks.adapters.asking import answered
from spotworks.adapters.critique import ModelCritic
from spotworks.domain.base import Frozen
from spotworks.domain.thought import Usage
from spotworks.errors import AnswerUnusable, BudgetExceeded, CreditGone, ProviderUnavailable
from spotworks.stages.shared.planning import JobMeter
from tests.adapters.critique.test_by_model import ABOUT, PICTURE
from tests.fakes.language import asked
from tests.fakes.ports import TinyCritic
from tests.fakes.thinking import ScriptedModel, verdict_text


class Word(Frozen):
    word: str


WORD = '{"word": "so"}'


class PricedModel(ScriptedModel):
    """most: US dollars that a call may take; seen: told of each call while it is out."""

    def __init__(self, *texts, most="0.10", cost="0.02", seen=lambda: None):
        super().__init__(texts, cost=cost)
        self._seen, self.most = seen, Decimal(most)

    def at_most(self, question, model):
        return Usage(model="scripted-1", provider="scripted", tokens_out=9_000, cost_usd=self.most)

    def answer(self, question, model):
        self._seen()
        return super().answer(question, model)


@pytest.fixture
def job(studio):
    return studio.admitted()


def ask(studio, job, model, **about):
    return answered(model, "Strategy", asked(), Word, JobMeter(studio.desk, job, **about))


def booked(studio, job):
    return [(line.what, line.amount, line.estimate, line.state) for line in studio.lines(job)]


def lost(most="0.10"):
    return ProviderUnavailable("no answer came", usage=Usage(model="scripted-1", cost_usd=Decimal(most)))


def test_the_most_is_set_aside_before_the_call_and_what_it_took_is_booked_in_the_same_line(studio, job):
    seen = []
    ask(studio, job, PricedModel(WORD, seen=lambda: seen.extend(booked(studio, job))))
    assert seen == [("Strategy", Decimal(0), Decimal("0.10"), "held")]
    assert booked(studio, job) == [("Strategy", Decimal("0.02"), Decimal("0.10"), "spent")]


def test_a_call_for_which_the_job_has_no_room_never_leaves_and_the_cap_is_named(studio, job):
    model = PricedModel(WORD, most="0.51")
    with pytest.raises(BudgetExceeded, match=r"Strategy at \$0\.51 would pass the job's cap of \$0\.5.* --budget"):
        ask(studio, job, model)
    assert model.asked == []
    assert booked(studio, job) == []


def test_an_answer_that_could_not_be_read_is_paid_for_and_so_is_the_second(studio, job):
    ask(studio, job, PricedModel("nothing", WORD))
    assert sorted(booked(studio, job)) == [
        ("Strategy", Decimal("0.02"), Decimal("0.10"), "spent"),
        ("Strategy, asked again", Decimal("0.02"), Decimal("0.10"), "spent"),
    ]


@pytest.mark.parametrize(
    ("error", "left"),
    [
        (CreditGone("empty"), []),
        (ProviderUnavailable("down"), []),
        (lost("0.07"), [("Strategy", Decimal("0.07"), Decimal("0.10"), "unconfirmed")]),
        (AnswerUnusable("who knows"), [("Strategy", Decimal("0.10"), Decimal("0.10"), "unconfirmed")]),
    ],
)
def test_a_call_without_an_answer_costs_what_its_vendor_may_have_taken(studio, job, error, left):
    with pytest.raises(type(error)):
        ask(studio, job, PricedModel(error, error))
    assert [line for line in booked(studio, job) if "again" not in line[0]] == left


def test_who_died_while_it_asked_leaves_the_money_in_doubt_for_the_next_try_and_the_end(studio, job):
    for _ in range(2):
        with pytest.raises(MemoryError):
            ask(studio, job, PricedModel(MemoryError()))
    assert sorted(state for *_, state in booked(studio, job)) == ["held", "unconfirmed"]
    studio.cancel(job)
    assert studio.row(job).cost_usd == Decimal("0.20")
    assert studio.budget()["spent"] == studio.budget()["committed"] == Decimal("0.20")


def test_scenes_that_are_judged_at_once_leave_each_others_money_alone(studio, job):
    inner = PricedModel(WORD)
    outer = PricedModel(WORD, seen=lambda: ask(studio, job, inner, scene=9))
    ask(studio, job, outer, scene=0)
    assert {(what, state) for what, _, _, state in booked(studio, job)} == {
        ("Strategy of scene 1", "spent"), ("Strategy of scene 10", "spent"),
    }  # fmt: skip


def test_a_picture_for_whose_critique_no_money_is_left_is_judged_by_measuring_alone(studio, job):
    model = PricedModel(verdict_text(), most="9")
    critic = ModelCritic(TinyCritic(), model)
    critique = critic.critique(PICTURE, ABOUT, meter=JobMeter(studio.desk, job, scene=0))
    assert "would pass the job's cap" in critique.note
    assert model.asked == []


def test_who_finds_the_money_set_aside_for_another_s_answer_waits_until_it_is_there(studio, job):
    first = JobMeter(studio.desk, job, scene=0)
    first.ask("Critique", most=Usage(model="scripted-1", cost_usd=Decimal("0.45")))
    rests = []

    def rest(seconds):
        rests.append(seconds)
        first.paid("Critique", Usage(model="scripted-1", cost_usd=Decimal("0.01")))

    desk = replace(studio.desk, rest=rest)
    answered(PricedModel(WORD), "Critique", asked(), Word, JobMeter(desk, job, scene=1))
    assert rests == [1.0]
    assert sorted(amount for _, amount, _, _ in booked(studio, job)) == [Decimal("0.01"), Decimal("0.02")]
