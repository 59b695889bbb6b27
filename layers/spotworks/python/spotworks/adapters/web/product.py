"""What a page says of its product for machines: JSON-LD, microdata, OpenGraph; each value with where it stood."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spotworks.adapters.web import microdata
from spotworks.adapters.web.tree import Element, tidy
from spotworks.domain.research import FactKind

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "RUB": "₽", "JPY": "¥"}
_AMOUNT = re.compile(r"\d[\d\s.,'’]{0,14}")
_PRODUCTS = frozenset(
    {"Product", "ProductGroup", "ProductModel", "IndividualProduct", "Vehicle", "Book", "SoftwareApplication"}
)
_AVAILABLE = {
    "instock": "in stock", "outofstock": "out of stock", "soldout": "sold out", "preorder": "pre-order",
    "presale": "pre-order", "backorder": "on back order", "limitedavailability": "few left", "instoreonly": "in stores",
    "onlineonly": "online only", "discontinued": "discontinued", "madetoorder": "made to order",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A value and where it stood, as in "JSON-LD offers.price"."""

    text: str
    where: str


@dataclass(frozen=True)
class Product:
    """facts: by kind, as domain.research.PageFact names them; features and images: most important first."""

    facts: dict[FactKind, Found]
    features: tuple[Found, ...] = ()
    images: tuple[Found, ...] = ()

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


def linked_data(root: Element) -> list[dict[str, Any]]:
    """Every object of the page's JSON-LD; broken JSON is passed over, as every reader of the web does."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").lower().strip() == "application/ld+json":
            try:
                found.extend(_nodes(json.loads(script.text or "", strict=False)))
            except (ValueError, RecursionError):
                continue
    return found


def product(root: Element, ld: list[dict[str, Any]], base: str) -> Product:
    """The page's product. root: without what is hidden; ld: its linked_data(). The first source to say a thing wins."""
    sources = (
        ("JSON-LD", _first_product(ld)),
        ("microdata", _first_product(list(_nodes(microdata.items(root, base))))),
        ("OpenGraph", _open_graph(metas(root))),
    )
    facts: dict[FactKind, Found] = {}
    features: list[Found] = []
    images: list[Found] = []
    for source, node in sources:
        for kind, text, where in (*_plain(node), *_offer(node), *_rating(node)):
            facts.setdefault(kind, Found(text, f"{source} {where}"))
        features += [Found(text, f"{source} {where}") for text, where in _features(node)]
        named = (_text(image, "url") or _text(image, "contentUrl") for image in _list(node.get("image")))
        images += [Found(url, f"{source} image") for url in named if url]
    return Product(facts, tuple(features), tuple(images))


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value, outermost first, without recursion."""
    waiting = [data]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _first_product(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    for node in nodes:
        kinds = {str(kind).rpartition("/")[2] for kind in _list(node.get("@type"))}
        if kinds & _PRODUCTS:
            return node
    return {}


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
        if text := _text(node.get(kind)):
            yield kind, text, kind
    if not node.get("brand") and (maker := _text(node.get("manufacturer"))):
        yield "brand", maker, "manufacturer"


def _offer(node: dict[str, Any]) -> Iterator[tuple[FactKind, str, str]]:
    """The first offer that names a price. A range of prices is no price."""
    for offer in _offers(node.get("offers")):
        amount = _amount(offer.get("price"))
        low, high = _amount(offer.get("lowPrice")), _amount(offer.get("highPrice"))
        currency = _text(offer.get("priceCurrency"))
        currency = currency if re.fullmatch("[A-Za-z]{3}", currency) else ""
        if state := _AVAILABLE.get(re.sub(r"[^a-z]", "", _text(offer.get("availability")).rpartition("/")[2].lower())):
            yield "availability", state, "offers.availability"
        if not amount and low and high and low != high:
            yield (
                "price_range",
                f"{money(low, currency)} – {money(high, currency)}",
                "offers.lowPrice, offers.highPrice",
            )
        elif amount or low:
            yield "price", money(amount or low, currency), "offers.price" if amount else "offers.lowPrice"
        if amount or low:
            if until := re.match(r"\d{4}-\d{2}-\d{2}", _text(offer.get("priceValidUntil"))):
                yield "price_until", until[0], "offers.priceValidUntil"
            return


def _offers(value: Any) -> Iterator[dict[str, Any]]:
    for offer in _list(value):
        if isinstance(offer, dict):
            yield offer
            for inner in ("offers", "priceSpecification"):
                yield from (o for o in _list(offer.get(inner)) if isinstance(o, dict))


def _rating(node: dict[str, Any]) -> Iterator[tuple[FactKind, str, str]]:
    for rating in _list(node.get("aggregateRating"))[:1]:
        if not isinstance(rating, dict):
            return
        value, best = _text(rating.get("ratingValue")).replace(",", "."), _text(rating.get("bestRating")) or "5"
        if re.fullmatch(r"\d{1,3}(\.\d{1,3})?", value) and re.fullmatch(r"\d{1,3}", best):
            yield "rating", f"{value}/{best}", "aggregateRating.ratingValue"
        for field in ("reviewCount", "ratingCount"):
            count = re.sub(r"\D", "", _text(rating.get(field)))[:9]
            if count:
                yield "reviews", count, f"aggregateRating.{field}"
                return


def _features(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    notes = node.get("positiveNotes")
    for note in _list(notes.get("itemListElement")) if isinstance(notes, dict) else []:
        if text := _property(note):
            yield text, "positiveNotes"
    for note in _list(node.get("additionalProperty")):
        if text := _property(note):
            yield text, "additionalProperty"


def _property(note: Any) -> str:
    """ "Weight: 900 g" of a PropertyValue; the name of a list item."""
    name, value = _text(note), _text(note, "value")
    return f"{name}: {value}" if name and value else name


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value not in (None, "") else []


def _text(value: Any, key: str = "name") -> str:
    """A value as a line of text, without the markup that shops leave in their data."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        value = value.get(key)
    if isinstance(value, str):
        return tidy(html.unescape(re.sub(r"<[^>]{0,300}>", " ", value)))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _amount(value: Any) -> str:
    found = _AMOUNT.search(_text(value, "price"))
    return found[0].strip(" .,") if found else ""


def money(amount: str, currency: str) -> str:
    """ "€49.00", "1490 ₽", "49 PLN": sign before, except the rouble's; no sign invented for a bare number."""
    currency = currency.upper()
    if re.fullmatch(r"\d+[.,]\d", amount):
        amount += "0"  # a number in JSON loses its last nought
    if not currency or not amount[:1].isdigit():
        return amount
    sign = _SIGNS.get(currency)
    return f"{sign}{amount}" if sign and sign != "₽" else f"{amount} {sign or currency}"
