"""PrepareReferences: the user's pictures, checked, upright and re-encoded; the palette of the first."""

import hashlib
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.keys import asset_key, upload_key
from spotworks.domain.research import Palette, Reference, References
from spotworks.ports import Files, Intake
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.memory import recalled_all, remember, tell


class Prepared(Frozen):
    pictures: int


class IntakeQuestion(Frozen):
    """All that decides how a picture is taken. content: sha256 of the upload; rules: the intake's."""

    kind: Literal["intake"] = "intake"
    content: str
    rules: str


class Taken(Frozen):
    """One upload as the makers get it, and the colours it would give the whole video."""

    reference: Reference
    palette: Palette
    seconds: float


def prepare_references(job: JobRef, *, desk: Desk, uploads: Files, intake: Intake) -> Prepared:
    """Raises AssetRejected, naming the picture."""
    assets = desk.read(job, "brief.json", Brief).reference_assets
    contents = [uploads.read(upload_key(job.tenant, asset)) for asset in assets]
    questions = [IntakeQuestion(content=hashlib.sha256(body).hexdigest(), rules=intake.rules) for body in contents]
    before = recalled_all(desk, job, questions, Taken)
    taken = [
        found or _take(job, question, asset, content, desk=desk, intake=intake)
        for found, question, asset, content in zip(before, questions, assets, contents, strict=True)
    ]
    palette = taken[0].palette if taken else Palette()
    desk.write(job, "references.json", References(palette=palette, pictures=tuple(one.reference for one in taken)))
    if taken:
        reused = None not in before
        message = f"{len(taken)} picture(s) checked, palette taken from the first"
        desk.note(job, f"Photos reused: {message} before" if reused else message, reused=reused)
        seconds = sum(one.seconds for one in taken)
        tell(desk, job, "references", "Photos checked", key=taken[0].reference.key, seconds=seconds, reused=reused)
    return Prepared(pictures=len(taken))


def _take(
    job: JobRef, question: IntakeQuestion, asset: str, content: bytes, *, desk: Desk, intake: Intake
) -> Taken:  # fmt: skip
    began = desk.clock.now()
    picture = intake.check(content, name=asset)
    key = asset_key(job.tenant, hashlib.sha256(picture.content).hexdigest(), picture.suffix)
    palette = intake.palette(picture.content)
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
    taken = Taken(reference=reference, palette=palette, seconds=(desk.clock.now() - began).total_seconds())
    remember(desk, job, question, taken)
    return taken
