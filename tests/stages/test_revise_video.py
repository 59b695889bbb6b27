"""ReviseVideo."""

from decimal import Decimal
from fractions import Fraction

import pytest

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.research import Research
from spotworks.domain.screenplay import Strategy
from spotworks.errors import BudgetExceeded, Conflict, InvalidRequest, NotFound
from spotworks.stages.admit_spot import admit_spot
from spotworks.stages.research_product import research_product
from spotworks.stages.revise_video import revise_video
from tests.fakes.plans import MODELS
from tests.fakes.ports import CannedResearcher

LINE = 'say "Other words now." in scene 2'


def revise(studio, job, remark=LINE, *, key="remark-1", dry_run=False, tenant="acme"):
    return revise_video(
        tenant, job.video_id, remark, dry_run=dry_run, key=key, request_id="req-9",
        desk=studio.desk, uploads=studio.uploads, machine=studio.machine, models=MODELS,
    )  # fmt: skip


@pytest.fixture
def finished(studio, tmp_path):
    job = studio.assembled(url="https://shop.example/mug")
    research_product(job, desk=studio.desk, researcher=CannedResearcher())
    studio.finish(job, tmp_path / "first")
    studio.clock.move(hours=30)
    return job


def make(studio, revision, folder):
    """As the machine makes a revision."""
    job = JobRef(tenant="acme", video_id=revision.video_id, request_id="req-9")
    admit_spot(job, desk=studio.desk, uploads=studio.uploads, models=MODELS)
    studio.plan(job)
    studio.make_media(job)
    studio.assemble(job)
    studio.finish(job, folder)
    return job


def asked(studio):
    makers = {
        "images": studio.images, "clips": studio.clips, "voices": studio.voices, "effects": studio.effects,
        "music": studio.music,
    }  # fmt: skip
    return {name: len(maker.asked) for name, maker in makers.items()}


def test_one_changed_line_makes_its_voice_anew_and_finds_all_else(studio, finished, tmp_path):
    before = asked(studio)
    revision = revise(studio, finished)
    assert [thing.what for thing in revision.again] == ["Voice-over", "Render and checks"]
    assert [str(d) for d in revision.differences] == ["scene 2: line: Line number 1. -> Other words now."]
    job = make(studio, revision, tmp_path / "second")
    assert asked(studio) == before | {"voices": before["voices"] + 1}
    assert [line.text for line in studio.voices.asked[-1].lines] == ["Line number 0.", "Other words now."]
    assert "Other words now." in studio.work.read(f"t/acme/j/{job.video_id}/captions.srt").decode()


def test_one_changed_line_renders_only_the_segments_that_hold_it(studio, tmp_path):
    studio.renderer.segment = 2
    job = studio.assembled(duration=20)
    for number in studio.fan_out(job):
        studio.segment(job, number, tmp_path / str(number))
    studio.finish(job, tmp_path / "first")
    revision = revise(studio, job)
    again = JobRef(tenant="acme", video_id=revision.video_id, request_id="req-9")
    admit_spot(again, desk=studio.desk, uploads=studio.uploads, models=MODELS)
    studio.plan(again)
    studio.make_media(again)
    studio.assemble(again)
    missing = studio.fan_out(again)
    assert missing
    assert not {0, 1, 2} & set(missing)  # the first scene has eight seconds


def test_the_key_and_the_metadata_name_the_creative_and_the_iteration(studio, finished, tmp_path):
    revision = revise(studio, finished)
    job = make(studio, revision, tmp_path / "second")
    key = f"t/acme/20261122T123000Z-{finished.video_id}-2.mp4"
    assert studio.row(job).video_key == key
    _, metadata = studio.published.headers[key]
    assert (metadata["creative"], metadata["iteration"]) == (finished.video_id, "2")
    assert (studio.row(job).parent, studio.row(job).creative_id) == (finished.video_id, finished.video_id)
    assert len(studio.published.objects) == 2


def test_iterations_are_counted_over_the_whole_creative(studio, finished, tmp_path):
    second = revise(studio, finished, "warmer", key="a")
    job = make(studio, second, tmp_path / "second")
    third = revise(studio, job, "cooler", key="b")
    fourth = revise(studio, finished, "darker", key="c")
    assert [r.iteration for r in (second, third, fourth)] == [2, 3, 4]
    assert third.parent == job.video_id
    assert third.creative == fourth.creative == finished.video_id


def test_iterations_go_on_where_the_first_was_deleted(studio, finished, tmp_path):
    job = make(studio, revise(studio, finished, "warmer", key="a"), tmp_path / "second")
    studio.delete(finished)
    assert list(studio.published.objects) == [studio.row(job).video_key]
    assert revise(studio, job, "cooler", key="b").iteration == 3


