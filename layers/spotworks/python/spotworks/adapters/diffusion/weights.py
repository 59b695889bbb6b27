"""Where models lie: a folder, or a place in S3 from which they are fetched before the work begins.

Both are laid out as the hub names them: <where>/Wan-AI/Wan2.2-TI2V-5B-Diffusers/model_index.json.
"""

import re
from pathlib import Path

from spotworks.adapters.aws.files import S3Files
from spotworks.domain.model import Model
from spotworks.errors import ModelUnavailable

_PLACE = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
INDEX = "model_index.json"


def folder_of(model: Model, where: str, scratch: Path) -> Path:
    """The model's folder on this machine. scratch: where it goes if it has to be fetched.

    Raises ModelUnavailable, which says what to download and where to put it.
    """
    if not _REPOSITORY.fullmatch(model.vendor_id) or ".." in model.vendor_id:
        raise ModelUnavailable(f"{model.id}: {model.vendor_id!r} is no name of a repository", field="model")
    if not where:
        raise ModelUnavailable(f"SPOTWORKS_DIFFUSE_MODELS does not say where models lie: {_hint(model, 'FOLDER')}")
    if place := _PLACE.fullmatch(where):
        return _fetched(model, place[1], (place[2] or "").strip("/"), scratch)
    folder = Path(where) / model.vendor_id
    if not (folder / INDEX).is_file():
        raise ModelUnavailable(f"{model.id} is not in {folder}: {_hint(model, where)}", field="model")
    return folder


def _fetched(model: Model, bucket: str, prefix: str, scratch: Path) -> Path:
    files = S3Files(bucket)
    root = "/".join(filter(None, (prefix, model.vendor_id))) + "/"
    folder = scratch / model.vendor_id
    found = {key: folder / key.removeprefix(root) for key in files.list(root) if not key.endswith("/")}
    if folder / INDEX not in found.values():
        there = f"s3://{bucket}/{root}"
        hint = f"{_hint(model, 'FOLDER')}, then `aws s3 sync FOLDER/{model.vendor_id} {there}`"
        raise ModelUnavailable(f"{model.id} is not in {there}: {hint}", field="model")
    if any(".." in path.parts for path in found.values()):
        raise ModelUnavailable(f"{model.id}: a file's name in s3://{bucket}/{root} leads out of it", field="model")
    files.download_many(found)
    return folder


def _hint(model: Model, where: str) -> str:
    revision = model.options.get("revision", "main")
    return (
        f"`hf download {model.vendor_id} --revision {revision} --local-dir {where}/{model.vendor_id}` gets it, "
        f"under its licence ({model.options.get('licence', 'see its page')})"
    )
