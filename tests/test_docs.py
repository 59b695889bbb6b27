"""Documents: what they link to is there, and each can be found."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md"), *(ROOT / "samples").glob("*.md")])
_LINK = re.compile(r"\]\(<?([^)>\s]+)>?\)")


def text_of(page: Path) -> str:
    """Without code, in which brackets are not links."""
    return re.sub(r"^```.*?^```|^    .*?$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.M)


@cache
def anchors(page: Path) -> frozenset[str]:
    """What GitHub makes of headings: lower case, hyphens for blanks, nothing but letters, digits and those."""
    heads = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.M), re.M)
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page):
    for link in _LINK.findall(text_of(page)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: there is no such file"
        assert target.is_relative_to(ROOT), f"{link}: is outside of the repository"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{link}: that page has no such heading"


def test_every_page_is_reached_from_the_readme():
    seen, open_pages = set(), [ROOT / "README.md"]
    while open_pages:
        page = open_pages.pop()
        if page in seen:
            continue
        seen.add(page)
        for link in _LINK.findall(text_of(page)):
            path = (page.parent / link.partition("#")[0]).resolve()
            open_pages += [path] if path.suffix == ".md" else sorted(path.glob("*.md")) if path.is_dir() else []
    assert set(PAGES) - seen == set()
