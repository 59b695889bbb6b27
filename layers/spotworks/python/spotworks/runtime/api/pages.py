"""The pages: plain files of web/, and the OpenAPI document made from the handlers' own models."""

import json
import mimetypes
from functools import cache
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from spotworks import __version__, wiring
from spotworks.errors import NotFound
from spotworks.runtime.api.app import JSON, ErrorBody, app
from spotworks.runtime.api.uploads import UPLOAD_FORMS, LargeUpload

# Media comes from S3's own host, which differs between a laptop and AWS; scripts and styles only from here.
_POLICY = (
    "default-src 'self'; img-src * data: blob:; media-src * blob:; connect-src *; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@app.get("/", include_in_schema=False)
def index() -> Response[str]:
    return _page("index.html")


@app.get("/jobs/<video_id>", include_in_schema=False)
def job(video_id: str) -> Response[str]:
    return _page("job.html")


@app.get("/docs", include_in_schema=False)
def docs() -> Response[str]:
    return _page("docs.html")


@app.get("/static/<file>", include_in_schema=False)
def static(file: str) -> Response[str]:
    return _page(file)


@app.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[str]:
    return Response(status_code=HTTPStatus.OK, content_type="application/json", body=document())


@cache
def document() -> str:
    """Powertools' document, with our own form of errors and the two forms of an upload put in."""
    raw = app.get_openapi_json_schema(
        title="Spotworks", version=__version__, description="Finished video ads and shorts from a brief."
    )
    found: dict[str, Any] = json.loads(raw)
    schemas = found["components"]["schemas"]
    for strange in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(strange, None)
    schemas |= {"ErrorBody": ErrorBody.model_json_schema(), "LargeUpload": LargeUpload.model_json_schema()}
    refusal = {"description": "Refused", "content": {JSON: {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}}
    for path in found["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"]["4XX"] = refusal
    found["paths"]["/api/upload"]["post"]["requestBody"] = {"required": True, "content": UPLOAD_FORMS}
    return json.dumps(found)


def _page(name: str) -> Response[str]:
    folder = wiring.web_folder().resolve()
    path = (folder / name).resolve()
    if path.parent != folder or not path.is_file():
        raise NotFound(f"there is no page {name}")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
    text = path.read_text(encoding="utf-8")
    return Response(status_code=HTTPStatus.OK, content_type=f"{kind}; charset=utf-8", body=text, headers=headers)
