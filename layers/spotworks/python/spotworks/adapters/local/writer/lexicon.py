"""Known Russian nouns, declined forwards from the lexicon of copy_ru.toml: going back from an ending is a guess."""

from functools import cache
from typing import Literal

from spotworks.catalogue import load

Case = Literal["nom", "gen", "acc", "prep"]
Gender = Literal["m", "f", "n", "pl"]
CASES: tuple[Case, ...] = ("gen", "acc", "prep")
HUSH = "гкхжшщч"
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
def known_forms() -> dict[tuple[str, Case], tuple[str, Gender]]:
    forms: dict[tuple[str, Case], tuple[str, Gender]] = {}
    for entry in load("copy_ru")["grammar"]["nouns"]:
        word, _, extra = entry.partition(" ")
        noun, _, mark = word.partition("+")
        gender = gender_of(noun, mark)
        for case in CASES:
            for form in _declined(noun, gender, mark, case):
                forms.setdefault((form, case), (noun, gender))
        for form in filter(None, extra.split(",")):
            plural = (
                _plural(noun, gender)
                if form.endswith(("ов", "ей", "ок", "ец", "ек", "ог")) and gender != "pl"
                else noun
            )
            for case in CASES:
                forms[(form, case)] = (plural, "pl" if plural != noun else gender)
        forms[(noun, "nom")] = (noun, gender)
    return forms


def gender_of(noun: str, mark: str) -> Gender:
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
            ending = endings[CASES.index(case)]
            return (stem + ("и" if ending == "ы" and stem[-1] in HUSH else ending),)
    return ()


def _plural(noun: str, gender: Gender) -> str:
    if gender == "pl":
        return noun
    base = noun[:-1] if gender == "f" or noun.endswith(("ь", "й")) else noun
    if noun in {"пирожок", "напиток"}:
        return noun[:-2] + "ки"
    return base + ("и" if noun.endswith(("я", "ь", "й")) or base[-1] in HUSH else "ы")


def known_noun(word: str, case: Case) -> tuple[str, Gender] | None:
    lower = word.lower()
    found = known_forms().get((lower, case))
    if not found and case == "acc":  # animate masculine accusatives look like genitives
        found = known_forms().get((lower, "gen"))
    if not found and "-" in lower:
        head, _, tail = lower.rpartition("-")
        if (first := known_forms().get((head, case))) and (known := known_forms().get((tail, case))):
            return f"{first[0]}-{known[0]}", first[1]
        if known := known_forms().get((tail, case)):
            return f"{head}-{known[0]}", known[1]
    return found
