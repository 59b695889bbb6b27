"""ShowStoryboard."""

from decimal import Decimal

import pytest

from spotworks.domain.model import Model, Price
from spotworks.errors import Conflict, NotFound
from spotworks.stages.show_storyboard import show_storyboard
from tests.fakes.plans import MODELS


def show(studio, job, tenant="acme"):
    return show_storyboard(tenant, job.video_id, desk=studio.desk, models=MODELS)


def paid(play):
    scenes = tuple(scene.model_copy(update={"chain": ("paid", "local")}) for scene in play.scenes)
    return play.model_copy(update={"scenes": scenes})


def test_scenes_come_with_what_they_say_show_and_cost(studio):
    studio.writer.change = paid
    job = studio.planned(model="paid", budget="5")
    studio.image(job, 0)
    board = show(studio, job)
    first, second = board.scenes
    assert (first.scene, first.line, first.text.headline, first.seconds) == (1, "Line number 0.", "Headline 0", "4")
    assert first.picture_url
    assert second.picture_url is None
    assert [scene.cost_usd for scene in board.scenes] == [Decimal("0.40"), Decimal("0.60")]
    assert [thing.what for thing in board.to_make] == [
        "Clip of scene 1", "Picture of scene 2", "Clip of scene 2", "Clip of scene 2", "Voice-over", "Effects", "Music",
        "Render and checks",
    ]  # fmt: skip
    assert board.cost_usd == sum(thing.cost_usd for thing in board.to_make) > Decimal("1.00")
    assert board.sheet_url is None


def test_pictures_and_voices_that_are_bought_have_their_price(studio):
    job = studio.planned(image_model="artist", budget="5")
    play = studio.play(job)
    spoken = play.model_copy(update={"makers": play.makers | {"voice": ("speaker", "local")}})
    studio.desk.write(job, "screenplay.json", spoken)
    speaker = Model(
        id="speaker", provider="v", name="s", makes=("voice",), prices=(Price(usd=Decimal("0.01"), unit="character"),)
    )
    board = show_storyboard("acme", job.video_id, desk=studio.desk, models=(*MODELS, speaker))
    costs = {thing.what: thing.cost_usd for thing in board.to_make}
    assert costs["Picture of scene 1"] == costs["Picture of scene 2"] == Decimal("0.03")
    assert costs["Voice-over"] == Decimal("0.01") * len("Line number 0.Line number 1.")
    assert costs["Music"] == 0


def test_what_is_made_costs_nothing_more(studio, tmp_path):
    job = studio.planned()
    studio.make_media(job)
    assert [thing.what for thing in show(studio, job).to_make] == ["Render and checks"]
    studio.assemble(job)
    studio.finish(job, tmp_path / "all")
    board = show(studio, job)
    assert (board.to_make, board.cost_usd) == ((), 0)
    assert board.spent_usd == studio.row(job).cost_usd > 0
    assert board.sheet_url


def test_before_there_is_a_plan_there_is_no_storyboard(studio):
    with pytest.raises(Conflict, match="its scenes are not written yet"):
        show(studio, studio.admitted())


def test_another_tenants_is_not_there(studio):
    with pytest.raises(NotFound):
        show(studio, studio.planned(), tenant="rival")
