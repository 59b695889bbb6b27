"""The resolver, who is asking, and what an error looks like over HTTP."""

import json
from http import HTTPStatus
from typing import Annotated, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from pydantic import BaseModel, Field, ValidationError

from spotworks import errors
from spotworks.domain import brief
from spotworks.domain.base import Frozen
from spotworks.domain.keys import is_tenant
from spotworks.domain.refusal import not_json, refusal
from spotworks.errors import InvalidRequest, NotFound, SpotworksError
from spotworks.runtime.log import logger

Request = TypeVar("Request", bound=BaseModel)

app = APIGatewayHttpResolver(enable_validation=True)

JSON = "application/json"
TENANT_CLAIM = "custom:tenant"
MESSAGE = 500  # characters; what was sent may be repeated in one, at any length

_STATUS = {
    errors.InvalidRequest: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.AssetRejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BudgetExceeded: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ModelUnavailable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Forged: HTTPStatus.UNAUTHORIZED,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.StorageUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DiskFull: HTTPStatus.INSUFFICIENT_STORAGE,
}


class ErrorBody(Frozen):
    """What every refusal looks like. error: a name of spotworks.errors; field: the input at fault."""

    error: str
    message: str
    field: str | None = None


class Accepted(Frozen):
    video_id: str
    status: str
    message: str


class Gate(Frozen):
    """concept: which one, at the concept gate with several; reason: for the job's story."""

    gate: brief.Gate
    approved: bool = True
    concept: Annotated[int, Field(ge=1, le=brief.MAX_CONCEPTS)] | None = None
    reason: Annotated[brief.Text, Field(max_length=300)] = ""


def tenant() -> str:
    """From the signed claim, never from the body. Raises KeyError on a route without an authorizer, NotFound."""
    claims = app.current_event.raw_event["requestContext"]["authorizer"]["jwt"]["claims"]
    name = str(claims[TENANT_CLAIM])
    if not is_tenant(name):
        raise NotFound(f"there is no tenant {name[:80]!r}: letters, digits, _ and - only")
    return name


def request_id() -> str:
    return str(app.current_event.request_context.request_id)


def reply(status: int, body: Frozen) -> Response[str]:
    """For error handlers, whose answers Powertools does not serialise."""
    return Response(status_code=status, content_type=JSON, body=body.model_dump_json())


def refuse(error: SpotworksError) -> Response[str]:
    status = _STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    logger.info("refused", extra={"error": type(error).__name__, "reason": error.message[:500]})
    line = " ".join(error.message.split())
    message = line if len(line) <= MESSAGE else f"{line[: MESSAGE - 1]}…"
    return reply(status, ErrorBody(error=type(error).__name__, message=message, field=error.field))


def refuse_input(error: RequestValidationError) -> Response[str]:
    first = error.errors()[0]
    kind = app.current_event.headers.get("content-type", "")
    if "body" in first["loc"][:1] and kind and not kind.startswith(JSON):
        return refuse_kind(error)
    return refuse(refusal(first))


def refuse_kind(_: Exception) -> Response[str]:
    """Powertools reads forms as well, into fields that no model here is made for."""
    message = "body: send JSON, with the header Content-Type: application/json"
    return reply(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, ErrorBody(error="InvalidRequest", message=message, field="body"))


def unknown(_: Exception) -> Response[str]:
    return reply(HTTPStatus.NOT_FOUND, ErrorBody(error="NotFound", message="there is no such address"))


def unreadable(error: Exception) -> Response[str]:
    """What decoding the body raises before any model sees it; any other ValueError is our own and goes on."""
    if isinstance(error, UnicodeDecodeError):
        return refuse(InvalidRequest("body: must be UTF-8", field="body"))
    if isinstance(error, RecursionError) or "integer string conversion" in str(error):
        return refuse(InvalidRequest("body: is nested too deep, or holds a number too long", field="body"))
    raise error


app.exception_handler(SpotworksError)(refuse)
app.exception_handler([ValueError, RecursionError])(unreadable)
app.exception_handler(RequestValidationError)(refuse_input)
app.exception_handler(RequestUnsupportedContentType)(refuse_kind)
app.not_found(unknown)


def parsed(model: type[Request]) -> Request:
    """The request's JSON, where a route takes other bodies as well. Raises InvalidRequest."""
    try:
        text = app.current_event.decoded_body or ""
        return model.model_validate(json.loads(text, parse_constant=_refuse_constant))
    except UnicodeDecodeError as error:
        raise InvalidRequest("body: must be UTF-8", field="body") from error
    except ValidationError as error:
        raise refusal(error.errors()[0]) from error
    except ValueError as error:
        raise InvalidRequest(f"body: {not_json(str(error))}", field="body") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
