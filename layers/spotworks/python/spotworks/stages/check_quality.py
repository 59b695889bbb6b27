"""CheckQuality: the finished file, measured. What fails here is not published."""

from pathlib import Path

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.timeline import Timeline
from spotworks.errors import QualityRejected
from spotworks.ports import Checker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import made_for


class Checked(Frozen):
    checks: int


def check_quality(job: JobRef, *, desk: Desk, checker: Checker, folder: Path) -> Checked:
    """folder: an empty one on local disk. Raises QualityRejected, naming each failed check."""
    desk.enter(job, "quality", "Checking the result")
    timeline = desk.read(job, "timeline.json", Timeline)
    video = folder / "spot.mp4"
    desk.work.download(made_for(desk, job, "render").key, video)
    report = checker.check(video, timeline, profile=desk.read(job, "brief.json", Brief).quality)
    desk.write(job, "quality.json", report)
    if not report.passed:
        failed = "; ".join(f"{c.name}: {c.measured} (wanted {c.wanted})" for c in report.failures)
        raise QualityRejected(failed or "nothing could be measured")
    desk.note(job, f"{len(report.checks)} checks passed")
    return Checked(checks=len(report.checks))
