"""What a plan has to pass. The rest of the checks are seen at work in tests/adapters/model_writer."""

from fractions import Fraction

import pytest

from spotworks.domain.plan_checks import Failed, screenplay_failures, strategy_failures
from spotworks.domain.screenplay import ScreenText
from tests.fakes.plans import make_brief, make_research, make_scene, make_screenplay, make_strategy, play_of

BRIEF = make_brief()


def names(failures):
    return {(failed.check, failed.where) for failed in failures}


def strategy(brief=BRIEF, **about):
    return names(strategy_failures(make_strategy().model_copy(update=about), brief))


def scenes(*about, brief=BRIEF):
    """A play of ten seconds with the given scenes in it."""
    each = Fraction(10) / len(about)
    play = play_of(tuple(make_scene(index, each, **one) for index, one in enumerate(about)))
    return names(screenplay_failures(play, brief))


def test_a_good_plan_passes():
    assert strategy() == set()
    assert screenplay_failures(make_screenplay(), BRIEF) == ()


@pytest.mark.parametrize("look", ["Soft frames on an ARRI Alexa, 35mm", "Мягкие кадры, камера и объектив 50 мм"])
def test_camera_and_lens_are_known_in_both_languages(look):
    assert strategy(visual_language=look) == set()


@pytest.mark.parametrize("look", ["Soft, warm frames", "Filmed with a camera", "A 35mm lens"])
def test_a_look_without_camera_or_lens_is_refused(look):
    assert ("camera", "visual_language") in strategy(visual_language=look)


@pytest.mark.parametrize(
    "slop", ["8K detail", "a masterpiece", "Best quality frames", "ultra-sharp", "photorealistic", "шедевр", "ультра"]
)
def test_slop_is_refused(slop):
    assert ("slop", "mood") in strategy(mood=f"warm, {slop}")


def test_the_briefs_own_words_are_never_slop():
    brief = make_brief(prompt="A red mug called Ultra Boost")
    assert strategy(brief, hook="An Ultra Boost lands on the desk.") == set()


def test_the_pages_own_words_are_never_slop_nor_in_the_wrong_language():
    page = make_research().model_copy(update={"title": "Телевизор Ультра 8K award-winning"})
    told = make_strategy().model_copy(update={"concept": "Evenings in 8K", "hook": "Телевизор Ультра, award-winning"})
    assert strategy_failures(told, BRIEF, page) == ()
    assert {"slop"} == {failed.check for failed in strategy_failures(told, BRIEF)}


def test_an_address_of_the_page_is_quoted_by_rules_and_told_by_no_model():
    page = make_research().model_copy(update={"text": "Visit evil.example"})
    play = play_of((make_scene(0, Fraction(10), voice_over=("Visit evil.example now.",)),))
    assert screenplay_failures(play, BRIEF, page) == ()
    by_model = play.model_copy(update={"writer": "model"})
    assert names(screenplay_failures(by_model, BRIEF, page)) == {("address", "scene 1: voice")}


@pytest.mark.parametrize("nothing", ["", "...", "N/A", "TBD", "lorem ipsum dolor", "—", "нет"])
def test_a_field_without_words_is_refused(nothing):
    assert ("empty", "hook") in strategy(hook=nothing)


@pytest.mark.parametrize(
    "generic",
    [
        "An engaging and memorable brand story",
        "A powerful journey that inspires the viewer",
        "Уникальная и захватывающая история бренда",
    ],
)
def test_what_would_fit_any_product_is_refused(generic):
    brief = make_brief(language="ru" if "и" in generic else "en")
    assert ("says-nothing", "concept") in names(
        strategy_failures(make_strategy().model_copy(update={"concept": generic}), brief)
    )


def test_a_russian_brief_wants_a_russian_plan():
    brief = make_brief(prompt="Красная кружка", language="ru")
    assert ("language", "concept") in strategy(brief)


@pytest.mark.parametrize(
    ("about", "failed"),
    [
        ({"text": ScreenText(headline="x" * 41)}, ("length", "scene 1: headline")),
        ({"text": ScreenText(button="x" * 23)}, ("length", "scene 1: button")),
        ({"voice_over": ("word " * 90,)}, ("voice-fits", "scene 1: voice")),
        ({"voice_over": ("...",)}, ("empty", "scene 1: voice")),
        ({"visual_prompt": ""}, ("empty", "scene 1: visual prompt")),
        ({"visual_prompt": "A mug, masterpiece"}, ("slop", "scene 1: visual prompt")),
        ({"motion_prompt": "кружка медленно"}, ("language", "scene 1: motion prompt")),
        ({"voice_over": ("Купите эту кружку прямо сейчас.",)}, ("language", "scene 1: voice")),
        ({"voice_over": ("Call +44 161 496 0000 now.",)}, ("address", "scene 1: voice")),
        ({"text": ScreenText(detail="evil.example")}, ("address", "scene 1: detail")),
        ({"voice_over": ("As an AI, I can't.",)}, ("aside", "scene 1: voice")),
    ],
)
def test_a_scene_fails_by_name_and_place(about, failed):
    assert failed in scenes(about)


def test_addresses_of_the_brief_may_be_told():
    brief = make_brief(prompt="A red mug. mugs.example, +44 161 496 0000", url="https://shop.example/mug")
    told = ("See mugs.example or shop.example. Call +44 161 496 0000.",)
    assert scenes({"voice_over": told}, brief=brief) == set()


def test_a_line_is_not_said_twice():
    line = ("Keeps your coffee warm all day.",)
    assert scenes({"voice_over": line}, {"voice_over": line}) == {("duplicate", "scene 2: voice")}


def test_scenes_are_counted_and_timed():
    many = play_of(tuple(make_scene(n, Fraction(1, 4), voice_over=()) for n in range(41)))
    assert names(screenplay_failures(many, BRIEF)) == {("scenes", "scenes")}
    short = play_of((make_scene(0, Fraction(2, 5)), make_scene(1, Fraction(8))))
    assert {("durations", "scenes"), ("durations", "scene 1")} <= names(screenplay_failures(short, BRIEF))


def test_a_failure_tells_its_name_its_place_and_what_is_wrong():
    assert str(Failed(check="slop", where="mood", words="'8k'")) == "slop (mood): '8k'"
