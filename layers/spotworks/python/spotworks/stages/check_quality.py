"""CheckQuality: the finished file, measured. What fails here is not published."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.generation import Profile, digest
from spotworks.domain.keys import document_key, output_name
from spotworks.domain.placement import Placement, placement_named
from spotworks.domain.provenance import kind_of
from spotworks.domain.quality import Exhibits, Hero, QualityReport
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.timeline import Still, Timeline
from spotworks.errors import QualityRejected
from spotworks.ports import Checker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import Products, made_for
from spotworks.stages.shared.memory import recalled, remember, tell


class Checked(Frozen):
    checks: int


class QualityQuestion(Frozen):
    """All that decides the verdict. video: the file's etag; rules: the checker's; photos: their keys.
    placement: as it was judged by, which may change in the catalogue.

    The thumbnail, drawn while the video renders, is looked at if it is there, and decides nothing about this file.
    """

    kind: Literal["quality"] = "quality"
    video: str
    timeline: str
    profile: Profile
    rules: str
    photos: tuple[str, ...] = ()
    placement: Placement | None = None


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
    photos = _photos(job, timeline, desk)
    placement = placement_named(desk.placements, brief.placement) if brief.placement else None
    question = QualityQuestion(
        video=desk.work.etag(key), timeline=digest(timeline), profile=profile, rules=checker.rules,
        photos=tuple(photos), placement=placement,
    )  # fmt: skip
    found = recalled(desk, job, question, Verdict)
    if found is None:
        beside = _exhibits(job, timeline, photos, placement, desk, folder)
        verdict = _measure(key, timeline, profile, beside, desk=desk, checker=checker, folder=folder)
    else:
        verdict = found
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


def _photos(job: JobRef, timeline: Timeline, desk: Desk) -> dict[str, Hero]:
    """By their keys. Only in pictures composed by rule: whatever a model imagines may show the product anew."""
    pictures = (desk.find(job, "references.json", References) or References()).pictures
    products = Products.of_job(desk, job)
    found: dict[str, Hero] = {}
    for scene in desk.read(job, "screenplay.json", Screenplay).scenes:
        made = products.find("image", scene.index)
        if made is None or kind_of(made.model) != "algorithmicMedia" or scene.picture is None:
            continue
        photo = pictures[scene.picture]
        frames = tuple(
            clip.start + clip.length // 2
            for clip in timeline.picture
            if clip.scene == scene.index and isinstance(clip.source, Still)
        )
        before = found.get(photo.key)
        found[photo.key] = Hero(
            path=Path(photo.key), focus=photo.focus, frames=(*(before.frames if before else ()), *frames)
        )
    return found


def _exhibits(
    job: JobRef, timeline: Timeline, photos: Mapping[str, Hero], placement: Placement | None, desk: Desk, folder: Path
) -> Exhibits:
    """On local disk."""
    key = document_key(job.tenant, job.video_id, "thumbnail.jpg")
    place = folder / "thumbnail.jpg" if desk.work.exists(key) else None
    if place is not None:
        desk.work.download(key, place)
    heroes = tuple(hero.model_copy(update={"path": folder / key}) for key, hero in photos.items())
    desk.work.download_many({key: folder / key for key in (*photos, *(clip.key for clip in timeline.voice))})
    return Exhibits(placement=placement, thumbnail=place, heroes=heroes, voice=folder)


def _measure(
    key: str,
    timeline: Timeline,
    profile: Profile,
    beside: Exhibits,
    *,
    desk: Desk,
    checker: Checker,
    folder: Path,
) -> Verdict:
    began = desk.clock.now()
    video = folder / "spot.mp4"
    desk.work.download(key, video)
    report = checker.check(video, timeline, profile=profile, beside=beside)
    return Verdict(report=report, seconds=(desk.clock.now() - began).total_seconds())
