"""StartMusic."""

from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_music import start_music


def test_one_piece_is_asked_for_as_long_as_the_video(studio):
    job = studio.planned()
    start_music(studio.sound(job), desk=studio.desk, maker=lambda _: studio.music)
    [request] = studio.music.asked
    assert (request.duration, request.cuts, request.brief.mood) == (10, (4,), "warm")
    assert made_for(studio.desk, job, "music").model == "tiny"


def test_a_repeated_stage_composes_once(studio):
    job = studio.planned()
    for _ in range(2):
        start_music(studio.sound(job), desk=studio.desk, maker=lambda _: studio.music)
    assert len(studio.music.asked) == 1
