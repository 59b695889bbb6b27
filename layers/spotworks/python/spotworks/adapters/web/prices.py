"""What a page's offers ask for: one price, or a range, or nothing that could be said without leaving half of it out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from spotworks.adapters.web.values import listed, text_of
from spotworks.domain.research import FactKind

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "RUB": "₽", "JPY": "¥"}
_CODES = {sign: code for code, sign in _SIGNS.items()}
_AMOUNT = re.compile(r"\d[\d\s,.'’]{0,14}")
_SIGN = re.compile(r"[€$£₽¥]|\bруб", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:from|starting|as low as|over|ab|à partir|от)\b|\d\s*\+", re.IGNORECASE)
_EACH = (
    (re.compile(r"(?:/|\bper |\ba |\bв )\s*(?:mo\b|month|monat|мес)", re.IGNORECASE), "month"),
    (re.compile(r"(?:/|\bper |\ba |\bв )\s*(?:yr\b|year|annum|jahr|год)", re.IGNORECASE), "year"),
    (re.compile(r"(?:/|\bper |\ba |\bв )\s*(?:wk\b|week|woche|нед)", re.IGNORECASE), "week"),
    (re.compile(r"(?:/|\bper |\ba |\bв )\s*(?:day|night|tag|nacht|сут|ночь|день)", re.IGNORECASE), "day"),
)
_UNITS = {"MON": "month", "ANN": "year", "WEE": "week", "DAY": "day"}  # of UN/CEFACT, which schema.org takes
_OLD = re.compile(r"ListPrice|StrikethroughPrice|SRP|InvoicePrice|MinimumAdvertisedPrice|RegularPrice")
_LABELLED = re.compile(
    r"^(?:(?:our |the )?price|цена|стоимость)\s*(?:[:=—–-]|is|\s)\s*(?P<said>\D{0,3}\d[^\n]{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_AVAILABLE = {
    "instock": "in stock", "outofstock": "out of stock", "soldout": "sold out", "preorder": "pre-order",
    "presale": "pre-order", "backorder": "on back order", "limitedavailability": "few left", "instoreonly": "in stores",
    "onlineonly": "online only", "discontinued": "discontinued", "madetoorder": "made to order",
}  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    """One offer. low, high: amounts as printed, the same for a plain price; high is "" for "from". each: "month"."""

    low: str
    high: str
    currency: str
    where: str
    each: str = ""
    until: str = ""


def offers(node: dict[str, Any]) -> Iterator[tuple[FactKind, str, str]]:
    """Availability and price of a product with all its offers and variants: kind, text, where."""
    given = list(_offers(node))
    states = [state for offer, _ in given if (state := _state(offer))]
    if states:
        yield "availability", "in stock" if "in stock" in states else states[0], "offers.availability"
    asked = [one for offer, where in given if (one := _asked(offer, where))]
    asked = [one for one in asked if (one.currency, one.each) == (asked[0].currency, asked[0].each)]
    if not asked:
        return
    least = min(asked, key=lambda one: number(one.low))
    most = max(asked, key=lambda one: number(one.high or one.low))
    one_price = all(one.high for one in asked) and number(least.low) == number(most.high)
    low, high = money(least.low, least.currency), money(most.high or most.low, most.currency)
    each = f" a {least.each}" if least.each else ""
    if one_price and not each:
        yield "price", low, least.where
    elif one_price:
        yield "price_range", low + each, least.where
    else:
        open_ended = number(least.low) == number(most.high or most.low)
        yield "price_range", (f"from {low}" if open_ended else f"{low} – {high}") + each, least.where
    if least.until:
        yield "price_until", least.until, "offers.priceValidUntil"


def _offers(node: dict[str, Any], where: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Each offer that stands for itself, and where. One that only holds others gives way to them."""
    for offer in listed(node.get("offers")):
        if isinstance(offer, dict):
            yield offer, where
            if not any(text_of(offer.get(name)) for name in ("price", "lowPrice")):
                yield from ((o, where) for o in listed(offer.get("offers")) if isinstance(o, dict))
    for variant in listed(node.get("hasVariant"))[:100]:
        if isinstance(variant, dict) and not where:
            yield from _offers(variant, "hasVariant.")


def _state(offer: dict[str, Any]) -> str:
    said = text_of(offer.get("availability")).rpartition("/")[2].lower()
    return _AVAILABLE.get(re.sub(r"[^a-z]", "", said), "")


