"""AcceptUpload: pictures and footage that come in, through the API or dropped into the bucket (requirements B4, C8)."""

import hashlib
import unicodedata
from typing import Any

from pydantic import ValidationError

from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.keys import is_tenant, upload_key
from spotworks.domain.model import Model
from spotworks.domain.refusal import refusal
from spotworks.errors import InvalidRequest
from spotworks.ports import Files, Intake, Machine
from spotworks.stages.request_video import Requested, request_video
from spotworks.stages.shared.admission import MAX_BYTES, MAX_FOOTAGE_BYTES, MAX_LOTTIE_BYTES, fits
from spotworks.stages.shared.desk import Desk

_PICTURES = ("image/jpeg", "image/png", "image/webp")
_VIDEOS = tuple(
    f"video/{kind}"
    for kind in ("mp4", "quicktime", "webm", "x-matroska", "matroska", "x-msvideo", "vnd.avi", "mp2t")
)  # fmt: skip
_MOST = {
    **dict.fromkeys(_PICTURES, MAX_BYTES),
    **dict.fromkeys(_VIDEOS, MAX_FOOTAGE_BYTES),
    "application/json": MAX_LOTTIE_BYTES,
}


class Uploaded(Frozen):
    """upload: for a presigned upload, the form to POST the file to: {"url", "fields"}."""

    asset_ids: tuple[str, ...]
    upload: dict[str, Any] | None = None


def keep_upload(tenant: str, name: str, content: bytes, *, uploads: Files, intake: Intake) -> str:
    """The asset's id, made from its content. Raises AssetRejected."""
    intake.verify(content, name=name)
    asset = hashlib.sha256(content).hexdigest()[:24]
    uploads.write(upload_key(tenant, asset), content)
    return asset


def offer_upload(tenant: str, name: str, content_type: str, size: int, *, ticket: str, uploads: Files) -> Uploaded:
    """A presigned form for a large file. Raises InvalidRequest."""
    if content_type not in _MOST:
        raise InvalidRequest(f"content_type: must be one of {', '.join(_MOST)}", field="content_type")
    most = _MOST[content_type]
    if not 0 < size <= most:
        raise InvalidRequest(f"size: must be from 1 to {most:,} bytes, not {size:,}", field="size")
    asset = hashlib.sha256(f"{ticket}|{name}".encode()).hexdigest()[:24]
    form = uploads.upload_form(upload_key(tenant, asset), content_type=content_type, max_bytes=most)
    return Uploaded(asset_ids=(asset,), upload=form)


def accept_upload(
    key: str, version: str, *, desk: Desk, uploads: Files, intake: Intake, machine: Machine, models: tuple[Model, ...]
) -> Requested | None:
    """`drop/{tenant}/{name}` becomes a job; the event of the same object again gives the same job.

    The object's metadata may hold fields of a brief (prompt, duration, quality, ...).
    version: the object's ETag. None for a key that names no tenant. Raises AssetRejected, InvalidRequest.
    """
    parts = key.split("/", 2)
    if len(parts) != 3 or parts[0] != "drop" or not parts[2] or not is_tenant(parts[1]):
        return None
    tenant, name = parts[1], parts[2]
    fits(name, uploads.size(key))
    asset = keep_upload(tenant, name, uploads.read(key), uploads=uploads, intake=intake)
    return request_video(
        _brief(name, asset, uploads.metadata(key)),
        tenant=tenant,
        key=f"drop|{key}|{version}",
        request_id=f"drop-{asset}",
        desk=desk,
        uploads=uploads,
        machine=machine,
        models=models,
    )


def _brief(name: str, asset: str, metadata: dict[str, str]) -> Brief:
    """What the object's owner asked for, in fields of a brief; unknown ones are somebody else's business."""
    asked = {field: value for field, value in metadata.items() if field in Brief.model_fields}
    try:
        return Brief.model_validate({"title": _title(name)} | asked | {"reference_assets": (asset,)})
    except ValidationError as error:
        raise refusal(error.errors()[0]) from error


def _title(name: str) -> str:
    """ "Red_mug-01.jpg" -> "Red mug 01"; control characters are dropped."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    clean = "".join(c for c in stem if unicodedata.category(c)[0] != "C")
    return " ".join(clean.split())[:80] or "Untitled"
