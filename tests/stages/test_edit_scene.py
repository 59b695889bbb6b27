"""EditScene: at the storyboard gate."""

import json
from pathlib import Path

import pytest

from spotworks.domain.screenplay import ScreenText
from spotworks.errors import Conflict, InvalidRequest, NotFound
from spotworks.stages.await_approval import GateRequest, await_approval
from spotworks.stages.change_video import approve_video
from spotworks.stages.edit_scene import SceneEdit, edit_scene

MACHINE = Path(__file__).parents[2] / "statemachines" / "make_spot.asl.json"


def at_gate(studio, job):
    """As the machine comes to its gate: every picture sketched, then the wait."""
    for scene in studio.play(job).scenes:
        studio.image(job, scene.index)
    await_approval(GateRequest(**job.model_dump(), gate="storyboard", token=studio.token()), desk=studio.desk)


@pytest.fixture
def waiting(studio):
    job = studio.planned(approvals=("storyboard",))
    at_gate(studio, job)
    return job


def edit(studio, job, number=2, tenant="acme", **about):
    return edit_scene(tenant, job.video_id, number, SceneEdit(**about), desk=studio.desk)


def answers(studio):
    """What the gate has told the machine; pictures answer too, by other models."""
    return [body.get("model") for _, kind, body in studio.tokens.sent if body.get("model") in {"edit", "person"}]


def test_an_edited_line_goes_back_to_the_sketches_and_waits_again(studio, waiting):
    row = edit(studio, waiting, line="Other words.")
    assert (row.status, row.gate) == ("running", "")
    assert answers(studio) == ["edit"]
    assert studio.play(waiting).scenes[1].voice_over == ("Other words.",)
    assert "Edited scene 2: line: Line number 1. -> Other words." in studio.messages(waiting)
    drawn = len(studio.images.asked)
    at_gate(studio, waiting)
    assert len(studio.images.asked) == drawn  # a line has no picture
    assert studio.row(waiting).gate == "storyboard"
    approve_video("acme", waiting.video_id, "storyboard", True, desk=studio.desk)
    assert answers(studio) == ["edit", "person"]


def test_a_rejected_picture_is_drawn_by_another_chance_and_only_it(studio, waiting):
    before = list(studio.images.asked)
    edit(studio, waiting, number=1, redraw=True)
    at_gate(studio, waiting)
    [new] = studio.images.asked[len(before) :]
    assert (new.prompt, new.text) == (before[0].prompt, before[0].text)
    assert new.seed != before[0].seed


def test_prompt_and_words_are_edited(studio, waiting):
    edit(studio, waiting, prompt="A blue mug at night", headline="At night", detail="350 ml")
    scene = studio.play(waiting).scenes[1]
    assert scene.visual_prompt == "A blue mug at night"
    assert scene.text == ScreenText(headline="At night", detail="350 ml")
    assert scene.voice_over == ("Line number 1.",)


def test_a_scene_can_fall_silent(studio, waiting):
    edit(studio, waiting, line="")
    assert studio.play(waiting).scenes[1].voice_over == ()


@pytest.mark.parametrize("about", [{}, {"line": "Line number 1."}, {"headline": "Headline 1"}])
def test_an_edit_that_changes_nothing_is_refused_and_the_gate_stays(studio, waiting, about):
    with pytest.raises(InvalidRequest, match="say what shall be different"):
        edit(studio, waiting, **about)
    assert studio.row(waiting).gate == "storyboard"
    assert answers(studio) == []


def test_a_scene_without_a_picture_of_its_own_is_not_redrawn(studio):
    job = studio.planned(mode="minimal_text", approvals=("storyboard",))
    await_approval(GateRequest(**job.model_dump(), gate="storyboard", token=studio.token()), desk=studio.desk)
    with pytest.raises(InvalidRequest, match="redraw: no picture is generated"):
        edit(studio, job, redraw=True)
    edit(studio, job, line="Only words.")


def test_elsewhere_than_at_its_storyboard_a_video_is_not_edited(studio, waiting):
    running = studio.planned(key="other")
    with pytest.raises(Conflict, match="does not wait at its storyboard"):
        edit(studio, running, line="Too early.")
    approve_video("acme", waiting.video_id, "storyboard", True, desk=studio.desk)
    with pytest.raises(Conflict, match="does not wait"):
        edit(studio, waiting, line="Too late.")
    assert studio.play(waiting).scenes[1].voice_over == ("Line number 1.",)


def test_while_it_is_sketched_again_nobody_edits(studio, waiting):
    edit(studio, waiting, line="First.")
    with pytest.raises(Conflict):
        edit(studio, waiting, line="Second.")
    with pytest.raises(Conflict):
        approve_video("acme", waiting.video_id, "storyboard", True, desk=studio.desk)


def test_an_edit_that_died_before_the_machine_was_told_is_mended_by_the_next(studio, waiting):
    write, studio.work.write = studio.work.write, None  # dies between the gate and the plan
    with pytest.raises(TypeError):
        edit(studio, waiting, line="First.")
    studio.work.write = write
    assert (studio.row(waiting).gate, answers(studio)) == ("", [])
    edit(studio, waiting, line="Second.")
    assert answers(studio) == ["edit"]
    assert studio.play(waiting).scenes[1].voice_over == ("Second.",)


def test_a_cancelled_video_and_a_strange_one_are_not_edited(studio, waiting):
    with pytest.raises(NotFound):
        edit(studio, waiting, tenant="rival", line="x")
    with pytest.raises(NotFound, match="there is no scene 3: the video has 2"):
        edit(studio, waiting, number=3, line="x")
    studio.cancel(waiting)
    with pytest.raises(Conflict):
        edit(studio, waiting, line="x")


def test_the_machine_knows_the_answer_of_an_edit_by_the_word_that_is_sent(studio, waiting):
    edit(studio, waiting, line="x")
    text = json.loads(MACHINE.read_text())
    [choice] = text["States"]["MakeSpot"]["Branches"][0]["States"]["StoryboardAnswer"]["Choices"]
    assert choice["StringEquals"] == answers(studio)[0]
    assert choice["Next"] == "SketchStoryboard"
