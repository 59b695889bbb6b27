"""Microdata (https://html.spec.whatwg.org/multipage/microdata.html) and RDFa Lite (https://www.w3.org/TR/rdfa-lite) as
the objects that JSON-LD would give.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from spotworks.adapters.web.tree import Element, tidy

_LINKS = {
    "a": "href", "area": "href", "link": "href", "audio": "src", "embed": "src", "iframe": "src", "img": "src",
    "source": "src", "track": "src", "video": "src", "object": "data",
}  # fmt: skip
_DEPTH = 8  # items inside items; no product needs more


@dataclass(frozen=True)
class Marks:
    """The attributes that begin an item, say its type and name a property."""

    scope: str
    kind: str
    name: str


MICRODATA, RDFA = Marks("itemscope", "itemtype", "itemprop"), Marks("typeof", "typeof", "property")


def items(root: Element, base: str, marks: Marks = MICRODATA) -> list[dict[str, Any]]:
    """The items that are no property of another, in the page's order."""
    tops = [e for e in root.iter("*") if e.get(marks.scope) is not None and e.get(marks.name) is None]
    named = {e.get("id"): e for e in reversed(list(root.iter("*"))) if e.get("id")} if tops else {}
    reader = _Reader(base, marks, named)
    return [reader.item(top, _DEPTH) for top in tops]


@dataclass
class _Reader:
    """named: elements by their id; left: elements that are looked at before the rest is passed over, for items may
    refer to one another without end."""

    base: str
    marks: Marks
    named: dict[str, Element]
    left: int = 50_000

    def item(self, scope: Element, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {
            "@type": [re.split("[/:]", kind.rstrip("/"))[-1] for kind in scope.get(self.marks.kind, "").split()]
        }
        for element in self._properties(scope):
            inner = element.get(self.marks.scope) is not None
            value = self.item(element, depth - 1) if inner and depth else "" if inner else _value(element, self.base)
            for name in element.get(self.marks.name, "").split():
                found.setdefault(name.rpartition(":")[2] if self.marks is RDFA else name, []).append(value)
        return {name: value[0] if name != "@type" and len(value) == 1 else value for name, value in found.items()}

    def _properties(self, scope: Element) -> Iterator[Element]:
        """The elements that are properties of this item, not of one inside it, also from where itemref points."""
        referred = (self.named.get(name) for name in (scope.get("itemref") or "").split())
        waiting = deque([*scope, *(e for e in referred if e is not None and e is not scope)])
        while waiting and self.left > 0:
            self.left -= 1
            element = waiting.popleft()
            if element.get(self.marks.name) is not None:
                yield element
            if element.get(self.marks.scope) is None:
                waiting.extendleft(reversed(element))


def _value(element: Element, base: str) -> str:
    if (content := element.get("content")) is not None:  # <meta>, and what shops write on any element
        return str(tidy(content))
    if element.tag in _LINKS:
        try:
            return urljoin(base, str(element.get(_LINKS[element.tag]) or "").strip())
        except ValueError:
            return ""
    if element.tag in {"data", "meter"}:
        return tidy(element.get("value") or "")
    if element.tag == "time" and element.get("datetime"):
        return tidy(element.get("datetime"))
    return tidy(" ".join(element.itertext()))
