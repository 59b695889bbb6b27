"""CheckQuality: the finished file, measured. What fails here is not published."""

from pathlib import Path
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.generation import Profile, digest
from spotworks.domain.keys import output_name
from spotworks.domain.quality import QualityReport
from spotworks.domain.timeline import Timeline
from spotworks.errors import QualityRejected
from spotworks.ports import Checker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import made_for
from spotworks.stages.shared.memory import recalled, remember, tell


class Checked(Frozen):
    checks: int


class QualityQuestion(Frozen):
    """All that decides the verdict. video: the file's etag; rules: the checker's."""

    kind: Literal["quality"] = "quality"
    video: str
    timeline: str
    profile: Profile
    rules: str


def check_quality(job: JobRef, *, desk: Desk, checker: Checker, folder: Path, output: int = 0) -> Checked:
    """A very file that passed the very same checks is not measured again; one that failed is.

    folder: an empty one on local disk; output: index into Brief.outputs. Raises QualityRejected, naming each failed
    check.
    """
    desk.enter(job, "quality", "Checking the result")
    brief = desk.read(job, "brief.json", Brief)
    profile, name = brief.quality, output_name("quality", brief, output)
    timeline = desk.read(job, output_name("timeline.json", brief, output), Timeline)
    key = made_for(desk, job, "render", part=output).key
    question = QualityQuestion(
        video=desk.work.etag(key), timeline=digest(timeline), profile=profile, rules=checker.rules
    )  # fmt: skip
    found = recalled(desk, job, question, Verdict)
    verdict = found or _measure(key, timeline, profile, desk=desk, checker=checker, folder=folder)
    report, reused = verdict.report, found is not None
    desk.write(job, f"{name}.json", report)
    if not report.passed:
        failed = "; ".join(f"{c.name}: {c.measured} (wanted {c.wanted})" for c in report.failures)
        raise QualityRejected(failed or "nothing could be measured")
    if not reused:
        remember(desk, job, question, verdict)
    tell(desk, job, name, "Quality check", key=key, seconds=verdict.seconds, reused=reused)
    measured = "Checks reused, this very file passed before: " if reused else ""
    desk.note(job, f"{measured}{len(report.checks)} checks passed", reused=reused)
    return Checked(checks=len(report.checks))


class Verdict(Frozen):
    """seconds: what measuring took."""

    report: QualityReport
    seconds: float


def _measure(
    key: str, timeline: Timeline, profile: Profile, *, desk: Desk, checker: Checker, folder: Path
) -> Verdict:  # fmt: skip
    began = desk.clock.now()
    video = folder / "spot.mp4"
    desk.work.download(key, video)
    report = checker.check(video, timeline, profile=profile)
    return Verdict(report=report, seconds=(desk.clock.now() - began).total_seconds())
