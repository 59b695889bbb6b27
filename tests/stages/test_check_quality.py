"""CheckQuality."""

import pytest

from spotworks.domain.quality import Check, QualityReport
from spotworks.errors import NotFound, QualityRejected


@pytest.fixture
def job(studio, tmp_path):
    job = studio.assembled(quality="draft")
    (tmp_path / "render").mkdir()
    studio.render(job, tmp_path / "render")
    return job


def test_a_good_video_passes_and_its_report_is_kept(studio, job, tmp_path):
    studio.check(job, tmp_path)
    assert studio.desk.read(job, "quality.json", QualityReport) == studio.checker.report
    assert studio.messages(job)[-1] == "1 checks passed"
    assert studio.checker.profiles == ["draft"]
    assert studio.row(job).phase == "quality"


def test_a_failed_check_is_named_with_what_was_measured_and_wanted(studio, job, tmp_path):
    silent = Check(name="loudness", passed=False, measured="silence", wanted="-14 +-1 LUFS")
    studio.checker.report = QualityReport(checks=(*studio.checker.report.checks, silent))
    with pytest.raises(QualityRejected, match=r"loudness: silence \(wanted -14 \+-1 LUFS\)"):
        studio.check(job, tmp_path)
    assert not studio.desk.read(job, "quality.json", QualityReport).passed


def test_nothing_measured_is_not_a_pass(studio, job, tmp_path):
    studio.checker.report = QualityReport()
    with pytest.raises(QualityRejected, match="nothing could be measured"):
        studio.check(job, tmp_path)


def test_without_a_render_there_is_nothing_to_check(studio, tmp_path):
    with pytest.raises(NotFound, match="render"):
        studio.check(studio.assembled(), tmp_path)


def another(studio, folder, key="again", **about):
    """A second job up to its render."""
    job = studio.assembled(key=key, quality="draft", **about)
    (folder / key).mkdir()
    studio.render(job, folder / key)
    return job


def test_the_very_file_that_passed_is_not_measured_again_and_it_is_said(studio, job, tmp_path):
    studio.check(job, tmp_path)
    again = another(studio, tmp_path)
    studio.check(again, tmp_path)
    assert studio.checker.profiles == ["draft"]
    assert studio.desk.read(again, "quality.json", QualityReport) == studio.checker.report
    assert studio.messages(again)[-1] == "Checks reused, this very file passed before: 1 checks passed"


def test_other_rules_or_another_file_are_measured(studio, job, tmp_path):
    studio.check(job, tmp_path)
    studio.checker.rules = "second"
    studio.check(another(studio, tmp_path, "two"), tmp_path)
    [film] = {key for key in studio.work.writes if key.endswith(".mp4")}
    studio.work.write(film, b"video with a scratch")
    studio.check(another(studio, tmp_path, "three"), tmp_path)
    assert len(studio.checker.profiles) == 3


def test_a_video_is_judged_by_the_placement_it_is_for(studio, tmp_path):
    studio.check(another(studio, tmp_path, "none"), tmp_path)
    studio.check(another(studio, tmp_path, "shorts", placement="shorts"), tmp_path)
    plain, shorts = studio.checker.beside
    assert plain.placement is None
    assert (shorts.placement.id, shorts.placement.safe.bottom) == ("shorts", 0.35)


def test_a_failure_is_measured_again(studio, job, tmp_path):
    good, studio.checker.report = studio.checker.report, QualityReport()
    with pytest.raises(QualityRejected):
        studio.check(job, tmp_path)
    studio.checker.report = good
    studio.check(job, tmp_path)
    assert len(studio.checker.profiles) == 2
