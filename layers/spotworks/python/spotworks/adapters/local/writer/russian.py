"""Reading a Russian brief: what is advertised, in the nominative, whose it is, where, and what is said of it."""

import re

from spotworks.adapters.local.writer.declension import Case, Gender, nominative
from spotworks.adapters.local.writer.reading import Reading

_MEDIA = (
    r"(?:(?:рекламн|видео-?|промо-?|коротк|вертикальн)\w* ?)*(?:видеоролик|ролик|видео|реклам|клип|тизер|рилс|шортс|"
    r"спот|объявлени|трейлер|промо|сторис|пост|фильм)\w*"
)
_ANYTHING = r"(?:что-(?:нибудь|то|либо)|нечто)(?: (?!для |про |об? )[\w-]+){0,3}(?= (?:для|про|об?) )"
_ASK = (
    r"(?:(?:привет|здравствуйте|добрый день|пожалуйста)[,!. ]+)*(?:(?:не )?(?:можешь|можете|могли бы|"
    r"могла бы)(?: ли)?(?: вы| ты)? )?"
    r"(?:(?:сдела|созда|сгенерир|придума|сним|напиш|подготов|смонтир)\w+ |(?:мне |нам )?(?:нуж(?:ен|на|но|ны)|"
    r"требуется) |(?:я )?(?:хочу|хотим|хотел[аи]? бы|хотелось бы)(?: (?:сделать|снять|получить|создать))? )?"
    r"(?:(?:мне|нам|пожалуйста),? )*"
)
_WRAPPER = re.compile(
    rf"^{_ASK}(?P<about>(?:[\w:-]+,? (?:и )?){{0,6}}?)(?:{_MEDIA}|"
    rf"{_ANYTHING})(?: на \d+ \w+)?(?:,? (?P<link>для|про|о|об|обо|"
    rf"с рекламой|рекламирующ\w+|посвящ[её]нн\w+)|(?P<colon>:| —| -))?\s+(?=\S)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    rf"^(?=\S+ \S){_ASK}(?<=\w )(?:[\w-]+,? ){{0,4}}?{_MEDIA}(?: для (?:не[её]|него|них|нас|запуска|"
    rf"рекламы))?$",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"^(?:(?:(?:(?:нужно|надо|хочу|хотим|помоги\w*|давай\w*) )?(?:прорекламир\w+|рекламир\w+|продвига\w+|"
    r"продвинуть|разрекламир\w+)|мы (?:прода[её]м|делаем|производим|выпускаем|предлагаем|"
    r"печ[её]м|шь[её]м|варим|обжариваем|открыли|открываем|запустили|запускаем|организуем|проводим|созда[её]м)"
    r"|прода[её]м|продаю|делаем|производим|предлагаем|печ[её]м|шь[её]м|открываем|открыли|запускаем|запустили|"
    r"представляем|покажи\w*|я (?:продаю|делаю|пеку|шью)|расскажи\w* про|(?P<about>расскажи\w* об?)))\s+",
    re.IGNORECASE,
)
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
_IS = re.compile(r"^(?:мы\s*[—–-]|я\s*[—–-]|у (?:нас|меня)|это|есть|встречайте:?|знакомьтесь:?)\s+", re.IGNORECASE)
_OUR = re.compile(
    r"^(?:наш(?:ей|его|их|у|а|е|и|ем)?|мо(?:ей|его|их|ю|й|я|ё|е|и|ём|ем)|сво(?:ей|его|их|ю|й|я|ё|и))\s+", re.IGNORECASE
)
_NEW = re.compile(r"^нов(?:ой|ого|ых|ую|ый|ая|ое|ые|ом)\s+", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+(?=(?:с|со|из|в|во|на|у|от|для|без|по|к|около|рядом с|возле|за|до|котор\w+|где|чтобы|под названием|"
    r"под брендом|прямо)\s)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\s*«([^»]{2,40})»")
_PEOPLE = re.compile(
    r"(родител|людей|детей|взросл|начинающ|женщин|мужчин|всех|тех,|компани|бизнес|семей|студент|школьник|"
    r"мам\b|пап\b|владельц|любител|путешествен|спортсмен|подростк|геймер|молод[её]ж|предпринимат|водител|турист|"
    r"покупател|дизайнер|программист|пенсионер|собак|кошек)",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(
    rf"(?P<who>(?:[\w-]+ ){{0,3}}?{_PEOPLE.pattern}\w*(?: [\w-]+){{0,2}}?) (?P<link>про|"
    rf"об?) (?=\S)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\s*\b(\d{1,2} (?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*)\s*$",
    re.IGNORECASE,
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
    if found := _WRAPPER.match(first):
        tone = found["about"] or ""
        case = _case_after((found["link"] or "").lower(), bool(found["colon"]))
        first = first[found.end() :]
        if found["link"] == "для" and (named := _FOR_WHOM.match(first)):
            meant, first = named["who"], first[named.end() :]
            case = "acc" if named["link"] == "про" else "prep"
    elif found := _VERBS.match(first):
        case = "prep" if found["about"] else "acc"
        first = first[found.end() :]
    elif found := _SLOGAN.match(first):
        call, first = found["call"], found["rest"]
    elif found := _IS.match(first):
        first = first[found.end() :]
    brand = ""
    if found := _QUOTED.search(first):
        brand, first = found[1], first[: found.start()] + first[found.end() :]
    head, *clauses = _clauses(first)
    if not brand and (found := _LATIN.search(head)) and not _PREPOSED.search(head[: found.start()]):
        brand, head = found[0], " ".join((head[: found.start()] + head[found.end() :]).split())
        if not head and clauses:
            head, clauses, case = clauses[0], clauses[1:], "nom"
    ours = bool(_OUR.match(head))
    head = _OUR.sub("", head)
    new = bool(_NEW.match(head))
    if dated := _DATE.search(head):
        head, clauses = head[: dated.start()], [dated[1], *clauses]
    head, *tails = _TAIL.split(head)
    topic = tails.pop(0) if tails and tails[0].startswith("по ") else ""
    subject, gender = _subject(head, case)
    subject = f"{subject} {topic}".strip() if subject else ""
    origin, where, audience, qualities = _sorted_tails(tails)
    return Reading(
        subject=subject,
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
    head, *clauses = _clauses(claim)
    said, *dates = _BY.split(head)
    if (inner := _INNER.search(said)) and len(said) > _SAYABLE:
        said = f"{said.split(maxsplit=1)[0]} {inner['goal']}"
    if len(said) > _SAYABLE and (purpose := re.search(r"\s(?=(?:на|для|чтобы|в|у)\s)", said)):
        said, clauses = said[: purpose.start()], [f"это {said[purpose.end() :]}", *clauses]
    return Reading(
        brand=brand, claim=said, goal=said, cause=True, clauses=(*dates, *(clean_clause(c) for c in clauses))
    )


def _case_after(link: str, colon: bool) -> Case:
    if colon:
        return "nom"
    if link in {"про"} or link.startswith("рекламирующ"):
        return "acc"
    return "prep" if link in {"о", "об", "обо"} else "gen"


def _subject(head: str, case: Case) -> tuple[str, Gender]:
    head = head.strip(" .!")
    found = nominative(head, case)
    if not found:  # a phrase in an oblique case that is not understood must not pass for a nominative
        return "", "m"
    name, gender = found
    if re.match(r"[А-ЯЁ][а-яё]", name):
        name = name[0].lower() + name[1:]
    return name, gender


def _clauses(sentence: str) -> list[str]:
    parts = re.split(r"(?:,(?!\d|\s(?:кто|что|чтобы)\s)|;|:(?!\d)|[!?](?=\s)|\s[—–-]\s|—)\s*", sentence.strip(" .!"))
    return [p.strip() for p in parts if p.strip()] or [""]


def _sorted_tails(tails: list[str]) -> tuple[str, str, str, list[str]]:
    origin = where = audience = ""
    qualities: list[str] = []
    for tail in tails:
        marker, _, rest = tail.partition(" ")
        proper = bool(re.match(r"(?:(?:центре|самом центре|сердце|старом|районе|городе|рядом с) )*[А-ЯЁA-Z]", rest))
        if marker.lower() in {"в", "во", "на", "у", "около", "возле", "рядом"} and proper:
            where = tail
            origin = f"{origin} {tail}" if origin else ""
        elif marker.lower() in {"из", "от"} and not origin and not qualities:
            origin = tail
        elif marker.lower() in {"в", "на", "из", "от", "по", "к", "за", "до", "у"} and qualities:
            qualities[-1] = f"{qualities[-1]} {tail}"
        elif marker.lower() in {"в", "на", "из", "от", "у"} and origin:
            origin = f"{origin} {tail}"
        elif marker.lower() == "для" and _PEOPLE.search(rest):
            audience = rest
        else:
            qualities.append(tail)
    return origin, where, audience, [clean_clause(q) for q in qualities]


_LEAD = re.compile(
    r"^(?:(?:и|а|но|также|а также|ещ[её]|плюс|который|которая|которое|которые|где)\s+)*(?:(?:он|она|оно|они)\s+)?",
    re.IGNORECASE,
)


def clean_clause(clause: str) -> str:
    """A clause as a phrase that can stand alone: "и она не промокает" is "не промокает"."""
    return _LEAD.sub("", clause.strip(" .!,"), count=1).strip()


def audience_of(clause: str) -> str:
    """ "семей с детьми" of "для семей с детьми"; "" for any other clause."""
    found = re.match(r"для (?P<who>.+)$", clause, re.IGNORECASE)
    return found["who"] if found and _PEOPLE.search(found["who"]) else ""


def asks(sentence: str) -> bool:
    """Whether it only asks for a video ("нужен ролик") and says nothing of what is advertised."""
    return bool(_REQUEST.match(sentence.strip(" .!?,")))


def clauses_of(sentence: str) -> list[str]:
    if sentence.endswith("?") or (
        len(sentence) <= 80 and re.match(r"(вы|ваш|мы|наш|кажд|никак|от|когда|пусть)\w*\s", sentence, re.IGNORECASE)
    ):
        return [sentence.rstrip(".!")]
    return [c for clause in _clauses(sentence) if (c := clean_clause(clause))]
