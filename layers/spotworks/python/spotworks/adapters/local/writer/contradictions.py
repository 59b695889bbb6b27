"""What in a brief cannot all be true, and what was chosen instead."""

import re
from collections.abc import Iterator
from fractions import Fraction

from spotworks.adapters.local.writer.extracts import CYRILLIC, LATIN
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.instructions import Instructions, Said
from spotworks.adapters.local.writer.looks import tempo_words
from spotworks.adapters.local.writer.offers import MONEY
from spotworks.domain.brief import Brief
from spotworks.domain.parameters import Flag

_SPOKEN = {"en": "English", "ru": "Russian"}
_ENOUGH = 4  # words of a language; fewer are names and terms
_WAS = re.compile(
    r"\b(?:was|were|instead|now|only|from|old|each|per|off|two|or|today|save|over|under|up to|plus)\b|"
    r"\b(?:было|была|был|вместо|сейчас|теперь|от|до|стар\w+|кажд\w+|за|скидк\w+|или|сегодня)\b",
    re.IGNORECASE,
)
_FREE = re.compile(  # the thing itself; deliveries and trials may be free beside a price
    r"\bfree (?:apps?|games?|service|software|tool|courses?|lessons?|events?|entry)\b|"
    r"\bбесплатн(?:ое|ый|ая|ые) (?:приложени|игр|сервис|программ|курс|мероприяти|вход)\w*",
    re.IGNORECASE,
)
_AGES = (  # who they are, the youngest and the oldest that they are
    (r"toddlers?|bab(?:y|ies)|малыш\w*|младен\w+", 0, 5),
    (r"kids?|child(?:ren)?|schoolchildren|детей|детям|дети|реб[её]н\w+|школьник\w*", 0, 17),
    (r"teens?|teenagers?|подрост\w+|тинейджер\w*", 10, 20),
    (r"seniors?|pensioners?|retirees?|elderly|пенсионер\w*|пожил\w+", 50, 120),
)
_AGE = (
    r"(?:aged?|ages|старше|от|лет|в возрасте)?\W{0,2}(?:from |over |от )?(?P<age>\d{1,3})(?:\s*\+|\s*(?:-|–|"
    r"to|до)\s*\d{1,3})?"
)


def contradictions(
    asked: Brief, chosen: Brief, given: frozenset[str], said: Instructions, facts: Facts
) -> Iterator[Flag]:
    """asked: as it came; chosen: as it is made."""
    for name, found, kept in (
        ("duration", said.durations, f"{float(chosen.duration):g} s"), ("aspect", said.aspects, chosen.aspect)
    ):  # fmt: skip
        if name in given and any(not _same(one, name, chosen) for one in found):
            yield _flag(tuple(one.words for one in found), f"the field {name} says {kept}, and it wins")
        elif name not in given and len({one.value for one in found}) > 1:
            yield _flag(tuple(one.words for one in found), f"{kept} was chosen; say which")
    platforms = {one.value: one.words for one in said.placements}
    if len(platforms) > 1 and "placement" not in given:
        yield _flag(tuple(platforms.values()), "made for the first; ask for the others' shapes in `aspects`")
    fast, slow = tempo_words(f"{asked.tone} {facts.tone}")
    if fast and slow:
        yield _flag((slow, fast), "a video is slow or fast; say which")
    yield from _prices(asked, facts)
    yield from _ages(f"{asked.audience} {asked.prompt}")
    yield from _languages(f"{asked.prompt} {asked.description}", chosen, given)
    for one in said.languages:
        if one.value != chosen.language:
            told = f"the video is in {_SPOKEN[chosen.language]}, as the brief is; write it in {_SPOKEN[one.value]}"
            yield Flag(trouble="languages", words=(one.words,), suggestion=told)


def _same(said: Said, name: str, brief: Brief) -> bool:
    return Fraction(said.value) == brief.duration if name == "duration" else said.value == brief.aspect


def _flag(words: tuple[str, ...], suggestion: str) -> Flag:
    return Flag(trouble="contradiction", words=words, suggestion=suggestion)


def _prices(asked: Brief, facts: Facts) -> Iterator[Flag]:
    """Two prices, none of which is said to be the old one; or one of what is free."""
    said = (sum_.strip(" .,") for offer in facts.offers if offer.price for sum_ in MONEY.findall(offer.text))
    prices = tuple(dict.fromkeys(said))
    text = f"{asked.prompt} {asked.description}"
    if len(prices) > 1 and not _WAS.search(text):
        yield _flag(prices, f"{prices[0]} is taken for the price; say which it is, and what the other is for")
    elif prices and (free := _FREE.search(text)):
        yield _flag((free[0], prices[0]), "what is free has no price; say what is free and what is paid for")


def _ages(text: str) -> Iterator[Flag]:
    for who, youngest, oldest in _AGES:
        for found in re.finditer(rf"\b(?:{who})\s+{_AGE}(?!\d| ?%|\w)", text, re.IGNORECASE):
            if not youngest <= int(found["age"]) <= oldest:
                yield _flag((found[0],), "nobody is both; say whom the video is for")


def _languages(text: str, chosen: Brief, given: frozenset[str]) -> Iterator[Flag]:
    words = re.findall(r"[^\W\d_]{2,}", text)
    russian = [word for word in words if CYRILLIC.search(word)]
    english = [word for word in words if LATIN.search(word) and word.islower()]
    if len(russian) >= _ENOUGH and len(english) >= _ENOUGH:
        fewer = english if len(english) < len(russian) else russian
        yield Flag(
            trouble="languages",
            words=tuple(fewer[:3]),
            suggestion=f"the brief is in two languages; only what is in {'Russian' if fewer is english else 'English'} "
            "is used, translate the rest",
        )
    elif "language" in given and chosen.language == "en" and len(russian) >= _ENOUGH:
        yield Flag(
            trouble="languages",
            words=tuple(russian[:3]),
            suggestion=f"{_SPOKEN[chosen.language]} was asked for, but the brief is in Russian and so is the video; "
            "write it in English",
        )
