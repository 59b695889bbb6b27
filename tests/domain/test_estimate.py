"""What a video will cost, item by item."""

from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.catalogue import load, models
from spotworks.domain.beats import Library
from spotworks.domain.casting import recut
from spotworks.domain.estimate import (
    Cast,
    clips_at_most,
    dearest,
    estimate,
    music_price,
    scenes_at_most,
    voice_price,
)
from spotworks.domain.lifecycle import named
from spotworks.domain.model import Model, Price, clip_price, paid_lengths
from spotworks.domain.money import ORCHESTRATION, render_cost, share
from spotworks.domain.screenplay import Screenplay
from spotworks.prompts import prompt
from tests.domain.strategies import briefs
from tests.fakes.plans import make_brief, make_scene, make_screenplay, play_of

LIBRARY = Library.model_validate(load("beats"))
FACTS = (frozenset(), frozenset(beat.needs for beat in LIBRARY.beats if beat.needs))
CLIPS = {model.lengths: model for model in models() if "clip" in model.makes and model.prices}


def of(name: str) -> Model:
    found = named(name, models())
    assert found
    return found


def tried_with(name: str, play: Screenplay) -> Screenplay:
    scenes = (scene.model_copy(update={"chain": (name, "local")}) for scene in play.scenes)
    return play.model_copy(update={"scenes": tuple(scenes)})


def model(*prices: tuple[str, str], **about) -> Model:
    found = tuple(Price(usd=Decimal(usd), unit=unit) for usd, unit in prices)
    return Model(**({"id": "m", "provider": "v", "name": "m", "makes": ("clip",), "prices": found} | about))


@given(briefs())
def test_a_video_of_this_machine_costs_its_time_alone(brief):
    cost = estimate(brief)
    assert {item.part for item in cost.items} == {"render", "running"}
    exact = render_cost(brief) + ORCHESTRATION
    assert 0 <= cost.total - exact < Decimal("0.0001")


def test_the_default_budget_is_enough_for_the_default_video():
    assert share(make_brief(duration=30)) > 10 * estimate(make_brief(duration=30)).total


@pytest.mark.parametrize(("name", "seconds", "usd"), [
    ("elevenlabs_music", Fraction(31, 10), "0.020"), ("elevenlabs_music", Fraction(1), "0.015"),
    ("elevenlabs_music", Fraction(45), "0.225"), ("lyria_clip", Fraction(6), "0.04"),
])  # fmt: skip
def test_music_costs_the_seconds_that_are_asked_for(name, seconds, usd):
    assert music_price(of(name), seconds) == Decimal(usd)


@cache
def plans(duration: Fraction) -> tuple:
    """Sequences of beats that the rules compose for so many seconds."""
    return tuple(
        LIBRARY.compose(duration, facts=facts, variant=variant, pace=pace)
        for variant in range(3)
        for facts in FACTS
        for pace in ("slow", "medium", "fast")
    )


@settings(max_examples=30)
@given(st.fractions(3, 400, max_denominator=10))
def test_no_plan_of_the_beats_has_more_scenes_than_are_counted_on(duration):
    assert max(len(plan) for plan in plans(duration)) <= scenes_at_most(duration)


@pytest.mark.parametrize("duration", [6, 9, 11, 22, 30, 41, 57])
def test_what_clips_cost_at_most_is_never_less_than_what_a_plan_pays(duration):
    for one in CLIPS.values():
        bound = clips_at_most(Fraction(duration), scenes_at_most(Fraction(duration)), one).usd
        for plan in plans(Fraction(duration)):
            lengths = [length for slot in plan for length in paid_lengths(slot.duration, one)]
            assert sum(clip_price(one, Fraction(length)) for length in lengths) <= bound, one.id


def test_a_plan_is_priced_by_the_lengths_that_its_scenes_are_paid_for():
    hailuo = of("hailuo_fast")
    scenes = tuple(
        make_scene(n, Fraction(seconds), chain=("hailuo_fast", "local")) for n, seconds in enumerate((4, 7, 13))
    )
    play = recut(play_of((*scenes, make_scene(3, Fraction(6)))), models())
    cost = estimate(make_brief(duration=30), Cast(clip=hailuo), play, models=models())
    [clips] = [item for item in cost.items if item.part == "clip"]
    assert (clips.units, clips.model) == ("2 of 10 s, 2 of 6 s", "hailuo_fast")  # 6; 10; 10 + 6
    assert clips.usd == 2 * Decimal("0.19") + 2 * Decimal("0.32")


def test_scenes_that_are_not_generated_cost_no_picture_and_no_clip():
    chain = ("kling_2_5", "local")
    scenes = (make_scene(0, Fraction(5), chain=chain), make_scene(1, Fraction(5), chain=chain, generated=False))
    cast = Cast(clip=of("kling"), image=of("flux_dev"))
    cost = estimate(make_brief(duration=10), cast, play_of(scenes), models=models())
    assert cost.of("image") == Decimal("0.025")
    assert cost.of("clip") == Decimal("0.35")
    assert {i.part for i in estimate(make_brief(), cast, generates=False).items} == {"render", "running"}


