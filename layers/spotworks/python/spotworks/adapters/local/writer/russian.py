"""Reading a Russian brief: what is advertised, in the nominative, whose it is, where, and what is said of it."""

import re

from spotworks.adapters.local.writer.declension import nominative
from spotworks.adapters.local.writer.lexicon import Case, Gender
from spotworks.adapters.local.writer.reading import Reading
from spotworks.adapters.local.writer.russian_clauses import (
    PEOPLE,
    TAIL,
    audience_of,
    clauses_of,
    clean_clause,
    sorted_tails,
    split_clauses,
)
from spotworks.adapters.local.writer.russian_deeds import Deed, deed_of
from spotworks.adapters.local.writer.russian_requests import POINTS, VERBS, WRAPPER, asks

_CAUSE = re.compile(
    r"^(?:(?:давайте|вместе|мы) )*(?P<claim>(?:посадим|посадите|посади|спас[её]м|спасите|собер[её]м|соберите|поможем|"
    r"помогите|помоги|поддержим|поддержите|накормим|накормите|защитим|защитите|очистим|убер[её]м|уберите|сохраним|"
    r"построим|приютите|восстановим|станьте донор\w+|сдайте кровь)(?: .+)?)$",
    re.IGNORECASE,
)
_BY = re.compile(
    r",?\s+(?=(?:до|к|ко|в эт\w+|в ближайш\w+)\s+(?:конца|начал\w+|\d{1,2} [а-я]|суббот|воскрес|"
    r"выходн|[а-я]+ (?:год|недел|месяц)))"
)
_SAYABLE = 32  # characters of a goal that a voice says in one breath
_INNER = re.compile(
    r"\s(?P<goal>(?:собрать|посадить|построить|накормить|спасти|найти|купить|очистить|восстановить|сохранить)\s.+)$"
)
_GOOD = re.compile(  # whom or what people stand up for; without one of them an imperative sells something
    r"\b(?:дерев|лес|рек[иу]|берег|озер|озёр|океан|птиц|пч[её]л|животн|собак|кошек|кошк|щен|котят|приют|"
    r"дет[еяи]|семь|семей|"
    r"бездомн|сирот|ветеран|пожил|пациент|беженц|кров|жизн|голод|мусор|пластик|библиотек|музе|больниц|хоспис|"
    r"площадк|храм|фонд|донор|рубл|средств|₽|корм)",
    re.IGNORECASE,
)
_SLOGAN = re.compile(  # an imperative with which a brief begins, and what it is about
    r"^(?P<call>[А-ЯЁ][а-яё]+(?:ите|йте|[её]м|им)(?:сь|ся)? [^:]{2,50}): (?P<rest>\S.+)$"
)
_INVITES = re.compile(  # "Бронируйте столик в нашем ресторане"
    r"^(?P<call>[А-ЯЁ][а-яё]+(?:ите|йте)(?:сь)?(?: [а-яё]+)?) (?:в|на) (?P<rest>наш(?:ем|ей|их) .+)$"
)
_IS = re.compile(r"^(?:мы\s*[—–-]|я\s*[—–-]|у (?:нас|меня)|это|есть|встречайте:?|знакомьтесь:?)\s+", re.IGNORECASE)
_OUR = re.compile(
    r"^(?:наш(?:ей|его|их|у|а|е|и|ем)?|мо(?:ей|его|их|ю|й|я|ё|е|и|ём|ем)|сво(?:ей|его|их|ю|й|я|ё|и))\s+", re.IGNORECASE
)
_NEW = re.compile(r"^нов(?:ой|ого|ых|ую|ый|ая|ое|ые|ом)\s+", re.IGNORECASE)
_QUOTED = re.compile(r"\s*«([^»]{2,40})»")
_FOR_WHOM = re.compile(
    rf"(?P<who>(?:[\w-]+ ){{0,3}}?{PEOPLE.pattern}\w*(?: [\w-]+){{0,2}}?) (?P<link>про|"
    rf"об?) (?=\S)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\s*\b(\d{1,2} (?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*)\s*$",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"^(?:\w+ )?(?:приложени|сервис|платформ|сайт|бот|устройств|гаджет|программ)\w*$", re.IGNORECASE)
_DOES = re.compile(r"котор(?:ое|ый|ая) [^,]{5,34}$", re.IGNORECASE)  # short enough to be said with its noun
_BETTER = re.compile(  # «кроссовки лучше, чем у всех»: what it is compared with is no part of its name
    r"\s+(?=(?:лучше|дешевле|быстрее|круче|легче|сильнее|удобнее|надёжнее|надежнее)\s+\S)", re.IGNORECASE
)
_NOMINATIVE: Case = "nom"
_PREPOSED = re.compile(r"\b(?:по|на|для|в|с|о|от|из)\s+$", re.IGNORECASE)
_LATIN = re.compile(r"\b[A-Z][A-Za-z0-9&'’.-]*(?: [A-Z0-9][A-Za-z0-9&'’.-]*){0,3}")


