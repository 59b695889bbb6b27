"""Facts as the words that fit into a sentence: articles, agreement, headlines, key figures."""

import re

from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.reading import number_of_english
from spotworks.domain.typography import phrase

HEADLINE, KICKER, DETAIL, BUTTON = 40, 24, 70, 22

_FIGURE = re.compile(
    r"(?:(?:от|до|from|up to|under|over)\s)?(?:[€$£]\s?)?\d+(?:[.,]\d+|[\u00a0 ]\d{3}(?!\d))*"
    r"(?:\s?[-–]?\s?(?:%|[€$£₽]|(?!(?:a|an|in|of|and|or|the|per|to|for|on|until|till|by|from|before|now|only|и|"
    r"в|на|за|с|по|до)\b)[a-zа-яё]{1,12}(?!\w)))?",
    re.IGNORECASE,
)
_THIRD_PERSON = re.compile(
    r"^(?:weighs|packs|folds|fits|keeps|charges|tracks|cleans|cooks|brews|saves|protects|connects|works|runs|"
    r"holds|removes|reduces|cools|heats|learns|finds|delivers|brings|takes|"
    r"needs|uses|covers|teaches|serves|stays|sounds|feels|smells|tastes|dries|blocks|lasts|comes|turns|makes|"
    r"gives|helps|lets|offers|plays|carries|opens|stands|stores|sits|"
    r"ships|sorts|tells|reads|records|guides|warns|counts|splits|scans|speaks|rolls|climbs|floats|grinds|soothes|locks|"
    r"remembers|recogni[sz]es|understands|suggests|predicts|knows|syncs|adapts|switches|wakes|"
    r"translates|reminds|measures|grows|cuts|melts|blends|lights|glows|dissolves|includes)\b",
    re.IGNORECASE,
)
_FOR_FEELING = re.compile(
    r"^(?:tired of|fed up with|sick of|had enough of|bored of|bored with|надоел[аио]?|устали от|замучил[аио]?)\s+",
    re.IGNORECASE,
)


def slots(facts: Facts) -> dict[str, str]:
    """What the places in the phrase banks stand for; a place without a value is missing."""
    reading = facts.reading
    found = {"brand": facts.brand, "origin": reading.origin, "where": reading.where, "claim": reading.claim}
    found["goal"] = reading.goal
    if facts.subject:
        found["subject"] = facts.subject
        found |= {} if facts.language == "ru" else _english(facts)
    if facts.language == "ru":
        found |= _russian(facts)
    if facts.language == "en" and reading.where:
        found["place"] = re.sub(r"^(in|at|near|on) (the (heart|centre|center) of )?", "", reading.where)
    if facts.language == "ru" and not _cyrillic(reading.where + reading.origin):
        del found["where"], found["origin"]
    dates = [d for d in facts.all("deadline") if re.match(r"(?:on )?\d{1,2}\D", d)] if facts.kind == "event" else []
    if dates:
        found["when"] = dates[0] if facts.language == "ru" or dates[0].startswith("on ") else f"on {dates[0]}"
    filled = {name: value for name, value in found.items() if value}
    return filled | {capital(name): capital(value) for name, value in filled.items()}


def _cyrillic(text: str) -> bool:
    return not text or bool(re.search("[а-яё]", text, re.IGNORECASE))


def _english(facts: Facts) -> dict[str, str]:
    subject = facts.subject
    number = facts.reading.number if facts.reading.subject == subject else number_of_english(subject)
    named = len(re.findall(r"\b[A-Z]", subject)) >= 2
    article = "an" if re.match(r"(?!uni|use|eu|one)[aeiou]|hour|honest", subject, re.IGNORECASE) else "a"
    one, many = number == "one" and not named, number == "many"
    return {
        "a": f"{article} {subject}" if one else subject,
        "our": subject if named else f"the {subject}" if facts.kind == "event" else f"our {subject}",
        "is": "are" if many else "is",
        "it": "they" if many else "it",
        "them": "them" if many else "it",
    }


