"""What a page's data states of its product, in JSON-LD, microdata, RDFa and OpenGraph, with where each value stood."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from spotworks.adapters.web import microdata
from spotworks.adapters.web.prices import offers
from spotworks.adapters.web.tree import Element, tidy
from spotworks.adapters.web.values import kinds_of, listed, nodes, read_json, text_of
from spotworks.domain.research import FactKind

_PRODUCTS = frozenset(
    {"Product", "ProductGroup", "ProductModel", "IndividualProduct", "Vehicle", "Car", "Book", "SoftwareApplication"}
    | {"MobileApplication", "WebApplication", "VideoGame"}
)
_DOINGS = ("Service", "Event", "Festival", "Course")  # and all kinds whose names end so
# What is said by one source alone: half of a price of one and half of another's would be nobody's.
_FAMILIES: dict[FactKind, FactKind] = {"price_range": "price", "price_until": "price", "reviews": "rating"}
# Under these names stand other products than the page's own.
_OTHERS = frozenset(
    {"isRelatedTo", "isSimilarTo", "isAccessoryOrSparePartFor", "isConsumableFor", "itemListElement", "hasVariant"}
    | {"mentions", "itemReviewed", "review", "subEvent", "superEvent", "hasPart", "hasOfferCatalog"}
)


@dataclass(frozen=True)
class Found:
    """A value and where it stood, as in "JSON-LD offers.price"."""

    text: str
    where: str


@dataclass(frozen=True)
class Product:
    """facts: by kind, as domain.research.PageFact names them; features and images: most important first.

    several: the page's data names several products and does not say which of them the page is about.
    """

    facts: dict[FactKind, Found]
    features: tuple[Found, ...] = ()
    images: tuple[Found, ...] = ()
    several: bool = False

    @property
    def is_told(self) -> bool:
        """Whether the page's data speaks of a product, and not only of a page."""
        return "price" in self.facts or any(not f.where.startswith("OpenGraph") for f in self.facts.values())

    def text(self, kind: FactKind) -> str:
        return self.facts[kind].text if kind in self.facts else ""


def metas(root: Element) -> dict[str, list[str]]:
    """The contents of each kind of meta element by its lower-case name or property."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        value = tidy(meta.get("content") or "")
        if name and value:
            found.setdefault(name, []).append(value)
    return found


def linked_data(root: Element) -> list[Any]:
    """The values of the page's JSON-LD; what is broken beyond the usual slips is passed over."""
    found: list[Any] = []
    for script in root.iter("script"):
        if (script.get("type") or "").lower().partition(";")[0].strip() == "application/ld+json":
            try:
                found.append(read_json(script.text or ""))
            except (ValueError, RecursionError):
                continue
    return found


def product(root: Element, ld: list[Any], base: str) -> Product:
    """The page's product. root: without what is hidden; ld: its linked_data().

    The first source to say a thing wins; what belongs together is from one source.
    """
    meta = metas(root)
    heads = [tidy(" ".join(head.itertext())) for tag in ("h1", "title") for head in root.iter(tag)]
    heads += meta.get("og:title", [])
    data = (
        ("JSON-LD", ld),
        ("microdata", microdata.items(root, base)),
        ("RDFa", microdata.items(root, base, microdata.RDFA)),
    )
    sources = [(source, _own(_products(values), heads, base)) for source, values in data]
    facts: dict[FactKind, Found] = {}
    features: list[Found] = []
    images: list[Found] = []
    for source, node in (*sources, ("OpenGraph", _open_graph(meta))):
        said = {_FAMILIES.get(kind, kind) for kind in facts}
        for kind, text, where in (*_plain(node), *offers(node), *_rating(node)):
            if _FAMILIES.get(kind, kind) not in said:
                facts.setdefault(kind, Found(text, f"{source} {where}"))
        features += [Found(text, f"{source} {where}") for text, where in _features(node)]
        named = (text_of(image, "url") or text_of(image, "contentUrl") for image in listed(node.get("image")))
        images += [Found(url, f"{source} image") for url in named if url]
    several = not any(node for _, node in sources) and any(_are_several(values) for _, values in data)
    return Product(facts, tuple(features), tuple(images), several)


def _products(data: list[Any]) -> list[dict[str, Any]]:
    """The products that the page may be about, goods before services and events."""
    found = [node for node in nodes(data, passing_over=_OTHERS) if _is_product(node)]
    return sorted(found, key=lambda node: not kinds_of(node) & _PRODUCTS)


