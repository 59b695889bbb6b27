"""PlanRender: which segments go to machines of their own."""

import pytest

from spotworks.domain.base import OutputRef
from spotworks.domain.timeline import Footage, Still, Timeline
from spotworks.stages.plan_render import RenderPlan, plan_render
from spotworks.stages.render_spot import part_key
from tests.fakes.plans import CAMERA


@pytest.fixture
def job(studio):
    """Ten seconds, cut into parts of about two."""
    studio.renderer.segment = 2
    return studio.assembled()


def missing(studio, job, beyond=1):
    return plan_render(
        OutputRef(**job.model_dump()), desk=studio.desk, renderer=studio.renderer, beyond=beyond
    ).segments


def plan(studio, job):
    return studio.desk.read(job, "segments.json", RenderPlan)


def keep(studio, job, number):
    """Puts a part where an earlier render would have left it."""
    timeline = studio.desk.read(job, "timeline.json", Timeline)
    part = studio.renderer.parts(timeline, profile="standard")[number]
    studio.work.write(part_key(job.tenant, part.name), b"a part")


def test_every_segment_is_missing_at_first(studio, job):
    assert missing(studio, job) == tuple(range(len(plan(studio, job).parts)))
    assert len(plan(studio, job).parts) > 3
    count = len(plan(studio, job).parts)
    assert studio.messages(job)[-1] == f"Rendering {count} of {count} segments side by side"
    assert studio.row(job).phase == "render"


def test_what_another_render_left_is_not_made_again(studio, job):
    keep(studio, job, 1)
    keep(studio, job, 2)
    assert missing(studio, job) == tuple(n for n in range(len(plan(studio, job).parts)) if n not in {1, 2})
    assert plan(studio, job).there == 2


def test_a_second_run_finds_all_parts(studio, job, tmp_path):
    for number in missing(studio, job):
        studio.segment(job, number, tmp_path / str(number))
    assert missing(studio, job) == ()


def test_few_missing_segments_are_left_to_one_machine(studio, job):
    count = len(missing(studio, job))
    for number in range(1, count):
        keep(studio, job, number)
    assert missing(studio, job) == ()


def test_what_is_little_work_is_left_to_one_machine(studio, job):
    assert missing(studio, job, beyond=30) == ()  # ten seconds of video take 20 CPU seconds
    assert missing(studio, job, beyond=0) == ()


def test_a_render_that_is_there_needs_no_segments(studio, job, tmp_path):
    studio.render(job, tmp_path)
    assert missing(studio, job) == ()


def test_a_short_video_stays_in_one_piece(studio):
    assert missing(studio, studio.assembled()) == ()


def recut(studio, job, *sources, seconds=2):
    """The job's timeline as these sources one after the other, nothing drawn over them."""
    timeline, length = studio.desk.read(job, "timeline.json", Timeline), 30 * seconds
    clips = tuple(
        timeline.picture[0].model_copy(update={"start": length * n, "length": length, "source": source})
        for n, source in enumerate(sources)
    )
    about = {"picture": clips, "length": length * len(clips), "overlays": (), "burn_captions": False}
    studio.desk.write(job, "timeline.json", timeline.model_copy(update=about))


def still(name):
    return Still(key=name, camera=CAMERA)


def test_footage_that_could_be_copied_is_left_to_one_machine(studio, job):
    recut(studio, job, *(Footage(key=f"{n}.mp4") for n in range(5)))
    assert missing(studio, job) == ()


def test_what_is_shown_twice_is_made_once(studio, job):
    recut(studio, job, *[still("a")] * 5)
    assert missing(studio, job) == ()  # one part is left, for one machine
    recut(studio, job, *[still("a")] * 4, still("b"))
    assert missing(studio, job) == (0, 4)
    assert plan(studio, job).there == 3


def test_the_longest_video_says_little_to_the_machine(studio, job):
    """1,200 seconds: what Step Functions carries stays small (the design allows 32 KiB for everything)."""
    studio.renderer.segment = 15
    recut(studio, job, *(still(str(n)) for n in range(240)), seconds=5)
    request = OutputRef(**job.model_dump())
    said = plan_render(request, desk=studio.desk, renderer=studio.renderer, beyond=480)
    assert len(said.segments) == 80
    assert len(said.model_dump_json()) < 1024
