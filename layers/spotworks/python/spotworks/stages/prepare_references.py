"""PrepareReferences: the user's pictures, checked, upright and re-encoded; the palette of the first."""

import hashlib

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.keys import asset_key, upload_key
from spotworks.domain.research import Palette, Reference, References
from spotworks.ports import Files, Intake
from spotworks.stages.shared.desk import Desk


class Prepared(Frozen):
    pictures: int


def prepare_references(job: JobRef, *, desk: Desk, uploads: Files, intake: Intake) -> Prepared:
    """Raises AssetRejected, naming the picture."""
    brief = desk.read(job, "brief.json", Brief)
    found = [
        _prepare(job, asset, uploads.read(upload_key(job.tenant, asset)), desk=desk, intake=intake)
        for asset in brief.reference_assets
    ]
    palette = intake.palette(desk.work.read(found[0].key)) if found else Palette()
    desk.write(job, "references.json", References(palette=palette, pictures=tuple(found)))
    if found:
        desk.note(job, f"{len(found)} picture(s) checked, palette taken from the first")
    return Prepared(pictures=len(found))


def _prepare(job: JobRef, asset: str, content: bytes, *, desk: Desk, intake: Intake) -> Reference:
    picture = intake.check(content, name=asset)
    key = asset_key(job.tenant, hashlib.sha256(picture.content).hexdigest(), picture.suffix)
    desk.work.write(key, picture.content, content_type=picture.content_type)
    # The asset's id is new for every upload of the same photo; its content is what shapes results.
    return Reference(
        asset_id=hashlib.sha256(content).hexdigest()[:16],
        key=key,
        width=picture.width,
        height=picture.height,
        focus=picture.focus,
        has_alpha=picture.has_alpha,
    )
