"""The clauses of a Russian sentence, each as a phrase that can stand alone."""

import re

TAIL = re.compile(
    r"\s+(?=(?:с|со|из|в|во|на|у|от|для|без|по|к|около|рядом с|возле|за|до|котор\w+|где|чтобы|под названием|"
    r"под брендом|прямо)\s)",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"(родител|людей|детей|взросл|начинающ|женщин|мужчин|всех|тех,|компани|бизнес|семей|студент|школьник|"
    r"мам\b|пап\b|владельц|любител|путешествен|спортсмен|подростк|геймер|молод[её]ж|предпринимат|водител|турист|"
    r"покупател|дизайнер|программист|пенсионер|собак|кошек)",
    re.IGNORECASE,
)


def split_clauses(sentence: str) -> list[str]:
    parts = re.split(r"(?:,(?!\d|\s(?:кто|что|чтобы)\s)|;|:(?!\d)|[!?](?=\s)|\s[—–-]\s|—)\s*", sentence.strip(" .!"))
    return [p.strip() for p in parts if p.strip()] or [""]


def sorted_tails(tails: list[str]) -> tuple[str, str, str, list[str]]:
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
        elif marker.lower() == "для" and PEOPLE.search(rest):
            audience = rest
        else:
            qualities.append(tail)
    return origin, where, audience, [clean_clause(q) for q in qualities]


_LEAD = re.compile(
    r"^(?:(?:и|а|но|ну|типа|короче|как бы|в общем|"
    r"также|а также|ещ[её]|плюс|который|которая|которое|которые|где)\s+)*(?:(?:он|она|оно|они)\s+)?",
    re.IGNORECASE,
)


def clean_clause(clause: str) -> str:
    """A clause as a phrase that can stand alone: "и она не промокает" is "не промокает"."""
    return _LEAD.sub("", clause.strip(" .!,"), count=1).strip()


def audience_of(clause: str) -> str:
    """ "семей с детьми" of "для семей с детьми"; "" for any other clause."""
    found = re.match(r"для (?P<who>.+)$", clause, re.IGNORECASE)
    return found["who"] if found and PEOPLE.search(found["who"]) else ""


def clauses_of(sentence: str) -> list[str]:
    if sentence.endswith("?") or (
        len(sentence) <= 80 and re.match(r"(вы|ваш|мы|наш|кажд|никак|от|когда|пусть)\w*\s", sentence, re.IGNORECASE)
    ):
        return [sentence.rstrip(".!")]
    return [c for clause in split_clauses(sentence) if (c := clean_clause(clause))]