def test_all_that_is_bought_is_an_item():
    cast = Cast(
        clip=of("gen4_turbo"), image=of("flux_schnell"), voice=of("elevenlabs"), effects=of("elevenlabs_effects"),
        music=of("lyria"), language=of("gpt_sol"),
    )  # fmt: skip
    play = tried_with("gen4_turbo", make_screenplay(10))
    cost = estimate(make_brief(duration=10), cast, play, models=models())
    characters = sum(len(line) for scene in play.scenes for line in scene.voice_over)
    assert {item.part: item.usd for item in cost.items if item.part not in {"render", "running"}} == {
        "planning": 2 * (3_000 * Decimal("0.000002") + 1_500 * Decimal("0.00001")),
        "judging": 2 * (1_500 * Decimal("0.000002") + 300 * Decimal("0.00001")),
        "image": 2 * Decimal("0.003"),
        "clip": (4 + 3 + 3) * Decimal("0.05"),
        "voice": characters * Decimal("0.00018"),
        "effects": Decimal("0.12"),  # one turn, from the first scene to the second
        "music": Decimal("0.08"),
    }
    assert cost.total >= sum(item.usd for item in cost.items) > cost.total - Decimal("0.0001")


def test_a_picture_that_is_drawn_from_the_users_photo_costs_what_the_photo_adds():
    cast = Cast(image=of("gpt_image"))
    scenes = (make_scene(0, Fraction(5), picture=0), make_scene(1, Fraction(5)))
    assert estimate(make_brief(), cast, play_of(scenes), models=models()).of("image") == Decimal("0.156")
    plain, given = (make_brief(reference_assets=assets) for assets in ((), ("0" * 32,)))
    pictures = estimate(plain, cast).of("image") / Decimal("0.053")
    assert estimate(given, cast).of("image") == pictures * Decimal("0.103")
    words = Cast(image=of("flux_schnell"))
    assert estimate(given, words).of("image") == estimate(plain, words).of("image")


def test_a_budget_has_room_for_the_longest_answer_that_a_plan_may_take():
    opus = of("claude_opus")
    cost = estimate(make_brief(), Cast(language=opus))
    longest = prompt("screenplay/system").max_tokens + int(opus.options["thinking"])
    assert cost.call == 6_000 * Decimal("0.000004") + longest * Decimal("0.00002")
    assert cost.least == cost.of("planning") + cost.call > cost.total
    many = estimate(make_brief(), Cast(language=opus, music=model(("9", "song"))))
    assert many.least == many.total


def test_of_several_language_models_the_dearest_is_counted_on():
    assert dearest([of("gpt_luna"), of("claude_opus"), of("gemini_flash")]) == of("claude_opus")
    assert dearest([]) is None


def test_the_estimate_before_a_plan_is_above_that_of_the_plan():
    cast = Cast(clip=of("hailuo_fast"), image=of("flux_dev"), voice=of("elevenlabs"), effects=of("elevenlabs_effects"))
    brief = make_brief(duration=10)
    play = recut(tried_with("hailuo_fast", make_screenplay(10)), models())
    for part in ("clip", "image", "voice", "effects"):
        assert estimate(brief, cast).of(part) >= estimate(brief, cast, play, models=models()).of(part) > 0


def test_a_voice_is_paid_by_its_characters_its_tokens_or_its_seconds():
    assert voice_price(model(("0.01", "character")), 50, Fraction(3)) == Decimal("0.50")
    assert voice_price(model(("0.01", "second")), 50, Fraction(3)) == Decimal("0.03")
    tokens = model(("0.01", "token in"), ("0.1", "token out"))
    assert voice_price(tokens, 50, Fraction(3)) == 17 * Decimal("0.01") + 75 * Decimal("0.1")
    assert voice_price(model(), 50, Fraction(3)) == 0


def test_a_sound_that_is_heard_twice_is_bought_once():
    effects = of("elevenlabs_effects")
    scenes = tuple(make_scene(number, Fraction(5), transition="push", effect="pop") for number in range(4))
    brief = make_brief(duration=20)
    assert estimate(brief, Cast(effects=effects), play_of(scenes)).of("effects") == 2 * Decimal("0.12")
    assert estimate(make_brief(duration=600), Cast(effects=effects)).of("effects") == 7 * Decimal("0.12")


def test_a_server_of_ones_own_costs_nothing_that_is_counted_here():
    cast = Cast(clip=of("comfyui"), voice=of("edge_tts"))
    assert estimate(make_brief(), cast).total == estimate(make_brief()).total


def test_a_line_tells_the_dearest_first_and_what_is_under_a_cent_together():
    cast = Cast(clip=of("hailuo_fast"), music=of("lyria"))
    told = estimate(make_brief(duration=30), cast).told()
    assert told == (
        "Clips by hailuo_fast $1.33 (for at most 7 scenes), Music by lyria $0.08 (a piece of 30 s), the rest $0.002235"
    )
    assert estimate(make_brief(duration=30)).told() == "all of it $0.002235"


def test_clips_are_counted_at_the_resolution_of_the_briefs_quality():
    plan = recut(tried_with("hailuo_02", make_screenplay()), models())  # scenes of 4 and 6 s: two clips of 6 s

    def dollars(quality, play=None):
        return estimate(make_brief(quality=quality), Cast(clip=of("hailuo_02")), play, models=models()).of("clip")

    assert (dollars("draft", plan), dollars("standard", plan)) == (Decimal("0.20"), Decimal("0.56"))
    assert Decimal("0.20") <= dollars("draft") < Decimal("0.56") <= dollars("standard")