def _russian(facts: Facts) -> dict[str, str]:
    name = f"«{facts.brand}»" if re.search("[а-яё]", facts.brand, re.IGNORECASE) else facts.brand
    return {"ждёт": "ждут" if facts.reading.number == "many" else "ждёт", "name": name}


def on_one_line(told: list[str]) -> str:
    """As many of them, from the first, as a detail has room for."""
    while told and len(" · ".join(told)) > DETAIL:
        told = told[:-1]
    return " · ".join(told)


def headline(text: str, limit: int = HEADLINE) -> str:
    text = text.strip(" .!")
    return capital(phrase(text, limit) or shorten(text, limit))


def sentence(feature: str, facts: Facts) -> str:
    """A quality as something to say: "weighs 900 g" is "It weighs 900 g."."""
    if facts.language == "en" and facts.reading.number != "many" and _THIRD_PERSON.match(feature):
        feature = f"it {feature[0].lower()}{feature[1:]}"
    return capital(feature.rstrip(".!")) + "."


_DONE = re.compile(
    r"^(?:hand-?)?(?:\w+ed|ground|made|built|grown|sewn|woven|cut|kept|brewed|freshly \w+ed) "
    r"(?:on|in|to|by|with|for|from|until|till|every|fresh|daily|at|of|without|using|after|before|each)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?:we|it's|they're|you|your|our|every|each|because|when|it|they|i|this|there|nobody|everyone|everything|let|come|"
    r"мы|вы|ваш\w*|наш\w*|кажд\w+|когда|пусть|никак\w+|всё|все|у нас|здесь|там)\s",
    re.IGNORECASE,
)
_FOR = re.compile(r"^(?:for|для)\s", re.IGNORECASE)
_BELONGS = re.compile(r"^(?:со?|из|для|без|во?|на|у|под|около|возле|рядом с)\s", re.IGNORECASE)


_FREELY = re.compile(  # what begins so may go on within a sentence: no name begins with it
    r"^(?:no|free|open|up|only|just|every\w*|each|from|for|with|without|by|in|on|at|to|the|an?|all|two|three|four|five|"
    r"six|seven|eight|nine|ten|hand|home|fresh\w*|small|one|it|works?|now|"
    r"без|для|от|до|с|со|из|в|на|по|у|за|при|всё|все|каждый|каждая|каждое|только|один|одна|два|две|три|пять|свой|своя|"
    r"бесплатн\w+|работа\w+|открыт\w+|не)\b",
    re.IGNORECASE,
)


def does(feature: str) -> bool:
    """Whether it tells what is or was done ("weighs 900 g", "roasted by hand"): a sentence, not a thing."""
    return bool(_THIRD_PERSON.match(feature) or _DONE.match(feature))


def within(feature: str) -> str:
    """A quality as it stands within a sentence, "" if it cannot: who knows whether a word is a name?"""
    first = feature.split(maxsplit=1)[0] if feature else ""
    if not first[:1].isupper() or any(c.isupper() for c in first[1:]):
        return feature
    known = _DONE.match(feature) or _THIRD_PERSON.match(feature.lower()) or _FREELY.match(feature)
    return feature[0].lower() + feature[1:] if known or _CLAUSE.match(feature) else ""


def stated(features: list[str], facts: Facts, *, varied: bool) -> str:
    """Qualities as one sentence if they are alike ("It weighs 900 g and packs flat."), else as several."""
    features = [f.rstrip(".!") for f in features]
    words = [within(f) or f for f in features]
    english, many = facts.language == "en", facts.reading.number == "many"
    joint = " and " if english else " и "
    is_ = "they're" if many else "it's"
    if english and facts.subject:
        words = [f"{is_} {w}" if _FOR.match(w) else w for w in words]
    names = not all(within(f) for f in features[1:])
    if (
        names
        or any(_CLAUSE.match(w) for w in words)
        or (english and len({bool(_THIRD_PERSON.match(w)) for w in words}) > 1 and not many)
    ):
        return " ".join(sentence(w, facts) for w in words)
    listed = words[0] if len(words) == 1 else ", ".join(words[:-1]) + (", " if len(words) == 2 else joint) + words[-1]
    if english and not many and _THIRD_PERSON.match(words[0]):
        words[0] = words[0][0].lower() + words[0][1:]
        listed = f"it {', '.join(words[:-1]) + joint if words[1:] else ''}{words[-1]}"
    elif english and all(_DONE.match(w) for w in words) and facts.kind == "product" and varied and len(words) < 3:
        listed = f"{is_} {joint.join(words)}"
    elif not english and _BELONGS.match(words[0]) and facts.subject:
        listed = f"{facts.subject} {listed}"
    return capital(listed) + "."


