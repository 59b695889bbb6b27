"""Errors as Google's APIs say them: google.rpc.Status, https://google.aip.dev/193."""

from typing import Any

from starlette.responses import JSONResponse, Response

_RPC = "type.googleapis.com/google.rpc"


def error(code: int, status: str, message: str, details: list[dict[str, Any]] | None = None) -> Response:
    """status: in capitals; interactions have a name in small letters as their code instead."""
    about: dict[str, Any] = {"code": status if status.islower() else code, "message": message}
    about |= {} if status.islower() else {"status": status}
    return JSONResponse({"error": about | ({"details": details} if details else {})}, code)


def invalid(message: str) -> Response:
    return error(400, "INVALID_ARGUMENT", message)


def exhausted(message: str, quota: str, seconds: int) -> Response:
    return error(429, "RESOURCE_EXHAUSTED", message, [
        {"@type": f"{_RPC}.QuotaFailure", "violations": [{"quotaId": quota, "quotaValue": "10"}]},
        {"@type": f"{_RPC}.RetryInfo", "retryDelay": f"{seconds}s"},
    ])  # fmt: skip


def because(reason: str) -> list[dict[str, Any]]:
    """The details of an error with that reason."""
    return [{"@type": f"{_RPC}.ErrorInfo", "reason": reason, "domain": "googleapis.com"}]
