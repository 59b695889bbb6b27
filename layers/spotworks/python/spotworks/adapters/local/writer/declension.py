"""The nominative of a Russian noun phrase that stands in another case: "новой кофейни" is "новая кофейня".

Known nouns come from the lexicon; an unknown one is taken back only where its adjective or
its ending leaves one answer.
"""

import re

from spotworks.adapters.local.writer.adjectives import adjective, adjective_gender, is_adjective
from spotworks.adapters.local.writer.lexicon import HUSH, Case, Gender, gender_of, known_forms, known_noun

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
        (_MN | _BARE, "чика", "чик", "m"),
        *((_F | _BARE, f"{hush}и", f"{hush}а", "f") for hush in HUSH),
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
    at = next((i for i, w in enumerate(words) if not is_adjective(w) or known_noun(w, case)), None)
    if at is None:
        return None
    adjectives, noun, rest = words[:at], words[at], words[at + 1 :]
    found = _noun(noun, case, adjectives)
    if found is None:
        return None
    name, gender = found
    turned = [adjective(a, gender) for a in adjectives]
    return " ".join([*turned, name, *rest]), gender


def _noun(word: str, case: Case, adjectives: list[str]) -> tuple[str, Gender] | None:
    if not re.search("[а-яё]", word, re.IGNORECASE):
        return word, "m"
    if case == "nom":
        known = known_forms().get((word.lower(), "nom"))
        return (word, known[1] if known else gender_of(word.lower(), ""))
    if known := known_noun(word, case):
        return known
    return _guessed(word.lower(), case, adjective_gender(adjectives, case))


def _guessed(word: str, case: Case, gender: str) -> tuple[str, Gender] | None:
    if case == "acc" and gender in {"mn", "pl", ""} and not word.endswith(("у", "ю")):
        return word, gender_of(word, "")
    for genders, ending, instead, found in _GUESSES.get(case, ()):
        if gender in genders and word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead, found
    return None
