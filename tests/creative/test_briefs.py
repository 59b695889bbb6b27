"""Every brief of the corpus becomes a plan that says what the brief says, and nothing of how it was asked for."""

import re
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.adapters.local.writer.quantify import LocalQuantifier
from spotworks.catalogue import load
from spotworks.domain.brief import Brief
from spotworks.domain.parameters import Parameters
from spotworks.domain.placement import Placement
from spotworks.domain.research import Box, Reference, References
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.domain.speech import aloud, seconds
from tests.creative.corpus import CASES, PAGES, Case
from tests.creative.filmed import unfilmed

QUANTIFIER = LocalQuantifier(tuple(map(Placement.model_validate, load("placements")["placement"])))
PHOTO = Reference(asset_id="a", key="k", width=1000, height=1500, focus=Box(x=0.3, y=0.3, w=0.4, h=0.4))
REQUEST = re.compile(
    r"\b(make|create|video|commercial|promo|advert|(?<!no )ads?|tiktok|youtube|vertical|seconds?|"
    r"сделай\w*|хочу|нужен|ролик\w*|видео|(?<!без )реклам\w*|рилс|ютуб\w*|секунд\w*|полминуты|квадратн\w*)\b",
    re.IGNORECASE,
)


def planned(case: Case, *, duration: Fraction | None = None, seed: int = 3) -> tuple[Screenplay, Parameters]:
    brief, parameters = QUANTIFIER.resolved(case.brief, frozenset(case.brief.model_fields_set))
    brief = brief.model_copy(update={"duration": duration}) if duration else brief
    writer = LocalWriter()
    strategy = writer.strategy(brief, None, References())
    return writer.screenplay(brief, None, References(), strategy, seed=seed), parameters


