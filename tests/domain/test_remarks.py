"""Remarks in English and Russian as changes."""

from fractions import Fraction

import pytest

from spotworks.domain.remarks import understood
from tests.fakes.plans import make_scene, play_of

PLAY = play_of(tuple(make_scene(n, Fraction(3)) for n in range(5)))

# The remark; kind, value and scene (from 1; None for the whole) of each change.
TABLE = [
    (
        "slower, warmer, show the sole in the second scene",
        [("tempo", "slower", None), ("look", "warmer", None), ("show", "sole", 2)],
    ),
    (
        "медленнее, теплее, покажи подошву во второй сцене",
        [("tempo", "slower", None), ("look", "warmer", None), ("show", "подошву", 2)],
    ),
    ("Please make it a bit shorter and warmer.", [("duration", "shorter", None), ("look", "warmer", None)]),
    ("Сделайте, пожалуйста, чуть быстрее и ярче", [("tempo", "faster", None), ("look", "brighter", None)]),
    ("shorter", [("duration", "shorter", None)]),
    ("сделай покороче", [("duration", "shorter", None)]),
    ("make it 15 seconds", [("duration", "15", None)]),
    ("сократи до 20 секунд", [("duration", "20", None)]),
    ("make scene 2 longer", [("duration", "longer", 2)]),
    ("less text", [("text", "less", None)]),
    ("меньше текста в первой сцене", [("text", "less", 1)]),
    ("no text", [("text", "none", None)]),
    ("less talking", [("lines", "less", None)]),
    ("меньше слов", [("lines", "less", None)]),
    ("drop scene 3", [("drop", "", 3)]),
    ("убери третью сцену", [("drop", "", 3)]),
    ("drop scenes 1, 2 and 4", [("drop", "", 1), ("drop", "", 2), ("drop", "", 4)]),
    ("remove the last scene", [("drop", "", 5)]),
    ('in scene 2 say "Hot all day, cold all night."', [("say", "Hot all day, cold all night.", 2)]),
    ('say "Hot for a day" instead', [("say", "Hot for a day", None)]),
    ("скажи «Тепло весь день» в сцене 2", [("say", "Тепло весь день", 2)]),
    ('headline "New" in scene 1', [("write", "New", 1)]),
    ("кнопка «Купить»", [("button", "Купить", None)]),
    ('replace "Acme" with "Apex"', [("replace", "Apex", None)]),
    ("замени «Липа» на «Клён»", [("replace", "Клён", None)]),
    ("another voice", [("voice", "another", None)]),
    ("мужской голос", [("voice", "deep", None)]),
    ("calmer music", [("music", "calm", None)]),
    ("музыку поспокойнее", [("music", "calm", None)]),
    ("another soundtrack, slower music", [("music", "another", None), ("music", "slower", None)]),
    ("bigger logo", [("logo", "bigger", None)]),
    ("логотип покрупнее", [("logo", "bigger", None)]),
    ("no captions", [("captions", "none", None)]),
    ("без субтитров", [("captions", "none", None)]),
    ("use photo 2 in scene 3", [("photo", "2", 3)]),
    ("another picture in scene 4", [("redraw", "", 4)]),
    ("перерисуй 3-ю сцену", [("redraw", "", 3)]),
    ("warmer, show the lid, in scene 2", [("look", "warmer", None), ("show", "lid", 2)]),
    ("it is too slow", [("tempo", "faster", None)]),
    ("слишком темно", [("look", "brighter", None)]),
    ("In the second scene, show the sole and the laces; slower", [
        ("show", "sole and the laces", 2), ("tempo", "slower", None),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("remark", "wanted"), TABLE, ids=[remark for remark, _ in TABLE])
def test_a_remark_is_understood(remark, wanted):
    found = understood(remark, PLAY)
    assert [(c.kind, c.value, None if c.scene is None else c.scene + 1) for c in found] == wanted


@pytest.mark.parametrize(
    ("remark", "unclear"),
    [
        ("slower, make it pop", ["make it pop"]),
        ("побольше жести, теплее", ["побольше жести"]),
        ("I don't like it", ["I don't like it"]),
        ("don't show the sole", ["don't show the sole"]),
        ("the music is too loud", ["the music is too loud"]),
        ("warmer and wobblier", ["wobblier"]),
        ("", []),
        ("?!", []),
        ("\ue000", []),
        ("wobble \ue005", ["wobble"]),
    ],
)
def test_what_is_not_understood_is_said_back_in_its_own_words(remark, unclear):
    assert [change.said for change in understood(remark, PLAY) if change.kind == "unclear"] == unclear


@pytest.mark.parametrize(
    ("remark", "why"),
    [
        ("drop scene 9", "there is no scene 9: the video has 5"),
        ("show the lid in scene 0", "there is no scene 0: the video has 5"),
        ("drop", "say which scene"),
        ("redraw", "say which scene"),
        ("another voice in scene 2", "the whole video has the same voice"),
    ],
)
def test_a_scene_that_is_not_there_or_not_named_is_told_of(remark, why):
    [change] = understood(remark, PLAY)
    assert (change.kind, change.value, change.said) == ("unclear", why, remark)


def test_the_words_of_a_change_are_the_clients_own():
    assert [c.said for c in understood("Slower! And “Hi” — drop scene 3.", PLAY)] == [
        "Slower",
        "And “Hi”",
        "drop scene 3",
    ]
