"""A plan in another length: what its lines need is what a voice needs, and its clips are those that the model makes."""

from fractions import Fraction

import pytest

from spotworks.domain.retiming import TooShort, fitted, lasting, least, spoken
from spotworks.domain.speech import seconds
from tests.fakes.plans import make_scene, make_screenplay


def test_figures_take_the_time_of_their_words():
    long, short = (make_scene(1, Fraction(9), voice_over=(line,)) for line in ("1999 km/h.", "A word."))
    assert spoken(long, "en") == seconds("1999 km/h.", "en") > 2 * spoken(short, "en")
    with pytest.raises(TooShort):
        lasting(long, Fraction(2), "en")
    assert lasting(short, Fraction(2), "en").duration == 2


def test_lines_are_timed_in_the_plans_language():
    scene, play = make_scene(0, Fraction(9), voice_over=("Доставка 24/7.",)), make_screenplay(20)
    play = play.model_copy(update={"scenes": (scene, *play.scenes[1:]), "language": "ru"})
    assert least(scene, "ru") != least(scene, "en")
    need = sum(least(one, "ru") for one in play.scenes)
    with pytest.raises(TooShort, match=f"need {float(need):.1f} s"):
        fitted(play, Fraction(1))
