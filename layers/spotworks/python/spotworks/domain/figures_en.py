"""How figures in an English text are read: money, units, dates, times, numbers. Rules for domain/speech."""

import re
from collections.abc import Callable

from spotworks.domain.numerals import MOST, english, english_ordinal, english_year

_NUM = (
    r"(?<![\w.,])(\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]*\d)|\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+|\d+)"
    r"(?:[.,](\d{1,2})(?!\d))?"
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = rf"({'|'.join(_MONTHS)}|{'|'.join(m[:3] for m in _MONTHS if m != 'may')}|sept)\b\.?"
_MONEY = {"€": ("euro", "cent"), "$": ("dollar", "cent"), "£": ("pound", "penny"), "₽": ("ruble", "kopeck"),
          "¥": ("yen", "sen")}  # fmt: skip
_SCALE = {"k": "thousand", "m": "million", "bn": "billion"}
_UNITS = {
    "g": "gram", "kg": "kilogram", "mg": "milligram", "ml": "millilitre", "l": "litre", "cm": "centimetre",
    "mm": "millimetre", "m": "metre", "km": "kilometre", "km/h": "kilometre an hour", "mph": "mile an hour",
    "oz": "ounce", "lb": "pound", "lbs": "pound", "ft": "foot", "h": "hour", "hr": "hour", "hrs": "hour",
    "min": "minute", "mins": "minute", "sec": "second", "secs": "second", "gb": "gigabyte", "tb": "terabyte",
    "mb": "megabyte", "mah": "milliampere hour", "kwh": "kilowatt hour", "kw": "kilowatt", "w": "watt",
    "°c": "degree", "°f": "degree", "°": "degree", "m²": "square metre", "m2": "square metre",
}  # fmt: skip
_PLURALS = {"foot": "feet", "penny": "pence", "yen": "yen", "sen": "sen", "kilometre an hour": "kilometres an hour",
            "mile an hour": "miles an hour"}  # fmt: skip
_NO_NOUN = (
    r"(?:on|in|of|per|a|an|for|to|with|at|or|and|long|wide|high|tall|deep|thick|off|from|by|only|is|are|if|when|while|"
    r"after|before|each|every|so|but|than|you|we|it)\b"
)


def number(whole: str, part: str | None = None) -> str:
    digits = re.sub(r"\D", "", whole)
    if len(digits) > len(str(MOST)) - 1 or (len(digits) > 1 and digits[0] == "0"):
        return digit_by_digit(digits)
    said = english(int(digits))
    return f"{said} point {digit_by_digit(part)}" if part else said


def digit_by_digit(digits: str) -> str:
    return " ".join(english(int(d)) for d in digits)


def _counted(whole: str, part: str | None, name: str) -> str:
    one = re.sub(r"\D", "", whole) == "1" and not (part or "").strip("0")
    return f"{number(whole, part)} {name if one else _PLURALS.get(name, f'{name}s')}"


def _money(sign: str, whole: str, part: str | None, scale: str | None) -> str:
    unit, cent = _MONEY[sign]
    if scale:
        return f"{number(whole, part)} {_SCALE[scale.lower()]} {_PLURALS.get(unit, f'{unit}s')}"
    said = _counted(whole, None, unit)
    if part and part.strip("0"):
        said += f" and {_counted(part.ljust(2, '0').lstrip('0'), None, cent)}"
    return said


def _unit(m: re.Match[str]) -> str:
    name = m[3].lower()
    if (m[3] != name and name in {"m", "l", "g", "h", "w"}) or (m[3] == "W" and not m[1]):
        return m[0] if m[3] != "W" else _counted(m[1], m[2], "watt")  # "a 5 M deal" is no metre
    after = m.string[m.end() :]
    if re.match(r"\s(?!" + _NO_NOUN + r")[a-z]", after) or m[0].count("-"):
        return f"{number(m[1], m[2])} {_UNITS[name]}"  # "600 kilometre range"
    return _counted(m[1], m[2], _UNITS[name])


def _date(day: str, month: str, year: str | None, before: str) -> str:
    if not 1 <= int(day) <= 31:
        return f"{number(day)} {month}" + (f" {english_year(int(year))}" if year else "")
    named = next(m for m in _MONTHS if m.startswith(month.lower().rstrip(".")[:3])).capitalize()
    the = "" if re.search(r"\bthe\s+$", before, re.IGNORECASE) else "the "
    return f"{the}{english_ordinal(int(day))} of {named}" + (f", {english_year(int(year))}" if year else "")


def _before(m: re.Match[str]) -> str:
    return m.string[: m.start()]


def _american(m: re.Match[str]) -> str:
    if not 1 <= int(m[2]) <= 31:
        return m[0]
    named = next(x for x in _MONTHS if x.startswith(m[1].lower()[:3])).capitalize()
    return f"{named} {english_ordinal(int(m[2]))}" + (f", {english_year(int(m[3]))}" if m[3] else "")


def _numeric(day: str, month: str, year: str, m: re.Match[str]) -> str:
    return _date(day, _MONTHS[int(month) - 1], year, _before(m)) if 1 <= int(month) <= 12 else m[0]


def _time(hour: str, minute: str, half: str | None) -> str:
    noon = f" {half[0].upper()} M" if half else ""
    if int(minute) == 0:
        return english(int(hour)) + (noon or (" hundred hours" if int(hour) > 12 else " o'clock"))
    return f"{english(int(hour))} {'oh ' if int(minute) < 10 else ''}{english(int(minute))}{noon}"


def _phone(m: re.Match[str]) -> str:
    plus = "plus " if m[0].startswith("+") else ""
    return plus + ", ".join(digit_by_digit(group) for group in re.findall(r"\d+", m[0]))


def _decade(m: re.Match[str]) -> str:
    century = f"{english(int(m[1]))} " if m[1] else ""
    return f"{century}{english(int(m[2]))[:-1]}ies"


def _range(m: re.Match[str]) -> str:
    return f"{number(m[1])} to {number(m[2])}"


def _bare(m: re.Match[str]) -> str:
    if m[3] in {None, "K"}:  # "4K" is no thousands
        return number(m[1], m[2]) + (" K" if m[3] else "")
    return f"{number(m[1], m[2])} {_SCALE[m[3].lower()]}"


def _is_phone(text: str) -> bool:
    return len(re.sub(r"\D", "", text)) >= 10


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _rule(pattern: str, say: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern, re.IGNORECASE), say


_S = r"[\s\u00a0\u202f]"
_UNIT_NAMES = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))

