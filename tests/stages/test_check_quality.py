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
