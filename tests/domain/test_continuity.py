"""One subject throughout."""

import pytest

from spotworks.domain.continuity import breaks, carried, mended
from spotworks.domain.model import Model
from spotworks.domain.research import Box, Reference, References
from spotworks.domain.screenplay import Subject
from tests.fakes.plans import make_scene, play_of

MUG = Subject(kind="product", name="red mug", description="a red mug")
KAYAK = Subject(kind="product", name="складной каяк", description="a kayak", in_english="folding kayak")


def play(prompt, subject=MUG):
    return play_of((make_scene(0, 2, visual_prompt=prompt),)).model_copy(update={"subject": subject})


VARIED = {
    "Another red mug on a shelf": "The same red mug on a shelf",
    "a different, larger mug": "a different, larger mug",  # a comma ends the phrase: not ours to judge
    "a different larger mug": "the same larger mug",
    "yet another mug and one more mug": "the same mug and the same mug",
    "several red mugs": "the same red mugs",
    "another different mug": "the same mug",
    "another product beside the mug": "the same product beside the mug",
    "a new red mug": "a new red mug",
    "the mug in another light": "the mug in another light",
    "the mug beside a different cup": "the mug beside a different cup",
}


@pytest.mark.parametrize(("prompt", "mend"), VARIED.items())
def test_a_phrase_that_varies_the_subject_is_mended_and_any_other_left(prompt, mend):
    repaired, notes = mended(play(prompt))
    assert repaired.scenes[0].visual_prompt == mend
    assert len(notes) == (prompt != mend)
    assert list(breaks(repaired)) == []


@pytest.mark.parametrize(
    ("prompt", "mend"),
    [
        ("На берегу другой каяк", "На берегу тот же каяк"),
        ("Ещё один складной каяк", "Тот же складной каяк"),
        ("another kayak", "the same kayak"),
    ],
)
def test_russian_phrases_are_known_too(prompt, mend):
    assert mended(play(prompt, KAYAK))[0].scenes[0].visual_prompt == mend


def test_the_words_of_a_name_vary_nothing():
    vinyl = Subject(kind="product", name="Various Artists vinyl", description="a record")
    assert mended(play("Close-up of Various Artists vinyl", vinyl))[1] == ()


def test_a_scene_that_loses_the_subject_gets_it_back():
    repaired, notes = mended(play("An empty desk in the morning."))
    assert repaired.scenes[0].visual_prompt == (
        "An empty desk in the morning. In the frame: red mug, the same as before."
    )
    assert notes == ("scene 1: does not show red mug; mended",)


def test_a_scene_for_which_nothing_is_made_is_left_alone():
    shown = play_of((make_scene(0, 2, visual_prompt="another mug", generated=False),))
    assert mended(shown) == (shown, ())


def test_pictures_of_the_subject_go_to_models_that_take_them():
    box = Box(x=0, y=0, w=1, h=1)
    pictures = tuple(Reference(asset_id=n, key=f"k/{n}", width=9, height=9, focus=box) for n in "abc")
    references = References(pictures=pictures)
    model = Model(id="m", provider="v", name="m", makes=("clip",), references=2)
    assert carried(references, model) == ("k/a", "k/b")
    assert carried(references, model.model_copy(update={"references": 0})) == ()
