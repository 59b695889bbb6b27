"""Microdata (https://html.spec.whatwg.org/multipage/microdata.html) as the objects that JSON-LD would give."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from spotworks.adapters.web.tree import Element, tidy

_LINKS = {
    "a": "href", "area": "href", "link": "href", "audio": "src", "embed": "src", "iframe": "src", "img": "src",
    "source": "src", "track": "src", "video": "src", "object": "data",
}  # fmt: skip
_DEPTH = 8  # items inside items; no product needs more


def items(root: Element, base: str) -> list[dict[str, Any]]:
    """The items that are no property of another, in the page's order."""
    tops = (e for e in root.iter("*") if e.get("itemscope") is not None and e.get("itemprop") is None)
    return [_item(top, base, _DEPTH) for top in tops]


def _item(scope: Element, base: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": [kind.rstrip("/").rpartition("/")[2] for kind in scope.get("itemtype", "").split()]
    }
    for element in _properties(scope):
        inner = element.get("itemscope") is not None
        value = _item(element, base, depth - 1) if inner and depth else "" if inner else _value(element, base)
        for name in element.get("itemprop", "").split():
            found.setdefault(name, []).append(value)
    return {name: value[0] if name != "@type" and len(value) == 1 else value for name, value in found.items()}


def _properties(scope: Element) -> Iterator[Element]:
    """The elements that are properties of this item, not of one inside it, also from where itemref points."""
    waiting = list(scope)
    for name in (scope.get("itemref") or "").split():
        waiting += [e for e in scope.getroottree().iter("*") if e.get("id") == name and e is not scope][:1]
    while waiting:
        element = waiting.pop(0)
        if element.get("itemprop") is not None:
            yield element
        if element.get("itemscope") is None:
            waiting[:0] = list(element)


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
