"""Reading an English brief: what is advertised, whose it is, where, and what is said of it."""

import re

from spotworks.adapters.local.writer.english_clauses import (
    PEOPLE,
    TAIL,
    audience_of,
    clauses_of,
    clean_clause,
    sorted_tails,
    split_clauses,
)
from spotworks.adapters.local.writer.english_requests import ASK, BARE, POINTS, SAYS, WANTED, WRAPPER, asks
from spotworks.adapters.local.writer.imperatives import cause_in, cause_of_topic, good, slogan_of
from spotworks.adapters.local.writer.names import (
    DETERMINER,
    NAME,
    NEW,
    NOT_NAMES,
    brand_of,
    of_a_place,
    without_title_case,
)
from spotworks.adapters.local.writer.reading import Reading, number_of_english

_SAYABLE = 30  # characters of a goal that a voice says in one breath
_PURPOSE = re.compile(r"\s(?=(?:get|find|for|to|so that|in|with|who|while)\s)")
_HELPS = re.compile(r"(?:we|i) (?:help|rescue|save|feed|shelter|find|care for|protect|plant)\b", re.IGNORECASE)
_TEACHES = re.compile(r"(?:we|i) (?:teach|coach|tutor|train)\b", re.IGNORECASE)
_BY = re.compile(
    r",?\s+(?=(?:by|before|until|till|this)\s+(?:the )?(?:\d|end of|[A-Z]|weekend|week\b|month\b|year\b)"
    r"|on\s+(?:the )?(?:\d|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b))"
)
_LAUNCH = re.compile(r"^(?:the )?(?:grand )?(?:launch|opening|release|premiere) of\s+", re.IGNORECASE)
_CALLED = re.compile(
    r",?\s*\b(?:called|named|by the name of|under the "
    r"name)\s+(?P<name>[A-Z0-9][\w&'’.-]*(?:\s+(?:[A-Z0-9&][\w&'’.-]*|of|the|and(?= [A-Z])))*)"
)
_FOR_WHOM = re.compile(
    rf"(?P<who>(?:[\w'’+-]+ ){{0,4}}?{PEOPLE.pattern}(?: (?!about|on|of)[\w'’+-]+){{0,3}}) "
    r"(?:about|on|promoting|featuring|showing) (?=\S)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:\W*\w?|what|who|how|why|something|anything|it|this|us|me|now|stuff|things?|(?:my |our )?business|"
    r"company|products?|brand|"
    r"shop|store|clients?|customers|"
    r"video|ad|content|social media|instagram|tiktok)(?: (?:cool|nice|fun|new))?$",
    re.IGNORECASE,
)
_DOES = re.compile(  # a thing that is told by what it does, short enough to be said with its noun
    r"(?:[\w-]+ )?(?:app|website|platform|service|tool|gadget|device|bot) (?:that|which) [^,]{5,32}$", re.IGNORECASE
)
_PROPER = re.compile(
    r"\b(swiss|italian|french|english|spanish|german|japanese|portuguese|greek|turkish|korean|chinese|indian|"
    r"thai|mexican|american|british|russian|georgian|vietnamese|christmas|easter|halloween)\b"
)


def read(first: str, keywords: re.Pattern[str]) -> Reading:
    """The first sentence of a brief. keywords: the words of the categories, to tell a noun from an adjective."""
    call, tone, meant, wrapped, first = "", "", "", False, WANTED.sub("", without_title_case(first))
    if called := cause_in(first):
        return _cause(*called)
    if found := WRAPPER.match(first):
        tone, first, wrapped = found["about"] or "", first[found.end() :], True
        if topic := cause_of_topic(first):
            return _cause("", topic)
        meant, first = _for_whom(first)
    elif slogan := slogan_of(first):
        if slogan.name:
            return Reading(brand=slogan.name, clauses=(slogan.call,))
        call, first = slogan.call, slogan.rest
    elif found := SAYS.match(first):
        first, wrapped = first[found.end() :], True
    return _advertised(first, keywords, tone=tone, meant=meant, wrapped=wrapped, call=call)


def _for_whom(first: str) -> tuple[str, str]:
    """ "busy parents" and "our app" of "busy parents about our app"."""
    found = _FOR_WHOM.match(first)
    return (found["who"], first[found.end() :]) if found else ("", first)


