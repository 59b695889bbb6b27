"""The rule-based writer passes the claims gate: it says nothing that the brief and the page do not say."""

from datetime import date
from fractions import Fraction

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.domain.brief import Brief
from spotworks.domain.claims import trace
from spotworks.domain.gating import gated
from spotworks.domain.research import References, Research
from tests.adapters.local.writer.test_writer import CAFE, DEMO, PAGE, PROMPTS
from tests.domain.truth import RULES, TODAY

WRITER, NOTHING = LocalWriter(), References()
CLAIMING = (
    "Trail running shoes with sticky rubber, the best grip in the world, 20% off until 30 June, now $89",
    "Мёд «Липа», 500 г за 690 рублей, скидка 15% до 31 декабря, для семей с детьми",
    "Charity: plant 10,000 trees by 1 May with us. Founded in 1998. Rated 4.9 out of 5 by 12,000 volunteers.",
    "Our electric kettle boils 1.5 litres in three minutes, weighs 900 g, 2-year warranty, free shipping, €49.00",
    "Стоматология в Казани: имплантация от 25 000 рублей, первая консультация бесплатно, работаем 24/7, 15 лет опыта",
    "Лучшая пицца в городе, доставка за 30 минут или бесплатно",
)
BRIEFS = [(Brief(prompt=prompt), None) for prompt in (*PROMPTS, *CLAIMING)]
BRIEFS += [(DEMO, None), (CAFE, None), (Brief(prompt="Kayak ad", url=PAGE.url), PAGE)]


@pytest.mark.parametrize(("brief", "research"), BRIEFS, ids=[brief.prompt[:40] for brief, _ in BRIEFS])
@pytest.mark.parametrize("seconds", [6, 30, 300])
def test_nothing_that_it_writes_is_taken_out(brief: Brief, research: Research | None, seconds: int) -> None:
    brief = brief.model_copy(update={"duration": Fraction(seconds)})
    for seed in (1, 2):
        strategy = WRITER.strategy(brief, research, NOTHING)
        play = WRITER.screenplay(brief, research, NOTHING, strategy, seed=seed)
        claims = trace(play, brief, research, TODAY, RULES)
        assert claims.removed == ()
        assert gated(play, claims) is play


def test_its_claims_are_found_and_have_their_sentences() -> None:
    brief = Brief(prompt=CLAIMING[3])
    strategy = WRITER.strategy(brief, None, NOTHING)
    claims = trace(WRITER.screenplay(brief, None, NOTHING, strategy, seed=1), brief, None, TODAY, RULES)
    assert {kind for claim in claims.kept for kind in claim.kinds} >= {"number", "guarantee"}
    assert {claim.source for claim in claims.kept} == {brief.prompt}


def test_a_superlative_of_the_brief_is_told_and_flagged() -> None:
    brief = Brief(prompt=CLAIMING[0])
    strategy = WRITER.strategy(brief, None, NOTHING)
    claims = trace(WRITER.screenplay(brief, None, NOTHING, strategy, seed=1), brief, None, TODAY, RULES)
    assert {claim.words.lower().rstrip(".") for claim in claims.flagged} == {"the best grip in the world"}
    assert claims.expires == date(2027, 6, 30)
