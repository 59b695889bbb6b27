"""What a brief says of the video itself: how long, for which platform, in which shape. It is done, never spoken."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from spotworks.catalogue import load

_MEDIA = (
    r"(?:(?:video|promo|tv|social|social media|vertical|square|horizontal|short|long|рекламн\w+|коротк\w+|"
    r"вертикальн\w+|видео|промо)[ -]?)*"
    r"(?:ads?|adverts?|advertisements?|commercials?|promos?|spots?|teasers?|trailers?|reels?|shorts?|clips?|"
    r"videos?|films?|bumpers?|pre-?rolls?|stor(?:y|ies)|ролик\w*|видео(?:ролик\w*)?|реклам\w+|клип\w*|тизер\w*|спот\w*|рилс\w*|шортс\w*|"
    r"трейлер\w*|промо)(?!\w)"
)
_BESIDE = (  # a word between a length and its video: no noun that itself may last
    r"(?!sessions?|workouts?|lessons?|class(?:es)?|walks?|drive|meals?|recipes?|delivery|with|without|no|and|"
    r"that|for|of|"
    r"in|by|урок|занят|трениров|достав|в |на |без |с )[\w-]+,?"
)
_LINKS = r"(?:about|for|of|on|featuring|promoting|to promote|про|о|об|обо|для|с)"
_END = r"(?=\s*(?:$|[.,;:!?\n)]|[—–-]\s|(?:and|or|и|или)\s))"
_LINKED = rf"(?=\s*(?:$|[.,;:!?\n)]|[—–-]\s|(?:and|or|и|или|{_LINKS})\s))"
_START = r"(?:^|(?<=[.,;:!?\n(])|(?<=[—–-] ))\s*"
_ABOUT = (
    r"(?:make it|keep it|max(?:imum)?|up to|about|around|exactly|under|at most|duration|length|runtime|"
    r"хронометраж|длительность|длина|до|не больше|примерно|около|ровно|максимум)"
)
_WHOLE = {  # seconds
    "minute and a half": 90, "half a minute": 30, "пол-минуты": 30, "полминуты": 30, "полторы минуты": 90,
}  # fmt: skip
_LONGEST = 1_200  # seconds; what lasts longer is no video of ours but something in it


@dataclass(frozen=True)
class Said:
    """One thing that the text asks of the video: its value and the words that say so."""

    value: str
    words: str


@dataclass
class Instructions:
    """rest: the text without them; each list in the order of the text."""

    rest: str
    durations: list[Said] = field(default_factory=list)
    aspects: list[Said] = field(default_factory=list)
    placements: list[Said] = field(default_factory=list)


def instructions_in(text: str) -> Instructions:
    found = Instructions(rest=text)
    _durations(found)
    _platforms(found)
    _shapes(found)
    if found.rest != text:
        found.rest = _mended(found.rest)
    return found


@cache
def _number_words() -> dict[str, Fraction]:
    return {word: Fraction(value) for word, value in load("reading")["numbers"].items()}


@cache
def _length() -> str:
    """A length of time as a person writes it; groups: count, unit, or a whole that has none ("полминуты")."""
    words = "|".join(sorted(map(re.escape, _number_words()), key=len, reverse=True))
    count = rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|(?:{words})(?:[ -](?:{words}))?)"
    unit = r"(?:seconds?|secs?|sec|s|minutes?|mins?|min|секунд\w*|сек|с|минут\w*|мин)(?!\w)\.?"
    return (
        rf"(?:{count}[ \u00a0-]?{unit}(?:(?: and | и | )\d{{1,2}}[ \u00a0-]?(?:seconds?|secs?|sec|s|секунд\w*|"
        rf"сек|с)(?!\w)\.?)?"
        r"|half a minute|a minute and a half|(?:a|one) minute|полминуты|пол-минуты|полторы минуты|минут[ауы](?!\w))"
    )


@cache
def _duration_patterns() -> tuple[re.Pattern[str], ...]:
    """Where a length of time is that of the video: beside a word for one, or a clause of its own."""
    length = _length()
    numbers = "|".join(map(re.escape, _number_words()))
    compound = rf"(?:\d{{1,4}}|{numbers})[ -]?(?:секундн|минутн|second|minute|sec|min)\w*"
    lasting = r"(?:of|for|lasting|that lasts|на|длиной(?: в)?|длительностью(?: в)?|хронометражем)"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b(?P<said>{length}|{compound})(?:[ -]long)?(?=,? (?:{_BESIDE} ){{0,3}}?{_MEDIA})",
            rf"(?P<kept>{_MEDIA})\s*,?\s*{lasting}\s+(?P<said>{length})(?:[ -]long)?(?!\w)",
            rf"{_START}(?:(?:{_ABOUT})[: ]+)*(?P<said>{length})"
            rf"(?:[ -](?:long|max|maximum|video|format|in length|формат))?{_END}",
            rf"^\s*(?P<said>{length})(?P<alone>)(?=\s+(?:(?:about|про|об?)|(?:for|для) (?:my|our|наш\w+|мо\w+))\s)",
        )
    )


def _durations(found: Instructions) -> None:
    named = bool(re.search(rf"\b{_MEDIA}", found.rest, re.IGNORECASE))
    for pattern in _duration_patterns():
        for match in list(pattern.finditer(found.rest)):
            seconds = seconds_in(match["said"])
            # Minutes alone may be those of a lesson or of a delivery.
            doubtful = not named and "kept" not in match.groupdict() and re.search(r"m|м", match["said"])
            if seconds and seconds <= _LONGEST and not doubtful:
                found.durations.append(Said(f"{seconds}", match["said"].strip()))
                found.rest = found.rest.replace(match[0], _instead(match), 1)


def _instead(match: re.Match[str]) -> str:
    """What stays where a length was; of "15 seconds for my shop", which asks for a video without a word for it, one."""
    if "alone" not in match.groupdict():
        return match.groupdict().get("kept") or " "
    return "видео" if re.search("[а-яё]", match[0], re.IGNORECASE) else "video"


def seconds_in(text: str) -> Fraction | None:
    """ "fifteen seconds", "1 min 30 s", "полторы минуты" in seconds; None for what is no length of time."""
    text = text.lower().replace("\u00a0", " ")
    if whole := next((length for words, length in _WHOLE.items() if words in text), 0):
        return Fraction(whole)
    total = Fraction(0)
    for count, unit in re.findall(
        r"([\w.,]+(?:[ -](?!s|m|с|м)[^\W\d]+)?)[ -]?\b(s|sec\w*|m|min\w*|с|сек\w*|м|мин\w*)(?!\w)", _apart(text)
    ):
        if (value := _count(count)) is not None:
            total += value * (60 if unit[0] in "mм" else 1)
    if not total and re.match(r"(?:a |one |одн\w+ )?(?:minute|минут)", text):
        total = Fraction(60)
    return total or None


def _apart(text: str) -> str:
    return re.sub(r"(\d)(?=[^\W\d])", r"\1 ", text)


def _count(words: str) -> Fraction | None:
    total = Fraction(0)
    for word in re.split(r"[ -]", words.strip(" -")):
        if re.fullmatch(r"\d+(?:[.,]\d+)?", word):
            total += Fraction(word.replace(",", "."))
        elif word in _number_words():
            total += _number_words()[word]
        elif word not in {"and", "и", ""}:
            return None
    return total or None


@cache
def _platform_patterns() -> tuple[re.Pattern[str], ...]:
    """A list of names after "for", as a clause of its own, before a word for a video, or instead of one."""
    any_ = "(?:" + "|".join(load("reading")["platforms"].values()) + ")(?!\\w)"
    several = rf"{any_}(?:(?:\s*,\s*|\s*&\s*|\s+(?:and|or|и|или)\s+)(?:for |для )?{any_})*"
    article = r"(?:(?:an?|the|my|our|мо\w+|наш\w+)\s+)?"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b(?P<kept>an?) {any_}(?=\s+{_LINKS}\s)",
            rf"\b(?:for|для|в|под|во)\s+{article}{several}{_LINKED}",
            rf"{_START}{several}(?: (?:format|формат|placement))?{_END}",
            rf"\b{any_}(?=[ -]{_MEDIA})",
        )
    )


@cache
def _platform_names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words, re.IGNORECASE)) for name, words in load("reading")["platforms"].items())


def _platforms(found: Instructions) -> None:
    hits: list[tuple[int, Said]] = []
    for pattern in _platform_patterns():
        for match in list(pattern.finditer(found.rest)):
            hits += _named(match)
            instead = "a video" if "kept" in match.groupdict() else " "
            found.rest = found.rest.replace(match[0], instead, 1)
    found.placements += [said for _, said in sorted(hits, key=lambda hit: hit[0])]


def _named(match: re.Match[str]) -> list[tuple[int, Said]]:
    """Every platform of a match, the narrower name where two fit."""
    words, hits = match[0], []
    for name, pattern in _platform_names():
        for one in list(pattern.finditer(words)):
            hits.append((match.start() + one.start(), Said(name, one[0])))
            words = words[: one.start()] + " " * len(one[0]) + words[one.end() :]
    return hits


_SHAPES: dict[str, str] = {
    "9:16": r"9 ?[:x×] ?16|vertical|portrait|вертикальн\w*",
    "16:9": r"16 ?[:x×] ?9|horizontal|landscape|widescreen|горизонтальн\w*|широкоформатн\w*",
    "1:1": r"1 ?[:x×] ?1|square|квадратн\w*",
    "4:5": r"4 ?[:x×] ?5",
}


@cache
def _shape_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    word = r"(?: ?(?:format|formatted|orientation|aspect(?: ratio)?|ratio|mode|shot|формат\w*))"
    return tuple(
        (
            aspect,
            re.compile(
                rf"(?:\b(?:in|в)\s+)?(?:\b(?:an?|the)\s+)?\b(?:aspect(?: ratio)?|format|формат\w*|"
                rf"соотношени\w+)\W{{1,3}}(?:{words})(?!\w)"
                rf"|(?:\b(?:in|в|as)\s+)?(?:\ban?\s+)?(?<![\w:])(?:{words})(?!\w){word}"
                rf"|\b(?:{words})(?=,? (?:[\w-]+ ){{0,3}}?{_MEDIA})"
                rf"|(?<![\w:/])(?:{words.split('|')[0]})(?![\w:/])"
                rf"|{_START}(?:{words}){_END}|\s(?:{words})(?=\s+{{SHAPE}})".replace("{SHAPE}", r"(?:\d{1,2}:\d{1,2})"),
                re.IGNORECASE,
            ),
        )
        for aspect, words in _SHAPES.items()
    )


def _shapes(found: Instructions) -> None:
    hits = []
    for aspect, pattern in _shape_patterns():
        for match in list(pattern.finditer(found.rest)):
            hits.append((match.start(), Said(aspect, match[0].strip(" ,."))))
    rest = found.rest
    for _, said in hits:
        rest = rest.replace(said.words, " ", 1)
    found.rest = rest
    found.aspects += [said for _, said in sorted(hits, key=lambda hit: hit[0])]


def _mended(text: str) -> str:
    """The text with the holes closed that were left in it."""
    text = re.sub(r"[ \t]{2,}", " ", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    text = re.sub(r"[,;:]\s*([.!?])", r"\1", text)
    text = re.sub(r"([.!?])(?:\s*[,.;:])+", r"\1", text)
    text = re.sub(r"\b(and|и)\s*([.,!?]|$)", r"\2", text)
    return re.sub(r"^[\s,.;:!?—–-]+", "", text).strip()
