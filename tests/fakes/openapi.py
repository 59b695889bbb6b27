"""Whether what goes over a wire is what a vendor's official OpenAPI document says, by jsonschema.

`Spec` judges single requests and responses, `Witness` all that pass through a fake. `python -m tests.fakes.openapi
SOURCE TARGET "POST /images/edits" ...` cuts a document down to some operations and what they refer to.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from starlette.datastructures import UploadFile
from starlette.requests import Request

FIXTURES = Path(__file__).parents[1] / "fixtures" / "openapi"
_HERE = "urn:spec"


@dataclass
class Spec:
    """One document (3.0 or 3.1). errors: the schema of failures that the operations themselves do not list."""

    path: Path
    errors: str = ""

    @cached_property
    def document(self) -> dict[str, Any]:
        return _nullable(json.loads(self.path.read_text(encoding="utf-8")))

    @cached_property
    def registry(self) -> Registry:
        return Registry().with_resource(_HERE, DRAFT202012.create_resource(self.document))

    def request(self, method: str, path: str, value: Any, *, content_type: str = "application/json") -> list[str]:
        """What is wrong with a request's body; also fields that the document does not know. path: as it was called."""
        template = self._template(method, path)
        if template is None:
            return [f"{method} {path} is not in {self.path.name}"]
        at = ("paths", template, method.lower(), "requestBody", "content", content_type, "schema")
        return self._wrong(at, value, strict=True)

    def query(self, method: str, path: str, values: Mapping[str, str]) -> list[str]:
        """What is wrong with what stands behind the "?"; also names that the document does not know."""
        template = self._template(method, path)
        if template is None:
            return [f"{method} {path} is not in {self.path.name}"]
        at = ("paths", template, method.lower(), "parameters")
        given = self.document["paths"][template][method.lower()].get("parameters", [])
        known = {one["name"]: (one, number) for number, one in enumerate(given) if one.get("in") == "query"}
        wrong = [f"?{name} is not known to {template}" for name in values if name not in known]
        wrong += [
            f"?{name} is missing" for name, (one, _) in known.items() if one.get("required") and name not in values
        ]
        for name in values.keys() & known.keys():
            number = known[name][1]
            found = [self._wrong((*at, str(number), "schema"), value) for value in _read(values[name])]
            wrong += [f"?{name}: {said}" for said in min(found, key=len)]
        return wrong

    def response(
        self, method: str, path: str, status: int, value: Any, *, content_type: str = "application/json"
    ) -> list[str]:  # fmt: skip
        """What is wrong with a response's body. value: ignored where the document says that it is no JSON."""
        template = self._template(method, path)
        if template is None:
            return [f"{method} {path} is not in {self.path.name}"]
        known = self.document["paths"][template][method.lower()]["responses"]
        if str(status) not in known and self.errors:
            return self._wrong(("components", "schemas", self.errors), value)
        at = ("paths", template, method.lower(), "responses", str(status), "content", content_type, "schema")
        return self._wrong(at, value) if content_type == "application/json" else self._missing(at[:-1])

    def _template(self, method: str, path: str) -> str | None:
        fitting = [
            known
            for known, operations in self.document["paths"].items()
            if method.lower() in operations and re.fullmatch(re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(known)), path)
        ]
        return min(fitting, key=lambda known: known.count("{"), default=None)

    def _missing(self, at: tuple[str, ...]) -> list[str]:
        found: Any = self.document
        for step in at:
            found = dict(enumerate(found)) if isinstance(found, list) else found
            if (name := int(step) if step.isdigit() and int(step) in found else step) not in found:
                return [f"{' > '.join(at)} is not in {self.path.name}: there is no {step!r}"]
            found = found[name]
        return []

    def _wrong(self, at: tuple[str, ...], value: Any, *, strict: bool = False) -> list[str]:
        """A schema that is not there is an error too: a check that is skipped would look like one that passed."""
        if missing := self._missing(at):
            return missing
        pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in at)
        schema: dict[str, Any] = {"$ref": f"{_HERE}#/{pointer}"}
        if strict:
            schema["unevaluatedProperties"] = False
        found = Draft202012Validator(schema, registry=self.registry).iter_errors(value)
        return [f"{error.json_path}: {error.message[:300]}" for error in found]


@dataclass
class Exchange:
    """One call as it went over the wire, and what the document says against it."""

    method: str
    path: str
    status: int
    request: list[str]
    response: list[str]


