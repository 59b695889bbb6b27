"""What a page states as "Label: value", as people say it; which of its statements matter most, and which to nobody."""

import re

from spotworks.adapters.local.writer.cleaning import capital

_LABELLED = re.compile(r"(?P<label>[^\W\d_][^\W\d_]*(?:[ -][^\W\d_]+){0,3})\s?:\s+(?P<value>\S.*)")
_UNIT = r"(?:kg|g|gr|grams?|mg|ml|cl|l|lit(?:er|re)s?|oz|lbs?|cm|mm|m|in|pcs|pieces|кг|гр?|мг|мл|л|см|мм|м|шт)"
_AMOUNT = rf"\d[\d.,]*\s?{_UNIT}\.?"
_VESSEL = r"(?:jar|bag|bottle|tin|can|pack(?:et|age)?|box|carton|банка|пакет|пачка|бутылка|упаковка|коробка|тюбик)"
_MEASURE = re.compile(
    rf"(?:(?:net |gross )?(?:weight|volume|size|contents?)|вес|масса|объ[её]м|размер|{_VESSEL})?(?: of)?:?\s*"
    rf"{_AMOUNT}(?:\s{_VESSEL})?",
    re.IGNORECASE,
)
_DIMENSIONS = re.compile(rf"\d\s?(?:{_UNIT}\s?)?[x×х*]\s?\d", re.IGNORECASE)
_OF_TRADE = re.compile(  # labels of what only a warehouse or a lawyer reads
    r"(?:(?:item|article|art|model|part|product|style|order|reference|serial|catalogue|hs|tariff|country)\W*)+"
    r"(?:no|nr|num\w*|code|id)|sku|ean|gtin|upc|isbn|asin|mpn|bar ?code|model|brand|manufacturer|maker|vendor|seller|"
    r"supplier|importer|(?:net|gross|shipping|package\w*|packed|drained|packing)\b.*|"
    r"(?:(?:package|pack|box|product|item) )?(?:dimensions?|measurements|sizes?|quantity|count)|contents?|width|height|"
    r"depth|length|condition|availability|(?:product )?type|category|shelf life|best before|expir\w+|storage|"
    r"allergens?|nutrition\w*|certificates?|shipping|delivery|returns?|ages?|care"
    r"|артикул|штрих-?код|модель|код(?: товара)?|бренд|марка|производитель|продавец|поставщик|импорт[её]р|"
    r".* ?(?:нетто|брутто)|упаковк\w*|габарит\w*|размер\w*|высота|ширина|глубина|длина|количество.*|состояние|наличие|"
    r"тип|вид|категория|срок (?:годности|хранения|службы)|условия хранения|хранение|сертификат\w*|доставка|возврат|"
    r"страна[ -](?:производител\w+|производства|изготовител\w+)|гост|ту",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:warrant|guarantee|гарант).*(?:subject|terms|conditions|limited|void|applies|var(?:y|ies)|exclu|услови|закон|"
    r"обращ)|\b(?:sku|ean|gtin|mpn|артикул|штрих-?код)\b|\bmay vary\b|могут отличаться",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r".*\b(?:of|in|with|for|from|by|to|on|at|into|из|в|на|для|от|с|по)", re.IGNORECASE)
_HAS = re.compile(r"(?:yes|true|included|да|есть|имеется)", re.IGNORECASE)
_HAS_NOT = re.compile(r"(?:no|none|false|n/?a|unknown|not \w+|нет|отсутствует|[-–—]|не указан\w*)", re.IGNORECASE)
_CODE = re.compile(r"(?:[A-Z]{2,3}|[A-Z0-9]*\d[A-Z0-9-]{4,}|\d{5,})")
_MATERIAL = re.compile(r"(?:(?:main |outer )?materials?|composition|fabric)", re.IGNORECASE)
_ORIGIN = re.compile(r"(?:(?:country|region|place)(?: of)? ?(?:origin)?|origin)", re.IGNORECASE)
_COLOUR = re.compile(r"colou?rs?", re.IGNORECASE)
_WEIGHT = re.compile(r"(?:item |product )?weight|вес(?: товара)?", re.IGNORECASE)
_VOLUME = re.compile(r"volume|capacity|объ[её]м|вместимость", re.IGNORECASE)
_TIME = re.compile(
    r"(?:up to )?\d[\d.,]*[ -]?(?:hours?|hrs?|h|days?|weeks?|months?|years?|minutes?|min)", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:up to )?\d[\d.,]*(?:\s?[^\W\d]{1,12}|\s?%)?", re.IGNORECASE)


def is_packing(text: str) -> bool:
    """Whether a statement is no more than how much is in the pack: "Net weight: 250 g", «Банка 500 г»."""
    return bool(_MEASURE.fullmatch(text.strip(" .!")))


def rank(text: str) -> int:
    """0 for what it does and where it comes from, 1 for a line of a data sheet, 2 for sizes, 3 for trade and law."""
    found = _LABELLED.fullmatch(text)
    if _LEGAL.search(text) or (found and _is_of_trade(found["label"], found["value"])):
        return 3
    if is_packing(text) or _DIMENSIONS.search(text):
        return 2
    return int(found is not None and not _GOES_ON.fullmatch(found["label"]))


def told(text: str, language: str, *, eaten: bool = False) -> str:
    """A statement as people say it; "" for what no viewer wants to hear.

    eaten: of food and the like, whose weight is that of its pack.
    """
    found = _LABELLED.fullmatch(text)
    if found:
        return _labelled(found["label"].strip(), found["value"].strip(" .;"), language, eaten=eaten)
    packed = is_packing(text) and (eaten or re.search(_VESSEL, text, re.IGNORECASE))
    return "" if rank(text) > 2 or _DIMENSIONS.search(text) or packed else text


def _labelled(label: str, value: str, language: str, *, eaten: bool) -> str:
    measured = ("Весит", "Вмещает") if language == "ru" else ("Weighs", "Holds")
    for of_what, verb in zip((_WEIGHT, _VOLUME), measured, strict=True):
        if of_what.fullmatch(label) and not eaten and re.fullmatch(_AMOUNT, value, re.IGNORECASE):
            return f"{verb} {value}"
    if rank(f"{label}: {value}") > 1 or _HAS_NOT.fullmatch(value):
        return ""
    if _HAS.fullmatch(value):
        return label
    if _GOES_ON.fullmatch(label):
        return f"{label} {_low(value)}"
    return _english(label, value) if language == "en" else f"{label} — {_low(value)}"


def _english(label: str, value: str) -> str:
    noun = re.sub(r"^number of ", "", label if label.isupper() else label.lower())
    if _MATERIAL.fullmatch(label):
        return f"Made of {_low(value, common=True)}"
    if _ORIGIN.fullmatch(label):
        return f"From {value}"
    if _COLOUR.fullmatch(label):
        return f"In {_low(value, common=True)}"
    if _TIME.fullmatch(value):
        return f"{capital(value)} of {noun}"
    if _NUMBER.fullmatch(value) or (len(value.split()) < 3 and "," not in value):
        return f"{capital(value)} {noun}"
    return capital(value)


def _is_of_trade(label: str, value: str) -> bool:
    return bool(_OF_TRADE.fullmatch(label) or _CODE.fullmatch(value))


def _low(value: str, *, common: bool = False) -> str:
    """A value as it goes on in a sentence; what may be a name or an abbreviation stays.

    common: one word alone is neither.
    """
    first, _, rest = value.partition(" ")
    may_be_name = not first[1:].islower() or not (rest.islower() if rest else common)
    return value if may_be_name else value[0].lower() + value[1:]
