"""Russian names in English prompts (docs/prompts.md): translated if all words are known, else in Latin letters."""

import re
from typing import Any

from spotworks.catalogue import load

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_QUOTED = re.compile(r"[«„“\"]([^»“”\"]+)[»“”\"]")
_NOUNS = 2  # of a name; of more it can't be told what belongs to what
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def in_english(name: str, category: str) -> str:
    """A subject as an English prompt names it; "" if it needs no other name. category: of catalogue/direction.toml.

    «складной каяк» is "folding kayak", «кофейня «Тёплый угол»» is 'coffee shop "Tyoplyy ugol"'.
    """
    if not _CYRILLIC.search(name):
        return ""
    own = _QUOTED.search(name)
    plain = _QUOTED.sub(" ", name).strip()
    words = re.findall(r"[\w-]+", plain)
    known = [_english(word) for word in words]
    nouns = [english for kind, english in known if kind == "noun"]
    noun = nouns[0] if nouns else load("glossary_ru")["category"][category]
    if words and all(kind for kind, _ in known) and 0 < len(nouns) <= _NOUNS:
        # «доставка суши» is "sushi delivery": what it is stands first in the one language, last in the other
        english = " ".join([*(e for kind, e in known if kind == "adjective"), *reversed(nouns)])
        return f'{english} "{latin(own[1])}"' if own and _CYRILLIC.search(own[1]) else f"{english}{_kept(own)}"
    return f'{noun} "{latin(own[1] if own else plain)}"'


def known_nouns(text: str) -> tuple[str, ...]:
    """The things that a Russian text names, in English, as far as they are known."""
    found = (_english(word) for word in re.findall(r"[\w-]+", text))
    return tuple(dict.fromkeys(english for kind, english in found if kind == "noun"))


def _kept(own: re.Match[str] | None) -> str:
    return f' "{own[1]}"' if own else ""


def _english(word: str) -> tuple[str, str]:
    """What a word is and its English; two empty strings for an unknown one."""
    glossary: dict[str, Any] = load("glossary_ru")
    word = word.lower()
    if not _CYRILLIC.search(word):
        return "adjective", word
    found = [
        (len(stem), kind, english)
        for kind in ("noun", "adjective")
        for stem, english in glossary[kind].items()
        if word.startswith(stem) and len(word) - len(stem) <= 4  # an ending, not another word
    ]
    return max(found)[1:] if found else ("", "")


def latin(text: str) -> str:
    """Cyrillic letters as Latin ones."""
    found = ((_LATIN.get(letter.lower(), letter), letter.isupper()) for letter in text)
    return "".join(latin.capitalize() if upper else latin for latin, upper in found)
