"""How a text is written: in which script, from which side, how wide it is, and where its lines may break.

Chinese, Japanese, Thai, Lao, Khmer and Burmese put no spaces between words. Where a line may break in them is marked by
U+200B, the zero-width space of Unicode (UAX #14); what no one marked is cut here by the letters themselves. A piece of
text that ends with the mark is followed by no space.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from spotworks.domain.languages import script

SEAM = "\u200b"

# First words of Unicode's names of letters, and their scripts by ISO 15924; ideographs are told apart by language.
_SCRIPTS = {
    **dict.fromkeys(("LATIN", "MODIFIER", "MICRO", "MASCULINE", "FEMININE"), "Latn"),
    **dict.fromkeys(("CJK", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"), "Hani"),
    "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "ARMENIAN": "Armn", "BENGALI":
    "Beng", "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor", "GUJARATI": "Gujr", "GURMUKHI": "Guru",
    "KHMER": "Khmr", "KANNADA": "Knda", "LAO": "Laoo", "MALAYALAM": "Mlym", "MYANMAR": "Mymr", "ORIYA": "Orya",
    "SINHALA": "Sinh", "TAMIL": "Taml", "TELUGU": "Telu", "THAI": "Thai", "HANGUL": "Kore", "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan", "KATAKANA-HIRAGANA": "Jpan", "BOPOMOFO": "Hant", "EXTENDED": "Arab", "TIBETAN": "Tibt",
    "TIFINAGH": "Tfng", "CHEROKEE": "Cher", "MONGOLIAN": "Mong", "SYRIAC": "Syrc", "THAANA": "Thaa", "NKO":
    "Nkoo", "CANADIAN": "Cans", "YI": "Yiii", "OL": "Olck", "JAVANESE": "Java", "BALINESE": "Bali", "VAI": "Vaii",
    "ADLAM": "Adlm",
}  # fmt: skip
SHIPPED = frozenset({
    "Latn", "Cyrl", "Grek", "Arab", "Hebr", "Armn", "Beng", "Deva", "Ethi", "Geor", "Gujr", "Guru", "Khmr", "Knda",
    "Laoo", "Mlym", "Mymr", "Orya", "Sinh", "Taml", "Telu", "Thai",
})  # fmt: skip
"""Those that the fonts of the package draw, wherever it runs."""

UNKNOWN = "Zzzz"

UNSPACED = frozenset({"Jpan", "Hans", "Hant", "Thai", "Laoo", "Khmr", "Mymr"})
"""Scripts without spaces between words."""

_IDEOGRAPHS = frozenset({"Jpan", "Kore", "Hant"})  # scripts with a form of their own; others have the simplified one

_KANJI = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
_KANA, _THAI = "\u3041-\u30ff\u31f0-\u31ff", "\u0e00-\u0e7f"
_SOUTHERN = "\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Lao, Burmese, Khmer
_FULL = "\u3001-\u3003\u3008-\u301f\uff01-\uff65"
_UNSPACED = re.compile(f"[{_KANJI}{_KANA}{_THAI}{_SOUTHERN}{_FULL}]")
# What never begins a line (JIS X 4051, GB/T 15834), and what never ends one.
_CLOSES = (
    r"[\]、。，．！？：；・…‥」』）》〉】〕］｝”’"
    r"ーァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ々ゝゞ.,!?;:)}%ฯๆ]*"
)
_OPENS = r"[「『（《〈【〔［｛“‘(\[]*"
_OTHER = rf"[^{_KANJI}{_KANA}{_FULL}]+"
_JAPANESE = re.compile(
    rf"{_OPENS}(?:[\u30a1-\u30ff]+|[おご]?[{_KANJI}]+|{_OTHER})?(?:(?![おご][{_KANJI}])[\u3041-\u309f])*{_CLOSES}|."
)  # a stem, with the syllable of politeness before it, and those that end it
_CHINESE = re.compile(rf"{_OPENS}(?:[{_KANJI}]{{1,2}}|{_OTHER})?{_CLOSES}|.")
_SYLLABLES = re.compile(  # from a vowel that is written before its consonant, or from a consonant that none joins
    rf"(?<=[{_THAI}{_SOUTHERN}])(?=[\u0e40-\u0e44\u0ec0-\u0ec4]|(?<![\u0e40-\u0e44\u0ec0-\u0ec4\u17d2\u1039])"
    r"[\u1000-\u102a\u1780-\u17a2\u0e81-\u0eae](?!\u103a))"
)
_LEAST = 4  # letters of a piece that is cut by syllables
_LEANING = {
    "en": "a an the of in on at to for with by from into and or but as if than our your my his her their no not I",
    "ru": "а в во для до за и из или к ко на не ни но о об обо от по под при про с со у без над как что чем если я",
    "ar": "من في على إلى عن مع أو ثم حتى كل يا لا ما هل أن بين",
    "de": "der die das den dem des ein eine einen einem einer und oder in im an am auf zu zur von mit für bei",
    "es": "a al de del el la los las un una y o en con por para sin que su tu",
    "fr": "à au aux de du des le la les un une et ou en dans sur pour par avec sans que votre vos ce cette",
    "it": "a al alla di del della il lo la i gli le un una e o in nel nella con per da su che",
    "pt": "a ao à de do da dos das o os as um uma e ou em no na com por para sem que seu sua",
}
_SHORT = 2
_QUOTES = "\"'«“„("


def script_of(character: str, language: str = "") -> str:
    """By ISO 15924, "" for what no script owns. language: decides for ideographs whose they are."""
    found = _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0], "")
    if "\u3000" < character < "\u3040":  # brackets and marks between ideographs
        found = "Hani"
    if found != "Hani":
        return found
    own = script(language) if language else ""
    return own if own in _IDEOGRAPHS else "Hans"


def scripts_of(text: str, language: str) -> frozenset[str]:
    """Those of its letters; UNKNOWN for letters of none that has a name here."""
    return frozenset(script_of(c, language) or UNKNOWN for c in text if c.isalpha())


def strange(text: str, language: str) -> str:
    """What is wrong with words that someone writes into a video of a language; "" if all of them can be drawn."""
    if scripts_of(text, language) <= SHIPPED | {script(language)}:
        return ""
    return f"must be written in letters of its language or in Latin or Cyrillic ones: {text[:40]!r} is in none of them"


def is_right_to_left(text: str) -> bool:
    """Whether its first letter is, or most of them: a Latin name may be as long as the words before it."""
    strong = [side for c in text if (side := unicodedata.bidirectional(c)) in {"L", "R", "AL"}]
    return bool(strong) and (strong[0] != "L" or strong.count("L") * 2 < len(strong))


def columns(text: str) -> int:
    """How wide it is in letters: one that fills a square counts twice, marks over and under others do not."""
    if text.isascii():
        return len(text)
    return sum(_columns(c) for c in text)


@lru_cache(maxsize=8192)
def _columns(c: str) -> int:
    if c == SEAM or unicodedata.category(c) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(c) in {"W", "F"} else 1


def unspaced(text: str) -> bool:
    """Whether it holds letters that are written without spaces between words."""
    return not text.isascii() and bool(_UNSPACED.search(text))


def apart(text: str) -> str:
    """The text with spaces for all that is written without them, as long as before: figures stand alone in it."""
    return text if text.isascii() else _UNSPACED.sub(" ", text)


def pieces(text: str) -> list[str]:
    """Between which a line may break: words, and of what has no spaces phrases, each with SEAM at its end but the last.

    No mark that closes begins one, and none ends with a mark that opens.
    """
    found: list[str] = []
    for word in re.split(r"[ \t\r\n]+", text):
        parts = [part for part in _phrases(word) if part]
        found += [*(part + SEAM for part in parts[:-1]), *parts[-1:]]
    return found


def _phrases(word: str) -> Sequence[str]:
    if SEAM in word:
        return word.split(SEAM)
    if not unspaced(word):
        return [word]
    if re.search(f"[{_KANA}]", word):
        return _JAPANESE.findall(word)
    if re.search(f"[{_KANJI}{_FULL}]", word):
        return _CHINESE.findall(word)
    return _syllables(word)


def _syllables(word: str) -> list[str]:
    found: list[str] = []
    for part in _SYLLABLES.split(word):
        if found and min(map(_letters, (found[-1], part))) < _LEAST:
            found[-1] += part
        else:
            found.append(part)
    return found


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def leans(word: str, language: str) -> bool:
    """Whether a word belongs to the next one, so that no line ends on it: in a language that nobody listed, whether it
    has one letter or two."""
    listed = _leaning(language.partition("-")[0])
    bare = word.lstrip(_QUOTES).lower()
    return bare in listed if listed else len(bare) <= _SHORT and bare.isalpha() and not unspaced(bare)


@lru_cache
def _leaning(language: str) -> frozenset[str]:
    return frozenset(_LEANING.get(language, "").lower().split())


def joined(texts: Iterable[str]) -> str:
    """Pieces as one text, as it is read: a space after each that has no SEAM at its end."""
    return "".join(text[:-1] if text.endswith(SEAM) else f"{text} " for text in texts).removesuffix(" ")


def bare(text: str) -> str:
    """Without the marks of where it may break."""
    return text.replace(SEAM, "")


def capitals(text: str, language: str) -> str:
    """In capitals as the language has them: a Turkish i keeps its dot, Greek capitals bear no accent, and Georgian,
    whose capitals few fonts have, stays as it is."""
    match language.partition("-")[0]:
        case "tr" | "az":
            return text.replace("i", "İ").upper()
        case "el":
            apart = unicodedata.normalize("NFD", text.upper())
            return unicodedata.normalize("NFC", apart.replace("\u0301", ""))
        case "hy":
            return text.replace("և", "եվ").upper()
        case "ka":
            return text
    return "".join(c if "\u10d0" <= c <= "\u10ff" else c.upper() for c in text)
