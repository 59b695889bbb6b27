"""The nominative of a Russian noun phrase that stands in another case: "новой кофейни" is "новая кофейня".

Known nouns are declined forwards from the lexicon of copy_ru.toml, because going back from an ending
is a guess; an unknown noun is taken back only where its adjective or its ending leaves one answer.
"""

import re
from functools import cache
from typing import Literal

from spotworks.catalogue import load

Case = Literal["nom", "gen", "acc", "prep"]
Gender = Literal["m", "f", "n", "pl"]

_STRESSED = {
    "складн",
    "ручн",
    "городск",
    "морск",
    "лесн",
    "жив",
    "больш",
    "молод",
    "прост",
    "цветн",
    "ночн",
    "льнян",
    "шерстян",
} | {
    "золот",
    "дорог",
    "речн",
    "родн",
    "сух",
    "густ",
    "зубн",
    "мехов",
    "пухов",
    "цифров",
    "игров",
    "торгов",
    "делов",
    "жил",
}
_HUSH = "гкхжшщч"
_SOFT = (
    "домашн",
    "летн",
    "зимн",
    "осенн",
    "весенн",
    "вечерн",
    "утренн",
    "соседн",
    "древн",
    "син",
    "последн",
    "ранн",
    "поздн",
    "давн",
    "здешн",
)


_CASES: tuple[Case, ...] = ("gen", "acc", "prep")


# By gender: the ending of the nominative, and those of genitive, accusative and prepositional; longest first.
_ENDINGS: dict[Gender, tuple[tuple[str, tuple[str, str, str]], ...]] = {
    "f": (
        ("ая", ("ой", "ую", "ой")),
        ("ия", ("ии", "ию", "ии")),
        ("я", ("и", "ю", "е")),
        ("а", ("ы", "у", "е")),
        ("ь", ("и", "ь", "и")),
    ),
    "n": (
        ("ое", ("ого", "ое", "ом")),
        ("ие", ("ия", "ие", "ии")),
        ("о", ("а", "о", "е")),
        ("ё", ("я", "ё", "е")),
        ("е", ("я", "е", "е")),
    ),
    "m": (("ь", ("я", "ь", "е")), ("й", ("я", "й", "е")), ("", ("а", "", "е"))),
    "pl": (),
}


@cache
def _forms() -> dict[tuple[str, Case], tuple[str, Gender]]:
    forms: dict[tuple[str, Case], tuple[str, Gender]] = {}
    for entry in load("copy_ru")["grammar"]["nouns"]:
        word, _, extra = entry.partition(" ")
        noun, _, mark = word.partition("+")
        gender = _gender(noun, mark)
        for case in _CASES:
            for form in _declined(noun, gender, mark, case):
                forms.setdefault((form, case), (noun, gender))
        for form in filter(None, extra.split(",")):
            plural = (
                _plural(noun, gender)
                if form.endswith(("ов", "ей", "ок", "ец", "ек", "ог")) and gender != "pl"
                else noun
            )
            for case in _CASES:
                forms[(form, case)] = (plural, "pl" if plural != noun else gender)
        forms[(noun, "nom")] = (noun, gender)
    return forms


def _gender(noun: str, mark: str) -> Gender:
    if mark in {"m", "f"}:
        return "m" if mark == "m" else "f"
    if mark == "x":
        return "n" if noun != "кофе" else "m"
    if noun.endswith(("а", "я")):
        return "f"
    if noun.endswith(("о", "е", "ё")):
        return "n"
    return "pl" if noun.endswith(("ы", "и")) else "m"


def _declined(noun: str, gender: Gender, mark: str, case: Case) -> tuple[str, ...]:
    """Singular forms of a noun in one case; adjectival nouns ("чайная") as adjectives."""
    if mark == "x":
        return (noun,)
    for nominative_ending, endings in _ENDINGS[gender]:
        if noun.endswith(nominative_ending):
            stem = noun[: len(noun) - len(nominative_ending)]
            ending = endings[_CASES.index(case)]
            return (stem + ("и" if ending == "ы" and stem[-1] in _HUSH else ending),)
    return ()


def _plural(noun: str, gender: Gender) -> str:
    if gender == "pl":
        return noun
    base = noun[:-1] if gender == "f" or noun.endswith(("ь", "й")) else noun
    if noun in {"пирожок", "напиток"}:
        return noun[:-2] + "ки"
    return base + ("и" if noun.endswith(("я", "ь", "й")) or base[-1] in _HUSH else "ы")


