"""What a critique is worth, and which of two scenes' pictures repeats the other."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.critique import ALIKE, Critique, Fault, Gallery, Shown, subject_of, threshold
from spotworks.domain.likeness import BITS
from spotworks.domain.requests import image_request
from spotworks.domain.research import Box, Reference, References
from tests.fakes.plans import make_brief, make_screenplay

LOOK = "0f" * 8
FAR = "f0" * 8
PHOTO = Reference(asset_id="a", key="a.jpg", width=9, height=9, focus=Box(x=0, y=0, w=1, h=1))


def shown(scene, look=LOOK, subject="", address="a" * 64):
    return Shown(scene=scene, address=address, subject=subject or f"scene {scene}", look=look)


def changed(look, bits):
    return f"{int(look, 16) ^ (1 << bits) - 1:016x}"


def fault(weight):
    return Fault(name="contrast", weight=weight, measured="3 levels", wanted="light and dark", advice="Light.")


def test_the_first_and_the_last_scene_have_to_be_better_than_those_between():
    assert [threshold(scene, 4) for scene in range(4)] == [8, 7, 7, 8]
    assert threshold(0, 1) == 8


def test_faults_cost_their_weight_and_never_more_than_there_is():
    assert Critique().score == 10
    assert Critique(faults=(fault(2.5),)).score == 7.5
    assert Critique(faults=(fault(6), fault(6))).score == 0


def test_reasons_are_said_with_what_was_wanted():
    assert Critique(faults=(fault(3),)).reasons == "contrast: 3 levels (wanted light and dark)"


def test_the_second_of_two_equal_pictures_is_found_whichever_scene_it_is_of():
    for one, other in ((0, 3), (3, 0)):
        gallery = Gallery().with_picture(shown(one)).with_picture(shown(other))
        assert gallery.found == {shown(other).name: one}
        assert [picture.scene for picture in gallery.shown] == [one]


def test_a_near_copy_is_found_and_a_picture_that_differs_is_not():
    near = int((1 - ALIKE) * BITS)
    first = Gallery().with_picture(shown(0))
    assert first.with_picture(shown(1, changed(LOOK, near))).found
    assert not first.with_picture(shown(1, changed(LOOK, near + 1))).found
    assert not first.with_picture(shown(1, FAR)).found


def test_two_scenes_that_are_to_show_the_same_may_look_the_same():
    assert not Gallery().with_picture(shown(0, subject="mug")).with_picture(shown(1, subject="mug")).found


def test_another_try_takes_the_place_of_the_scenes_own():
    gallery = Gallery().with_picture(shown(0)).with_picture(shown(0, FAR, address="b" * 64))
    assert [picture.look for picture in gallery.shown] == [FAR]
    assert not gallery.with_picture(shown(1)).found


def test_what_is_used_anyway_counts_for_those_who_come_later():
    gallery = Gallery().with_picture(shown(0)).with_picture(shown(1, FAR)).with_picture(shown(2), anyway=True)
    assert [picture.scene for picture in gallery.shown] == [0, 1, 2]


@given(
    st.lists(st.sampled_from([LOOK, FAR, "00" * 8]), min_size=4, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12),
)
def test_a_verdict_stands_in_whatever_order_the_scenes_come_and_come_again(looks, story):
    """A state that runs again meets the verdict of before: nobody pays for a third try because of a fourth scene."""
    gallery, verdicts = Gallery(), {}
    for scene, weak in story:
        picture = shown(scene, looks[scene])
        anyway = weak and scene in verdicts  # judged before it is used for want of a better one
        gallery = gallery.with_picture(picture, anyway=anyway)
        verdict = gallery.found.get(picture.name)
        assert verdicts.setdefault(scene, verdict) == verdict
        assert picture in gallery.shown or verdict is not None
        assert gallery.with_picture(picture, anyway=anyway) == gallery


def test_a_repeat_costs_enough_to_be_asked_again_anywhere():
    critique = Critique().repeating(2)
    assert critique.score < threshold(1, 3)
    assert critique.reasons == "repeat: the picture of scene 3 again (wanted a picture of its own)"


def request(references, model="local"):
    play = make_screenplay(Fraction(10))
    scene = play.scenes[0].model_copy(update={"picture": 0})
    return image_request(play, scene, references, make_brief()).model_copy(update={"model": model})


def test_makers_that_compose_may_show_the_users_photo_again_and_those_that_imagine_what_they_are_asked_for():
    assert subject_of(request(References(pictures=(PHOTO,)))) == PHOTO.key
    assert subject_of(request(References())) == ""
    imagined = request(References(pictures=(PHOTO,)), model="flux")
    assert subject_of(imagined) == imagined.prompt
