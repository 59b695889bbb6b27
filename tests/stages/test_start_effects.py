"""StartEffects."""

from decimal import Decimal

from spotworks.domain.routing import Record
from spotworks.domain.screenplay import Screenplay
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_effects import start_effects
from tests.fakes.plans import PAID
from tests.fakes.ports import TinyMaker

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


def test_bought_effects_are_recorded_by_the_sound(studio):
    job, free = studio.planned(budget="5"), studio.effects
    play = studio.desk.read(job, "screenplay.json", Screenplay)
    scenes = (play.scenes[0], play.scenes[1].model_copy(update={"effect": "pop"}))
    studio.desk.write(
        job, "screenplay.json", play.model_copy(update={"scenes": scenes, "makers": {"effects": ("foley", "local")}})
    )

    def make(request):
        studio.clock.move(seconds=8)
        return free.make(request).model_copy(update={"cost_usd": Decimal("0.06")})

    records = studio.ordering.records
    start_effects(
        studio.sound(job), desk=studio.desk, maker=lambda _: TinyMaker(make), models=(FOLEY,), records=records
    )  # fmt: skip
    assert records.all()["foley"] == Record(asked=1, accepted=1, spent=Decimal("0.03"), seconds=4)
