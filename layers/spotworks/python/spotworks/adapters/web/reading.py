"""The main text of a page: trafilatura's reading, ours where it finds next to nothing."""

import logging
import re

from spotworks.adapters.web import tree
from spotworks.adapters.web.tree import Element

_MAX_MARKUP = 400_000  # characters without scripts and styles: far more than what is kept of the text
_LAYOUT = frozenset({"h1", "h2", "h3", "p", "div", "ul", "ol", "table", "form", "img"})
_TABLE = frozenset({"table", "tbody", "thead", "tr", "td", "th"})


def main_text(root: Element, main: Element) -> str:
    """A line for each block. root: without hidden parts and furniture; main: its content by our own rules."""
    import trafilatura
    from lxml import etree

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells of pages without text; so do we, by name
    _unwrap(root)
    own = tree.text(main)
    if not own:
        return ""
    try:
        found = trafilatura.extract(
            etree.tostring(root, encoding="unicode", method="html")[:_MAX_MARKUP],
            favor_recall=True,
            include_comments=False,
            include_images=False,
        )
    except (RecursionError, ValueError, etree.LxmlError):
        found = None
    lines = [tree.tidy(line.replace("|", " ")).removeprefix("- ") for line in (found or "").split("\n")]
    read = "\n".join(line for line in lines if line.strip("- "))
    # A page of a few short lines is none to a library that was made for articles.
    return read if len(read) * 2 >= len(own) or len(read) >= 1_500 else own


def _unwrap(root: Element) -> None:
    """A table that lays out a page is no table."""
    for table in root.iter("table"):
        if any(e.tag in _LAYOUT for e in table.iterdescendants()):
            for element in table.iter(*_TABLE):
                element.tag = "div"


def sentence_of(text: str, wanted: str) -> str:
    """The sentence of the text that says `wanted`, in whatever case; a sum with or without its empty cents; or ""."""
    wanted = re.sub(r"^([\d.]+)/\d+$", r"\1", wanted)  # a rating
    pattern = _sum(wanted) or re.compile(re.escape(tree.tidy(wanted)).replace(r"\ ", r"\s+"), re.IGNORECASE)
    for line in text.split("\n"):
        if pattern.search(line):
            sentences = re.split(r"(?<=[.!?…])\s+(?=[\"«“]?[A-ZА-ЯЁ\d])", line)
            return next((s for s in sentences if pattern.search(s)), line)[:300]
    return ""


def _sum(wanted: str) -> re.Pattern[str] | None:
    """How a page may print "$1290.00": with spaces or commas between thousands, without cents."""
    found = re.fullmatch(r"\D{0,2}(\d[\d\s,.]*?)([.,]\d\d)?(?:\s\D{1,3})?", wanted)
    if not found:
        return None
    digits = r"[\s,.]?".join(re.sub(r"\D", "", found[1]))
    cents = re.escape(found[2] or "")
    cents = f"(?:{cents})?" if re.fullmatch(r"\W*0*", found[2] or "") else cents
    return re.compile(rf"(?<![\d.,]){digits}{cents}(?!\d|[.,]\d)")
