"""PrepareReferences: the user's pictures, checked, upright and re-encoded; their footage, checked; the palette."""

import hashlib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.keys import asset_key, upload_key
from spotworks.domain.research import AnimationFile, FootageFile, Palette, Reference, References, Shot
from spotworks.ports import Files, FootageIntake, Intake, LottieIntake, Typecase
from spotworks.stages.shared.admission import legible
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.memory import recalled, recalled_all, remember, tell


class Prepared(Frozen):
    pictures: int
    footage: int = 0


class IntakeQuestion(Frozen):
    """All that decides how a picture is taken. content: sha256 of the upload; rules: the intake's.

    cut_out: whether a product is taken from its plain ground.
    """

    kind: Literal["intake"] = "intake"
    content: str
    rules: str
    cut_out: Annotated[bool, Field(exclude_if=lambda cut_out: not cut_out)] = False


class Taken(Frozen):
    """One upload as the makers get it, and the colours it would give the whole video. is_banner: how it came."""

    reference: Reference
    palette: Palette
    seconds: float
    is_banner: Annotated[bool, Field(exclude_if=lambda is_banner: not is_banner)] = False


class FootageQuestion(Frozen):
    """All that decides how a video is taken. content: sha256 of the upload; rules: the intake's."""

    kind: Literal["footage"] = "footage"
    content: str
    rules: str


class LottieQuestion(Frozen):
    kind: Literal["lottie"] = "lottie"
    content: str
    rules: str


class TakenFootage(Frozen):
    footage: FootageFile
    palette: Palette


def prepare_references(
    job: JobRef, *, desk: Desk, uploads: Files, intake: Intake, footage_intake: FootageIntake,
    lottie_intake: LottieIntake, typecase: Typecase, folder: Path,
) -> Prepared:  # fmt: skip
    """folder: an empty one on local disk. Raises AssetRejected, naming the upload; InvalidRequest for letters that
    cannot be drawn: the first state where the fonts are, and the last before anything is paid for."""
    brief = desk.read(job, "brief.json", Brief)
    legible(brief, typecase)
    assets = brief.reference_assets
    contents = [uploads.read(upload_key(job.tenant, asset)) for asset in assets]
    questions = [IntakeQuestion(content=hashlib.sha256(body).hexdigest(), rules=intake.rules) for body in contents]
    before = recalled_all(desk, job, questions, Taken)
    taken = [
        found or take(job, question, asset, content, desk=desk, intake=intake)
        for found, question, asset, content in zip(before, questions, assets, contents, strict=True)
    ]
    films = [
        _take_footage(job, asset, desk=desk, uploads=uploads, intake=intake, films=footage_intake, folder=folder)
        for asset in brief.footage_assets
    ]
    animations = [
        _take_lottie(job, asset, desk=desk, uploads=uploads, intake=lottie_intake) for asset in brief.animation_assets
    ]
    palettes = [one.palette for one in taken] + [one.palette for one in films]
    palette = palettes[0] if palettes else Palette()
    found = References(
        palette=palette,
        pictures=tuple(one.reference for one in taken),
        footage=tuple(one.footage for one in films),
        animations=tuple(animations),
    )
    desk.write(job, "references.json", found)
    if brief.kit and brief.kit.logo:
        desk.write(job, "logo.json", _take_logo(job, brief.kit.logo, desk=desk, uploads=uploads, intake=intake))
    if taken:
        reused = None not in before
        many = "1 picture" if len(taken) == 1 else f"{len(taken)} pictures"
        message = f"{many} checked, palette taken from the first"
        desk.note(job, f"Photos reused: {message} before" if reused else message, reused=reused)
        seconds = sum(one.seconds for one in taken)
        tell(desk, job, "references", "Photos checked", key=taken[0].reference.key, seconds=seconds, reused=reused)
    if films:
        shots = sum(len(one.footage.shots) for one in films)
        desk.note(job, f"{len(films)} video(s) checked, {shots} shot(s) found")
    return Prepared(pictures=len(taken), footage=len(films))


def _take_lottie(
    job: JobRef, asset: str, *, desk: Desk, uploads: Files, intake: LottieIntake
) -> AnimationFile:  # fmt: skip
    body = uploads.read(upload_key(job.tenant, asset))
    content = hashlib.sha256(body).hexdigest()
    question = LottieQuestion(content=content, rules=intake.rules)
    found = recalled(desk, job, question, AnimationFile)
    if found is None:
        facts = intake.check(body, name=asset)
        key = asset_key(job.tenant, content, ".json")
        desk.work.write(key, body, content_type="application/json")
        found = AnimationFile(asset_id=content[:16], key=key, **facts.model_dump(exclude={"seconds"}))
        remember(desk, job, question, found)
    return found


def _take_footage(
    job: JobRef, asset: str, *, desk: Desk, uploads: Files, intake: Intake, films: FootageIntake, folder: Path
) -> TakenFootage:  # fmt: skip
    """Kept as it came: the renderer reads it with the demuxers that were allowed here."""
    video = folder / asset
    uploads.download(upload_key(job.tenant, asset), video)
    with video.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    question = FootageQuestion(content=content, rules=films.rules)
    taken = recalled(desk, job, question, TakenFootage)
    if taken is None:
        found = films.check(video, name=asset)
        key = asset_key(job.tenant, content, found.suffix)
        desk.work.upload(video, key, content_type="application/octet-stream")
        shots = []
        for shot in found.shots:
            poster = asset_key(job.tenant, hashlib.sha256(shot.poster).hexdigest(), ".jpg")
            desk.work.write(poster, shot.poster, content_type="image/jpeg")
            shots.append(Shot(start=shot.start, length=shot.length, poster=poster, subject=shot.subject))
        about = found.model_dump(exclude={"shots", "suffix"})
        footage = FootageFile(asset_id=content[:16], key=key, shots=tuple(shots), **about)
        taken = TakenFootage(footage=footage, palette=intake.palette(found.shots[0].poster))
        remember(desk, job, question, taken)
    video.unlink()
    return taken


def _take_logo(job: JobRef, asset: str, *, desk: Desk, uploads: Files, intake: Intake) -> Reference:
    content = uploads.read(upload_key(job.tenant, asset))
    question = IntakeQuestion(content=hashlib.sha256(content).hexdigest(), rules=intake.rules)
    [found] = recalled_all(desk, job, [question], Taken)
    return (found or take(job, question, "kit.logo", content, desk=desk, intake=intake)).reference


def take(
    job: JobRef, question: IntakeQuestion, asset: str, content: bytes, *, desk: Desk, intake: Intake
) -> Taken:  # fmt: skip
    """asset: what to call it where it is refused. Raises AssetRejected."""
    began = desk.clock.now()
    picture = intake.check(content, name=asset)
    palette = intake.palette(picture.content)  # of the whole picture: its ground is part of its light
    is_banner, picture = picture.is_banner, intake.cut_out(picture) if question.cut_out else picture
    key = asset_key(job.tenant, hashlib.sha256(picture.content).hexdigest(), picture.suffix)
    desk.work.write(key, picture.content, content_type=picture.content_type)
    # The asset's id is new for every upload of the same photo; its content is what shapes results.
    reference = Reference(
        asset_id=question.content[:16],
        key=key,
        width=picture.width,
        height=picture.height,
        focus=picture.focus,
        has_alpha=picture.has_alpha,
    )
    seconds = (desk.clock.now() - began).total_seconds()
    taken = Taken(reference=reference, palette=palette, seconds=seconds, is_banner=is_banner)
    remember(desk, job, question, taken)
    return taken
