"""Offers that end: when they do, and a brief and a page without those that are over."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from spotworks.domain.amounts import days_in
from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.claim_rules import ClaimRules, clauses_of, sentences_of
from spotworks.domain.research import Research

_TODAY = re.compile(r"\b(?:today only|only today|just today|ends today|только сегодня)\b", re.IGNORECASE)
_WEEKEND = re.compile(r"\b(?:this weekend(?: only)?|в эти выходные)\b", re.IGNORECASE)
_MONTH_END = re.compile(r"\b(?:(?:the )?end of (?:the|this) month|до конца месяца)\b", re.IGNORECASE)
_YEAR_END = re.compile(r"\b(?:(?:the )?end of (?:the|this) year|до конца года)\b", re.IGNORECASE)
_CUT = re.compile(
    r"(?:get |enjoy |save )?\d+ ?%(?: (?:off|discount))?(?: (?:on|off))?\s*|скидк\w+ (?:в )?\d+ ?%(?: на)?\s*",
    re.IGNORECASE,
)


class Offer(Frozen):
    """A sentence that sets an end to something. words: what of it offers; where: "brief", or the page's address."""

    sentence: str
    words: str
    where: str
    end: date


class Ending(Frozen):
    """Until when what a video offers holds. ends: the last day, in UTC; note: for people, "" until it is over."""

    ends: date
    over: bool
    note: str = ""


def ending(ends: date | None, today: date) -> Ending | None:
    if ends is None:
        return None
    over = ends < today
    return Ending(ends=ends, over=over, note=f"offer ended {named(ends)}; do not show it any more" if over else "")


def named(day: date) -> str:
    """30 June 2027"""
    return f"{day.day} {day:%B %Y}"


def end_of(sentence: str, today: date, rules: ClaimRules) -> date | None:
    """The last day of what a sentence offers, or None if it names none."""
    found = [end for _, _, end in _ends(sentence, today, rules)]
    return min(found) if found else None


def _ends(sentence: str, today: date, rules: ClaimRules) -> Iterator[tuple[int, int, date]]:
    """Where a sentence says that something ends, and when."""
    offered = bool(rules.offer_pattern.search(sentence))
    said = _said(rules.ends, rules.ends_offer if offered else ())
    for day in days_in(sentence, rules):
        if lead := said.search(sentence[: day.start]):
            end = _dated(day.day, day.month, day.year, today, rules)
            if end:
                yield lead.start(), day.end, end
    for number, name in enumerate(rules.weekdays):
        for match in re.finditer(rf"\b(?:{name})\b", sentence, re.IGNORECASE):
            if lead := said.search(sentence[: match.start()]):
                yield lead.start(), match.end(), today + timedelta(days=(number - today.weekday()) % 7)
    for pattern, end in ((_TODAY, today), (_WEEKEND, today + timedelta(days=6 - today.weekday())),
                         (_MONTH_END, _last_of(today)), (_YEAR_END, date(today.year, 12, 31))):  # fmt: skip
        for match in pattern.finditer(sentence):
            yield match.start(), match.end(), end


@cache
def _said(ends: tuple[str, ...], more: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join((*ends, *more))})\s+(?:the\s+|midnight (?:on )?)?$", re.IGNORECASE)


def _last_of(today: date) -> date:
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _dated(day: int, month: int, year: int, today: date, rules: ClaimRules) -> date | None:
    """The day meant; without a year the one just past, or else the next."""
    years = (year,) if year else (today.year - 1, today.year, today.year + 1)
    earliest = date.min if year else today - timedelta(days=rules.look_back_days)
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:  # 29 February in a common year, 31 June
            continue
        if found >= earliest:
            return found
    return None


def over(brief: Brief, research: Research | None, today: date, rules: ClaimRules) -> tuple[Offer, ...]:
    """The offers that had ended by `today`."""
    texts = [("brief", brief.prompt), ("brief", brief.description), ("brief", brief.title)]
    if research:
        texts += [(research.url, text) for text in (research.description, *research.features, research.text)]
    found = (
        Offer(sentence=sentence, words=_words(sentence, today, rules), where=where, end=end)
        for where, text in texts
        for sentence in sentences_of(text)
        if (end := end_of(sentence, today, rules)) and end < today
    )
    return tuple(dict.fromkeys(found))


def _words(sentence: str, today: date, rules: ClaimRules) -> str:
    spans = [(start, end) for start, end, _ in _ends(sentence, today, rules)]
    offering = (
        sentence[a:b].strip(" .!")
        for a, b in clauses_of(sentence)
        if rules.offer_pattern.search(sentence[a:b]) or any(start < b and a < end for start, end in spans)
    )
    return ", ".join(offering)


def current(brief: Brief, research: Research | None, today: date, rules: ClaimRules) -> tuple[Brief, Research | None]:
    """The brief and the page without offers that are over, the same objects if there are none."""
    gone = over(brief, research, today, rules)

    def still(text: str) -> str:
        for offer in gone:
            text = text.replace(offer.sentence, _without_offer(offer.sentence, today, rules))
        return text.strip()

    if any(offer.where == "brief" for offer in gone):
        told = {name: still(getattr(brief, name)) for name in ("prompt", "description", "title")}
        if not told["prompt"]:  # nothing else was asked for: the ended offer's words name the subject at least
            told["prompt"] = brief.prompt
        brief = brief.model_copy(update=told)
    if research and any(offer.where == research.url for offer in gone):
        features = tuple(filter(None, map(still, research.features)))
        page = {"description": still(research.description), "features": features, "text": still(research.text)}
        research = research.model_copy(update=page)
    return brief, research


def _without_offer(sentence: str, today: date, rules: ClaimRules) -> str:
    """A sentence without its clauses that offer something or say until when; "" if that was all."""
    for start, end, _ in sorted(_ends(sentence, today, rules), reverse=True):
        sentence = sentence[:start] + sentence[end:]
    kept = []
    for number, (start, end) in enumerate(clauses_of(sentence)):
        clause = sentence[start:end]
        if rules.offer_pattern.search(clause):
            clause = _CUT.sub("", clause).strip() if number == 0 else ""  # the first clause names the subject
            if rules.offer_pattern.search(clause):
                clause = ""
        if len(rules.content(clause)) > (0 if number else 1):
            kept.append(clause.strip(" .,"))
    return ", ".join(kept) + "." if kept else ""
