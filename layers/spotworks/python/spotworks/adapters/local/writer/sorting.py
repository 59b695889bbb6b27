"""What a clause of a brief is: a quality, an offer, a date, a proof, a wish about the film."""

import re
from functools import cache
from typing import Literal

from spotworks.catalogue import load

Kind = Literal["feature", "offer", "deadline", "proof", "contrast", "question", "action", "wish", "shot", "noise"]

_ORDER: tuple[Kind, ...] = ("question", "contrast", "wish", "shot", "offer", "proof", "deadline", "action")
SLOP = re.compile(
    r"\b(8k|4k|uhd|masterpiece|best quality|ultra(?![- ]?light)(-?\w+)?|hyper-?realistic|photo-?realistic|"
    r"trending on \w+|award-winning photograph\w*)\b[, ]*",
    re.IGNORECASE,
)


def kind_of(clause: str, language: str) -> Kind:
    """The kind of one clause; "noise" for what can be neither said nor shown."""
    if "@" in clause or (not any(c.isalpha() for c in clause) and not _pattern(language, "offer").search(clause)):
        return "noise"
    if _PAST.match(clause):
        return "noise"
    return next((kind for kind in _ORDER if _pattern(language, kind).search(clause)), "feature")


_PAST = re.compile(
    r"(?:last (?:week|month|year)|yesterday|recently|just|today|на прошлой неделе|в прошлом (?:месяце|году)|"
    r"недавно|вчера|сегодня)$",
    re.IGNORECASE,
)


@cache
def _pattern(language: str, kind: Kind) -> re.Pattern[str]:
    table = load("reading")[language][kind]
    starts = [rf"^(?:{'|'.join(table['starts'])})(?!\w)"] if "starts" in table else []
    return re.compile("|".join([*starts, *table.get("holds", [])]), re.IGNORECASE)
