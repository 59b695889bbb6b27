"""Several ideas: apart from each other, scored with reasons, one chosen."""

from decimal import Decimal

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.domain.concepts import APART, Concepts, choice, decided, distances, distinct, told, weighed
from spotworks.domain.job import Pick
from spotworks.domain.plan_checks import screenplay_failures, strategy_failures
from spotworks.domain.research import References
from tests.fakes.plans import make_brief, make_strategy

WRITER = LocalWriter()
PROMPTS = (
    "Folding kayak: waterproof, weighs 900 g, packs into a lunchbox",
    "Make something cool for my coffee shop",
    "Luma, a meditation app for busy parents with no ads and offline sessions",
    "Jazz festival in Porto, 12-14 July, thirty bands",
    "Plant 10,000 trees by 1 May (charity)",
    "plumber in Manchester, available 24/7",
    'Dog treats. 20% off this week only. "My dog hums now" — Maria, Porto.',
    "Реклама кофейни «Тёплый угол» с домашней выпечкой, уютно",
    "Мёд «Липа», 500 г за 690 рублей, скидка 15% до 31 декабря",
    "Приют для собак ищет хозяев",
)
VAGUE = (
    "make a video about our coffee shop",
    "ad for sneakers",
    "Сделайте видео про наш барбершоп",
    "Реклама кроссовок",
)


def four(prompt):
    brief, found = make_brief(prompt=prompt, duration=30, concepts=4), ()
    for _ in range(4):
        found += (WRITER.strategy(brief, None, References(), others=found),)
    return brief, found


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_planners_own_concepts_are_apart_in_idea_hook_and_look(prompt):
    brief, found = four(prompt)
    assert len({strategy.idea for strategy in found}) == 4
    for number, strategy in enumerate(found):
        assert strategy_failures(strategy, brief) == ()
        assert distinct(strategy, found[:number]) == ()
        for other in found[:number]:
            assert min(distances(strategy, other).values()) >= APART


@pytest.mark.parametrize(
    ("prompt", "alike"), [(prompt, 0.7) for prompt in PROMPTS] + [(prompt, 0.5) for prompt in VAGUE]
)
def test_the_films_of_two_concepts_differ_in_words_pictures_and_colours(prompt, alike):
    """alike: the share of lines that two may have in common, less where no fact has to be in both."""
    brief, found = four(prompt)
    plays = [WRITER.screenplay(brief, None, References(), strategy, seed=5) for strategy in found]
    for play in plays:
        assert screenplay_failures(play, brief) == ()
    said = [{line for scene in play.scenes for line in scene.voice_over} for play in plays]
    for number, one in enumerate(said):
        for other in said[:number]:
            assert len(one & other) <= len(one) * alike
    assert len({play.scenes[0].visual_prompt for play in plays}) == 4


def test_the_film_of_a_figure_opens_its_qualities_with_the_figure():
    brief = make_brief(prompt=PROMPTS[0], duration=6, concepts=2)
    figure = next(strategy for strategy in four(PROMPTS[0])[1] if strategy.idea == "figure")
    play = WRITER.screenplay(brief, None, References(), figure, seed=5)
    assert "900" in play.scenes[0].voice_over[0]


def test_the_same_idea_again_is_found_by_its_parts():
    assert {failed.where for failed in distinct(make_strategy(), (make_strategy(),))} == {"idea", "hook", "look"}


def test_an_idea_of_the_briefs_own_scores_higher_than_one_that_fits_anything():
    brief = make_brief(prompt="A red mug that keeps coffee warm")
    costs = {"cost_usd": Decimal(0), "estimate_usd": Decimal("0.01")}
    own = weighed(make_strategy(), brief, None, **costs)
    other = make_strategy().model_copy(update={"concept": "Time passes by", "hook": "A clock ticks"})
    assert own.score > weighed(other, brief, None, **costs).score
    assert len(own.why) == 4
    assert any(reason.startswith("opens on the subject itself") for reason in own.why)


def test_the_best_is_chosen_the_first_of_equals_and_the_one_asked_for_before_all():
    brief = make_brief()
    plain = weighed(make_strategy(), brief, None, cost_usd=Decimal(0), estimate_usd=Decimal(0))
    worse, best = (plain.model_copy(update={"score": score}) for score in (1.0, 9.0))
    assert choice((worse, best, best)) == 2
    assert choice((worse, best, best), 1) == 1


def test_the_choice_says_by_whom_and_why():
    plain = weighed(make_strategy(), make_brief(), None, cost_usd=Decimal(0), estimate_usd=Decimal(0))
    worse, best = (plain.model_copy(update={"score": score}) for score in (1.0, 9.0))
    concepts = Concepts(options=(worse, best))
    assert told(decided(concepts)) == f"Chosen: concept 2 of 2, by its score: 9 of 10: {', '.join(plain.why)}"
    asked = "Chosen: concept 1 of 2, by its number in the brief: 1 of 10, where concept 2 has 9"
    assert told(decided(concepts, asked=1)) == asked
    picked = decided(concepts, asked=2, pick=Pick(number=1, reason="dry, as we are"))
    assert told(picked) == "Chosen: concept 1 of 2, by a person: dry, as we are; 1 of 10, where concept 2 has 9"
    assert decided(Concepts(options=(worse,)), pick=Pick()).chosen == 1
