"""The resolver, who is asking, and what an error looks like over HTTP."""

import json
from http import HTTPStatus
from typing import Any, Literal

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic import ValidationError

from spotworks import errors
from spotworks.domain.base import Frozen
from spotworks.domain.keys import is_tenant
from spotworks.errors import InvalidRequest, NotFound, SpotworksError
from spotworks.runtime.log import logger

app = APIGatewayHttpResolver(enable_validation=True)

JSON = "application/json"
TENANT_CLAIM = "custom:tenant"

_STATUS = {
    errors.InvalidRequest: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.AssetRejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BudgetExceeded: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ModelUnavailable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.StorageUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
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
    gate: Literal["storyboard", "final"]
    approved: bool = True


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
    return reply(status, ErrorBody(error=type(error).__name__, message=error.message, field=error.field))


def refuse_input(error: RequestValidationError | ValidationError) -> Response[str]:
    return refuse(invalid(error.errors()))


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
app.exception_handler([RequestValidationError, ValidationError])(refuse_input)
app.not_found(unknown)


def invalid(found: Any) -> InvalidRequest:
    """The first error of pydantic in our words: "duration: must be from 3 to 1,200 seconds"."""
    first = found[0]
    if first.get("type") == "json_invalid":
        return InvalidRequest(f"body: is not JSON ({first.get('ctx', {}).get('error', '')})", field="body")
    path = [str(part) for part in first.get("loc", ()) if part not in {"body", "query", "path", "header"}]
    message = str(first.get("msg", "not valid")).removeprefix("Value error, ")
    if first.get("type") == "extra_forbidden":
        message = "is not a field of a brief"
    if message.startswith("Value should have at most"):  # pydantic's words for a text that was normalised first
        message = message.replace("items after validation", "characters")
    field = path[0] if path else None
    if field is None and ": " in message:
        field = message.split(":", 1)[0]
        return InvalidRequest(message, field=field)
    return InvalidRequest(f"{'.'.join(path) or 'body'}: {message}", field=field or "body")


def json_body() -> Any:
    """The request's JSON. Raises InvalidRequest."""
    try:
        text = app.current_event.decoded_body or ""
        return json.loads(text, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise InvalidRequest("body: must be UTF-8", field="body") from error
    except ValueError as error:
        raise InvalidRequest(f"body: is not JSON ({error})", field="body") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
