"""Russian briefs that name a deed and no thing: "Учим играть на гитаре", "Помогаем бездомным кошкам найти дом"."""

import re
from dataclasses import dataclass

from spotworks.adapters.local.writer.russian_clauses import TAIL

SAYABLE = 32  # characters of a deed that a voice says in one breath

_DEED = re.compile(  # hardly a noun ends on -аем, -яем, -уем; verbs on -им and -ём are told by name
    r"^(?:(?:мы|я|наш\w* (?:команда|мастера|школа|студия)) )?(?:(?:уже|всегда|быстро|бережно|бесплатно) )*"
    r"(?P<verb>(?:[а-яё]{2,}(?:аем|яем|уем|еваем|ываю|иваю|аю)|"
    r"(?:об|на|пере)?учим|(?:по)?чиним|лечим|готовим|строим|ищем|находим|(?:при|от|раз|пере|вы|у)?возим|красим|стриж[её]м|"
    r"пишем|вяжем|снимаем|сда[её]м|прода[её]м в аренду|вед[её]м|растим|кормим|чистим|моем|стираем|переводим|храним|"
    r"тренируем|заботимся|занимаемся|ставим|точим|клеим|спас[её]м|учу|чиню|готовлю|строю|ищу|"
    r"вожу|стригу|пишу|крашу)(?:ся)?)\s+(?P<rest>[^«].*)$",
    re.IGNORECASE,
)
_SELLS = re.compile(  # what they make or sell is a thing and has a noun
    r"(?:дела|изготавлива|выпуска|предлага|открыва|запуска|обжарива|выращива|созда|продава|рекламиру|представля|"
    r"приглаша|объявля|организу)(?:ем|ю)$",
    re.IGNORECASE,
)
_HELPS = re.compile(
    r"(?:помога|спаса|корм|ищ|находи|защища|собира|сажа|восстанавлива|пристраива|забот|лечи|дари)", re.I
)
_WEAK = re.compile(
    r"\b(?:бездомн|приют|сирот|ветеран|пожил|одинок|беженц|больн\w+ дет|тяжелобольн|хоспис|брошенн|бродяч|малоимущ|"
    r"нуждающ|деревь|лес(?:а|ов)?\b|пострадавш)",
    re.IGNORECASE,
)
_TEACHES = re.compile(r"^(?:об|на)?уч(?:им|у|аем)|^преподаём|^тренир|^готовим к", re.IGNORECASE)


@dataclass(frozen=True)
class Deed:
    """claim: in whole; goal: as much as is said in one breath; rest: what of it stands alone; category: "" for any."""

    claim: str
    goal: str
    rest: tuple[str, ...]
    cause: bool
    category: str


def deed_of(sentence: str) -> Deed | None:
    """What is done and for whom; None for a sentence that names a thing, or sells one."""
    found = _DEED.match(sentence)
    if not found or _SELLS.search(found["verb"]):
        return None
    said, *tails = TAIL.split(f"{found['verb']} {found['rest']}")
    while tails and len(said) + len(tails[0]) < SAYABLE:
        said = f"{said} {tails.pop(0)}"
    claim = said[0].upper() + said[1:]
    goal = claim
    if len(goal) > SAYABLE and (purpose := re.search(r"\s(?=[а-яё]+(?:ть|ти|чь)(?:ся)?\s)", goal)):
        goal = goal[: purpose.start()]
    return Deed(
        claim=claim,
        goal=goal,
        rest=tuple(tails),
        cause=bool(_HELPS.match(found["verb"]) and _WEAK.search(claim)),
        category="course" if _TEACHES.match(claim) else "",
    )
