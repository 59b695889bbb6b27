"""Uploads: multipart for pictures, a presigned form for large ones."""

from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from spotworks import wiring
from spotworks.domain.base import Frozen
from spotworks.domain.brief import Text
from spotworks.errors import AssetRejected, InvalidRequest
from spotworks.runtime.api.app import JSON, app, parsed, tenant
from spotworks.stages.accept_upload import Uploaded, keep_upload, offer_upload

_SHOWN = 255  # characters; the longest name on most file systems

UPLOAD_FORMS: dict[str, Any] = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {"file": {"type": "string", "format": "binary"}},
            "required": ["file"],
        }
    },
    JSON: {"schema": {"$ref": "#/components/schemas/LargeUpload"}},
}


class LargeUpload(Frozen):
    """Asks for a presigned form; size in bytes."""

    filename: Annotated[Text, Field(min_length=1, max_length=1_000)]
    content_type: Annotated[str, Field(max_length=100)]
    size: int


@app.post(
    "/api/upload",
    tags=["Uploads"],
    summary="Upload pictures",
    description='multipart/form-data with one or more "file" parts, which are pictures; or JSON {filename, '
    "content_type, size} for a presigned form that takes a picture of up to 25 MB, a video of up to 250 MB or a Lottie "
    "document of up to 2 MB.",
)
def upload() -> Response[Uploaded]:
    event = app.current_event
    kind = event.headers.get("content-type", "")
    if kind.startswith(JSON):
        wanted = parsed(LargeUpload)
        uploaded = offer_upload(
            tenant(),
            wanted.filename,
            wanted.content_type,
            wanted.size,
            ticket=wiring.new_ticket(),
            uploads=wiring.uploads(),
        )
    elif kind.startswith("multipart/form-data"):
        parts = multipart(kind, _raw_body(event))
        uploaded = Uploaded(asset_ids=tuple(_keep(name, content) for name, content in parts))
    else:
        raise InvalidRequest("body: send multipart/form-data with a file, or JSON for a presigned form", field="body")
    return Response(status_code=HTTPStatus.OK, content_type=JSON, body=uploaded)


def _keep(name: str, content: bytes) -> str:
    try:
        return keep_upload(tenant(), name, content, uploads=wiring.uploads(), intake=wiring.intake())
    except AssetRejected as error:
        raise AssetRejected(f"file: {error.message}", field="file") from error


def _raw_body(event: Any) -> bytes:
    import base64

    body = event.raw_event.get("body") or ""
    return base64.b64decode(body) if event.raw_event.get("isBase64Encoded") else body.encode()


def multipart(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of the file parts, by the standard library's MIME parser. Raises InvalidRequest."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    found = []
    for part in message.iter_parts() if message.is_multipart() else []:
        name = part.get_filename()
        content = part.get_payload(decode=True)
        if name and isinstance(content, bytes):
            found.append((_base(name), content))
    if not found:
        raise InvalidRequest('file: the body has no part with a file name; send one as "file"', field="file")
    return found


def _base(name: str) -> str:
    """What a file is called without folders, in one line, for messages; it names nothing of ours."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c if c.isprintable() else "?" for c in base)[:_SHOWN] or "file"
