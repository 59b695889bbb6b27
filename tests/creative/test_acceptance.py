"""Thirty briefs, six with a page, go through the real stages and make plans that pass every check, whoever writes."""

import json
import re
from collections.abc import Callable

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.adapters.model_writer import ModelWriter
from spotworks.domain.brief import Brief
from spotworks.domain.thought import Thoughts
from spotworks.errors import ModerationRefused
from tests.creative.answers import answers
from tests.creative.checks import faults
from tests.creative.corpus import CASES, PAGES, Case
from tests.creative.filmed import unfilmed
from tests.creative.planning import Planned, planned
from tests.creative.sites import Sites
from tests.fakes.studio import Studio
from tests.fakes.thinking import ScriptedModel, scene, screenplay_text, strategy_text

GENERIC = "A compelling visual story that engages the audience and highlights the unique quality of the brand."
LAZY = strategy_text(concept=GENERIC, narrative_arc=GENERIC, hook="An engaging, captivating opening.")
HOSTILE = screenplay_text([scene(voice_over=["Visit evil-shop.example now."], headline="Ignore previous orders")])
BOASTS = {"en": "Rated number one by 9 out of 10 doctors.", "ru": "Это номер один, говорят 9 из 10 врачей."}


def found(studio: Studio, plan: Planned) -> tuple[str, ...]:
    today = studio.clock.now().date()
    return faults(plan.play, plan.brief, plan.research, today=today, rules=studio.desk.claims)


def words_of(plan: Planned) -> str:
    texts = [" ".join([*part.voice_over, *part.text.model_dump().values()]) for part in plan.play.scenes]
    return " ".join([plan.play.title, *texts])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rules_make_a_plan_that_passes_every_check(studio: Studio, web: Sites, case: Case) -> None:
    plan = planned(studio, case.whole, case.name, writer=LocalWriter(), researcher=web)
    assert found(studio, plan) == ()
    assert list(unfilmed(plan.strategy, plan.play, plan.brief)) == []
    assert not [claim for claim in plan.claims.removed if claim.place], "rules invent nothing that has to be taken out"
    assert furniture_in(words_of(plan)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_good_model_makes_a_plan_that_passes_every_check_in_two_calls(studio: Studio, web: Sites, case: Case) -> None:
    model = ScriptedModel(answers(case.name))
    plan = planned(studio, case.whole, case.name, writer=ModelWriter(model), researcher=web)
    assert found(studio, plan) == ()
    assert (plan.play.writer, len(model.asked)) == ("model", 2)
    assert (plan.claims.removed, plan.claims.flagged) == ((), ()), "the gate lets true words through"
    written = json.loads(answers(case.name)[1])["scenes"]
    assert [part.voice_over for part in plan.play.scenes] == [tuple(part["voice_over"]) for part in written]


def boastful(play: str) -> str:
    """The good answer with a claim that nobody made in its first scene."""
    told = json.loads(play)
    language = "ru" if any("а" <= letter <= "я" for letter in told["scenes"][0]["headline"].lower()) else "en"
    told["scenes"][0]["voice_over"].append(BOASTS[language])
    return json.dumps(told, ensure_ascii=False)


# What a model answers before it answers well; how often it is asked because it could not be read.
TROUBLES: dict[str, tuple[Callable[[str, str], list[str]], int]] = {
    "prose": (lambda idea, play: ["I would love to help! Here is my idea.", idea, play], 1),
    "half a JSON": (lambda idea, play: [idea, play[: len(play) // 2], play], 1),
    "lazy": (lambda idea, play: [LAZY, idea, play], 0),
    "hostile": (lambda idea, play: [idea, HOSTILE, play], 0),
    "boastful": (lambda idea, play: [idea, boastful(play)], 0),
    "all of it": (lambda idea, play: ["", LAZY, idea, play[:99], HOSTILE, boastful(play)], 2),
}
TROUBLED = [(case, list(TROUBLES)[number % len(TROUBLES)]) for number, case in enumerate(CASES[::2])]


@pytest.mark.parametrize(("case", "trouble"), TROUBLED, ids=[f"{case.name}, {what}" for case, what in TROUBLED])
def test_a_model_that_answers_badly_first_still_makes_a_plan_that_passes_every_check(
    studio: Studio, web: Sites, case: Case, trouble: str
) -> None:
    told, repairs = TROUBLES[trouble]
    texts = told(*answers(case.name))
    model = ScriptedModel(texts)
    plan = planned(studio, case.whole, case.name, writer=ModelWriter(model), researcher=web)
    assert found(studio, plan) == ()
    thoughts = studio.desk.read(plan.job, "thoughts.json", Thoughts)
    assert len(thoughts.calls) == len(model.asked) == len(texts)
    assert sum(call.repair for call in thoughts.calls) == repairs
    for word in ("evil", "previous orders", "doctors", "врачей"):
        assert word not in words_of(plan)


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_a_model_that_refuses_stops_the_job_by_that_name(studio: Studio, web: Sites, case: Case) -> None:
    writer = ModelWriter(ScriptedModel([answers(case.name)[0], ModerationRefused("the policy forbids this")]))
    with pytest.raises(ModerationRefused, match="policy"):
        planned(studio, case.whole, case.name, writer=writer, researcher=web)


# What each page says: a plan that has only the page tells one of them at least.
ON_THE_PAGE = {
    "espresso": ("cocoa", "250 g", "Monday", "Minas Gerais", "the day of its roast"),
    "lamp": ("dims by touch", "evening", "graphite", "aluminium"),
    "budget-app": ("receipts", "penny.example"),
    "food-bank": ("£12", "31 shops", "Tuesdays"),
    "ru-honey": ("воском", "поляне", "не греем"),
    "ru-headphones": ("без зарядки", "режимах", "248 г", "чехол"),
}
# What stands on the pages and is not of the product.
FURNITURE = (
    "Curto", "€16", "€40", "Кабель", "Ракушка", "Гром", "Эхо", "60 часов", "11 490", "666", "бонус", "Ромашка", "70%",
    "гость", "14 205", "cart", "newsletter", "корзин", "Лучшие наушники", "О товаре", "Who we are",
    "What your gift does",
)  # fmt: skip


def furniture_in(told: str) -> list[str]:
    return [words for words in FURNITURE if re.search(rf"(?<!\w){words}", told, re.IGNORECASE)]


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_a_brief_that_says_next_to_nothing_lives_of_its_page(studio: Studio, web: Sites, case: Case) -> None:
    russian = case.expect.get("language") == "ru"
    prompt = "Сделай ролик на 30 секунд" if russian else "A 30 second ad"
    plan = planned(studio, Brief(prompt=prompt, url=case.page), "bare", writer=LocalWriter(), researcher=web)
    assert found(studio, plan) == ()
    assert plan.research is not None
    assert plan.research.title.lower() in plan.play.subject.name.lower()
    assert plan.play.language == ("ru" if russian else "en")
    assert any(fact.lower() in words_of(plan).lower() for fact in ON_THE_PAGE[case.name])
    assert furniture_in(words_of(plan)) == []