def _advertised(first: str, keywords: re.Pattern[str], *, tone: str, meant: str, wrapped: bool, call: str) -> Reading:
    """What is left when it is off how the video was asked for. call: a slogan that stood before it."""
    brand = ""
    if found := _CALLED.search(first):
        brand, first = found["name"].rstrip("."), first[: found.start()] + first[found.end() :]
    if re.match(r"(?:we|i) [a-z]+ ", first, re.IGNORECASE) and not wrapped:
        return _deed(first, tone)
    head, *clauses = split_clauses(_LAUNCH.sub("", first))
    head, clauses = _joined(head, clauses, keywords)
    if not wrapped and (found := BARE.match(head)):
        vague = re.match(rf"{ASK}(?<=\w )", head, re.IGNORECASE) and not keywords.search(found["subject"])
        head = "" if asks(head) or (vague and found["subject"].islower()) else found["subject"]
    if not brand and (found := re.search(r"\s+by\s+(?P<name>[A-Z][\w&'’.-]*(?:\s+[A-Z&][\w&'’.-]*)*)$", head)):
        brand, head = found["name"].rstrip("."), head[: found.start()]
    if (
        not brand
        and clauses
        and (found := re.match(r"(?:the |called )?(?P<name>[A-Z]\w*(?: [A-Z0-9]\w*)*)$", clauses[0]))
    ):
        brand, clauses = ("", clauses) if NOT_NAMES.match(found["name"].split()[0]) else (found["name"], clauses[1:])
    if not brand:
        brand, head, clauses = brand_of(head, clauses, wrapped)
    if brand and head == brand and clauses and _trade(clauses[0], keywords):
        head, clauses = clauses[0], clauses[1:]
    ours = bool(re.match(r"(our|my)\b", head, re.IGNORECASE)) or bool(re.match(r"(we|i)\b", first, re.IGNORECASE))
    head = DETERMINER.sub("", head)
    new = bool(NEW.match(head))
    head = NEW.sub("", head)
    does = _DOES.match(head) if not brand else None
    subject, *tails = TAIL.split(head)
    subject = subject.strip(" .!\"“”'")
    if _VAGUE.match(subject) or POINTS.fullmatch(subject):
        subject = ""
    subject = _PROPER.sub(lambda m: m[0].capitalize(), subject)
    words = subject.split()
    if (
        re.match(r"[A-Z][a-z]", subject)
        and subject != brand
        and not NOT_NAMES.match(words[0])
        and not of_a_place(words)
        and not re.match(r"\w+-[A-Z]", words[0])  # "Coca-Cola style lemonade"
    ):
        subject = subject[0].lower() + subject[1:]
    origin, where, audience, qualities = sorted_tails(tails)
    return Reading(
        subject=subject,
        brand=brand,
        origin=origin,
        where=where,
        audience=audience or meant,
        tone=tone,
        ours=ours,
        new=new,
        number=number_of_english(subject),
        whole=does[0] if does else "",
        clauses=(*filter(None, [call]), *qualities, *(c for clause in clauses for c in clean_clause(clause))),
    )


def _trade(clause: str, keywords: re.Pattern[str]) -> bool:
    """Whether a clause after a name says what it is: "Anna Petrova, wedding photographer in Prague"."""
    words = TAIL.split(clause)[0].split()
    return (
        0 < len(words) <= 4
        and clause[0].islower()
        and words[-1][-2:] not in {"ed", "ng"}
        and bool(keywords.match(words[-1]))
    )


def _joined(head: str, clauses: list[str], keywords: re.Pattern[str]) -> tuple[str, list[str]]:
    """ "a light, foldable kayak": the noun of the first clause stands in the next."""
    words = NEW.sub("", DETERMINER.sub("", head)).split()
    if (
        clauses
        and len(words) == 1
        and DETERMINER.match(head)
        and not _VAGUE.match(words[0])
        and not keywords.search(head)
        and not NAME.match(words[0])
    ):
        return f"{head}, {clauses[0]}", clauses[1:]
    return head, clauses


def _deed(first: str, tone: str) -> Reading:
    """ "We teach people to swim": what they do for others, where nothing is sold that has a noun."""
    claim, *clauses = split_clauses(first)
    goal = claim
    if len(goal) > _SAYABLE and (purpose := _PURPOSE.search(goal)):
        goal = goal[: purpose.start()]
    return Reading(
        claim=claim,
        goal=goal,
        tone=tone,
        cause=bool(_HELPS.match(claim) and good(claim)),
        category="course" if _TEACHES.match(claim) else "",
        clauses=tuple(c for clause in clauses for c in clean_clause(clause)),
    )


def _cause(ask: str, called: str) -> Reading:
    """What people are called upon to do, and by when."""
    head, *clauses = split_clauses(called)
    goal, *dates = _BY.split(head)
    where = re.search(r"\s((?:in|at|near|on) (?:the )?[A-Z].*)$", goal)
    said = [c for clause in clauses for c in clean_clause(clause)]
    if len(goal) > _SAYABLE and (purpose := re.search(r"\s(?=(?:for|to|so that|in)\s)", goal)):
        said, goal = [f"it's {goal[purpose.end() :]}", *said], goal[: purpose.start()]
    claim = f"{ask.strip()} {goal}".strip()
    return Reading(claim=claim, goal=goal, cause=True, where=where[1] if where else "", clauses=(*dates, *said))


__all__ = ["asks", "audience_of", "clauses_of", "read"]
