"""How a line is said, and for how long."""

import re
from fractions import Fraction

from spotworks.catalogue import load

# Words and letters a second of an unhurried voice, the slower of the two counting: espeak-ng at its
# default rate says a little more in both languages (measured 2025-11).
_WORDS = {"en": 2.5, "ru": 2.1}
_LETTERS = {"en": 14.0, "ru": 14.5}
SHARE = Fraction(4, 5)  # of a scene that speech may take, so that it never runs into the next
_FULL = (Fraction(7, 10), Fraction(39, 50))  # the share that sounds neither rushed nor abandoned

_NUMBER = r"(\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+|\d+)([.,]\d{1,2}(?!\d))?"


def seconds(line: str, language: str) -> Fraction:
    """How long a voice needs for a line, estimated from its words, letters and pauses."""
    digits = sum(max(0, len(n) - 1) for n in re.findall(r"\d+", line))
    words = sum(any(c.isalnum() for c in word) for word in line.split()) + digits
    letters = sum(c.isalnum() for c in line) + 5 * digits
    pauses = len(re.findall(r"[.!?—:;](?=\s)", line))
    spent = max(words / _WORDS.get(language, 2.3), letters / _LETTERS.get(language, 14.0)) + 0.2 * pauses
    return Fraction(round(spent * 100), 100)


def fits(lines: tuple[str, ...], scene: Fraction, language: str) -> bool:
    spent = sum((seconds(line, language) for line in lines), Fraction(0)) + Fraction(3, 10) * max(0, len(lines) - 1)
    return spent <= scene * SHARE


def emptiness(line: str, scene: Fraction, language: str) -> Fraction:
    """How far a line is from filling a scene well, as a share of it: 0 for well filled, more for too little or much."""
    share = seconds(line, language) / scene
    least, most = _FULL
    return max(least - share, Fraction(0)) + max(share - most, Fraction(0)) * 3


def aloud(text: str, language: str) -> str:
    """The line with its signs as words: "900 g" is "900 grams", "€49" is "49 euros"."""
    text = text.replace("24/7", "круглые сутки" if language == "ru" else "around the clock")
    text = re.sub(r"\s*&\s*", " и " if language == "ru" else " and ", text)
    text = re.sub(r"\s*·\s*", ", ", text)
    bank = load(f"copy_{language}")
    units, money = bank["units"], bank["money"]
    text = re.sub(rf"([€$£])\s?{_NUMBER}", lambda m: _counted(m[2], m[3], money[m[1]], language), text)
    text = re.sub(rf"{_NUMBER}\s?([€$£])", lambda m: _counted(m[1], m[2], money[m[3]], language), text)
    names = "|".join(re.escape(u) for u in sorted(units, key=len, reverse=True))
    pattern = rf"(?<!\w){_NUMBER}[\s\u00a0]?({names})(?!\w)\.?(?=(\W|$))"
    return re.sub(pattern, lambda m: _unit(m, units, language), text, flags=re.IGNORECASE)


def _unit(match: re.Match[str], units: dict[str, list[str]], language: str) -> str:
    name = match[3].lower()
    # A capital M or W after a number is not a metre or a watt ("a 5 M deal"); "%" has no case.
    if match[3] != name and name in {"m", "l", "g", "h", "w", "м", "л", "г", "ч", "р"}:
        return match[0]
    # Its full stop may end the sentence too ("It weighs 240 g. It packs flat.") or be its own ("5 min. walk").
    ends = re.match(r"\s*$|\s+[A-ZА-ЯЁ«“]", match.string[match.end() :])
    stop = "." if match[0].endswith(".") and ends else ""
    forms = units[name]
    if language == "en" and re.match(
        r"\s(?!on|in|of|per|a|an|for|to|with|at|or|and|long|wide|high|tall|deep|thick|off|from|by|only)[a-z]",
        match.string[match.end() :],
    ):
        forms = forms[:1] * 2  # "600 kilometre range"
    return _counted(match[1], match[2], forms, language) + stop


def _counted(whole: str, part: str | None, forms: list[str], language: str) -> str:
    number = re.sub(r"\D", "", whole)
    count = int(number)
    said = number + (part or "")
    if part and part.strip(".,0"):
        form = forms[1]
    elif language == "ru":
        said = number
        tens, ones = count % 100, count % 10
        form = forms[2] if 11 <= tens <= 14 or ones in {0, 5, 6, 7, 8, 9} else forms[0] if ones == 1 else forms[1]
    else:
        said, form = number, forms[0] if count == 1 else forms[1]
    return f"{said} {form}"