def figure(text: str) -> str:
    """The number of a phrase with its unit, "900 g", money and percentages first; "" for none or nothing else."""
    if rating := re.search(r"\d(?:[.,]\d)? ?(?:out of|из|/) ?(?:5|10)\b", text):
        return rating[0]
    found = [f[0].strip(" .,-–") for f in _FIGURE.finditer(text)]
    found = [f for f in found if re.search(r"\D", f) and len(f) < len(text) - 3]
    found = [re.sub(r"^([€$£] ?[\d.,]+) .*", r"\1", f) for f in found]  # "£5 plants" is "£5"
    return next(
        (f for f in found if re.search(r"[%€$£₽]|руб|долл|евро|euro|dollar|pound", f)), found[0] if found else ""
    )


def figure_phrase(text: str) -> str:
    """As `figure`, with the noun that a "from" hangs on ("Food from 31 shops"); the whole where that is all."""
    number = figure(text)
    start = text.find(number)
    if number and start > 0 and _HANGING.match(number) and start + len(number) <= HEADLINE:
        return capital(text[: start + len(number)])
    return capital(number) if number else headline(text)


_HANGING = re.compile(r"(?:from|to|under|over|от|до)\s", re.IGNORECASE)
_OPENS = re.compile(  # "made with Carolina reapers" is remembered as "Carolina reapers"
    r"^(?:(?:it|it's|they're) )?(?:hand-?)?(?:\w+ed|made|built|grown|sewn|woven|cut|kept|сделан\w*|собран\w*) "
    r"(?:on|in|to|by|with|for|from|of|из|в|на|с)\s+(?=\S{4,})",
    re.IGNORECASE,
)
_LIMB = re.compile(r"\s(?=(?:from|in|at|with|for|on|by|to|из|в|во|на|с|со|для|по|за|от|у|пока)\s)", re.IGNORECASE)


def condensed(head: str) -> str:
    """The part of a phrase that is to be kept: its figure, what it is made of, its first words; else the whole."""
    if figure(head):
        return figure_phrase(head)
    if found := _OPENS.match(head):
        return capital(head[found.end() :])
    first = _LIMB.split(head)[0]
    if _THIRD_PERSON.match(first.lower()) and " " not in first:
        return capital(head[len(first) :].strip()) or head
    return first if len(first) > 4 and not re.search(r"(?:ed|ing)$", first) else head


def asked(question: str) -> tuple[str, str]:
    """A question of the brief as voice and headline: "Tired of tangled cables?" and "Tangled cables?"."""
    short = headline(_FOR_FEELING.sub("", question), HEADLINE)
    if short.rstrip("?") == question.rstrip("?"):
        return "", question if len(question) <= HEADLINE else ""
    return question, short.rstrip("?") + "?"


_NAMED = {
    "en": r"\b(?:hand-?(?:made|roasted|crafted|sewn|painted|poured|woven)|home-?made|organic|vegan|eco-friendly|"
    r"water-?proof|wireless|foldable|folding|gluten-free|sugar-free|solar|lightweight)\b",
    "ru": r"ручной работы",
}


def implied(facts: Facts, *, origin: bool) -> list[str]:
    """Qualities that stand in the name of the subject ("hand-roasted espresso beans"), and where it comes from."""
    said = " ".join(facts.features).lower()
    found = [f for f in re.findall(_NAMED[facts.language], facts.subject, re.IGNORECASE) if f.lower() not in said]
    named = found[:1] if len(facts.features) < 2 else []
    return [*named, facts.reading.origin] if origin and facts.reading.origin else named
