"""StartClip."""

import pytest

from spotworks.domain.clip import ClipDocument
from spotworks.domain.research import Box, Reference, References
from spotworks.errors import ModelUnavailable, NotFound
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_clip import ChunkRequest, start_clip
from tests.fakes.plans import KEYLESS, LOCAL


@pytest.fixture
def job(studio):
    job = studio.planned()
    studio.image(job, 1)
    return job


def test_the_first_chunk_begins_from_the_scenes_picture(studio, job):
    studio.clip(job, 1, 0)
    assert studio.clips.asked[0].first_frame == made_for(studio.desk, job, "image", 1).key


def test_each_later_chunk_begins_from_the_last_frame_of_the_one_before(studio, job):
    studio.clip(job, 1, 0)
    made = made_for(studio.desk, job, "clip", 1, 0)
    before = ClipDocument.model_validate_json(studio.work.read(made.key))
    studio.work.write(made.key, before.model_copy(update={"last_frame": "t/acme/last.jpg"}).model_dump_json().encode())
    studio.clip(job, 1, 1)
    assert studio.clips.asked[1].first_frame == "t/acme/last.jpg"
    assert studio.row(job).chunks_done == 2


def test_a_chunk_before_its_turn_is_refused(studio, job):
    with pytest.raises(NotFound, match="clip of scene 1"):
        studio.clip(job, 1, 1)


def test_a_link_of_the_chain_that_is_no_more_is_passed_over(studio, job):
    play = studio.play(job)
    scene = play.scenes[1].model_copy(update={"chain": ("gone", "local")})
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"scenes": (play.scenes[0], scene)}))
    with pytest.raises(ModelUnavailable, match="gone"):
        studio.clip(job, 1, link=0)
    studio.clip(job, 1, link=1)
    assert studio.clips.asked[0].model == "local"


def test_a_model_that_ended_while_the_plan_waited_gives_way_and_that_is_told_once(studio, job):
    ended = KEYLESS.model_copy(update={"lifecycle": "shut_down", "replaced_by": "local"})
    scene = studio.play(job).scenes[1].model_copy(update={"chain": ("keyless", "local")})
    studio.desk.write(job, "screenplay.json", studio.play(job).model_copy(update={"scenes": (scene, scene)}))
    for chunk in (0, 1):
        request = ChunkRequest(**job.model_dump(), scene=1, chunk=chunk, token=f"t{chunk}", link=0)
        start_clip(
            request, desk=studio.desk, maker=studio.clips, models=(LOCAL, ended), ordering=lambda: studio.ordering
        )  # fmt: skip
    assert [asked.model for asked in studio.clips.asked] == ["local", "local"]
    [event] = [one for one in studio.desk.jobs.events(job.tenant, job.video_id) if "Warning" in one.message]
    assert (event.message, event.scene) == ("Warning: keyless: x is gone; local is used instead", 1)


def test_pictures_of_the_subject_go_to_a_model_that_takes_them_and_to_no_other(studio, job):
    picture = Reference(asset_id="a", key="t/acme/mug.jpg", width=9, height=9, focus=Box(x=0, y=0, w=1, h=1))
    studio.desk.write(job, "references.json", References(pictures=(picture,)))
    request = ChunkRequest(**job.model_dump(), scene=1, chunk=0, token="t", link=0)
    for takes in (0, 3):
        local = LOCAL.model_copy(update={"references": takes})
        start_clip(
            request, desk=studio.desk, maker=studio.clips, models=(local,), ordering=lambda: studio.ordering
        )  # fmt: skip
    assert [asked.references for asked in studio.clips.asked] == [(), ("t/acme/mug.jpg",)]
