"""A page's HTML as readable text: main content first, without furniture, hidden parts and trick characters."""

import re
import unicodedata
from typing import Any, TypeAlias

from lxml import etree

from spotworks.errors import ResearchFailed

_FURNITURE = frozenset(
    {"script", "style", "noscript", "template", "svg", "header", "footer", "nav", "aside", "form", "button", "select"}
    | {"textarea", "iframe", "object", "dialog", "canvas"}
)
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])|"
    r"font-size\s*:\s*0(?![.\d]*[1-9])|text-indent\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"(^|[\s_-])(sr-only|visually-?hidden|screen-reader\S*|cookie\S*|consent\S*|breadcrumb\S*|modal|popup)($|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd"}
    | {"table", "tr", "td", "th", "br", "hr", "blockquote", "pre", "figure", "figcaption", "address", "details", "body"}
)

# lxml ships no types; an element is whatever its parser returns.
Element: TypeAlias = Any


def parsed(body: bytes, charset: str) -> Element:
    """The tree of a page, nothing fetched, nothing expanded. Raises ResearchFailed for a page without any."""
    encoding = charset or ("utf-8" if _is_utf8(body) else None)
    try:
        parser = etree.HTMLParser(
            encoding=encoding, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
        )
    except LookupError:  # a charset that nobody knows
        parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ResearchFailed("The page cannot be read as HTML; describe the product instead.", field="url") from error
    if root is None:
        raise ResearchFailed("The page is empty; give the product's own page.", field="url")
    return root


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def strip(root: Element) -> None:
    """Takes out of the tree what a visitor does not read as content."""
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        if parent is None or not _is_furniture(element):
            continue
        tail = element.tail or ""
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(element)


def _is_furniture(element: Element) -> bool:
    get = element.attrib.get
    return (
        element.tag in _FURNITURE
        or get("hidden") is not None
        or get("aria-hidden") == "true"
        or (get("role") or "") in _ROLES
        or bool(_HIDDEN.search(get("style") or ""))
        or (
            element.tag not in {"html", "body", "main", "article"}
            and bool(_UNSEEN.search(f"{get('class') or ''} {get('id') or ''}"))
        )
    )


def content(root: Element) -> Element:
    """The element with the page's own content: main, then article, then the body."""
    for path in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(path)
        longest = max(found, key=lambda e: len(text(e)), default=None) if isinstance(found, list) else None
        if longest is not None and len(text(longest)) >= 80:
            return longest
    bodies = root.xpath("//body")
    return bodies[0] if isinstance(bodies, list) and bodies else root


def text(element: Element) -> str:
    """The text of an element, a line for each block."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        block = node.tag in _BLOCKS
        if event == "start":
            pieces.extend(("\n" if block else "", node.text or ""))
        else:
            pieces.extend(("\n" if block else "", (node.tail or "") if node is not element else ""))
    lines = (tidy(line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def tidy(raw: str) -> str:
    """One line of text without zero-width, bidi and control characters, spaces single."""
    kept = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c
        for c in raw
        if unicodedata.category(c) not in {"Cf", "Co", "Cs", "Cn"}
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def cut(raw: str, limit: int) -> str:
    """At most `limit` characters, ending with a sentence, or a line, or at least a word."""
    if len(raw) <= limit:
        return raw
    head = raw[: limit + 1]
    ends = [found.end(1) for found in re.finditer(r"([.!?…][\"»”)]?)(?=\s)", head)]
    if ends and ends[-1] >= limit // 4:
        return head[: ends[-1]]
    space = max(head.rfind("\n"), head.rfind(" "))
    return head[: space if space > 0 else limit].rstrip()