# What an unknown noun's ending means: for which genders of its adjective ("" for none), the ending, the nominative's.
_Guess = tuple[frozenset[str], str, str, Gender]
_MN, _F, _PL = frozenset({"mn"}), frozenset({"f"}), frozenset({"pl"})
_BARE = frozenset({""})
_GUESSES: dict[Case, tuple[_Guess, ...]] = {
    "gen": (
        *(
            (_MN | _BARE, ending, instead, "n")
            for ending, instead in (("ения", "ение"), ("ания", "ание"), ("ства", "ство"))
        ),
        *(
            (_MN, ending, instead, "m")
            for ending, instead in (("ая", "ай"), ("ея", "ей"), ("ля", "ль"), ("ря", "рь"), ("а", ""))
        ),
        *((_F | _BARE, ending, instead, "f") for ending, instead in (("ции", "ция"), ("ии", "ия"), ("ости", "ость"))),
        *((_F | _BARE, f"{hush}и", f"{hush}а", "f") for hush in _HUSH),
        (_F | _BARE, "ы", "а", "f"),
        *((_F, ending, instead, "f") for ending, instead in (("ни", "ня"), ("ли", "ля"))),
        *((_PL | _BARE, f"{hush}ов", f"{hush}и", "pl") for hush in "гкх"),
        *((_PL | _BARE, end, instead, "pl") for end, instead in (("ов", "ы"), ("ев", "и"), ("ений", "ения"))),
        *((_PL, end, instead, "pl") for end, instead in (("ей", "и"), ("ок", "ки"), ("ек", "ки"), ("ий", "ии"))),
    ),
    "acc": ((_F | _BARE, "у", "а", "f"), (_F | _BARE, "ю", "я", "f")),
    "prep": (
        *((_MN, ending, instead, "n") for ending, instead in (("ении", "ение"), ("ании", "ание"))),
        (_MN, "е", "", "m"),
        (_F, "ии", "ия", "f"),
        (_F, "е", "а", "f"),
    ),
}


def nominative(phrase: str, case: Case) -> tuple[str, Gender] | None:
    """The phrase with its adjectives and its first noun in the nominative, the rest as it stood; None if unsure."""
    words = phrase.split()
    at = next((i for i, w in enumerate(words) if not _is_adjective(w) or _known(w, case)), None)
    if at is None:
        return None
    adjectives, noun, rest = words[:at], words[at], words[at + 1 :]
    found = _noun(noun, case, adjectives)
    if found is None:
        return None
    name, gender = found
    turned = [_adjective(a, gender) for a in adjectives]
    return " ".join([*turned, name, *rest]), gender


def _known(word: str, case: Case) -> tuple[str, Gender] | None:
    lower = word.lower()
    found = _forms().get((lower, case))
    if not found and case == "acc":  # animate masculine accusatives look like genitives
        found = _forms().get((lower, "gen"))
    if not found and "-" in lower:
        head, _, tail = lower.rpartition("-")
        if (first := _forms().get((head, case))) and (known := _forms().get((tail, case))):
            return f"{first[0]}-{known[0]}", first[1]
        if known := _forms().get((tail, case)):
            return f"{head}-{known[0]}", known[1]
    return found


def _noun(word: str, case: Case, adjectives: list[str]) -> tuple[str, Gender] | None:
    if not re.search("[а-яё]", word, re.IGNORECASE):
        return word, "m"
    if case == "nom":
        known = _forms().get((word.lower(), "nom"))
        return (word, known[1] if known else _gender(word.lower(), ""))
    if known := _known(word, case):
        return known
    return _guessed(word.lower(), case, _adjective_gender(adjectives, case))


def _adjective_gender(adjectives: list[str], case: Case) -> str:
    """ "f", "pl", or "mn" for masculine or neuter; "" if there is no adjective to tell."""
    if not adjectives:
        return ""
    ending = adjectives[-1].lower()[-2:]
    if ending in {"ых", "их", "ые", "ие"}:
        return "pl"
    if ending in {"ую", "юю"} or (ending in {"ой", "ей"} and case in {"gen", "prep"}):
        return "f"
    return "mn"


def _guessed(word: str, case: Case, gender: str) -> tuple[str, Gender] | None:
    if case == "acc" and gender in {"mn", "pl", ""} and not word.endswith(("у", "ю")):
        return word, _gender(word, "")
    for genders, ending, instead, found in _GUESSES.get(case, ()):
        if gender in genders and word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead, found
    return None


def _is_adjective(word: str) -> bool:
    return (
        bool(re.search(r"(ого|его|ой|ей|ых|их|ую|юю|ом|ем|ый|ий|ая|яя|ое|ее|ые|ие)$", word.lower())) and len(word) > 4
    )


def _adjective(word: str, gender: Gender) -> str:
    found = re.match(r"^(.+?)(ого|его|ой|ей|ых|их|ую|юю|ом|ем|ый|ий|ая|яя|ое|ее|ые|ие)$", word)
    if not found:
        return word
    stem = found[1]
    low = stem.lower()
    soft = low.startswith(_SOFT) or low.endswith(_SOFT)
    hush = low[-1] in _HUSH
    if gender == "m":
        ending = "ой" if low in _STRESSED else "ий" if soft or hush else "ый"
    elif gender == "f":
        ending = "яя" if soft else "ая"
    elif gender == "n":
        ending = "ее" if soft or low[-1] in "жшщч" else "ое"
    else:
        ending = "ие" if soft or hush else "ые"
    return stem + ending
