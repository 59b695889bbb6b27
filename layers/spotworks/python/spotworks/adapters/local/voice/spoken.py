"""What is written and how it is said: each word of a line with the words that a voice should speak for it."""

import re
import unicodedata
from dataclasses import dataclass

# (symbol, one, a few (Russian 2-4), many)
_CURRENCIES = {
    "en": {"€": ("euro", "euros", "euros"), "$": ("dollar", "dollars", "dollars"), "£": ("pound", "pounds", "pounds"),
           "₽": ("ruble", "rubles", "rubles"), "¥": ("yen", "yen", "yen")},
    "ru": {"€": ("евро", "евро", "евро"), "$": ("доллар", "доллара", "долларов"),
           "£": ("фунт", "фунта", "фунтов"), "₽": ("рубль", "рубля", "рублей"), "¥": ("иена", "иены", "иен")},
}  # fmt: skip
_PERCENT = {"en": ("percent", "percent", "percent"), "ru": ("процент", "процента", "процентов")}
_SYMBOLS = {
    "en": {"№": "number ", "&": " and ", "+": " plus ", "@": " at ", "=": " equals ", "×": " by ", "°": " degrees ",
           "~": "about ", "#": ""},
    "ru": {"№": "номер ", "&": " и ", "+": " плюс ", "@": " собака ", "=": " равно ", "×": " на ", "°": " градусов ",
           "~": "около ", "#": ""},
}  # fmt: skip
_DOT = {"en": " dot ", "ru": " точка "}

# Digits may be grouped by commas, no-break or thin spaces, and have a decimal part.
_NUMBER = r"\d+(?:[,\u00a0\u202f\u2009]\d{3})*(?:[.,]\d+)?"
_MONEY_FIRST = re.compile(rf"([€$£₽¥])\s?({_NUMBER})")
_MONEY_LAST = re.compile(rf"({_NUMBER})\s?([€$£₽¥%])")
# An amount with plain spaces in it is one word: "1 299 ₽", "€ 49".
_THOUSANDS = r"\d{1,3}(?: \d{3}(?!\d))+"
_AMOUNT = re.compile(rf"[€$£₽¥] ?(?:{_THOUSANDS}|(?=\d))|(?:{_THOUSANDS}|\d) ?(?=[€$£₽¥%])")
_DOMAIN = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_]{2})")
_SLASHED = re.compile(r"(?<=\w)/(?=\w)")
_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f\u2009](?=\d{3}(?!\d))")

# As ISO 9 loosely: for the English voice, which would spell Cyrillic letter by letter.
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z ee y k l m n o p r s t oo f kh ts ch sh sch - y - e yoo ya".replace("-", "").split(" "),
        strict=True,
    )
)


@dataclass(frozen=True)
class Part:
    """A word as it is written, and what is said for it: "," for a dash, "" for what cannot be said."""

    written: str
    said: str

    @property
    def is_spoken(self) -> bool:
        return any(_speakable(c) for c in self.said)


def parts(text: str, language: str) -> tuple[Part, ...]:
    """A line's words in order. Emoji are left out; all of them may be unspeakable."""
    language = language if language in _PERCENT else "en"
    joined = _AMOUNT.sub(lambda m: m[0].replace(" ", "\u00a0"), text)
    written = [word for word in map(_without_emoji, re.split(r"[ \t\r\n\f\v\u2028\u2029]+", joined)) if word.strip()]
    return tuple(Part(word, _say(word, language)) for word in written)


def _without_emoji(word: str) -> str:
    kept = (
        c for c in word if unicodedata.category(c) not in {"So", "Sk", "Cs", "Co", "Cn", "Cf", "Mn", "Me"} or c in "№°"
    )
    return "".join(kept)


def _say(word: str, language: str) -> str:
    said = _MONEY_FIRST.sub(lambda m: _counted(m[1], m[2], language), word)
    said = _MONEY_LAST.sub(lambda m: _counted(m[2], m[1], language), said)
    said = _GROUPED.sub("", said)
    said = _DOMAIN.sub(_DOT[language], said)
    said = _SLASHED.sub(" ", said)
    for symbol, spoken in _SYMBOLS[language].items():
        said = said.replace(symbol, spoken)
    if language == "en":
        said = _latin(said)
    said = "".join(c if c.isalnum() or c in " .,!?;:'’-…\"" else " " for c in said)
    said = re.sub(r" +(?=[.,!?;:…])", "", " ".join(said.split()))
    if any(_speakable(c) for c in said):
        return said
    return "," if set(word) & set("—–-,;:") else ""


def _speakable(c: str) -> bool:
    return c.isdigit() or unicodedata.name(c, "").startswith(("LATIN", "CYRILLIC"))


def _counted(unit: str, number: str, language: str) -> str:
    forms = _PERCENT[language] if unit == "%" else _CURRENCIES[language][unit]
    plain = _GROUPED.sub("", number)
    return f" {plain} {forms[_form(plain, language)]} "


def _form(number: str, language: str) -> int:
    """Which of three plural forms a number takes; Unicode CLDR's rules for English and Russian."""
    if not number.isdigit():
        return 1  # "2,5 процента", "2.5 euros"
    n = int(number)
    if language == "en":
        return 0 if n == 1 else 2
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14} else 2


def _latin(text: str) -> str:
    out = []
    for c in text:
        latin = _LATIN.get(c.lower(), c)
        out.append(latin.capitalize() if c.isupper() and latin else latin)
    return "".join(out)
