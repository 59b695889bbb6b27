"""A page and the bare request for a film of it: the plan is as sound as with a brief, and tells the page's facts."""

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.domain.brief import Brief
from tests.creative.checks import faults
from tests.creative.corpus import PAGES, Case
from tests.creative.planning import planned
from tests.creative.sites import Sites
from tests.fakes.studio import Studio

NAMES = {
    "budget-app": ("Penny", "app", "reads your receipts"),
    "espresso": ("Torra Devagar", "product", "cocoa and orange peel"),
    "food-bank": ("Northside Food Bank", "cause", "£12"),
    "lamp": ("Halo", "product", "Dims by touch"),
    "ru-headphones": ("Тишина", "product", "30 часов"),
    "ru-honey": ("Липа", "product", "Собран в июле"),
}
FURNITURE = ("Net weight", "Tastes of:", "What your gift does", "О товаре", "Банка 500", "€0", "free")


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_a_page_alone_makes_a_sound_plan_of_its_facts(case: Case, studio: Studio, web: Sites) -> None:
    asked = "Ролик об этом" if case.name.startswith("ru-") else "Make an ad of this page"
    brief = Brief.model_validate({"prompt": asked, "url": case.page, "duration": 15})
    plan = planned(studio, brief, case.name, writer=LocalWriter(), researcher=web)
    name, kind, fact = NAMES[case.name]
    words = " ".join(
        part for scene in plan.play.scenes for part in (*scene.voice_over, *scene.text.model_dump().values())
    ).replace("\u00a0", " ")
    assert (plan.play.brand, plan.play.subject.kind) == (name, kind)
    assert fact.lower() in words.lower()
    assert not [told for told in FURNITURE if told in f"{words} {plan.strategy.concept}"]
    assert plan.play.subject.name.lower().count(name.lower()) == 1
    today = studio.clock.now().date()
    assert faults(plan.play, plan.brief, plan.research, today=today, rules=studio.desk.claims) == ()
    assert (plan.claims.removed, plan.claims.flagged) == ((), ())
