"""StartEffects."""

from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_effects import start_effects


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
