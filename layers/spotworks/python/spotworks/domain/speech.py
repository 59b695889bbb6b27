"""How a text is said, and for how long. One model for the writer, who fits lines to scenes, and for the voices.

A plan keeps figures as they are written ("900 g", "12 June"), so that captions show them so; what a voice says for
them is decided here.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from spotworks.domain import figures_en, figures_ru
from spotworks.domain.writing import SEAM, bare, pieces, script_of, unspaced

_RULES = {"en": figures_en.RULES, "ru": figures_ru.RULES}
_SYMBOLS = {
    "en": {"№": "number ", "&": " and ", "+": " plus ", "@": " at ", "=": " equals ", "×": " by ", "°": " degrees ",
           "~": "about ", "#": "", "·": ",", "−": " minus "},
    "ru": {"№": "номер ", "&": " и ", "+": " плюс ", "@": " собака ", "=": " равно ", "×": " на ", "°": " градусов ",
           "~": "около ", "#": "", "·": ",", "−": " минус "},
}  # fmt: skip
_DOT = {"en": " dot ", "ru": " точка "}
_SLASH = {"en": " slash ", "ru": " слэш "}
_ENDINGS = {"ru": "ру", "com": "ком", "рф": "рф", "net": "нет", "org": "орг", "shop": "шоп"}  # as a Russian says them
_ADDRESS = re.compile(r"(?:[^\W_][\w-]*@)?(?:[^\W_][\w-]*\.)+[^\W\d_]{2,}(?:/[\w/-]*[\w])?(?!\w)")
_SLASHED = re.compile(r"(?<=\w)/(?=\w)")
_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_LEFT = "&+%@=°€$£₽№"  # to the voice, in a language whose words for them are not here
# Sounds of a letter in scripts that write syllables, or leave vowels out or under the letters: as fitted to what
# espeak-ng 1.52 says of a sentence in each, by its rates for letters of English (2026-11).
_SOUNDS = {
    "Hans": 3.0, "Kore": 2.5, "Jpan": 2.0, "Ethi": 2.0, "Arab": 1.5, "Hebr": 1.5, "Thai": 1.5, "Laoo": 1.5,
    **dict.fromkeys(("Deva", "Beng", "Gujr", "Guru", "Orya", "Taml"), 1.7),
    **dict.fromkeys(("Telu", "Knda", "Mlym", "Sinh", "Khmr", "Mymr"), 1.7),
}  # fmt: skip
_DIGIT = 7  # letters of a figure or a sign that nobody wrote out: German has more, English fewer
_WIDE_PAUSES, _WIDE_ENDS = "、，；：،؛", "。！？؟।"  # marks of scripts that have their own; some put no space after
_WIDE_MARKS = _WIDE_PAUSES + _WIDE_ENDS
_MARKS, _JOINERS = {"Mn", "Mc", "Me"}, "\u200c\u200d"
_HELD = 0xE000  # from here on, private letters stand for what was read already

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
    """A word as it is written, and what is said for it: "," for a dash, "" for what cannot be said.

    What is said as one is one word here, its spaces made non-breaking: "12 June 2027", "1 299 ₽". Of what is written
    without spaces it is a phrase, with domain.writing.SEAM at its end where none follows.
    """

    written: str
    said: str

    @property
    def is_spoken(self) -> bool:
        return any(_speakable(c) for c in self.said)


def parts(text: str, language: str) -> tuple[Part, ...]:
    """A line's words in order. Emoji are left out; all of them may be unspeakable."""
    rules = _RULES.get(language, ())
    held: list[tuple[str, str]] = []
    text = _without_emoji(text)

    def hold(written: str, said: str) -> str:
        if said == written or len(held) > 0x1800:
            return written
        held.append((written, said))
        return chr(_HELD + len(held) - 1)

    text = _ADDRESS.sub(lambda m: hold(m[0], _address(m[0], language)), text)
    for pattern, say in rules:
        text = pattern.sub(lambda m, say=say: hold(m[0], say(m)), text)  # type: ignore[misc]
    words = (piece for word in _SPACES.split(text) for piece in (pieces(word) if unspaced(word) else [word]))
    return tuple(_part(word, held, language) for word in words if word.strip())


def _part(word: str, held: list[tuple[str, str]], language: str) -> Part:
    written, said = "", ""
    for c in word:
        if 0 <= ord(c) - _HELD < len(held):
            before, read = held[ord(c) - _HELD]
            written += _SPACES.sub("\u00a0", before)
            said += f" {read} "
        else:
            written, said = written + c, said + c
    return Part(written, _plain(bare(said), language))


def spoken(found: tuple[Part, ...]) -> tuple[str, tuple[int | None, ...]]:
    """The text for the voice, and where in it each part begins (None: it is not a word)."""
    text = ""
    starts: list[int | None] = []
    for part in found:
        starts.append(len(text) + (1 if text else 0) if part.is_spoken else None)
        if part.is_spoken:
            text += f" {part.said}" if text else part.said
        elif text and text[-1].isalnum():
            text += part.said
    return text, tuple(starts)


