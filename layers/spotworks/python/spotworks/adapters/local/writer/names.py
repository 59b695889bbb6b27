"""Names in an English brief: which of its words are somebody's name, and which only look like one."""

import re

DETERMINER = re.compile(r"^(?P<det>our|my|the|an|a|this|these|some|your|their|his|her)\s+", re.IGNORECASE)
NEW = re.compile(r"^(?:brand[- ]?new|newly opened|new)\s+", re.IGNORECASE)
NAME = re.compile(r"^(?:[A-Z][\w&'’.-]*|[a-z][A-Z]\w*)(?:\s+(?:[A-Z0-9&][\w&'’.-]*))*$")
NOT_NAMES = re.compile(
    r"^(?:\w+(?:ese|ish|ian|ean)|German|French|Greek|Dutch|Swiss|Thai|Czech|American|Mexican|African|"
    r"Bluetooth|USB|LED|Wi-?Fi|Christmas|Easter|Halloween|Valentine\S*|New|AI|VR|SUV|DIY|HR|IT|3D|"
    r"\w+day|January|February|March|April|May|June|July|August|September|October|November|December|Summer|"
    r"Winter|Spring|Autumn|I|We|Our|The|A|An)$"
)
_PLACE = re.compile(
    r"^(?:Amsterdam|Athens|Auckland|Austin|Barcelona|Beijing|Belfast|Berlin|Birmingham|Bordeaux|Boston|Brighton|"
    r"Bristol|Brooklyn|Brussels|Budapest|Cairo|California|Cardiff|Chicago|Copenhagen|Cornwall|Delhi|Denver|"
    r"Dresden|Dublin|Dubai|Edinburgh|Florence|Galway|Geneva|Ghent|Glasgow|Hamburg|Helsinki|Iceland|Ireland|"
    r"Istanbul|Japan|Kent|Kyiv|Kyoto|Leeds|Lisbon|Liverpool|London|Lyon|Madrid|Malmö|Manchester|Marseille|"
    r"Melbourne|Miami|Milan|Montreal|Moscow|Mumbai|Munich|Naples|Nashville|Norway|Oslo|Oxford|Paris|Porto|"
    r"Portland|Portugal|Prague|Riga|Rome|Rotterdam|Scotland|Seattle|Seoul|Sheffield|Singapore|Stockholm|Sydney|"
    r"Tallinn|Tbilisi|Tokyo|Toronto|Tuscany|Valencia|Vancouver|Venice|Vienna|Vilnius|Wales|Warsaw|York|Zagreb|"
    r"Zurich)$"
)
"""Before a noun they say where something is, not whose: "our Lisbon pottery workshop"."""

_OF_PLACES = re.compile(
    r"(?:coast|bay|valley|islands?|river|lakes?|mountains?|hills?|beach|harbou?r|street|park|forest|region|county)\b"
)
"""After a name these make it a place's: "the Cape coast night tour"."""

_NAMED = (
    re.compile(r"^(?P<name>[A-Z][\w&-]*(?: [A-Z][\w&-]*){0,2})['’]s? (?:new )?(?P<rest>[a-z].+)$"),
    re.compile(r"^(?P<name>[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,3}) (?:is|are) (?P<rest>(?:a|an|the|our) .+)$"),
    re.compile(
        r"^(?P<rest>(?:\S+ )*(?!(?:in|from|at|near|for|with|the|and|of|to|by|on|than|like|unlike|versus) )[a-z]{3,}) "
        r"(?P<name>[A-Z]\w+(?: [A-Z0-9]\w*)*)$"
    ),
)


def brand_of(head: str, clauses: list[str], wrapped: bool) -> tuple[str, str, list[str]]:
    """Brand, head and clauses of "Luma, an app", "Luma is an app", "Acme's kayak", "the Kaya folding kayak"."""
    for pattern in _NAMED:
        if (found := pattern.match(head)) and not NOT_NAMES.match(found["name"].split()[0]):
            return found["name"], found["rest"], clauses
    name = re.split(r"\s+(?:in|from|at|near|on|by)\s", DETERMINER.sub("", head))[0]
    if NAME.match(name) and not NOT_NAMES.match(name.split()[0]):
        if clauses and re.match(r"(an?|the|our|your)\s", clauses[0]):
            return name, clauses[0] + head[len(name) :], clauses[1:]
        if wrapped or len(name.split()) > 1:
            return name, head, clauses
    name, rest = _leading_name(head) if wrapped or DETERMINER.match(head) else ("", head)
    return name, rest, clauses


def of_a_place(words: list[str]) -> bool:
    """Whether the first of the words names a place, as in "Lisbon pottery workshop" and "Cape coast tour"."""
    return bool(_PLACE.match(words[0]) or _OF_PLACES.match(" ".join(words[1:2])))


def _leading_name(head: str) -> tuple[str, str]:
    """ "Kaya" and "folding kayak" of "the Kaya folding kayak"."""
    words = NEW.sub("", DETERMINER.sub("", head)).split()
    count = 0
    while count < len(words) and re.match(r"^[A-Z]", words[count]) and not NOT_NAMES.match(words[count]):
        count += 1
    if count == 1 and of_a_place(words):
        return "", head
    if 0 < count < len(words) and words[count].lower() not in {"in", "from", "at", "near", "for", "with", "on", "by"}:
        return " ".join(words[:count]), " ".join(words[count:])
    return "", head


def without_title_case(sentence: str) -> str:
    """ "Hand Roasted Beans From Lisbon" as a sentence: only what follows a preposition of place stays a name."""
    words = [word for word in sentence.split() if len(word) > 3]
    if len(words) < 4 or not all(word[0].isupper() for word in words):
        return sentence
    return re.sub(r"\b(in|from|near|at) ([a-z])", lambda m: f"{m[1]} {m[2].upper()}", sentence.lower())
