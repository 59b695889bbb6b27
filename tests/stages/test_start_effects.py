"""StartEffects."""

from spotworks.domain.screenplay import Screenplay
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_effects import start_effects
from tests.fakes.plans import PAID

FOLEY = PAID.model_copy(update={"id": "foley", "makes": ("effects",)})


def test_the_effects_follow_the_screenplay(studio):
    job = studio.planned()
    start_effects(studio.sound(job), desk=studio.desk, maker=lambda _: studio.effects)
    [request] = studio.effects.asked
    assert [(cue.name, cue.at) for cue in request.cues] == [("swell", 4)]
    assert made_for(studio.desk, job, "effects").model == "tiny"


def test_a_repeated_stage_makes_them_once(studio):
    job = studio.planned()
    for _ in range(2):
        start_effects(studio.sound(job), desk=studio.desk, maker=lambda _: studio.effects)
    assert len(studio.effects.asked) == 1


def test_bought_effects_are_not_bought_where_every_clip_brings_its_own_sound(studio):
    job = studio.planned()
    play = studio.desk.read(job, "screenplay.json", Screenplay)
    scenes = tuple(scene.model_copy(update={"chain": ("paid", "local")}) for scene in play.scenes)
    studio.desk.write(
        job, "screenplay.json", play.model_copy(update={"scenes": scenes, "makers": {"effects": ("foley", "local")}})
    )
    asked = []

    def maker(model):
        asked.append(model)
        return studio.effects

    models = (PAID.model_copy(update={"native_audio": "always"}),)
    start_effects(studio.sound(job), desk=studio.desk, maker=maker, models=(*models, FOLEY))
    assert asked == ["local"]
    assert studio.effects.asked[0].cues == ()
    assert [line.amount for line in studio.lines(job)] == [0]
