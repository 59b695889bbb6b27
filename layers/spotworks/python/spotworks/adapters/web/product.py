"""What a page says of itself for machines: JSON-LD, OpenGraph and meta elements."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spotworks.adapters.web.tree import Element, tidy

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "RUB": "₽", "JPY": "¥"}


@dataclass(frozen=True)
class Product:
    """The JSON-LD Product of a page; empty where it has none."""

    name: str = ""
    brand: str = ""
    description: str = ""
    price: str = ""
    features: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


def metas(root: Element) -> dict[str, str]:
    """First content of each meta element by its lower-case name or property."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        value = tidy(meta.get("content") or "")
        if name and value:
            found.setdefault(name, value)
    return found


def product(root: Element) -> Product:
    """The first JSON-LD Product; broken JSON is passed over, as every reader of the web does."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower().strip() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            if "Product" in (kinds if isinstance(kinds, list) else [kinds]):
                return _read(node)
    return Product()


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


def _read(node: dict[str, Any]) -> Product:
    notes = [
        *_each(node.get("positiveNotes"), "itemListElement"),
        *(node.get("additionalProperty") or [] if isinstance(node.get("additionalProperty"), list) else []),
    ]
    return Product(
        name=_text(node.get("name")),
        brand=_text(node.get("brand")),
        description=_text(node.get("description")),
        price=_price(node.get("offers")),
        features=tuple(f for f in (_property(note) for note in notes) if f)[:5],
        images=tuple(i for i in (_text(image, "url") for image in _list(node.get("image"))) if i),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _each(value: Any, key: str) -> list[Any]:
    return _list(value.get(key)) if isinstance(value, dict) else []


def _text(value: Any, key: str = "name") -> str:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        value = value.get(key)
    return (
        tidy(value)
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else ""
    )


def _property(note: Any) -> str:
    """ "Weight: 900 g" of a PropertyValue; the name of a list item."""
    name, value = _text(note), _text(note, "value")
    return f"{name}: {value}" if name and value else name


def _price(offers: Any) -> str:
    for offer in _list(offers):
        if isinstance(offer, dict):
            amount, currency = _text(offer, "price") or _text(offer, "lowPrice"), _text(offer, "priceCurrency")
            if amount:
                return money(amount, currency)
            if nested := _price(offer.get("offers") or offer.get("priceSpecification")):
                return nested
    return ""


def money(amount: str, currency: str) -> str:
    """ "€49.00", "1490 ₽", "49 PLN": sign before, except the rouble's; no sign invented for a bare number."""
    currency = currency.upper()
    if re.fullmatch(r"\d+[.,]\d", amount):
        amount += "0"  # a number in JSON loses its last nought
    if not currency or not amount[:1].isdigit():
        return amount
    sign = _SIGNS.get(currency)
    return f"{sign}{amount}" if sign and sign != "₽" else f"{amount} {sign or currency}"
