"""RenderSegment: what the container does with one segment."""

import pytest

from spotworks.domain.job import PHASE_START
from spotworks.domain.money import compute_cost
from spotworks.domain.report import Report
from spotworks.domain.segments import shown
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed
from spotworks.stages.render_segment import render_segment
from spotworks.stages.render_spot import part_key, picture_keys


@pytest.fixture
def job(studio):
    studio.renderer.segment = 2
    return studio.assembled()


@pytest.fixture
def missing(studio, job):
    return studio.fan_out(job)


def parts(studio, job):
    return studio.renderer.parts(studio.desk.read(job, "timeline.json", Timeline), profile="standard")


def test_a_part_lies_under_the_address_of_what_it_shows_at_the_price_of_its_compute(studio, job, missing, tmp_path):
    _, request = studio.start_segment(job, 1)
    made = render_segment(job, request, desk=studio.desk, renderer=studio.renderer, folder=tmp_path)
    part = parts(studio, job)[1]
    assert made.key == part_key("acme", part.name)
    assert studio.work.read(made.key) == f"part {part.segment.start}-{part.segment.end}".encode()
    assert made.cost_usd == compute_cost(30.0)
    assert made.model == "tiny"


def test_only_what_the_segment_shows_is_fetched(studio, job, missing, tmp_path):
    timeline = studio.desk.read(job, "timeline.json", Timeline)
    for number in missing:
        studio.segment(job, number, tmp_path / str(number))
    for number, files in studio.renderer.made_parts:
        part = shown(timeline, parts(studio, job)[number].segment)
        assert files == {c.source.key for c in part.picture} | {o.key for o in part.overlays}
    assert all(not name.endswith(".wav") for _, files in studio.renderer.made_parts for name in files)


def test_the_render_finds_every_part_and_is_told_to_join(studio, job, missing, tmp_path):
    for number in missing:
        studio.segment(job, number, tmp_path / str(number))
    (tmp_path / "render").mkdir()
    studio.render(job, tmp_path / "render")
    assert studio.renderer.runs == [{part.name for part in parts(studio, job)}]


def test_the_render_fetches_the_pictures_of_the_parts_alone_that_are_not_there(studio, job, missing, tmp_path):
    timeline = studio.desk.read(job, "timeline.json", Timeline)
    *most, last = missing
    for number in most:
        studio.segment(job, number, tmp_path / str(number))
    (tmp_path / "render").mkdir()
    studio.render(job, tmp_path / "render")
    [files] = studio.renderer.media
    part = shown(timeline, parts(studio, job)[last].segment)
    assert files & picture_keys(timeline) == picture_keys(part) < picture_keys(timeline)


def test_parts_that_do_not_fit_together_are_made_anew_from_all_pictures(studio, job, missing, tmp_path):
    for number in missing:
        studio.segment(job, number, tmp_path / str(number))
    studio.renderer.errors = [RenderFailed("the parts were encoded in different ways")]
    (tmp_path / "render").mkdir()
    studio.render(job, tmp_path / "render")
    pictures = picture_keys(studio.desk.read(job, "timeline.json", Timeline))
    assert [bool(files & pictures) for files in studio.renderer.media] == [False, True]
    assert pictures <= studio.renderer.media[1]


def test_progress_goes_up_with_each_segment_and_never_back(studio, job, missing, tmp_path):
    seen = [studio.row(job).progress]
    for number in reversed(missing):
        studio.segment(job, number, tmp_path / str(number))
        seen.append(studio.row(job).progress)
    assert seen == sorted(set(seen))
    assert seen[0] == PHASE_START["render"]
    assert PHASE_START["render"] < seen[-1] < PHASE_START["quality"]
    assert studio.messages(job)[-1] == f"Segment 1 of {len(missing)} is ready"


def test_each_segment_is_a_line_of_the_ledger_and_of_the_report(studio, job, missing, tmp_path):
    for number in missing:
        studio.segment(job, number, tmp_path / str(number))
    studio.finish(job, tmp_path / "rest")
    report = studio.desk.read(job, "report.json", Report)
    assert [thing.what for thing in report.made if "Segment" in thing.what] == [
        f"Segment {number + 1}" for number in missing
    ]
    assert sum(thing.cost_usd for thing in report.made) == report.cost_usd
    assert len([line for line in studio.lines(job) if line.what == "Segment"]) == len(missing)


def test_a_timeline_that_changed_meanwhile_is_not_rendered(studio, job, missing, tmp_path):
    _, request = studio.start_segment(job, 1)
    timeline = studio.desk.read(job, "timeline.json", Timeline)
    studio.desk.write(job, "timeline.json", timeline.model_copy(update={"caption_style": "minimal"}))
    with pytest.raises(RenderFailed, match="changed"):
        render_segment(job, request, desk=studio.desk, renderer=studio.renderer, folder=tmp_path)
    assert studio.renderer.made_parts == []
