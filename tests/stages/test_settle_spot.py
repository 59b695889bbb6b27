"""SettleSpot."""

import json
from decimal import Decimal

import pytest

from spotworks.domain.money import compute_cost
from spotworks.domain.report import Report
from spotworks.errors import Conflict, ModelUnavailable, NotFound
from spotworks.stages.complete import complete
from spotworks.stages.write_captions import write_captions
from tests.fakes.plans import make_research
from tests.fakes.ports import Ear


@pytest.fixture
def settled(studio, tmp_path):
    job = studio.assembled(url="https://shop.example/mug")
    studio.clock.move(seconds=42)
    studio.finish(job, tmp_path)
    return job


def test_a_finished_video_is_published_under_its_tenant_with_its_facts(studio, settled):
    [key] = studio.published.objects
    assert key == f"t/acme/20261121T063000Z-{settled.video_id}-1.mp4"
    kind, metadata = studio.published.headers[key]
    assert kind == "video/mp4"
    assert metadata["tenant"] == "acme"
    assert metadata["source-url"] == "https://shop.example/mug"
    assert studio.published.objects[key] == b"video 300"


def test_the_job_is_completed_at_100_with_what_it_cost(studio, settled):
    row = studio.row(settled)
    assert (row.status, row.phase, row.progress) == ("completed", "done", 100)
    assert row.cost_usd == sum(line.amount for line in studio.lines(settled)) == 2 * compute_cost(30.0)
    assert studio.messages(settled)[-1] == "Finished"


def test_the_money_moves_from_committed_to_spent_and_the_rest_is_free_again(studio, settled):
    assert studio.budget()["committed"] == studio.budget()["spent"] == studio.row(settled).cost_usd


def test_the_report_names_everything_that_was_made(studio, settled):
    report = studio.desk.read(settled, "report.json", Report)
    assert [thing.what for thing in report.made] == [
        "Picture of scene 1", "Picture of scene 2", "Clip of scene 1", "Clip of scene 2", "Clip of scene 2",
        "Voice-over", "Effects", "Music", "Preview", "Render", "Words on the pictures", "Storyboard", "Quality check",
    ]  # fmt: skip
    assert not any(thing.reused for thing in report.made)
    assert report.cost_usd == studio.row(settled).cost_usd
    assert report.quality.passed
    assert report.inferred == {"audience": "commuters"}
    assert report.caption_source == "voice"
    assert report.seconds == 42.0
    assert report.request_id == "req-1"
    assert {claim.where for claim in report.claims.kept} == {"brief"}
    assert len(report.score.points) == 19


def test_the_report_of_the_same_brief_again_says_that_all_was_there_before(studio, settled, tmp_path):
    again = studio.assembled(key="again", url="https://shop.example/mug")
    studio.finish(again, tmp_path / "again")
    report = studio.desk.read(again, "report.json", Report)
    assert [thing.what for thing in report.made if not thing.reused] == []
    assert len(report.made) == 13
    assert report.cost_usd == 0


def finished_without_times(studio, key, ear, folder):
    """A video whose voice gave no times for its first line, and its report."""
    job = studio.assembled(key=key)
    studio.untimed(job, 0)
    try:
        studio.align(job, ear, folder)
    except ModelUnavailable as error:
        wait = studio.desk.waits.get(job.tenant, job.video_id, "align#-#0")
        complete(wait, error, desk=studio.desk)
    write_captions(job, desk=studio.desk)
    studio.finish(job, folder / key)
    return studio.desk.read(job, "report.json", Report)


def test_the_report_says_why_the_times_of_words_are_an_estimate_or_who_found_them(studio, tmp_path):
    deaf = finished_without_times(studio, "a", Ear(ModelUnavailable("no model of this language")), tmp_path)
    assert (deaf.caption_source, deaf.caption_note) == ("estimate", "no model of this language")
    assert "Word times" not in [thing.what for thing in deaf.made]
    heard = finished_without_times(studio, "b", Ear(), tmp_path)
    assert (heard.caption_source, heard.caption_note) == ("alignment", "")
    assert [thing.model for thing in heard.made if thing.what == "Word times"] == ["ear"]