@dataclass
class Witness:
    """An ASGI application around a fake that judges what passes under `at`. Bodies of GET and DELETE are none."""

    spec: Spec
    at: str
    seen: list[Exchange] = field(default_factory=list)

    def around(self, inner: Any) -> Any:
        async def watched(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http" or not scope["path"].startswith(self.at):
                await inner(scope, receive, send)
                return
            told, messages = _Listening(receive), []

            async def heard(message: Any) -> None:
                messages.append(message)

            try:
                await inner(scope, told, heard)
                if messages and not messages[-1].get("more_body"):  # else there is no whole answer to judge
                    self.seen.append(await self._judged(scope, bytes(told.body), messages))
            finally:  # judged before the client knows, so that who has an answer finds it judged
                for message in messages:
                    await send(message)

        return watched

    async def _judged(self, scope: Any, asked: bytes, messages: list[Any]) -> Exchange:
        method, path, status = scope["method"], scope["path"].removeprefix(self.at), messages[0]["status"]
        wrong = self.spec.query(method, path, dict(parse_qsl(scope["query_string"].decode())))
        if method not in {"GET", "DELETE"}:
            kind = _kind(scope["headers"])
            wrong += self.spec.request(method, path, await _value(scope, kind, asked), content_type=kind)
        kind = _kind(messages[0]["headers"])
        answer = b"".join(message.get("body", b"") for message in messages)
        value = json.loads(answer) if kind == "application/json" else None
        return Exchange(method, path, status, wrong, self.spec.response(method, path, status, value, content_type=kind))


class _Listening:
    def __init__(self, receive: Any) -> None:
        self._receive, self.body = receive, bytearray()

    async def __call__(self) -> Any:
        message = await self._receive()
        self.body.extend(message.get("body", b""))
        return message


def _read(text: str) -> list[Any]:
    """What a value of a query may mean."""
    try:
        return [text, json.loads(text)]
    except ValueError:
        return [text]


def _kind(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The content type of an ASGI message."""
    return dict(headers).get(b"content-type", b"").decode().partition(";")[0].strip().lower()


async def _value(scope: Any, kind: str, body: bytes) -> Any:
    """JSON as it is; a form as the object that it stands for: "image[]" is a list, a file is its name."""
    if kind == "application/json":
        return json.loads(body)

    async def again() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    found: dict[str, Any] = {}
    async with Request(scope, again).form() as form:
        for name, value in form.multi_items():
            plain = value.filename if isinstance(value, UploadFile) else value
            if name.endswith("[]"):
                found.setdefault(name[:-2], []).append(plain)
            else:
                found[name] = plain
    return found


def _nullable(node: Any) -> Any:
    """OpenAPI 3.0's `nullable` as JSON Schema says it, which else would be passed over."""
    if isinstance(node, list):
        return [_nullable(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {name: _nullable(value) for name, value in node.items()}
    if found.pop("nullable", None) is not True:
        return found
    return {"anyOf": [found, {"type": "null"}]}


def cut(document: dict[str, Any], operations: list[tuple[str, str]]) -> dict[str, Any]:
    """The document with these operations only ("POST", "/images/edits"), and the components they refer to."""
    paths: dict[str, Any] = {}
    for method, path in operations:
        paths.setdefault(path, {})[method.lower()] = _plain(document["paths"][path][method.lower()])
    kept: dict[str, dict[str, Any]] = {}
    wanted = _references(paths) | {"#/components/schemas/ErrorResponse"}
    while wanted:
        _, _, group, name = (reference := wanted.pop()).split("/")
        if name in document["components"].get(group, {}) and name not in kept.setdefault(group, {}):
            kept[group][name] = _plain(document["components"][group][name])
            wanted |= _references(kept[group][name]) - {reference}
    components = {group: dict(sorted(found.items())) for group, found in sorted(kept.items())}
    return {"openapi": document["openapi"], "info": document["info"], "paths": paths, "components": components}


def _plain(node: Any) -> Any:
    """Without extensions ("x-..."), which hold examples and page texts."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if isinstance(node, dict):
        return {name: _plain(value) for name, value in node.items() if not str(name).startswith("x-")}
    return node


def _references(node: Any) -> set[str]:
    return set(re.findall(r'"\$ref": "(#/[^"]+)"', json.dumps(node)))


if __name__ == "__main__":
    import yaml

    source, target, *asked = sys.argv[1:]
    whole = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
    short = cut(whole, [tuple(one.split(" ", 1)) for one in asked])  # type: ignore[misc]
    Path(target).write_text(json.dumps(short, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