@lru_cache(maxsize=8192)
def aloud(text: str, language: str) -> str:
    """The line in words only: "It weighs 900 g." is "It weighs nine hundred grams."."""
    return spoken(parts(text, language))[0]


# Seconds: of a letter, a comma, an end within the line, and of any line. "local" is espeak-ng 1.52 at its SPEED, fitted
# to the thirty lines of each language in tests/adapters/local/lines.py: off by 4 % of a line on average, 13 % at most,
# and by 1 % over all of them (2026-11). "natural" stands for every voice that nobody measured here: 150 words a minute
# in English and 125 in Russian, an unhurried narrator's.
_RATES = {
    ("local", "en"): (0.077, 0.20, 0.48, 0.28),
    ("local", "ru"): (0.070, 0.265, 0.42, 0.05),
    ("natural", "en"): (0.080, 0.20, 0.45, 0.25),
    ("natural", "ru"): (0.075, 0.25, 0.45, 0.15),
    ("natural", ""): (0.085, 0.25, 0.48, 0.30),  # any other language: on the safe side
}


@lru_cache(maxsize=8192)
def seconds(text: str, language: str, voice: str = "local") -> Fraction:
    """How long a voice needs for a line."""
    rates = _RATES.get((voice, language)) or _RATES.get(("natural", language)) or _RATES["natural", ""]
    spent = sum(rate * count for rate, count in zip(rates, _measures(aloud(text, language)), strict=True))
    return Fraction(round(spent * 100), 100)


def _measures(said: str) -> tuple[float, int, int, int]:
    letters = spelled(said) + sum(_DIGIT * (c.isdigit() or c in _LEFT) for c in said)
    inner = said.rstrip(f" .,!?;:…{_WIDE_MARKS}")
    pauses, ends = (
        len(re.findall(rf"[{plain}](?=\s)|[{wide}]", inner))
        for plain, wide in ((",;:", _WIDE_PAUSES), (".!?…", _WIDE_ENDS))
    )
    return letters, pauses, ends, int(letters > 0)


def spelled(text: str) -> float:
    """How many letters of an alphabet would say as much."""
    return sum(_sounds(c) for c in text if c.isalpha())


@lru_cache(maxsize=8192)
def _sounds(c: str) -> float:
    return 1 if c.isascii() else _SOUNDS.get(script_of(c), 1)


def _address(written: str, language: str) -> str:
    if language not in _DOT or not re.search(r"[^\W\d_]\.[^\W\d_]{2}", written):
        return written
    head, _, path = written.partition("/")
    names = head.split(".")
    if language == "ru":
        names[-1] = _ENDINGS.get(names[-1].lower(), names[-1])
    said = _DOT[language].join(names).replace("@", _SYMBOLS[language]["@"])
    return said + "".join(_SLASH[language] + step for step in path.split("/") if step)


def _without_emoji(text: str) -> str:
    """Marks of a script's own, vowels of Hindi and Thai, stay; so does what parts or joins its letters."""
    kept, before = [], ""
    for c in text:
        dropped = unicodedata.category(c) in {"So", "Sk", "Cs", "Co", "Cn", "Cf", "Mn", "Me"} and c not in "№°"
        if not dropped or _is_letter_mark(c) or (c in _JOINERS and _is_letter_mark(before)) or c == SEAM:
            kept.append(c)
        before = c
    return "".join(kept)


def _is_letter_mark(c: str) -> bool:
    """Whether a character is written in a script that has marks of its own."""
    return bool(c) and (unicodedata.category(c) in _MARKS or c.isalpha()) and not _is_common(c)


def _is_common(c: str) -> bool:
    return unicodedata.name(c, "").startswith(("LATIN", "CYRILLIC", "COMBINING", "VARIATION", "MODIFIER"))


def _plain(said: str, language: str) -> str:
    """Letters and the marks that a voice pauses at."""
    marks = set(said) & set("—–-,;:")
    said = _SLASHED.sub(" ", said)
    for symbol, word in _SYMBOLS.get(language, {}).items():
        said = said.replace(symbol, word)
    if language == "en":
        said = _latin(said)
    kept = " .,!?;:'’-…\"" + ("" if language in _SYMBOLS else _LEFT)
    kept += _JOINERS + _WIDE_MARKS
    said = "".join(c if c.isalnum() or c in kept or unicodedata.category(c) in _MARKS else " " for c in said)
    said = re.sub(rf" +(?=[.,!?;:…{_WIDE_MARKS}]|-\w)", "", " ".join(said.split()))
    if any(_speakable(c) and (language not in _SYMBOLS or _is_common(c) or not c.isalpha()) for c in said):
        return said
    return "," if marks else ""


def _speakable(c: str) -> bool:
    return c.isdigit() or c in _LEFT or c.isalpha()


def _latin(text: str) -> str:
    out = []
    for c in text:
        latin = _LATIN.get(c.lower(), c)
        out.append(latin.capitalize() if c.isupper() and latin else latin)
    return "".join(out)