RULES: tuple[Rule, ...] = (
    _rule(r"\b24/7\b", lambda m: "around the clock"),
    _rule(r"(?<!\w)(\d{4})-(\d\d)-(\d\d)(?!\w)", lambda m: _numeric(m[3], m[2], m[1], m)),
    _rule(r"(?<![\w.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\w)", lambda m: _numeric(m[1], m[2], m[3], m)),
    _rule(
        rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th)?{_S}(?:of{_S})?{_MONTH}(?:,?{_S}(\d{{4}})(?![\w]))?",
        lambda m: _date(m[1], m[2], m[3], _before(m)),
    ),
    _rule(rf"\b{_MONTH}{_S}(\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%])(?:,?{_S}(\d{{4}})(?![\w]))?", _american),
    _rule(
        rf"(?<![\w.:])([01]?\d|2[0-3]):([0-5]\d)(?:{_S}?([ap])\.?m\b(?:\.(?=[,;]|\s+[a-z]))?)?(?![\w:])",
        lambda m: _time(m[1], m[2], m[3]),
    ),
    _rule(rf"(?<![\w.:])(1[0-2]|[1-9]){_S}?([ap])\.?m\b(?:\.(?=[,;]|\s+[a-z]))?", lambda m: _time(m[1], "0", m[2])),
    _rule(r"(?<![\w.])\+?\(?\d[\d ()\u00a0-]{8,17}\d(?!\w)", lambda m: _phone(m) if _is_phone(m[0]) else m[0]),
    _rule(rf"([€$£¥₽]){_S}?{_NUM}(?:{_S}?(k|m|bn)\b)?", lambda m: _money(m[1], m[2], m[3], m[4])),
    _rule(rf"{_NUM}{_S}?([€$£¥₽])", lambda m: _money(m[3], m[1], m[2], None)),
    _rule(rf"{_NUM}{_S}?%", lambda m: f"{number(m[1], m[2])} percent"),
    _rule(rf"{_NUM}(?:{_S}|-)?({_UNIT_NAMES})(?!\w)", _unit),
    _rule(r"(?<!\w)(\d+)(?:st|nd|rd|th)(?!\w)", lambda m: english_ordinal(int(m[1])) if len(m[1]) < 7 else m[0]),
    _rule(
        r"(?<=\bin )(?:1[1-9]|20)\d\d(?![\w,%.]*\d)|(?<=\bsince )(?:1[1-9]|20)\d\d\b|"
        r"(?<=\bfrom )(?:19|20)\d\d\b(?!\s?[a-z])",
        lambda m: english_year(int(m[0])),
    ),
    _rule(r"(?<!\w)(\d{1,5})\s?[–-]\s?(\d{1,5})(?![\w-])", _range),
    _rule(r"(?<![\w.])(\d{1,2}):(\d{1,2})(?![\w:])", lambda m: f"{number(m[1])} by {number(m[2])}"),
    _rule(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)", lambda m: " point ".join(map(number, m[0].split(".")))),
    _rule(r"(?<!\w)(19|20)?([2-9]0)s(?!\w)", _decade),
    _rule(rf"{_NUM}/(5|10)(?!\w)", lambda m: f"{number(m[1], m[2])} out of {number(m[3])}"),
    _rule(rf"{_NUM}\+", lambda m: f"{number(m[1], m[2])} plus"),
    _rule(rf"{_NUM}(?:{_S}?(k|bn)\b)?", _bare),
)  # fmt: skip
