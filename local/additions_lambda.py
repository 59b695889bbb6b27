"""moto's Lambda API over real processes: Invoke reaches `local.lambdas` instead of Docker."""

import base64
from typing import Any

from moto.awslambda.models import LambdaFunction

from local.lambdas import Lambdas


def install(lambdas: Lambdas) -> None:
    """Invoke with RequestResponse, Event and DryRun; a failed function answers "Unhandled" as AWS does."""

    def invoke(self: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:
        payload = body.encode() if isinstance(body, str) else (body or b"{}")
        headers = {name.lower(): value for name, value in dict(request_headers or {}).items()}
        kind = headers.get("x-amz-invocation-type", "RequestResponse")
        if kind == "DryRun":
            return b""
        if kind == "Event":
            lambdas.send(self.function_name, payload)
            return b""
        result = lambdas.invoke(self.function_name, payload)
        if result.failed:
            response_headers["x-amz-function-error"] = "Unhandled"
        response_headers["x-amz-log-result"] = base64.b64encode(b"see logs/").decode()
        return result.body

    LambdaFunction.invoke = invoke