def _asked(offer: dict[str, Any], where: str) -> _Asked | None:
    """None where nothing is asked for, or in words that hold more than a price."""
    specs = [spec for spec in listed(offer.get("priceSpecification")) if isinstance(spec, dict)]
    now = next((spec for spec in specs if not _OLD.search(text_of(spec.get("priceType")))), {})
    said, place = text_of(offer.get("price"), "price"), "offers.price"
    if not said and (low := text_of(offer.get("lowPrice"), "price")):
        high = text_of(offer.get("highPrice"), "price")
        said = f"{low} – {high}" if high else f"from {low}"
        place = "offers.lowPrice, offers.highPrice" if high else "offers.lowPrice"
    elif not said:
        said, place = text_of(now.get("price"), "price"), "offers.priceSpecification.price"
    found = _range(said)
    if not found or number(found[0]) <= 0:
        return None
    until = re.match(r"\d{4}-\d{2}-\d{2}", text_of(offer.get("priceValidUntil")) or text_of(now.get("validThrough")))
    currency = _currency(text_of(offer.get("priceCurrency")) or text_of(now.get("priceCurrency")), said)
    return _Asked(*found, currency, where + place, _each(said, now), until[0] if until else "")


def _range(said: str) -> tuple[str, str] | None:
    """The lowest and the highest amount: "" for an open end; None for a text that says neither price nor range."""
    amounts = [found.strip(" .,") for found in _AMOUNT.findall(said)]
    if not amounts or re.match(r"\W*[-−]\s?\W?\d", said):
        return None
    if len(amounts) == 1:
        return amounts[0], "" if _LEAST.search(said) else amounts[0]
    between = said[said.index(amounts[0]) + len(amounts[0]) : said.rindex(amounts[-1])]
    is_range = len(amounts) == 2 and re.search(r"[-–—−]|\b(?:to|bis|до|à)\b", between)
    return (amounts[0], amounts[1]) if is_range else None


def _currency(code: str, said: str) -> str:
    """An ISO 4217 code, from the amount's own sign where the data names none."""
    if re.fullmatch("[A-Za-z]{3}", code):
        return code.upper()
    sign = _SIGN.search(f"{code} {said}")
    return "" if sign is None else _CODES.get(sign[0], "RUB")


def _each(said: str, spec: dict[str, Any]) -> str:
    """The time that the price is for, "" for good."""
    reference = spec.get("referenceQuantity")
    codes = [spec.get("unitCode"), reference.get("unitCode") if isinstance(reference, dict) else None]
    known = next((_UNITS[code] for code in map(text_of, codes) if code in _UNITS), "")
    return known or next((name for pattern, name in _EACH if pattern.search(said)), "")


def labelled(text: str) -> str:
    """The one price that a text states behind a label on a line of its own, "Price: $12"; "" for none or several."""
    found = {said for match in _LABELLED.finditer(text) if (said := _stated(match["said"]))}
    return found.pop() if len(found) == 1 else ""


def _stated(said: str) -> str:
    amount, currency = _range(re.sub(r"(?<=\D)\d+ ?(?:g|kg|ml|l|г|кг|мл|л)\b.*", "", said)), _currency("", said)
    is_plain = amount and amount[0] == amount[1] and currency and not _each(said, {}) and number(amount[0]) > 0
    return money(amount[0], currency) if amount and is_plain else ""


def number(amount: str) -> Decimal:
    """What "1.290,00", "1,290.00" and "1 290" are worth: a last mark divides that has not three digits behind it."""
    bare = re.sub(r"[\s'’]", "", amount)
    parts = re.fullmatch(r"([\d.,]*?)(?:[.,](\d{1,2}|\d{4,}))?", bare)
    whole, cents = (parts[1], parts[2] or "0") if parts else (bare, "0")
    digits = re.sub(r"\D", "", whole) or "0"
    return Decimal(f"{digits}.{cents}")


def money(amount: str, currency: str) -> str:
    """ "€49.00", "1490 ₽", "49 PLN": sign before, except the rouble's; no sign invented for a bare number."""
    currency = currency.upper()
    if re.fullmatch(r"\d+[.,]\d", amount):
        amount += "0"  # a number in JSON loses its last nought
    if not currency or not amount[:1].isdigit():
        return amount
    sign = _SIGNS.get(currency)
    return f"{sign}{amount}" if sign and sign != "₽" else f"{amount} {sign or currency}"
