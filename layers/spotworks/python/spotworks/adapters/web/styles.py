"""What a page's style rules say of what can be seen: its sheets and its style attributes, cascaded."""

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spotworks.adapters.web.matching import Matcher, Specificity
from spotworks.adapters.web.sheets import names_of, rules
from spotworks.adapters.web.tree import Element

_OF_INTEREST = frozenset(
    {"display", "visibility", "opacity", "font-size", "font", "position", "left", "right", "top", "bottom", "color"}
    | {"text-indent", "margin-left", "margin-top", "clip", "clip-path", "transform", "background", "background-color"}
    | {"width", "height", "max-width", "max-height", "overflow", "overflow-x", "overflow-y", "content-visibility"}
)
_SAYS_MUCH = re.compile("|".join(sorted(_OF_INTEREST)), re.IGNORECASE)
_MAX_CSS = 2_000_000  # characters
_MAX_BLOCK = 20_000  # of them in one rule
_MAX_RULES = 4_000  # with an effect on what is seen
_MAX_WORK = 4_000_000  # elements that are looked at: with the above, about a second
_SECONDS = 3.0  # of CPU, for pages made to take longer all the same

# important, inline, specificity, order: whoever is greatest wins.
_Rank = tuple[bool, bool, Specificity, int]
_Declared = list[tuple[str, str, bool]]


@dataclass
class Styles:
    """Declared values by element, in lower case. The elements are held, because lxml makes its proxies anew.

    whole: whether all rules were followed; there may be too many.
    """

    elements: list[Element]
    whole: bool = True
    _won: dict[Element, dict[str, tuple[_Rank, str]]] = field(default_factory=dict)

    def of(self, element: Element) -> dict[str, str]:
        return {name: value for name, (_, value) in self._won.get(element, {}).items()}

    def declare(self, element: Element, name: str, value: str, rank: _Rank) -> None:
        declared = self._won.setdefault(element, {})
        if name not in declared or declared[name][0] <= rank:
            declared[name] = (rank, value)


def styles(root: Element, sheets: Iterable[str]) -> Styles:
    """The declarations that win for each element. sheets: in their order."""
    found = Styles(list(root.iter("*")))
    matcher = Matcher(root, found.elements)
    matches: dict[str, tuple[frozenset[Element], Specificity]] = {}
    work, end = 0, time.thread_time() + _SECONDS
    for order, (selector, declared) in enumerate(_rules(sheets, found)):
        work += 0 if selector in matches else matcher.cost(selector)
        if work > _MAX_WORK or time.thread_time() > end:
            found.whole = False
            break
        if selector not in matches:
            matches[selector] = matcher.matches(selector)
        elements, specificity = matches[selector]
        for element in elements:
            for name, value, important in declared:
                found.declare(element, name, value, (important, False, specificity, order))
    for element in found.elements:
        style = element.get("style") or ""
        if style and time.thread_time() > end + _SECONDS:
            found.whole = False
            break
        for name, value, important in _declarations(style[:_MAX_BLOCK]):
            found.declare(element, name, value, (important, True, (0, 0, 0), 0))
    return found


def _rules(sheets: Iterable[str], found: Styles) -> Iterator[tuple[str, _Declared]]:
    """Each selector that may show or hide something of the page, with its declarations."""
    names, left, followed = names_of(found.elements), _MAX_CSS, 0
    for sheet in sheets:
        found.whole &= len(sheet) <= left
        for selectors, block in rules(sheet[:left], names):
            if not _SAYS_MUCH.search(block):
                continue
            found.whole &= len(block) <= _MAX_BLOCK
            followed += 1
            if followed > _MAX_RULES:
                found.whole = False
                return
            declared = _declarations(block[:_MAX_BLOCK])
            yield from ((selector, declared) for selector in selectors if declared)
        left = max(0, left - len(sheet))


def _declarations(content: str) -> _Declared:
    import tinycss2

    if not _SAYS_MUCH.search(content):
        return []
    return [
        (item.lower_name, tinycss2.serialize(item.value).strip().lower(), item.important)
        for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        if item.type == "declaration" and item.lower_name in _OF_INTEREST
    ]