def test_the_report_says_what_to_know_of_how_the_page_was_read(studio, tmp_path):
    job = studio.assembled(url="https://shop.example/mug")
    page = make_research().model_copy(update={"notice": "Only its data was read."})
    studio.desk.write(job, "research.json", page)
    studio.finish(job, tmp_path)
    assert studio.desk.read(job, "report.json", Report).research_note == "Only its data was read."


def test_the_report_does_without_a_preview_that_failed(studio, tmp_path):
    job = studio.assembled()
    for name in ("render", "check"):
        (tmp_path / name).mkdir()
    studio.render(job, tmp_path / "render")
    studio.check(job, tmp_path / "check")
    studio.settle(job)
    assert "Preview" not in [thing.what for thing in studio.desk.read(job, "report.json", Report).made]


def test_a_repeated_stage_announces_again_rather_than_never_and_changes_nothing(studio, settled):
    before = studio.row(settled)
    again = studio.settle(settled)
    assert again.video_key == before.video_key
    assert again.cost_usd == str(before.cost_usd)
    assert studio.announcer.told[0] == studio.announcer.told[1]
    assert len(studio.announcer.told) == 2
    assert studio.row(settled) == before


def test_a_run_that_died_before_the_job_was_marked_is_finished_by_the_next(studio, tmp_path):
    """Lambda killed after publishing and settling, before the record."""
    job = studio.assembled()
    studio.finish(job, tmp_path)
    studio.desk.jobs.update(
        job.tenant, job.video_id, lambda j: j.model_copy(update={"status": "running", "phase": "settlement"})
    )
    studio.settle(job)
    assert studio.row(job).status == "completed"
    assert len(studio.published.objects) == 1
    assert studio.budget()["spent"] == 2 * compute_cost(30.0)


def test_a_retried_job_costs_all_of_its_lines(studio, tmp_path):
    job = studio.assembled()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    studio.preview(job, tmp_path / "a")
    studio.cancel(job)
    again = studio.retry(job)
    studio.plan(again)
    studio.make_media(again)
    studio.assemble(again)
    settled = studio.finish(again, tmp_path / "c")
    assert Decimal(settled.cost_usd) == sum(line.amount for line in studio.lines(job)) == 2 * compute_cost(30.0)
    assert studio.budget()["spent"] == Decimal(settled.cost_usd)
    assert studio.budget()["committed"] == Decimal(settled.cost_usd)


def test_nothing_is_published_without_a_render(studio):
    job = studio.assembled()
    with pytest.raises(NotFound, match="render"):
        studio.settle(job)
    assert not studio.published.objects


def test_a_job_cancelled_while_it_is_published_stays_cancelled(studio, tmp_path):
    job = studio.assembled()
    copy = studio.work.copy

    def copy_while_somebody_cancels(*args, **about):
        copy(*args, **about)
        studio.cancel(job)

    studio.work.copy = copy_while_somebody_cancels
    with pytest.raises(Conflict, match="cancelled"):
        studio.finish(job, tmp_path)
    assert studio.row(job).status == "cancelled"
    assert [name for name, _ in studio.announcer.told] == ["SpotFailed"]


def test_the_report_is_json_with_exact_strings_for_money(studio, settled):
    document = json.loads(studio.work.read(f"t/acme/j/{settled.video_id}/report.json"))
    assert isinstance(document["cost_usd"], str)
    assert document["duration"] == "10"


def test_the_report_says_what_was_understood_of_the_brief(studio, settled):
    report = studio.desk.read(settled, "report.json", Report)
    assert report.parameters.value("subject") == "red mug"
    assert report.parameters.value("duration") == "10 s"
