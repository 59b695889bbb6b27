"""A page's HTML as a tree, and its text: main content first, without furniture and trick characters."""

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
_UNSEEN = re.compile(
    r"(^|[\s_-])(sr-only|visually-?hidden|screen-reader\S*|cookie\S*|consent\S*|breadcrumb\S*|modal|popup)($|[\s_-])",
    re.IGNORECASE,
)
_NO_TEXT = frozenset({"head", "title", "script", "style", "noscript", "template", "textarea", "select", "option"})
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd"}
    | {"table", "tr", "td", "th", "br", "hr", "blockquote", "pre", "figure", "figcaption", "address", "details", "body"}
)

_SAID = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)

# lxml ships no types; an element is whatever its parser returns.
Element: TypeAlias = Any


def parsed(body: bytes, charset: str) -> Element:
    """The tree of a page, nothing fetched, nothing expanded. Raises ResearchFailed for a page without any.

    charset: as the server said; where it does not fit, the page's own word counts, and then its bytes.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(_decoded(body, charset).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ResearchFailed("The page cannot be read as HTML; describe the product instead.", field="url") from error
    if root is None:
        raise ResearchFailed("The page is empty; give the product's own page.", field="url")
    return root


def _decoded(body: bytes, charset: str) -> str:
    said = _SAID.search(body[:4_096])
    for name in ("utf-8-sig", charset, said[1].decode("ascii") if said else ""):
        try:
            return body.decode(name) if name else body.decode("utf-8")
        except (UnicodeDecodeError, LookupError):  # not that, or one that nobody knows
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(body[:50_000]).best()
    return body.decode(best.encoding if best else "windows-1252", "replace")


def strip(root: Element) -> None:
    """Takes out of the tree what a visitor does not read as content."""
    for element in list(root.iter(etree.Element)):
        if element.getparent() is not None and _is_furniture(element):
            drop(element)


def drop(element: Element) -> None:
    """Takes an element out of its parent, and leaves the text behind it there."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _is_furniture(element: Element) -> bool:
    get = element.attrib.get
    return (
        element.tag in _FURNITURE
        or (get("role") or "") in _ROLES
        or (
            element.tag not in {"html", "body", "main", "article"}
            and bool(_UNSEEN.search(f"{get('class') or ''} {get('id') or ''}"))
        )
    )


def content(root: Element) -> Element:
    """The element with the page's own content: main, then article, then the body."""
    for path in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(path)
        length, longest = max(((len(text(e)), e) for e in found), key=lambda pair: pair[0], default=(0, None))
        if length >= 80:
            return longest
    bodies = root.xpath("//body")
    return bodies[0] if isinstance(bodies, list) and bodies else root


def text(element: Element) -> str:
    """The text of an element, a line for each block."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        block = node.tag in _BLOCKS
        if event == "start":
            pieces.extend(("\n" if block else "", "" if node.tag in _NO_TEXT else node.text or ""))
        else:
            pieces.extend(("\n" if block else "", (node.tail or "") if node is not element else ""))
    lines = (tidy(line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def tidy(raw: str) -> str:
    """One line of text without zero-width, bidi and control characters, spaces single."""
    if raw.isprintable():  # nearly always
        return unicodedata.normalize("NFC", " ".join(raw.split()))
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
