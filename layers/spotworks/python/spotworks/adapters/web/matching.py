"""Which elements a selector means, in time that grows with the page and not with its square.

An XPath engine evaluates "a b c" by a walk below every "a" and every "b"; a page made for it takes an hour. Here only
the parts without combinators go to XPath, and what stands between them is one pass over the page each.
"""

from collections.abc import Iterator, Set
from typing import Any

from spotworks.adapters.web.tree import Element

Specificity = tuple[int, int, int]


class Matcher:
    """elements: all of the page, in its order."""

    def __init__(self, root: Element, elements: list[Element]) -> None:
        self._root, self._elements = root, elements
        self._widest = max((len(element) for element in elements), default=0)
        self._parts: dict[str, frozenset[Element]] = {}

    def cost(self, selector: str) -> int:
        """How many elements are looked at, about."""
        steps = 1 + len(selector.split())
        counts = self._widest // 20 if "nth-" in selector or "-of-type" in selector or "last-" in selector else 0
        return len(self._elements) * (steps + counts)

    def matches(self, selector: str) -> tuple[frozenset[Element], Specificity]:
        """Nothing for a selector of another age, or one that looks at what is inside an element."""
        import cssselect
        from lxml import etree

        try:
            [parsed] = cssselect.parse(selector)
            if parsed.pseudo_element or ":has(" in selector.lower():
                return frozenset(), (0, 0, 0)
            return self._of(parsed.parsed_tree), parsed.specificity()
        except (cssselect.SelectorError, etree.XPathError, ValueError, RecursionError):
            return frozenset(), (0, 0, 0)

    def _of(self, tree: Any) -> frozenset[Element]:
        from cssselect.parser import CombinedSelector

        steps: list[tuple[str, Any]] = []
        while isinstance(tree, CombinedSelector):
            steps.append((tree.combinator, tree.subselector))
            tree = tree.selector
        found = self._part(tree)
        for combinator, part in reversed(steps):
            if not found:
                break
            found = self._part(part) & self._reached(found, combinator)
        return found

    def _part(self, tree: Any) -> frozenset[Element]:
        """Of a selector without combinators."""
        import cssselect

        name = repr(tree)
        if name not in self._parts:
            xpath = f"descendant-or-self::{cssselect.HTMLTranslator().xpath(tree)}"
            self._parts[name] = frozenset(self._root.xpath(xpath))
        return self._parts[name]

    def _reached(self, found: Set[Element], combinator: str) -> frozenset[Element]:
        if combinator == ">":
            return frozenset(e for e in self._elements if e.getparent() in found)
        if combinator == "+":
            return frozenset(e for e in self._elements if e.getprevious() in found)
        return frozenset(self._behind(found) if combinator == "~" else self._inside(found))

    def _inside(self, found: Set[Element]) -> Iterator[Element]:
        inside: set[Element] = set()
        for element in self._elements:  # parents come first
            parent = element.getparent()
            if parent in found or parent in inside:
                inside.add(element)
        yield from inside

    def _behind(self, found: Set[Element]) -> Iterator[Element]:
        behind: set[Element] = set()
        for element in self._elements:
            before = element.getprevious()
            if before in found or before in behind:
                behind.add(element)
        yield from behind
