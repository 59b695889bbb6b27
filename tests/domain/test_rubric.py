"""The ABCD rubric: a plan that has everything, and for each point one that lacks exactly that."""

from fractions import Fraction
from typing import Any

import pytest

from spotworks.domain.captions import Captions, Cue
from spotworks.domain.research import Box
from spotworks.domain.rubric import abcd
from spotworks.domain.screenplay import Camera, Screenplay, ScreenText
from spotworks.domain.sound import Word
from spotworks.domain.timeline import Overlay, PictureClip, SoundClip, Still, Timeline
from tests.fakes.plans import make_scene, play_of

SCENES: tuple[dict[str, Any], ...] = (
    {"beat": "hook", "voice_over": ("Wet feet again?",), "text": ScreenText(headline="Wet again?")},
    {"beat": "reveal", "voice_over": ("Meet Acme.",), "text": ScreenText(headline="Acme")},
    {"beat": "benefit", "voice_over": ("You stay dry in Acme.",), "text": ScreenText(headline="Stays dry")},
    {"beat": "lifestyle", "voice_over": ("Acme dries overnight.",), "text": ScreenText(headline="Dry by morning")},
    {
        "beat": "end_card",
        "voice_over": ("Find a pair today.",),
        "text": ScreenText(headline="Acme", button="Find yours"),
    },
)
LENGTHS = (3, 2.5, 2.5, 2.5, 3)


def spot(changes: dict[int, dict[str, Any]] | None = None, seconds: tuple[float, ...] = LENGTHS) -> Screenplay:
    """The good plan with some scenes otherwise."""
    made = [
        make_scene(n, Fraction(str(length)), **{**about, **(changes or {}).get(n, {})})
        for n, (about, length) in enumerate(zip(SCENES, seconds, strict=True))
    ]
    return play_of(tuple(made))


def film(play: Screenplay, **about: Any) -> Timeline:
    """A timeline of a plan: a still and its words for each scene."""
    start, clips, overlays = 0, [], []
    window = Box(x=0, y=0, w=1, h=1)
    for scene in play.scenes:
        length = int(scene.duration * 30)
        still = Still(key="k", camera=Camera(start=window, end=window))
        clips.append(PictureClip(scene=scene.index, chunk=0, start=start, length=length, source=still))
        overlays.append(
            Overlay(scene=scene.index, key="w", x=0, y=0, width=9, height=9, start=start + 6, length=length - 6)
        )
        start += length
    sound = (SoundClip(key="s", start=0, length=Fraction(3)),)
    word = Word(text="Wet", start=Fraction(0), end=Fraction(1))
    plain: dict[str, Any] = {
        "voice": sound, "music": sound, "overlays": tuple(overlays),
        "captions": Captions(language="en", source="voice", cues=(Cue(words=(word,)),)),
    }  # fmt: skip
    return Timeline(fps=Fraction(30), width=1080, height=1920, length=start, picture=tuple(clips), **(plain | about))


def missed(play: Screenplay, timeline: Timeline | None = None) -> list[str]:
    return [point.name for point in abcd(play, timeline).points if not point.passed]


def test_a_good_spot_has_every_point_with_evidence():
    score = abcd(spot(), film(spot()))
    assert missed(spot(), film(spot())) == []
    assert score.total == len(score.points) == 19
    assert all(point.evidence for point in score.points)
    assert [sum(point.letter == letter for point in score.points) for letter in "ABCD"] == [6, 5, 3, 5]


def test_a_point_says_where_it_was_found():
    found = {point.name: (point.at, point.evidence) for point in abcd(spot()).points}
    assert found["brand early"] == (3.0, "Acme is said and written")
    assert found["call shown"] == (10.5, '"Find yours"')


SILENT: dict[str, Any] = {"voice_over": ()}
LACKING = {
    "early cut": spot({0: {"voice_over": ("Acme keeps you dry.",)}}, (6, 2, 2, 2, 2)),
    "voice early": spot({0: SILENT, 1: SILENT}),
    "words with the voice": spot({n: {"text": ScreenText()} for n in (0, 1, 2)}),
    "pace": spot(seconds=(3, 2.5, 12, 12, 3)),
    "brand early": spot({1: {"voice_over": ("Look closer.",), "text": ScreenText(headline="Closer")}}),
    "brand often": spot({2: {"voice_over": ("You stay dry.",)}, 3: {"voice_over": ("It dries overnight.",)}}),
    "brand spoken": spot({1: {"voice_over": ("Look closer.",)}, 3: {"voice_over": ("It dries overnight.",)},
                          2: {"voice_over": ("You stay dry.",), "text": ScreenText(headline="Acme stays dry")}}),
    "brand at the end": spot({4: {"text": ScreenText(headline="Today", button="Find a pair")}}),
    "to a person": spot({2: {"voice_over": ("Feet stay dry in Acme.",)},
                         4: {"text": ScreenText(headline="Acme", button="Find a pair")}}),
    "what it gives": spot({2: {"beat": "brand_moment"}, 3: {"beat": "brand_moment"}}),
    "simple": spot({2: {"text": ScreenText(headline="Stays dry", detail="word " * 14)}}),
    "call spoken": spot({4: SILENT}),
    "call shown": spot({4: {"text": ScreenText(headline="Acme")}}),
    "one call": spot({2: {"text": ScreenText(headline="Stays dry", button="Read more")}}),
    "time to act": spot(seconds=(3, 2.5, 2.5, 2.5, 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", LACKING)
def test_a_plan_that_lacks_one_thing_misses_that_point_alone(name):
    assert missed(LACKING[name]) == [name]


def test_there_is_such_a_plan_for_every_point():
    assert [point.name for point in abcd(spot()).points] == list(LACKING)


def overlays(play: Screenplay, scenes: set[int], length: int | None = None) -> tuple[Overlay, ...]:
    found = [over for over in film(play).overlays if over.scene in scenes]
    return tuple(over.model_copy(update={"length": length or over.length}) for over in found)


UNMADE = {
    "sound supports": {"music": ()},
    "understood without sound": {"burn_captions": False},
    "brand seen early": {"overlays": overlays(spot(), {0, 2, 3, 4})},
    "last words stay": {"overlays": (*overlays(spot(), {0, 1, 2, 3}), *overlays(spot(), {4}, 20))},
}


@pytest.mark.parametrize("name", UNMADE)
def test_a_video_that_lacks_one_thing_misses_that_point_alone(name):
    assert missed(spot(), film(spot(), **UNMADE[name])) == [name]


def test_there_is_such_a_video_for_every_point_of_the_timeline():
    named = [point.name for point in abcd(spot(), film(spot())).points]
    assert named[len(LACKING) :] == list(UNMADE)


def test_a_product_without_a_brand_is_known_by_its_main_word():
    play = spot().model_copy(update={"brand": ""})  # the subject is "mug"
    assert "brand early" in missed(play)
    assert "brand early" not in missed(
        play.model_copy(update={"scenes": (make_scene(0, Fraction(3), voice_over=("This mug.",)), *play.scenes[1:])})
    )


def test_the_products_own_picture_is_branding_too():
    scenes = LACKING["brand early"].scenes
    play = spot().model_copy(update={"scenes": (scenes[0].model_copy(update={"picture": 0}), *scenes[1:])})
    assert missed(play) == []


def test_an_end_card_has_the_brand_whatever_its_words_are() -> None:
    card = spot({4: {"text": ScreenText(headline="Today", button="Find a pair"), "layout": "end_card"}})
    assert next(point for point in abcd(card).points if point.name == "brand at the end").passed