def test_what_led_to_the_plan_is_kept_word_for_word_also_a_page_that_was_read_long_ago(studio, finished):
    job = JobRef(tenant="acme", video_id=revise(studio, finished).video_id)
    for name, model in (("strategy.json", Strategy), ("research.json", Research), ("brief.json", Brief)):
        assert studio.desk.read(job, name, model) == studio.desk.read(finished, name, model)
    researcher = CannedResearcher()
    assert research_product(job, desk=studio.desk, researcher=researcher).reused
    assert researcher.asked == []
    studio.plan(job)
    assert [call["what"] for call in studio.writer.asked] == ["strategy", "screenplay"]


def test_a_dry_run_tells_all_of_it_and_makes_nothing(studio, finished):
    jobs, objects = len(studio.desk.jobs.list("acme")), dict(studio.work.objects)
    told = revise(studio, finished, "warmer, make it pop", dry_run=True)
    assert (told.video_id, told.iteration, told.not_done) == ("", 2, ("“make it pop”: not understood",))
    assert {thing.what for thing in told.again} >= {"Picture of scene 1", "Clip of scene 2", "Render and checks"}
    assert told.cost_usd == sum(thing.cost_usd for thing in told.again) > 0
    assert (len(studio.desk.jobs.list("acme")), studio.work.objects) == (jobs, objects)
    assert studio.row(finished).revisions == ()


def test_a_paid_model_s_clips_are_priced_by_their_seconds_and_found_ones_are_free(studio, tmp_path):
    def paid(play):
        scenes = tuple(scene.model_copy(update={"chain": ("paid", "local")}) for scene in play.scenes)
        return play.model_copy(update={"scenes": scenes})

    studio.writer.change = paid
    job = studio.assembled(model="paid", budget="5")
    studio.finish(job, tmp_path / "first")
    clips = [thing for thing in revise(studio, job, "redraw scene 2", dry_run=True).again if "Clip" in thing.what]
    assert [thing.cost_usd for thing in clips] == [Decimal("0.30"), Decimal("0.30")]
    assert not [thing for thing in revise(studio, job, LINE, dry_run=True).again if "Clip" in thing.what]


def test_the_same_key_gives_the_same_revision_and_another_remark_is_refused(studio, finished):
    first = revise(studio, finished)
    again = revise(studio, finished)
    assert (again.video_id, again.iteration) == (first.video_id, 2)
    assert len(studio.desk.jobs.list("acme")) == 2
    with pytest.raises(Conflict, match="another body"):
        revise(studio, finished, "warmer")


def test_a_call_that_died_before_the_execution_is_mended_by_the_next(studio, finished):
    studio.machine.crash = RuntimeError("killed")
    with pytest.raises(RuntimeError):
        revise(studio, finished)
    revision = revise(studio, finished)
    row = studio.desk.jobs.get("acme", revision.video_id)
    assert row.execution
    assert row.iteration == 2
    assert studio.row(finished).revisions == (revision.video_id,)


def test_a_dropped_scene_changes_the_duration_that_the_brief_asks_for(studio, finished):
    job = JobRef(tenant="acme", video_id=revise(studio, finished, "drop scene 2").video_id)
    assert studio.desk.read(job, "brief.json", Brief).duration == studio.play(job).duration == Fraction(4)


@pytest.mark.parametrize("status", ["queued", "running", "awaiting_approval", "failed"])
def test_only_a_finished_video_is_revised(studio, status):
    job = studio.planned()
    studio.desk.jobs.update("acme", job.video_id, lambda j: j.model_copy(update={"status": status}))
    with pytest.raises(Conflict, match=f"the video is {status}: only a finished one"):
        revise(studio, job)


@pytest.mark.parametrize(
    ("remark", "why"),
    [
        ("make it pop", "remark: “make it pop”: not understood"),
        ("bigger logo", "the video has none"),
        ("drop scene 7", "there is no scene 7: the video has 2"),
        ('say "Line number 1." in scene 2', "the video is so already"),
    ],
)
def test_a_remark_of_which_nothing_can_be_done_is_refused_with_the_reason(studio, finished, remark, why):
    with pytest.raises(InvalidRequest) as refused:
        revise(studio, finished, remark)
    assert why in refused.value.message
    assert refused.value.field == "remark"
    assert studio.row(finished).revisions == ()


def test_a_video_that_grows_beyond_its_budget_is_refused_before_anything_is_begun(studio, tmp_path):
    job = studio.assembled(budget="0.0015")
    studio.finish(job, tmp_path / "first")
    with pytest.raises(BudgetExceeded):
        revise(studio, job, "300 seconds")
    assert len(studio.desk.jobs.list("acme")) == 1


def test_another_tenants_video_is_not_there(studio, finished):
    with pytest.raises(NotFound):
        revise(studio, finished, tenant="rival")
