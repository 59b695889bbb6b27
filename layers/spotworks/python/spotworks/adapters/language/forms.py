"""A pydantic model as the JSON Schema that all vendors' structured outputs take.

That is what OpenAI's strict mode, Gemini's responseJsonSchema and Claude's output_config.format have in common: every
field is required and there are no others. Limits of lengths and numbers are told in descriptions, and held to when the
answer is read (domain.thought.read_answer). Sources: openai-python lib/_pydantic.py, anthropic-sdk-python
lib/_parse/_transform.py, https://ai.google.dev/gemini-api/docs/structured-output.
"""

from functools import cache
from typing import Any

from spotworks.domain.base import Frozen

_KEPT = ("type", "enum", "const")
_DROPPED = {"title", "default", "description", "properties", "required", "additionalProperties", "items", "anyOf"}


@cache
def form(model: type[Frozen]) -> dict[str, Any]:
    """The schema, with the model's name as its title. Raises TypeError for what strict modes cannot say."""
    schema = model.model_json_schema()
    defined = {name: _strict(part) for name, part in schema.pop("$defs", {}).items()}
    return {"title": model.__name__, **_strict(schema)} | ({"$defs": defined} if defined else {})


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:  # beside which nothing may stand
        return {"$ref": schema["$ref"]}
    if "anyOf" in schema:
        return _described(schema, {"anyOf": [_strict(part) for part in schema["anyOf"]]})
    found = {name: schema[name] for name in _KEPT if name in schema}
    if not found:
        raise TypeError(f"a strict form cannot say what {schema} is")
    if found.get("type") == "object":
        if not schema.get("properties"):
            raise TypeError("a strict form has no fields of any name")
        properties = {name: _strict(part) for name, part in schema["properties"].items()}
        found |= {"properties": properties, "required": list(properties), "additionalProperties": False}
    if found.get("type") == "array":
        if "items" not in schema:
            raise TypeError("a strict form has lists of one kind only")
        found["items"] = _strict(schema["items"])
    return _described(schema, found)


def _described(schema: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """With the limits that are not in the form itself in words."""
    limits = ", ".join(f"{name}: {value}" for name, value in schema.items() if name not in {*_KEPT, *_DROPPED})
    text = " ".join(filter(None, (schema.get("description", ""), limits and f"({limits})")))
    return found | ({"description": text} if text else {})