def words_of(play: Screenplay) -> list[str]:
    texts = [(s.text.kicker, s.text.headline, s.text.detail, s.text.button) for s in play.scenes]
    return [*(line for s in play.scenes for line in s.voice_over), *(t for text in texts for t in text if t)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_it_is_about_and_what_was_asked_for_are_understood(case: Case) -> None:
    play, parameters = planned(case)
    assert case.subject.lower() in parameters.value("subject").lower()
    assert parameters.value("kind") == case.kind
    assert case.subject.lower() in play.subject.name.lower()
    for name, value in case.expect.items():
        assert value in parameters.value(name), name
    assert not parameters.flags


@pytest.mark.parametrize("seconds_", [None, 6, 15, 30, 60], ids=lambda s: f"{s} s" if s else "as asked")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_offers_prices_and_dates_are_heard_or_read(case: Case, seconds_: int | None) -> None:
    for seed in (3, 4):
        play, _ = planned(case, duration=Fraction(seconds_) if seconds_ else None, seed=seed)
        told = " | ".join(words_of(play)).lower()
        said = case.says if play.duration >= 15 else [fact for fact in case.says if re.search(r"[$€₽]|руб|%", fact)]
        for fact in said:
            assert fact.lower() in told or aloud(fact, play.language).lower() in told, fact


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_request_itself_is_never_said_or_shown(case: Case) -> None:
    play, parameters = planned(case)
    for words in words_of(play):
        assert not REQUEST.search(words), words
    if (audience := case.expect.get("audience")) is not None:
        assert parameters.value("audience") == audience
        assert audience not in " ".join(words_of(play))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lines_fit_their_scenes_and_none_is_said_twice(case: Case) -> None:
    play, _ = planned(case)
    for scene in play.scenes:
        assert sum(seconds(line, play.language) for line in scene.voice_over) <= scene.duration
    said = Counter(line for scene in play.scenes for line in scene.voice_over)
    assert not [line for line, times in said.items() if times > 1]
    assert sum(1 for scene in play.scenes if scene.voice_over) >= len(play.scenes) - 1


@pytest.mark.parametrize("concepts", [1, 3])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_film_opens_on_what_the_strategy_opens_on_and_answers_it(case: Case, concepts: int) -> None:
    brief, _ = QUANTIFIER.resolved(case.brief, frozenset(case.brief.model_fields_set))
    brief, writer = brief.model_copy(update={"concepts": concepts}), LocalWriter()
    strategies: tuple[Strategy, ...] = ()
    for _ in range(concepts):
        strategies += (writer.strategy(brief, None, References(), others=strategies),)
    for strategy in strategies:
        play = writer.screenplay(brief, None, References(), strategy, seed=3)
        assert list(unfilmed(strategy, play, brief)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_two_scenes_show_the_same_headline_but_for_an_end_that_comes_back_to_its_opening(case: Case) -> None:
    brief, _ = QUANTIFIER.resolved(case.brief, frozenset(case.brief.model_fields_set))
    brief, writer = brief.model_copy(update={"concepts": 3}), LocalWriter()
    strategies: tuple[Strategy, ...] = ()
    for _ in range(3):
        strategies += (writer.strategy(brief, None, References(), others=strategies),)
    for strategy, length, seed in product(strategies, (15, 30), (1, 4)):
        spot = brief.model_copy(update={"duration": Fraction(length)})
        play = writer.screenplay(spot, None, References(), strategy, seed=seed)
        first, *heads = (scene.text.headline for scene in play.scenes if scene.text.headline)
        assert max(Counter(heads).values()) == 1, heads
        assert first not in heads[:-1], heads
        assert first != heads[-1] or strategy.idea in {"figure", "clock"}, heads


POINTING = re.compile("Still dark|A key turns|Look at the hands|Ещё темно|Поворот ключа|Смотрите на руки")


@pytest.mark.parametrize(
    "prompt",
    [
        "A 30 second ad for small-batch espresso from a neighbourhood roastery: roasted on Mondays, ground to order",
        "Тёплый ролик на 30 секунд: эспрессо из маленькой обжарочной на Рубинштейна, молотый под заказ",
    ],
)
def test_words_that_point_at_a_picture_are_said_only_where_a_model_makes_it(prompt: str) -> None:
    writer = LocalWriter()
    for model, pictures in (("local", ()), ("hailuo_fast", (PHOTO,)), ("hailuo_fast", ())):
        brief, references = Brief(prompt=prompt, model=model), References(pictures=pictures)
        strategy = writer.strategy(brief, None, references)
        plays = [writer.screenplay(brief, None, references, strategy, seed=seed) for seed in range(8)]
        pointed = [words for play in plays for words in words_of(play) if POINTING.search(words)]
        assert bool(pointed) == (model != "local" and not pictures), pointed


CALLS = {
    "Ad for the Northside Food Bank: 400 families a week, donate at northsidefood.org": (
        "Donate at northsidefood.org.", "Donate now",
    ),
    "Помогите приюту «Верный друг», пожертвуйте на vdrug.ru": (
        "Пожертвуйте на vdrug.ru.", "Пожертвуйте на vdrug.ru|Пожертвуйте",
    ),
    "plumber in Manchester, available 24/7, call 0161 496 0000": ("Call us.", "Call 0161 496 0000"),
    "Ролик для доставки суши, привозим за 45 минут": ("", "Заказать|Сделать заказ"),
    "Sushi delivery in Leeds, 45 minutes at most": ("", "Order now|Place an order"),
    "Ужин в ресторане «Сулико»": ("", "Забронировать стол|Смотреть меню"),
    "A promo for the Harbour Night Run on 6 June, entry €20": ("", "Sign up|Run with us"),
    "Help us raise $50,000 for a new cat shelter": ("", "Donate now|Give what you can"),
}  # fmt: skip


@pytest.mark.parametrize("prompt", CALLS)
def test_what_to_do_is_what_the_brief_asks_for_or_what_is_done_with_what_is_sold(prompt: str) -> None:
    said, button = CALLS[prompt]
    writer, brief = LocalWriter(), Brief(prompt=prompt)
    for seed in (3, 4):
        strategy = writer.strategy(brief, None, References())
        scenes = writer.screenplay(brief, None, References(), strategy, seed=seed).scenes
        assert said in " ".join(line for scene in scenes for line in scene.voice_over)
        assert re.fullmatch(button, scenes[-1].text.button)


def test_the_corpus_is_as_wide_as_the_audience() -> None:
    assert len(CASES) == 30
    assert {case.kind for case in CASES} == {"product", "place", "service", "app", "event", "cause"}
    assert sum(case.expect.get("language") == "ru" for case in CASES) == 12
    assert {case.name for case in PAGES} == {"espresso", "lamp", "budget-app", "food-bank", "ru-honey", "ru-headphones"}
