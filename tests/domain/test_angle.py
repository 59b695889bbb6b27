"""Angles: which is next, what it replaces, and what it leaves."""

from datetime import date
from fractions import Fraction

import pytest

from spotworks.domain.angle import by_angle
from spotworks.domain.screenplay import ScreenText
from tests.fakes.plans import make_brief, make_scene, play_of
from tests.fakes.studio import ANGLES

DAY = date(2026, 11, 21)  # a Saturday
BY_NAME = {angle.name: angle for angle in ANGLES.angles}
CARD = ScreenText(kicker="Northfall", headline="Your next cup", button="Order")
_CARDS = {"end_card": CARD}


def make_play(*scenes, seconds=6, language="en"):
    """scenes: beat and what is said."""
    made = tuple(
        make_scene(n, Fraction(seconds), beat=beat, voice_over=(line,), text=_CARDS.get(beat, ScreenText()))
        for n, (beat, line) in enumerate(scenes)
    )
    return play_of(made).model_copy(update={"language": language})


def said(play):
    return [scene.voice_over[0] for scene in play.scenes]


def tell(play, name="weekday", own="", uses=0):
    return ANGLES.tell(play, BY_NAME[name], DAY, own=own, uses=uses)


SCENES = (("hook", "Cold again?"), ("reveal", "Meet it."), ("lifestyle", "Go."), ("end_card", "Drink up."))


def test_an_angle_opens_turns_and_closes_and_keeps_the_name_and_the_button():
    told = tell(make_play(*SCENES))
    opening, reveal, turn, closing = told.scenes
    assert opening.voice_over == ("It's Saturday. A good day for something good.",)
    assert (opening.text.kicker, opening.text.headline) == ("Saturday", "Saturday. Something good")
    assert reveal.voice_over == ("Meet it.",)
    assert turn.voice_over == ("That's what a Saturday can hold.",)
    assert closing.text == CARD.model_copy(update={"headline": "Have a good Saturday"})


def test_in_russian_the_day_and_the_month_are_named_in_russian():
    told = tell(make_play(*SCENES, language="ru"))
    assert said(told)[0] == "Сегодня суббота. Хороший день для хорошего."
    assert said(tell(make_play(*SCENES, language="ru"), "month"))[3] == "Не дайте месяцу пройти мимо."


def test_what_a_scene_took_from_the_brief_stays():
    play = make_play(
        ("benefit", "Picked in May."), ("lifestyle", "Shipped weekly."), ("end_card", "At uji-tea.example")
    )
    assert tell(play, own="Tea, picked in spring, shipped each week: uji-tea.example") == play


def test_used_again_an_angle_says_it_in_other_words():
    lines = [said(tell(make_play(*SCENES), "tip", uses=uses))[0] for uses in range(4)]
    assert len(set(lines)) == 4


def test_a_short_scene_gets_a_short_line_and_one_too_short_keeps_its_own():
    assert said(tell(make_play(*SCENES, seconds=2)))[0] == "Saturday. Let's go."
    assert said(tell(make_play(*SCENES, seconds=1)))[0] == "Cold again?"


@pytest.mark.parametrize("angle", ANGLES.angles, ids=lambda angle: angle.name)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_angle_fits_a_scene_of_three_seconds_in_both_languages(angle, language):
    told = tell(make_play(*SCENES, seconds=3, language=language), angle.name)
    before = said(make_play(*SCENES))
    assert all(a != b for n, (a, b) in enumerate(zip(said(told), before, strict=True)) if n != 1)
    assert not any("{" in line for line in said(told))


def test_the_angle_that_was_unused_for_longest_is_next():
    order = [angle.name for angle in ANGLES.order(make_brief(), ["tip", "story", "tip", "myth"], "x")]
    assert order[-3:] == ["myth", "story", "tip"]


def test_other_sentences_come_to_the_front_on_other_days_and_the_first_stays():
    brief = make_brief(prompt="Tea from Uji. Picked in May. Ships in two days.")
    told = [by_angle(brief, BY_NAME["tip"], salt=str(turn), turn=turn) for turn in range(2)]
    assert told[0].prompt == brief.prompt
    assert told[1].prompt == "Tea from Uji. Ships in two days. Picked in May."
    assert told[0].seed != told[1].seed


def test_a_tone_and_a_seed_of_the_briefs_own_are_kept():
    told = by_angle(make_brief(tone="calm", seed=3), BY_NAME["tip"], salt="x", turn=1)
    assert (told.tone, told.seed) == ("calm", 3)
