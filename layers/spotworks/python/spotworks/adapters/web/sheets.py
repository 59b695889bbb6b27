"""A page's style sheets, its own and those at other addresses, and the rules in them that may concern it."""

import re
from collections.abc import Iterator, Mapping, Set
from urllib.parse import urljoin

from spotworks.adapters.web.tree import Element

_NESTED = 6  # conditions inside conditions; no sheet needs more
_TOKENS = re.compile(
    r'/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*+"?|\'(?:\\.|[^\'\\\n])*+\'?|\\.|[{};]', re.DOTALL
)  # so that no brace in a comment, a string or an escape counts
_AT = re.compile(r"(?:\s|/\*.*?\*/)*+@", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NAMES = re.compile(r"([.#])((?:[\w-]|[^\x00-\x7f]|\\[0-9a-f]{1,6}\s?|\\.)+)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE)
_CHOICES = re.compile(r":(?:not|is|where|has|matches|any)\([^)]*\)", re.IGNORECASE)
_PASSING = re.compile(r"::|:(?:hover|focus|active|visited|before|after|target|checked)\b", re.IGNORECASE)
_SCREEN = 1280  # pixels: the width at which conditions of @media are judged
_WIDTHS = re.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]+)(px|em|rem)\s*\)", re.IGNORECASE)


def addresses(root: Element, base: str) -> list[str]:
    """Where the page's other style sheets are, in its order."""
    return list(dict.fromkeys(address for link in root.iter("link") if (address := _address(link, base))))


def texts(root: Element, base: str, linked: Mapping[str, str]) -> Iterator[str]:
    """All style sheets that a screen shows, in the page's order. linked: those at other addresses, as far as known."""
    for element in root.iter("style", "link"):
        if element.tag == "link":
            yield linked.get(_address(element, base), "")
        elif _is_shown(element):
            yield element.text or ""


def _address(link: Element, base: str) -> str:
    """ "" for a link to something else."""
    kinds = (link.get("rel") or "").lower().split()
    late = "preload" in kinds and (link.get("as") or "").lower() == "style" and link.get("onload")
    if not ("stylesheet" in kinds or late) or "alternate" in kinds or link.get("disabled") is not None:
        return ""
    inside = any(parent.tag in {"noscript", "template"} for parent in link.iterancestors())
    if inside or not link.get("href") or not _is_shown(link):
        return ""
    try:
        return urljoin(base, str(link.get("href")).strip()).partition("#")[0]
    except ValueError:
        return ""


def _is_shown(element: Element) -> bool:
    """A sheet for print that a script turns on when it has come is one for the screen."""
    return on_screen(element.get("media") or "") or bool(element.get("onload"))


def names_of(elements: list[Element]) -> frozenset[str]:
    """The classes and ids of a page, as selectors write them: ".price", "#top"."""
    names = {f".{name}" for e in elements for name in (e.get("class") or "").split()}
    return frozenset(names | {f"#{e.get('id')}" for e in elements if e.get("id")})


def rules(sheet: str, names: Set[str], depth: int = _NESTED) -> Iterator[tuple[list[str], str]]:
    """The selectors of each rule that have no class or id but those, and its declarations, in their order."""
    for prelude, block in _blocks(sheet):
        head = _COMMENT.sub(" ", prelude).strip()
        if head.startswith("@"):
            keyword = re.split(r"[\s(]", head[1:], maxsplit=1)[0].lower()
            is_met = keyword in {"supports", "layer"} or (keyword == "media" and on_screen(head[6:]))
            if is_met and depth:
                yield from rules(block, names, depth - 1)
        else:
            concerned = dict.fromkeys(part.strip() for part in _split(head) if _may_concern(part, names))
            if concerned:
                yield list(concerned), block


def on_screen(condition: str) -> bool:
    """Whether a screen of the usual width meets a condition of @media; what is not understood is taken as met."""
    if re.search(r"\bprint\b|\bspeech\b", condition) and not re.search(r"\b(screen|all)\b", condition):
        return False
    for bound, number, unit in _WIDTHS.findall(condition):
        pixels = float(number) * (1 if unit.lower() == "px" else 16)
        if (bound.lower() == "min") != (pixels <= _SCREEN):
            return False
    return True


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """What stands before each outermost block, and what is in it. A brace too many spoils what follows, as in CSS."""
    start = opened = depth = 0
    looked, is_at = -1, False
    for token in _TOKENS.finditer(sheet):
        mark = token[0]
        if mark == "{":
            opened = token.start() if depth == 0 else opened
            depth += 1
        elif mark == "}" and depth:
            depth -= 1
            if depth == 0:
                yield sheet[start:opened], sheet[opened + 1 : token.start()]
                start = token.end()
        elif mark == ";" and depth == 0:
            if looked != start:
                looked, is_at = start, bool(_AT.match(sheet, start))
            start = token.end() if is_at else start
    if depth:
        yield sheet[start:opened], sheet[opened + 1 :]


def _split(selectors: str) -> list[str]:
    """At its commas, but for those in brackets and strings."""
    parts, depth, start = [], 0, 0
    for token in re.finditer(r'"[^"]*"?|\'[^\']*\'?|\\.|[()\[\],]', selectors):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token[0], 0)
        if token[0] == "," and depth <= 0:
            parts.append(selectors[start : token.start()])
            start = token.end()
    return [*parts, selectors[start:]]


def _may_concern(selector: str, names: Set[str]) -> bool:
    bare = _CHOICES.sub("", selector)
    if _PASSING.search(bare):
        return False
    return all(mark + _ESCAPED.sub(_letter, name) in names for mark, name in _NAMES.findall(bare))


def _letter(escaped: re.Match[str]) -> str:
    return chr(min(int(escaped[1], 16), 0x10FFFF)) if escaped[1] else escaped[2]
