"""What the page's own style rules say of what can be seen: <style> elements and style attributes, cascaded.

Style sheets in files of their own are not fetched; orders.py is the second line for what they hide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spotworks.adapters.web.tree import Element

_OF_INTEREST = frozenset(
    {"display", "visibility", "opacity", "font-size", "font", "position", "left", "right", "top", "bottom", "color"}
    | {"text-indent", "margin-left", "margin-top", "clip", "clip-path", "transform", "background", "background-color"}
    | {"width", "height", "max-width", "max-height", "overflow", "overflow-x", "overflow-y", "content-visibility"}
)
_MAX_CSS = 300_000
_MAX_WORK = 2_000_000  # selectors times elements: with the above, about a second
_SCREEN = 1280  # pixels: the width at which conditions of @media are judged
_NAMES = re.compile(r"([.#])((?:[\w-]|[^\x00-\x7f])+)")
_WIDTHS = re.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]+)(px|em|rem)\s*\)", re.IGNORECASE)

# important, inline, specificity, order: whoever is greatest wins.
_Rank = tuple[bool, bool, tuple[int, int, int], int]


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


def styles(root: Element) -> Styles:
    """The declarations that win for each element."""
    found = Styles(list(root.iter("*")))
    sheet = "\n".join(style.text or "" for style in found.elements if style.tag == "style")
    found.whole = len(sheet) <= _MAX_CSS
    names = {(".", name) for e in found.elements for name in (e.get("class") or "").split()}
    names |= {("#", e.get("id")) for e in found.elements if e.get("id")}
    work = 0
    for order, (selector, declared) in enumerate(_rules(sheet[:_MAX_CSS])):
        if not all(pair in names for pair in _NAMES.findall(re.sub(r":not\([^)]*\)", "", selector))):
            continue
        work += len(found.elements)
        if work > _MAX_WORK:
            found.whole = False
            break
        for element, specificity in _matches(root, selector):
            for name, value, important in declared:
                found.declare(element, name, value, (important, False, specificity, order))
    for element in found.elements:
        for name, value, important in _declarations(element.get("style") or ""):
            found.declare(element, name, value, (important, True, (0, 0, 0), 0))
    return found


def _rules(sheet: str) -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
    """Each selector that shows or hides something, with its declarations, in their order."""
    import tinycss2

    waiting = list(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))
    while waiting:
        rule = waiting.pop(0)
        if rule.type == "at-rule" and rule.content and rule.lower_at_keyword in {"media", "supports", "layer"}:
            if rule.lower_at_keyword != "media" or _on_screen(tinycss2.serialize(rule.prelude)):
                waiting[:0] = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        elif rule.type == "qualified-rule":
            declared = _declarations(rule.content)
            if declared:
                for selector in _split(rule.prelude):
                    yield selector, declared


def _on_screen(condition: str) -> bool:
    """Whether a screen of the usual width meets a condition of @media; what is not understood is taken as met."""
    if re.search(r"\bprint\b|\bspeech\b", condition) and not re.search(r"\b(screen|all)\b", condition):
        return False
    for bound, number, unit in _WIDTHS.findall(condition):
        pixels = float(number) * (1 if unit.lower() == "px" else 16)
        if (bound.lower() == "min") != (pixels <= _SCREEN):
            return False
    return True


def _split(prelude: list[Element]) -> list[str]:
    import tinycss2

    parts: list[list[Element]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _declarations(content: object) -> list[tuple[str, str, bool]]:
    import tinycss2

    if not content:
        return []
    return [
        (item.lower_name, tinycss2.serialize(item.value).strip().lower(), item.important)
        for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        if item.type == "declaration" and item.lower_name in _OF_INTEREST
    ]


def _matches(root: Element, selector: str) -> Iterator[tuple[Element, tuple[int, int, int]]]:
    import cssselect
    from lxml import etree

    try:
        [parsed] = cssselect.parse(selector)
        if parsed.pseudo_element:
            return
        xpath = cssselect.HTMLTranslator().selector_to_xpath(parsed)
        for element in root.xpath(xpath):
            yield element, parsed.specificity()
    except (cssselect.SelectorError, etree.XPathError, ValueError, RecursionError):
        return  # a selector of another age
