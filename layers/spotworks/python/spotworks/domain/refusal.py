"""What pydantic found wrong with an input, in a person's words."""

import re
from collections.abc import Mapping
from typing import Any

from spotworks.errors import InvalidRequest

# Pydantic's types of error whose words say nothing to a person, or name things of Python.
_PLAIN = {
    "extra_forbidden": "is not a field here",
    "missing": "is missing",
    "int_parsing_size": "is too large a number",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "decimal_parsing": "must be a number",
    "decimal_type": "must be a number",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "tuple_type": "must be a list",
    "model_attributes_type": "must be a JSON object",
    "model_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
}
_PART = re.compile(r"[a-z_]+")
_OWN = re.compile(r"(?P<field>[a-z_]+): ")
_SHOWN = 60  # characters of a wrong value or name that a message repeats


def refusal(problem: Mapping[str, Any]) -> InvalidRequest:
    """One of the dictionaries of `ValidationError.errors()` as "duration: must be from 3 to 1,200 seconds".

    What comes from the whole of a model names its field itself, before a colon.
    """
    path = [str(part)[:_SHOWN] for part in problem.get("loc", ()) if part not in {"body", "query", "path", "header"}]
    text = words(problem)
    if problem.get("type") == "json_invalid":
        path = []  # pydantic gives the offset there
    own = _OWN.match(text)
    if not path and own:
        return InvalidRequest(text, field=own["field"])
    if path[:1] == ["kit"]:  # a model with models inside, each of which may name its own part
        parts = [part for part in path if _PART.fullmatch(part)] + ([own["field"]] if own else [])
        return InvalidRequest(f"{'.'.join(parts)}: {text[own.end() :] if own else text}", field="kit")
    place = ", number ".join([path[0], *(str(int(part) + 1) for part in path[1:2] if part.isdigit())]) if path else ""
    return InvalidRequest(f"{place or 'body'}: {text}", field=path[0] if path else "body")


def words(problem: Mapping[str, Any]) -> str:
    """What is wrong, without where."""
    kind, context = str(problem.get("type", "")), problem.get("ctx") or {}
    value = problem.get("input")
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == "json_invalid":
        return not_json(str(context.get("error", "")))
    if kind in {"too_long", "string_too_long"}:
        # Also pydantic's words for a text that was normalised first.
        unit = "characters" if isinstance(value, str) else "items"
        length = f", not {len(value):,}" if isinstance(value, str | list | tuple) else ""
        return f"must have at most {context['max_length']:,} {unit}{length}"
    text = str(problem.get("msg", "not valid")).removeprefix("Value error, ").split(", unable to")[0]
    text = re.sub(r"^(?:Input|String|Tuple|Value) should (\w)", r"must \1", text)
    if kind == "literal_error" and isinstance(value, str | int | float):
        text += f", not {repr(value)[:_SHOWN]}"
    return text


def not_json(reason: str) -> str:
    """What the JSON parser said, without its advice to Python programmers."""
    return "begins with a byte order mark; send plain UTF-8" if "BOM" in reason else f"is not JSON ({reason})"