def read(first: str) -> Reading:
    """The first sentence of a brief, in whatever case it puts its subject."""
    tone, meant, case = "", "", _NOMINATIVE
    call = ""
    if (found := _CAUSE.match(first)) and _GOOD.search(found["claim"]):
        return _cause(found["claim"])
    if found := WRAPPER.match(first):
        tone = found["about"] or ""
        case = _case_after((found["link"] or "").lower(), bool(found["colon"]))
        first = first[found.end() :]
        if found["link"] == "для" and (named := _FOR_WHOM.match(first)):
            meant, first = named["who"], first[named.end() :]
            case = "acc" if named["link"] == "про" else "prep"
    elif found := VERBS.match(first):
        case = "prep" if found["about"] else "acc"
        first = first[found.end() :]
    elif deed := deed_of(split_clauses(first)[0]):
        return _deed(deed, split_clauses(first)[1:])
    elif found := _INVITES.match(first):
        case, call, first = "prep", found["call"], found["rest"]
    elif found := _SLOGAN.match(first):
        call, first = found["call"], found["rest"]
    elif found := _IS.match(first):
        first = first[found.end() :]
    brand = ""
    if found := _QUOTED.search(first):
        brand, first = found[1], first[: found.start()] + first[found.end() :]
    head, *clauses = split_clauses(first)
    head, *better = _BETTER.split(head, maxsplit=1)
    clauses = [*better, *clauses]
    if not brand and (found := _LATIN.search(head)) and not _PREPOSED.search(head[: found.start()]):
        brand, head = found[0], " ".join((head[: found.start()] + head[found.end() :]).split())
        if not head and clauses:
            head, clauses, case = clauses[0], clauses[1:], "nom"
    ours = bool(_OUR.match(head))
    head = _OUR.sub("", head)
    does = clauses[0] if clauses and _DOES.match(clauses[0]) and _GENERIC.search(head) and not brand else ""
    new = bool(_NEW.match(head))
    if dated := _DATE.search(head):
        head, clauses = head[: dated.start()], [dated[1], *clauses]
    head, *tails = TAIL.split(head)
    topic = tails.pop(0) if tails and tails[0].startswith("по ") else ""
    subject, gender = _subject(head, case)
    subject = f"{subject} {topic}".strip() if subject else ""
    origin, where, audience, qualities = sorted_tails(tails)
    return Reading(
        subject=subject,
        whole=f"{subject}, {does}" if subject and does else "",
        brand=brand,
        origin=origin,
        where=where,
        audience=audience or meant,
        tone=tone,
        ours=ours,
        new=new,
        number="many" if gender == "pl" else "one",
        clauses=(*filter(None, [call]), *qualities, *(clean_clause(c) for c in clauses)),
    )


def _cause(claim: str) -> Reading:
    """What people are called upon to do, and by when."""
    brand = ""
    if found := _QUOTED.search(claim):
        brand, claim = found[1], claim[: found.start()] + claim[found.end() :]
    head, *clauses = split_clauses(claim)
    said, *dates = _BY.split(head)
    if (inner := _INNER.search(said)) and len(said) > _SAYABLE:
        said = f"{said.split(maxsplit=1)[0]} {inner['goal']}"
    if len(said) > _SAYABLE and (purpose := re.search(r"\s(?=(?:на|для|чтобы|в|у)\s)", said)):
        said, clauses = said[: purpose.start()], [f"это {said[purpose.end() :]}", *clauses]
    return Reading(
        brand=brand, claim=said, goal=said, cause=True, clauses=(*dates, *(clean_clause(c) for c in clauses))
    )


def _deed(deed: Deed, clauses: list[str]) -> Reading:
    """What they do for others, where nothing is sold that has a noun."""
    while_ = [c for c in clauses if re.match(r"(?:пока|когда|чтобы|если)\s", c)]
    claim = f"{deed.claim}, {while_[0]}" if while_ and len(deed.claim) + len(while_[0]) < 50 else deed.claim
    return Reading(
        claim=claim,
        goal=deed.goal,
        cause=deed.cause,
        category=deed.category,
        clauses=(*deed.rest, *(clean_clause(c) for c in clauses if c not in while_ or claim == deed.claim)),
    )


def _case_after(link: str, colon: bool) -> Case:
    if colon:
        return "nom"
    if link in {"про"} or link.startswith("рекламирующ"):
        return "acc"
    return "prep" if link in {"о", "об", "обо"} else "gen"


def _subject(head: str, case: Case) -> tuple[str, Gender]:
    head = head.strip(" .!")
    found = None if POINTS.fullmatch(head) else nominative(head, case)
    if not found:  # a phrase in an oblique case that is not understood must not pass for a nominative
        return "", "m"
    name, gender = found
    if re.match(r"[А-ЯЁ][а-яё]", name):
        name = name[0].lower() + name[1:]
    return name, gender


__all__ = ["asks", "audience_of", "clauses_of", "read"]
