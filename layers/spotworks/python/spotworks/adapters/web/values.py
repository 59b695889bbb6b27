"""Values of a page's data, which any shop writes in its own way, as lines of text and lists."""

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from spotworks.adapters.web.tree import tidy

# What shops leave round and in their JSON: comments of HTML and of JavaScript, a comma after the last member.
_BEFORE = re.compile(r"\s*(?:/\*\s*|//\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?")
_BEHIND = re.compile(r"(?:/\*|//)?\s*(?:-->|\]\]>)(?:\s*\*/)?\s*;?\s*$")
_COMMA = re.compile(r'("(?:\\.|[^"\\])*+(?:"|\Z))|,(?=\s*[}\]])', re.DOTALL)


def read_json(text: str) -> Any:
    """Raises ValueError, and RecursionError for what is nested without end."""
    try:
        return json.loads(text, strict=False)
    except ValueError:
        bare = _BEFORE.sub("", text, count=1)
        bare = bare[:-40] + _BEHIND.sub("", bare[-40:])
        return json.loads(_COMMA.sub(lambda found: found[1] or "", bare), strict=False)


def nodes(data: Any, *, passing_over: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value, outermost first, without recursion, but for those under some names."""
    waiting = deque([data])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(inner for name, inner in value.items() if name not in passing_over)
        elif isinstance(value, list):
            waiting.extend(value)


def kinds_of(node: dict[str, Any]) -> frozenset[str]:
    """The bare names of an object's types."""
    return frozenset(re.split(r"[/:#]", str(kind))[-1] for kind in listed(node.get("@type")))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value not in (None, "") else []


def text_of(value: Any, key: str = "name") -> str:
    """A value as a line of text, without the markup that shops leave in their data."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        value = value.get(key)
    if isinstance(value, str):
        return tidy(html.unescape(re.sub(r"<[^>]{0,300}>", " ", value)))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
