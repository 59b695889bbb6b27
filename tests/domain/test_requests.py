"""What is asked of each maker: addresses change with what shapes the result, and with nothing else."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.generation import digest
from spotworks.domain.model import Model
from spotworks.domain.requests import (
    camera_part,
    clip_request,
    effects_request,
    image_request,
    music_request,
    starts,
    voice_request,
)
from spotworks.domain.research import Box, Reference, References
from spotworks.domain.screenplay import ScreenText
from tests.domain.strategies import screenplays
from tests.fakes.plans import CAMERA, LOCAL, make_brief, make_scene, make_screenplay, play_of

PHOTO = Reference(asset_id="a", key="t/acme/p.jpg", width=2000, height=3000, focus=Box(x=0, y=0, w=1, h=1))


def addresses(play, references=None, brief=None):
    """Every address of a plan, by what it is of."""
    references, brief = references or References(), brief or make_brief()
    found = {}
    for scene in play.scenes:
        found["image", scene.index] = digest(image_request(play, scene, references, brief))
        for chunk in range(len(scene.chunks)):
            wanted = clip_request(play, scene, chunk, brief, model="local", first_frame="f.jpg")
            found["clip", scene.index, chunk] = digest(wanted)
    sounds = {"voice": voice_request, "effects": effects_request, "music": music_request}
    return found | {name: digest(make(play)) for name, make in sounds.items()}


def changed(play, scene, **about):
    scenes = tuple(s.model_copy(update=about) if s.index == scene else s for s in play.scenes)
    return play.model_copy(update={"scenes": scenes})


def differing(before, after):
    return {name for name in before if before[name] != after[name]}


@given(screenplays())
def test_the_same_plan_has_the_same_addresses(play):
    assert addresses(play) == addresses(play.model_copy())


@given(screenplays())
def test_two_things_of_a_plan_never_share_an_address(play):
    found = addresses(play)
    assert len(set(found.values())) == len(found)


@given(screenplays(), st.data())
def test_another_line_changes_the_voice_and_nothing_else(play, data):
    scene = data.draw(st.integers(0, len(play.scenes) - 1))
    other = changed(play, scene, voice_over=("Another line altogether.",))
    assert differing(addresses(play), addresses(other)) == {"voice"}


def test_another_line_leaves_the_other_lines_as_they_were():
    play = make_screenplay()
    before = voice_request(play).lines
    after = voice_request(changed(play, 1, voice_over=("Another line.",))).lines
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_another_headline_changes_that_scenes_picture_only():
    play = make_screenplay()
    other = changed(play, 1, text=play.scenes[1].text.model_copy(update={"headline": "New"}))
    assert differing(addresses(play), addresses(other)) == {("image", 1)}


def test_another_move_changes_that_scenes_clips_only():
    play = make_screenplay()
    other = changed(play, 1, camera=CAMERA.model_copy(update={"end": Box(x=0, y=0, w=0.5, h=0.5)}))
    assert differing(addresses(play), addresses(other)) == {("clip", 1, 0), ("clip", 1, 1)}


def test_another_transition_changes_the_effects_only():
    play = make_screenplay()
    assert differing(addresses(play), addresses(changed(play, 1, transition="wipe"))) == {"effects"}


def test_another_canvas_changes_every_picture_and_no_sound():
    play = make_screenplay()
    found = differing(addresses(play), addresses(play, brief=make_brief(aspect="1:1")))
    assert found == {name for name in addresses(play) if isinstance(name, tuple)}


def test_another_seed_changes_everything_made_by_chance():
    play = make_screenplay(seed=1)
    assert differing(addresses(play), addresses(make_screenplay(seed=2))) == set(addresses(play))


def test_a_scene_with_a_photo_refers_to_it_and_one_beyond_the_list_to_none():
    references = References(pictures=(PHOTO,))
    play = play_of((make_scene(0, Fraction(5), picture=0), make_scene(1, Fraction(5), picture=3)))
    first, second = (image_request(play, scene, references, make_brief()) for scene in play.scenes)
    assert (first.reference, second.reference) == (PHOTO, None)
    assert (first.width, first.height) == (1440, 2560)


@pytest.mark.parametrize("takes", [{"references": 3}, {"first_frame": "optional"}, {}])
def test_who_can_be_given_the_photo_is_and_who_cannot_is_not_held_to_it(takes):
    painter = Model(id="painter", provider="painter", name="", makes=("image",), **takes)
    play = play_of((make_scene(0, Fraction(5), picture=0), make_scene(1, Fraction(5))))
    with_photo, without = (
        image_request(play, scene, References(pictures=(PHOTO,)), make_brief(), model="painter", known=painter)
        for scene in play.scenes
    )
    assert with_photo.reference == (PHOTO if takes else None)
    assert ("the product of the reference picture, unchanged" in with_photo.prompt) == bool(takes)
    assert with_photo.prompt.endswith(play.scenes[0].visual_prompt)
    assert (without.reference, without.prompt) == (None, play.scenes[1].visual_prompt)
    here = image_request(play, play.scenes[0], References(pictures=(PHOTO,)), make_brief(), known=LOCAL)
    assert (here.reference, here.prompt) == (PHOTO, play.scenes[0].visual_prompt)


@given(screenplays())
def test_scenes_begin_where_the_ones_before_end(play):
    found = starts(play)
    assert found[0] == 0
    assert found[-1] + play.scenes[-1].duration == play.duration
    assert music_request(play).cuts == found[1:]


@given(st.integers(1, 6))
def test_the_parts_of_a_move_join_without_a_jump(count):
    parts = [camera_part(CAMERA, (Fraction(1),) * count, chunk) for chunk in range(count)]
    assert (parts[0].start, parts[-1].end) == (CAMERA.start, CAMERA.end)
    for before, after in pairwise(parts):
        assert before.end == after.start
    assert {part.easing for part in parts} == {"linear" if count > 1 else CAMERA.easing}


@pytest.mark.parametrize(
    ("scene", "cues"),
    [
        ({"transition": "wipe"}, ["whoosh"]),
        ({"transition": "cut"}, []),
        ({"effect": "pop"}, ["swell", "pop"]),
        ({"effect": "swell"}, ["swell"]),
    ],
)
def test_cuts_and_beats_have_their_sounds(scene, cues):
    play = changed(make_screenplay(), 1, **scene)
    assert [cue.name for cue in effects_request(play).cues] == cues


SOUNDING = Model(id="veo", provider="x", name="Veo", makes=("clip",), native_audio="always", aliases=("google_veo",))


@pytest.mark.parametrize(
    ("chain", "cues"),
    [
        (("veo", "local"), []),
        (("google_veo", "local"), []),
        (("local",), ["swell", "pop"]),
        (("x", "veo"), ["swell", "pop"]),
    ],
)
def test_a_scene_whose_first_model_brings_its_own_sound_is_given_no_other(chain, cues):
    play = changed(make_screenplay(), 1, effect="pop", chain=chain)
    asked = effects_request(play, model="foley", models=(SOUNDING,))
    assert [cue.name for cue in asked.cues] == cues
    assert asked.model == ("foley" if cues else "local")


def test_a_model_that_may_be_silent_leaves_the_effects():
    play = changed(make_screenplay(), 1, effect="pop", chain=("veo", "local"))
    maybe = SOUNDING.model_copy(update={"native_audio": "optional"})
    assert effects_request(play, models=(maybe,)) == effects_request(play)


@pytest.mark.parametrize(("audio", "asked", "cues"), [
    ("optional", "yes", 0), ("optional", "no", 2), ("always", "no", 0), ("no", "yes", 2),
])  # fmt: skip
def test_clips_that_are_asked_for_with_a_sound_are_given_no_other(audio, asked, cues):
    play = changed(make_screenplay(), 1, effect="pop", chain=("veo", "local"))
    maker = SOUNDING.model_copy(update={"native_audio": audio})
    assert len(effects_request(play, models=(maker,), sound=asked).cues) == cues
    brief = make_brief(clip_sound=asked)
    clip = clip_request(play, play.scenes[1], 0, brief, model="veo", first_frame="x", known=maker)
    assert clip.sound == (audio == "optional" and not cues)  # who always has one is not asked
    silent = clip_request(play, play.scenes[1], 0, make_brief(), model="veo", first_frame="x", known=maker)
    assert (digest(clip) == digest(silent)) == (not clip.sound)


def test_a_photo_seen_before_in_the_same_layout_is_another_take():
    shown = (("hero", 0), ("split", 0), ("hero", 0), ("hero", 1), ("hero", 0), ("type", None))
    scenes = (make_scene(n, Fraction(3), layout=layout, picture=at) for n, (layout, at) in enumerate(shown))
    play = play_of(tuple(scenes))
    references = References(pictures=(PHOTO, PHOTO.model_copy(update={"key": "q"})))
    takes = [image_request(play, scene, references, make_brief()).take for scene in play.scenes]
    assert takes == [0, 0, 1, 0, 2, 0]


def test_what_is_drawn_is_set_and_a_client_s_own_script_is_never_shortened():
    text = ScreenText(headline='"Bread" - 900 g')
    play = changed(make_screenplay(), 0, text=text, voice_over=("It weighs 900 g. You'll feel what isn't there.",))
    assert image_request(play, play.scenes[0], References(), make_brief()).text.headline == "“Bread”\u00a0— 900\u00a0g"
    line = voice_request(play).lines[0]
    assert (line.text, line.shorter) == ("It weighs 900 g. You’ll feel what isn’t there.", "It weighs 900 g.")
    assert voice_request(play, whole=True).lines[0].shorter == ""
