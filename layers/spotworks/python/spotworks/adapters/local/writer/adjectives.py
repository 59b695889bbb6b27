"""Russian adjectives: how one is told, and its nominative by the gender of its noun."""

import re

from spotworks.adapters.local.writer.lexicon import HUSH, Case, Gender

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


def is_adjective(word: str) -> bool:
    return (
        bool(re.search(r"(ого|его|ой|ей|ых|их|ую|юю|ом|ем|ый|ий|ая|яя|ое|ее|ые|ие)$", word.lower())) and len(word) > 4
    )


def adjective_gender(adjectives: list[str], case: Case) -> str:
    """ "f", "pl", or "mn" for masculine or neuter; "" if there is no adjective to tell."""
    if not adjectives:
        return ""
    ending = adjectives[-1].lower()[-2:]
    if ending in {"ых", "их", "ые", "ие"}:
        return "pl"
    if ending in {"ую", "юю"} or (ending in {"ой", "ей"} and case in {"gen", "prep"}):
        return "f"
    return "mn"


def adjective(word: str, gender: Gender) -> str:
    found = re.match(r"^(.+?)(ого|его|ой|ей|ых|их|ую|юю|ом|ем|ый|ий|ая|яя|ое|ее|ые|ие)$", word)
    if not found:
        return word
    stem = found[1]
    low = stem.lower()
    soft = low.startswith(_SOFT) or low.endswith(_SOFT)
    hush = low[-1] in HUSH
    if gender == "m":
        ending = "ой" if low in _STRESSED else "ий" if soft or hush else "ый"
    elif gender == "f":
        ending = "яя" if soft else "ая"
    elif gender == "n":
        ending = "ее" if soft or low[-1] in "жшщч" else "ое"
    else:
        ending = "ие" if soft or hush else "ые"
    return stem + ending
