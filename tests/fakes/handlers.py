"""Lambda handlers, called as AWS calls them."""

import base64
import importlib.util
import json
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from infra import catalogue


@dataclass
class Context:
    """What Lambda hands over besides the event."""

    function_name: str = "spotworks-dev-ServeApi"
    aws_request_id: str = "lambda-request-1"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:x"


def load_handler(name: str) -> ModuleType:
    """functions/<snake name>/handler.py as a module of its own."""
    path = catalogue.function(name).folder / "handler.py"
    spec = importlib.util.spec_from_file_location(f"handler_of_{catalogue.snake(name)}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def invoke(name: str, event: Any) -> Any:
    return load_handler(name).handler(event, Context(function_name=f"spotworks-dev-{name}"))


class Api:
    """ServeApi behind API Gateway: requests become version 2.0 events, answers come back as they are.

    tenant: the signed claim, which only the gateway's authorizer sets.
    """

    def __init__(self, tenant: str = "acme") -> None:
        self.tenant = tenant
        self._handler = load_handler("ServeApi").handler

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **query: str
    ) -> "Answer":
        """body: bytes as they are, anything else as JSON."""
        about = {"content-type": "application/json"} | (headers or {})
        event = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": "&".join(f"{name}={value}" for name, value in query.items()),
            "queryStringParameters": query or None,
            "headers": about,
            "isBase64Encoded": isinstance(body, bytes),
            "requestContext": {
                "requestId": "request-1",
                "http": {"method": method, "path": path, "sourceIp": "127.0.0.1"},
                "stage": "$default",
                "authorizer": {"jwt": {"claims": {"custom:tenant": self.tenant}}},
            },
        }
        if body is not None:
            event["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else json.dumps(body)
        found = self._handler(event, Context())
        return Answer(found["statusCode"], found.get("body") or "", found.get("headers") or {})


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.text)
