"""What a critique is worth."""

from spotworks.domain.critique import Critique, Fault, threshold


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