def _is_product(node: dict[str, Any]) -> bool:
    return any(kind in _PRODUCTS or kind.endswith(_DOINGS) for kind in kinds_of(node))


def _are_several(data: list[Any]) -> bool:
    return len({text_of(node.get("name")).lower() for node in nodes(data) if _is_product(node)}) > 1


def _own(products: list[dict[str, Any]], heads: Sequence[str], page: str) -> dict[str, Any]:
    """The one that the page's address or headings name, or the only one; {} where nobody could tell."""
    fits = [_fit(node, heads, page) for node in products]
    if any(fits):
        return products[fits.index(max(fits))]
    return products[0] if len({text_of(node.get("name")).lower() for node in products}) == 1 else {}


def _fit(node: dict[str, Any], heads: Sequence[str], page: str) -> int:
    name, heads = text_of(node.get("name")).lower(), [head.lower() for head in heads]
    try:
        own, asked = urlsplit(urljoin(page, text_of(node.get("url"), "@id"))), urlsplit(page)
    except ValueError:
        own = asked = urlsplit("")
    is_here = text_of(node.get("url"), "@id") and own.path.strip("/") and own[1:4] == asked[1:4]
    alike = 2 * (name in heads) or int(len(name) > 3 and any(name in h or (len(h) > 3 and h in name) for h in heads))
    return 3 * bool(is_here) + alike


def _open_graph(meta: dict[str, list[str]]) -> dict[str, Any]:
    """The meta elements as a product; a page that gives no price is one all the same."""

    def one(*names: str) -> str:
        return next((meta[name][0] for name in names if name in meta), "")

    return {
        "name": one("og:title", "twitter:title"),
        "brand": one("product:brand", "og:brand"),
        "description": one("og:description", "description", "twitter:description"),
        "image": [*meta.get("og:image", []), *meta.get("og:image:secure_url", []), *meta.get("twitter:image", [])],
        "offers": {
            "price": one("product:sale_price:amount", "product:price:amount", "og:price:amount"),
            "priceCurrency": one("product:sale_price:currency", "product:price:currency", "og:price:currency"),
            "priceValidUntil": one("product:sale_price_dates:end"),
            "availability": one("product:availability", "og:availability"),
        },
    }  # fmt: skip


def _plain(node: dict[str, Any]) -> Iterator[tuple[FactKind, str, str]]:
    kinds: tuple[FactKind, ...] = ("name", "brand", "description")
    for kind in kinds:
        if text := text_of(node.get(kind)):
            yield kind, text, kind
    for maker in ("manufacturer", "provider", "organizer"):
        if text := "" if text_of(node.get("brand")) else text_of(node.get(maker)):
            yield "brand", text, maker


def _rating(node: dict[str, Any]) -> Iterator[tuple[FactKind, str, str]]:
    """The rating and how many gave it; nothing of what nobody rated, or of numbers that cannot be."""
    rating = next(iter(listed(node.get("aggregateRating"))), None)
    if not isinstance(rating, dict):
        return
    value, best = _score(rating.get("ratingValue")), _score(rating.get("bestRating")) or 5.0
    counts = [(field, _count(rating.get(field))) for field in ("reviewCount", "ratingCount")]
    if value and 0 < value <= best and (any(n for _, n in counts) or all(n is None for _, n in counts)):
        yield "rating", f"{value:g}/{best:g}", "aggregateRating.ratingValue"
    for field, count in counts:
        if count:
            yield "reviews", str(count), f"aggregateRating.{field}"
            return


def _score(value: Any) -> float:
    """With one decimal; 0 for what is no number up to 100."""
    said = text_of(value).replace(",", ".")
    return round(float(said), 1) if re.fullmatch(r"\d{1,3}(\.\d{1,20})?", said) and float(said) <= 100 else 0.0


def _count(value: Any) -> int | None:
    """None for what is no count."""
    said = re.fullmatch(r"(\d{1,3}(?:[\s,.'’]?\d{3}){0,2}|\d{1,9})(?:\.0+)?", text_of(value))
    return int(re.sub(r"\D", "", said[1])) if said else None


def _features(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    notes = node.get("positiveNotes")
    for note in listed(notes.get("itemListElement")) if isinstance(notes, dict) else []:
        if text := _property(note):
            yield text, "positiveNotes"
    for note in listed(node.get("additionalProperty")):
        if text := _property(note):
            yield text, "additionalProperty"


def _property(note: Any) -> str:
    """ "Weight: 900 g" of a PropertyValue; the name of a list item."""
    name, value = text_of(note), text_of(note, "value")
    return f"{name}: {value}" if name and value else name
