"""Reads a product page. What it says is data: kept as text, never followed."""

import re
from urllib.parse import urljoin, urlsplit

from spotworks.adapters.local.writer.looks import category_of, moods_in
from spotworks.adapters.web import tree
from spotworks.adapters.web.fetching import fetch
from spotworks.adapters.web.product import Product, metas, money, product
from spotworks.domain.research import Research
from spotworks.errors import ResearchFailed

_SECONDS = 10.0
_MAX_BYTES = 5_000_000
_MAX_TEXT = 15_000
_NOT_FEATURES = re.compile(
    r"cookie|log ?in|sign ?(in|up)|cart|basket|wish ?list|checkout|subscribe|newsletter|related|also like|"
    r"review|share|menu|search|home\b|contact|faq|privacy|terms|description|"
    r"shipping|delivery|returns?\b|details\b|specification|корзин|войти|отзыв|похожие|подпис|каталог|главная|"
    r"контакт|описание|доставка|оплата|характеристик|поделиться",
    re.IGNORECASE,
)


_FOR_WHOM = re.compile(
    r"\b(?:made|designed|perfect|ideal|built|created|meant|для) ?(?:for)? ((?:[\w-]+ ){0,2}(?:people|families|"
    r"parents|children|kids|women|men|beginners|adults|"
    r"students|teams|runners|travell?ers|riders|hikers|cyclists|professionals|семей|родителей|детей|женщин|"
    r"мужчин|начинающих|взрослых|студентов))\b",
    re.IGNORECASE,
)


class PageResearcher:
    """ports.Researcher. allow: "host:port" of test pages that may be private or on another port."""

    def __init__(
        self, *, allow: frozenset[str] = frozenset(), seconds: float = _SECONDS, max_bytes: int = _MAX_BYTES
    ) -> None:
        self._allow, self._seconds, self._max_bytes = allow, seconds, max_bytes

    def research(self, url: str) -> Research:
        page = fetch(url, allow=self._allow, seconds=self._seconds, max_bytes=self._max_bytes)
        root = tree.parsed(page.body, page.charset)
        meta, item = metas(root), product(root)
        title = item.name or meta.get("og:title", "") or _first(root, "h1") or _first(root, "title")
        photos = (*item.images, meta.get("og:image", ""), *(img.get("src") or "" for img in root.iter("img")))
        tree.strip(root)
        main = tree.content(root)
        text = tree.cut(tree.text(main), _MAX_TEXT)
        description = tree.cut(item.description or meta.get("og:description", "") or meta.get("description", ""), 1_000)
        if not title and not text:
            raise ResearchFailed(
                "The page has no readable text (it may be drawn by scripts); describe the product instead.", field="url"
            )
        return Research(
            url=page.url,
            title=_without_site(title, meta.get("og:site_name", ""))[:200],
            description=description,
            brand=(
                item.brand or meta.get("og:brand", "") or meta.get("product:brand", "") or meta.get("og:site_name", "")
            )[:80],
            price=(item.price or money(meta.get("product:price:amount", ""), meta.get("product:price:currency", "")))[
                :24
            ],
            features=_features(item, main, title),
            industry=_industry(title, f"{description} {text[:1_000]}"),
            tone=", ".join(moods_in(description)[:2]),
            audience=_audience(f"{description} {text[:2_000]}"),
            images=_absolute(page.url, photos),
            text=text,
        )


def _industry(title: str, text: str) -> str:
    """The category whose words the page uses most, "" if none."""
    found = category_of(title, text)
    return "" if found == "any" else found


def _audience(text: str) -> str:
    """Whom the page says it is for, in its words."""
    found = _FOR_WHOM.search(text)
    return found[1] if found else ""


def _first(root: tree.Element, tag: str) -> str:
    return next((found for element in root.iter(tag) if (found := tree.tidy(" ".join(element.itertext())))), "")


def _without_site(title: str, site: str) -> str:
    """ "Kayak One | Shop" without the shop, where a bar or a spaced dash sets it off."""
    head, *rest = re.split(r"\s+[|–—·•-]\s+", title)
    if rest and (len(rest) == 1 or rest[-1] == site) and len(head) >= 3:
        return " - ".join([head, *rest[:-1]])
    return title


def _features(item: Product, main: tree.Element, title: str) -> tuple[str, ...]:
    """Five key features: the JSON-LD's, else the items of the content's lists, else its headings."""
    lists = [tree.tidy(tree.text(li).replace("\n", " ")) for li in main.iter("li") if not _is_link(li)]
    heads = [tree.tidy(" ".join(h.itertext())) for tag in ("h2", "h3") for h in main.iter(tag)]
    found: dict[str, str] = {}
    for text in (*item.features, *lists, *heads):
        short = text.rstrip(".;, ")
        if 4 <= len(short) <= 90 and not _NOT_FEATURES.search(short) and short.lower() != title.lower():
            found.setdefault(short.lower(), short)
    return tuple(found.values())[:5]


def _is_link(item: tree.Element) -> bool:
    """A list item that is nothing but a link belongs to a menu."""
    linked = sum(len(" ".join(a.itertext()).strip()) for a in item.iter("a"))
    return linked * 10 >= 8 * len(" ".join(item.itertext()).strip())


def _absolute(base: str, sources: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for source in sources:
        try:
            url = urljoin(base, source.strip())
            if source and urlsplit(url).scheme in {"http", "https"}:
                found.setdefault(url)
        except ValueError:
            continue  # an address that cannot be read is no picture
    return tuple(found)[:8]


__all__ = ["PageResearcher"]
