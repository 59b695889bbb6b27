"""Everything a brief and a page say that may be used, sorted; nothing that they do not say."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from spotworks.adapters.local.writer import english, looks, russian
from spotworks.adapters.local.writer.cleaning import plain, sentences, shorten
from spotworks.adapters.local.writer.declension import nominative
from spotworks.adapters.local.writer.english_requests import FROM_PAGE as from_page_en
from spotworks.adapters.local.writer.extracts import (
    CYRILLIC,
    LATIN,
    contact_of,
    material_of,
    speaks,
    unique,
    without_quotes,
)
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.imperatives import orders
from spotworks.adapters.local.writer.instructions import instructions_in
from spotworks.adapters.local.writer.looks import category_of, keywords, mood_words
from spotworks.adapters.local.writer.offers import offers_of
from spotworks.adapters.local.writer.page_facts import is_cause, of_page, unsaid
from spotworks.adapters.local.writer.reading import Reading, number_of_english
from spotworks.adapters.local.writer.russian_requests import FROM_PAGE as from_page_ru
from spotworks.adapters.local.writer.sensitive import without_profanity
from spotworks.adapters.local.writer.sorting import SLOP, Kind, kind_of
from spotworks.adapters.local.writer.titles import brand_of_page, number_of, product_of, without_brand
from spotworks.domain.brief import Brief
from spotworks.domain.plan_checks import language_of
from spotworks.domain.research import Research

_LABEL = re.compile(
    r"(?:^|(?<=[.,;] )|(?<=\n))((?:target )?audience|tone|mood|style|music|format|duration|voice|look|"
    r"(?:целевая )?аудитория|тон|стиль|музыка|формат|настроение)\s*:\s*",
    re.IGNORECASE,
)
_REQUEST = re.compile(  # a question that is none
    r"^((?:[\w ]{2,20}[,!.] )?(?:(?:can|could|would|will) you|(?:не )?(?:можешь|можете|могли бы|"
    r"могла бы)(?: ли)?)\b[^?]{3,300})\?",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"[, ]*\b(?:(?:please|pls|plz|пожалуйста|плиз)\b(?=[ ,.!?]|$)|(?:thanks|thank you|thx|спасибо)\b(?=[,.!?]|$))!*",
    re.IGNORECASE,
)
_WANTED = re.compile(  # a sentence that is about the film from its first word to its last
    r"(?:(?:we|i)(?:['’]d| would) (?:like|love)|(?:we|i) want (?:something|it|this|the|a (?:video|film|spot|feeling))|"
    r"(?:it|this|the (?:video|ad|spot|film|clip)) (?:should|must|needs to)|think of (?:it|this)|make it|keep it|"
    r"(?:хотим|хочется|хотелось бы|хочу)\b|(?:ролик|видео|реклама|клип|всё) долж\w+|пусть (?:будет|ролик|видео))\b",
    re.IGNORECASE,
)
_ON_WHAT = re.compile(  # "20% off all mattresses until Sunday"
    r"\b(?:off|on|на)\s+(?:(?:all|every|our|the|все|всё|весь|всю|"
    r"наш\w*)\s+)*(?P<what>[^\W\d][\w-]*(?:\s(?!until|till|this|for|до|в|с|по|только)[\w-]+){0,2})",
    re.IGNORECASE,
)
_AUDIENCE = re.compile(r"\b(?:target audience|audience|аудитория)\s*:\s*([^,;.\n]{3,80})", re.IGNORECASE)
_MENTION = re.compile(
    r"(?:mention|highlight|emphasi[sz]e|упомяни\w*|подчеркни\w*)(?: that|,? что)?\s+(.+)", re.IGNORECASE
)

_MORE = re.compile(r",? (?:and|or|и|или)$", re.IGNORECASE)
_CUT = re.compile(  # what was cut off in its middle says nothing
    r"(?:^|\s)(?:a|an|the|of|for|with|to|from|by|в|во|на|с|со|для|из|от|к|по)$", re.IGNORECASE
)


@lru_cache(maxsize=8)  # strategy and screenplay ask for the same brief
def gather(brief: Brief, research: Research | None) -> Facts:
    language = language_of(brief)
    prompt = without_profanity(plain(brief.prompt))
    asked_for = _AUDIENCE.search(prompt)
    prompt = instructions_in(_REQUEST.sub(r"\1.", prompt)).rest
    prompt, quotes, slogan = without_quotes(prompt)
    prompt = from_page_ru.sub("", from_page_en.sub("", _LABEL.sub(r"\1 ", prompt)))
    spoken = [s for s in sentences(SLOP.sub("", _POLITE.sub("", prompt))) if s.strip()]
    spoken = [s for s in spoken if not (english.asks(s) or russian.asks(s))]
    first = _main(spoken)
    spoken = [first, *(s for s in spoken if s is not first)]
    script = "ru" if len(CYRILLIC.findall(first)) > len(LATIN.findall(first)) else "en"
    reading = _read(first, script)
    clauses_of: Callable[[str], list[str]] = russian.clauses_of if script == "ru" else english.clauses_of
    wanted = [s for s in spoken[1:] if _WANTED.match(s)]
    clauses = [*reading.clauses, *(c for s in spoken[1:] if s not in wanted for c in clauses_of(s))]
    described = without_profanity(plain(brief.description))
    clauses += [c for s in sentences(described) for c in _described(s, clauses_of)]
    reader = russian if script == "ru" else english
    meant = next((who for c in clauses if (who := reader.audience_of(c))), "")
    kinds = _sort([c for c in clauses if not (reader.audience_of(c) or reader.asks(c))], script, language)
    offers = offers_of(kinds.get("offer", ()), kinds.get("deadline", ()))
    kinds |= {"offer": tuple(offer.text for offer in offers)} if offers else {}
    named = brief.brand.strip() or reading.brand or next((q for q, who in quotes if who == "name"), "")
    named = named or (brand_of_page(research) if research else "")
    brand = shorten(without_profanity(plain(named)), 34)
    subject, known = _subject(brief, research, reading, brand, language)
    subject = without_brand(subject, brand) or subject  # "Halo: a Halo lamp" would say it twice
    if subject != reading.subject:
        reading = replace(reading, number=number_of(subject, language))
    about = " ".join(
        [
            subject,
            subject,
            brief.title,
            first,
            brief.description[:600],
            research.title if research else "",
            research.industry if research else "",
        ]
    )
    category = category_of(subject, about)
    if reading.cause or (not reading.subject and is_cause(research)):
        category = "cause"
    elif reading.category:
        category = reading.category
    elif reading.claim and looks.category(category)["kind"] == "product":  # "We fix phones" sells no phones
        category = "service"
    if language == "ru" and category != "any" and reading.subject and not known:
        subject, known = str(looks.category(category)["label_ru"]), True
    wishes = [brief.tone, reading.tone, *kinds.get("wish", ()), *wanted, research.tone if research else ""]
    if subject.lower() == brand.lower():  # a name alone says nothing of what it is
        subject, known = "", False
    given = frozenset(kinds.get("feature", ()))
    if research:
        kinds |= of_page(
            research, kinds, name=brand or subject, language=language, category=category, room=brief.duration
        )
    return Facts(
        language=language,
        subject=subject,
        known=known,
        brand=brand,
        category=category,
        reading=reading,
        audience=plain(brief.audience) or (asked_for[1].strip() if asked_for else "") or reading.audience or meant,
        tagline=slogan,
        question=next(iter(kinds.get("question", ())), ""),
        contact=contact_of(brief),
        action=without_profanity(plain(brief.call_to_action)) or next(iter(kinds.get("action", ())), ""),
        price=(research.price if research else "") or next((o.price for o in offers if o.price), ""),
        given=given,
        offers=offers,
        sorted=kinds,
        tone=" ".join(wishes),
        quotes=tuple((q, who) for q, who in quotes if who != "name"),
        material=unsaid(material_of(brief, research, language), kinds.get("feature", ())),
    )


def _main(spoken: list[str]) -> str:
    """The sentence that names the subject: the first that is not a question, a shot or a bare offer."""
    for sentence in spoken:
        kind = kind_of(sentence, "ru" if CYRILLIC.search(sentence) else "en")
        bare = kind == "offer" and not keywords().search(sentence)
        if kind not in {"question", "shot"} and not bare:
            return sentence
    return spoken[0] if spoken else ""


def _read(first: str, script: str) -> Reading:
    if not first or first.endswith("?"):
        return Reading(clauses=(first,) if first else ())
    reading = russian.read(first) if script == "ru" else english.read(first, keywords())
    if kind_of(reading.subject, script) == "offer" and (found := _ON_WHAT.search(first)):
        noun = nominative(found["what"], "acc") if script == "ru" else (found["what"], "n")
        return Reading(subject=noun[0] if noun else "", number=number_of_english(found["what"]), clauses=(first,))
    too_long = len(reading.subject) > 48 or len(reading.subject.split()) > 6
    kind = kind_of(first if too_long else reading.subject, script)
    order = script == "en" and orders(reading.subject)
    unfit = too_long or order or kind in {"shot", "question", "wish"} or mood_words(reading.subject)
    if reading.subject and unfit:
        ours = re.search(r"\b(?:our|my)\s+((?:[\w-]+\s){0,2}?[\w-]+)(?=[,.]|$| (?:in|on|and|with|to|for)\b)", first)
        found = ours or keywords().search(reading.subject.lower() if too_long else first.lower())
        word = found[(ours is found and 1) or 0].strip().lower() if found and script == "en" else ""
        rest = (first,) if order or kind in {"shot", "question"} else reading.clauses
        return Reading(
            subject=word,
            brand=reading.brand,
            where=reading.where,
            tone=reading.tone,
            clauses=rest,
            number=number_of_english(word),
        )
    return reading


def _subject(brief: Brief, research: Research | None, reading: Reading, brand: str, language: str) -> tuple[str, bool]:
    """What the brief names, else its title, else what the page calls it; and whether that is known."""
    if reading.subject and speaks(reading.subject, language):
        return reading.subject, True
    title = shorten(re.split(r"\s[|–—·-]\s", plain(brief.title))[0], 48)
    if title and speaks(title, language) and not brief.brand:
        return title, True
    title = product_of(research.title, brand, research.text) if research else ""
    return title, bool(title)


def _sort(clauses: list[str], script: str, language: str) -> dict[Kind, tuple[str, ...]]:
    kinds: dict[Kind, list[str]] = {}
    for clause in clauses:
        kind, words = kind_of(clause, script), clause
        if kind == "feature" and mood_words(clause):
            kind = "wish"
        if kind == "wish" and (found := _MENTION.match(clause)):
            kind, words = "feature", found[1]
        if kind in {"wish", "shot"} or speaks(words, language):
            kinds.setdefault(kind, []).append(words if kind in {"wish", "shot", "question"} else words.rstrip("?!. "))
    if "feature" in kinds:
        whole = (_MORE.sub("", feature) for feature in kinds["feature"])
        kinds["feature"] = [f for f in whole if 3 <= len(f) <= 90 and len(f.split()) <= 14 and not _CUT.search(f)]
    return {kind: unique(found) for kind, found in kinds.items()}


def _described(sentence: str, clauses_of: Callable[[str], list[str]]) -> list[str]:
    return [sentence.rstrip(".!")] if len(sentence) <= 60 else clauses_of(sentence)
