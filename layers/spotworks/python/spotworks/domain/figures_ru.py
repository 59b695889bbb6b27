"""How figures in a Russian text are read, in the case and gender that the words around them ask for."""

import re
from collections.abc import Callable

from spotworks.domain.numerals import MOST, Case, Gender, plural, russian, russian_ordinal

_NUM = r"(?<![\w.,])(\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?!\d)|\d+)(?:[.,](\d{1,2})(?!\d))?"
_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_MONTH = rf"({'|'.join(_MONTHS)})(?!\w)"
_MONEY = {"€": ("евро", "евро", "евро"), "$": ("доллар", "доллара", "долларов"), "£": ("фунт", "фунта", "фунтов"),
          "₽": ("рубль", "рубля", "рублей"), "¥": ("иена", "иены", "иен")}  # fmt: skip
_CENTS = {"€": ("цент", "цента", "центов"), "$": ("цент", "цента", "центов"), "£": ("пенс", "пенса", "пенсов"),
          "₽": ("копейка", "копейки", "копеек"), "¥": ("сен", "сена", "сен")}  # fmt: skip
_UNITS = {
    "г": "грамм грамма граммов", "кг": "килограмм килограмма килограммов", "мг": "миллиграмм миллиграмма миллиграммов",
    "т": "тонна тонны тонн", "мл": "миллилитр миллилитра миллилитров", "л": "литр литра литров",
    "мм": "миллиметр миллиметра миллиметров", "см": "сантиметр сантиметра сантиметров", "м": "метр метра метров",
    "км": "километр километра километров", "км/ч": "километр_в_час километра_в_час километров_в_час",
    "м²": "квадратный_метр квадратных_метра квадратных_метров",
    "м2": "квадратный_метр квадратных_метра квадратных_метров",
    "ч": "час часа часов", "мин": "минута минуты минут", "сек": "секунда секунды секунд",
    "шт": "штука штуки штук", "руб": "рубль рубля рублей", "р": "рубль рубля рублей",
    "гб": "гигабайт гигабайта гигабайт",
    "мач": "миллиампер-час миллиампер-часа миллиампер-часов", "вт": "ватт ватта ватт",
    "°c": "градус градуса градусов", "°с": "градус градуса градусов", "°": "градус градуса градусов",
    "тыс": "тысяча тысячи тысяч", "млн": "миллион миллиона миллионов", "млрд": "миллиард миллиарда миллиардов",
}  # fmt: skip
_FEMININE = {"минута", "секунда", "тонна", "штука", "тысяча", "иена", "копейка"}
_SOFT_FEMININE = {"ночь", "вещь", "роль", "дочь", "кровать", "часть", "степень", "площадь", "серия", "жизнь"}
_GENITIVE = {"от", "до", "из", "без", "у", "около", "после", "более", "менее", "больше", "меньше", "свыше", "для",
             "с", "со", "старше", "младше", "порядка"}  # fmt: skip
_ENDINGS = {"й": "ый", "я": "ая", "е": "ое", "го": "ого", "му": "ому", "м": "ом", "ю": "ую", "х": "ых", "ой": "ой",
            "ый": "ый", "ая": "ая", "ое": "ое", "ого": "ого"}  # fmt: skip
_DISCOUNT = {"скидка": "ая", "скидки": "ой", "скидку": "ую", "скидкой": "ой", "скидке": "ой"}
_YEAR = {"год": "ый", "года": "ого", "году": "ом", "годом": "ым", "годе": "ом", "г": "ого"}


def case_of(before: str, after: str) -> Case:
    """The case of a number between two stretches of text: a preposition's, as the noun's ending confirms."""
    prepositions = re.findall(r"[а-яё]+", before.lower())[-1:]
    if before and before.rstrip()[-1:] in {".", "!", "?", ",", ";", ":"}:
        prepositions = []
    last = prepositions[0] if prepositions else ""
    noun = next(iter(re.findall(r"^[\s\u00a0]*([а-яё]+)", after.lower())), "")
    if last in {"с", "со"} and re.search(r"(?:[аяь]ми)$", noun):
        return "instrumental"
    if last in _GENITIVE:
        return "genitive"
    if last in {"к", "ко"}:
        return "dative"
    if last in {"в", "во", "на", "о", "об", "при"} and re.search(r"[ая]х$", noun):
        return "prepositional"
    return "nominative"


def gender_of(number: int, after: str) -> Gender:
    """Read off the ending of the noun after a number that ends in 1 or 2: "21 минута", "2 недели"."""
    words = re.findall(r"[а-яё]+", (re.match(r"[\s\u00a0]*(?:[а-яё]+[\s\u00a0]*){0,3}", after.lower()) or [""])[0])
    words = [w for w in words if not re.search(r"(?:ых|их)$", w)]
    noun = words[0] if words else ""
    if number % 100 in {11, 12} or not noun:
        return "m"
    if number % 10 == 1:
        return "f" if noun[-1] in "аяую" or noun in _SOFT_FEMININE else "n" if noun[-1] in "оеё" else "m"
    return "f" if number % 10 == 2 and noun[-1] in "ыи" else "m"


def number(whole: str, part: str | None = None, *, gender: Gender = "m", case: Case = "nominative") -> str:
    digits = re.sub(r"\D", "", whole)
    if len(digits) > len(str(MOST)) - 1 or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(russian(int(d)) for d in digits)
    count = int(digits)
    if not part or not part.strip("0"):
        return russian(count, gender, case)
    if part.strip("0") == "5" and part[0] == "5":
        if count == 1:
            return (
                "полторы"
                if gender == "f" and case == "nominative"
                else "полтора"
                if case == "nominative"
                else "полутора"
            )
        if count:
            return f"{russian(count, gender, case)} с половиной"
    if not count:
        return f"ноль {russian(int(part))}"
    parts = int(part)
    small = ("десятая", "десятых") if len(part) == 1 else ("сотая", "сотых")
    return (
        f"{russian(count, 'f', case)} и {russian(parts, 'f', case)} {small[plural(parts) > 0 or case != 'nominative']}"
    )


def _counted(m: re.Match[str], whole: str, part: str | None, forms: tuple[str, ...]) -> str:
    case = case_of(m.string[: m.start()], "")
    gender: Gender = "f" if forms[0] in _FEMININE else "m"
    count = int(re.sub(r"\D", "", whole))
    fraction = bool(part and part.strip("0"))
    if fraction and part and part[0] == "5" and part.strip("0") == "5" and count > 1:
        form = forms[max(1, plural(count))]
    elif fraction:
        form = forms[1]
    elif case == "nominative":
        form = forms[plural(count)]
    else:
        form = forms[1 if plural(count) == 0 else 2]
    if case != "nominative" and fraction:
        form = forms[2]
    if case in {"dative", "instrumental", "prepositional"}:
        case = "genitive"  # the forms of a unit are at hand in no other
    return f"{number(whole, part, gender=gender, case=case)} {form.replace('_', ' ')}"


def _money(m: re.Match[str], sign: str, whole: str, part: str | None) -> str:
    said = _counted(m, whole, None, _MONEY[sign])
    if part and part.strip("0"):
        cents = int(part.ljust(2, "0"))
        forms = _CENTS[sign]
        said += f" {russian(cents, 'f' if forms[0] in _FEMININE else 'm')} {forms[plural(cents)]}"
    return said


def _unit(m: re.Match[str]) -> str:
    name = m[3].lower()
    if m[3] != name and name in {"м", "л", "г", "ч", "р", "т"}:
        return m[0]
    said = _counted(m, m[1], m[2], tuple(_UNITS[name].split()))
    dot = m[0].endswith(".") and re.match(r"\s*$|\s+[A-ZА-ЯЁ«“]", m.string[m.end() :])
    return said + ("." if dot else "")  # its full stop may end the sentence too


def _percent(m: re.Match[str]) -> str:
    if (noun := (m[3] or "").lower()) and not m[2]:
        joined = russian(int(re.sub(r"\D", "", m[1])), case="genitive").replace(" ", "")
        return f"{joined}процентн{_DISCOUNT[noun]} {noun}"
    return _counted(m, m[1], m[2], ("процент", "процента", "процентов")) + (f" {m[3]}" if m[3] else "")


def _day(day: str, before: str) -> str:
    word = next(iter(re.findall(r"([а-яё]+)[\s\u00a0]*$", before.lower())), "")
    return russian_ordinal(int(day), {"к": "ому", "по": "ое", "на": "ое"}.get(word, "ого"))


def _date(m: re.Match[str], day: str, month: str, year: str | None) -> str:
    if not 1 <= int(day) <= 31:
        return m[0]
    said = f"{_day(day, m.string[: m.start()])} {month}"
    return f"{said} {russian_ordinal(int(year), 'ого')} года" if year else said


def _numeric(m: re.Match[str], day: str, month: str, year: str | None) -> str:
    return _date(m, day, _MONTHS[int(month) - 1], year) if 1 <= int(month) <= 12 else m[0]


def _year(m: re.Match[str]) -> str:
    said = russian_ordinal(int(m[1]), _YEAR[m[2].lower().rstrip(".")])
    return f"{said} {'года' if m[2].lower().startswith('г.') or m[2].lower() == 'г' else m[2]}"


def _time(m: re.Match[str]) -> str:
    case = case_of(m.string[: m.start()], "")
    case = "genitive" if case == "genitive" else "nominative"
    hour, minute = int(m[1]), int(m[2])
    if minute:
        return f"{russian(hour, case=case)} {'ноль ' if minute < 10 else ''}{russian(minute, case=case)}"
    form = ("час", "часа", "часов")[plural(hour)] if case == "nominative" else ("часа", "часов")[plural(hour) > 0]
    return f"{russian(hour, case=case)} {form}"


def _phone(m: re.Match[str]) -> str:
    if len(re.sub(r"\D", "", m[0])) < 10:
        return m[0]
    groups = [
        " ".join(["ноль"] * (len(g) - len(g.lstrip("0"))) + [russian(int(g))] * bool(g.strip("0")))
        for g in re.findall(r"\d{1,3}", m[0])
    ]
    return ("плюс " if m[0].startswith("+") else "") + ", ".join(groups)


def _ordinal(m: re.Match[str]) -> str:
    return russian_ordinal(int(m[1]), _ENDINGS[m[2].lower()])


def _bare(m: re.Match[str]) -> str:
    after = m.string[m.end() :]
    count = int(re.sub(r"\D", "", m[1])) if len(m[1]) < 12 else 0
    said = number(m[1], m[2], gender=gender_of(count, after), case=case_of(m.string[: m.start()], after))
    accusative = re.match(r"[\s\u00a0]+[а-яё]+[ую](?![а-яё])", after)
    return re.sub("одна$", "одну", said) if accusative else said


def _range(m: re.Match[str]) -> str:
    after, case = m.string[m.end() :], case_of(m.string[: m.start()], m.string[m.end() :])
    return "-".join(number(n, gender=gender_of(int(n), after), case=case) for n in (m[1], m[2]))


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _rule(pattern: str, say: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern, re.IGNORECASE), say


_S = r"[\s\u00a0\u202f]"
_UNIT_NAMES = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))

RULES: tuple[Rule, ...] = (
    _rule(r"\b24/7\b", lambda m: "круглые сутки"),
    _rule(
        r"(?<![\w.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?:" + _S + r"г(?:ода|\.)?)?(?!\w)",
        lambda m: _numeric(m, m[1], m[2], m[3]),
    ),
    _rule(r"(?<![\w.])(?<=до )(\d\d)\.(\d\d)(?![\w.]*\d)|(?<=по )(\d\d)\.(\d\d)(?![\w.]*\d)",
          lambda m: _numeric(m, m[1] or m[3], m[2] or m[4], None)),
    _rule(
        rf"(?<!\w)(\d{{1,2}})(?={_S}(?:по|до|и){_S}\d{{1,2}}{_S}{_MONTH})",
        lambda m: _day(m[1], m.string[: m.start()]),
    ),
    _rule(
        rf"(?<![\w.])(\d{{1,2}}){_S}{_MONTH}(?:{_S}(\d{{4}})(?:{_S}г(?:ода|\.)?(?!\w))?)?",
        lambda m: _date(m, m[1], m[2], m[3]),
    ),
    _rule(r"(?<!\w)(1\d{3}|20\d\d)" + _S + r"(года|году|годом|годе|год|г\.|г)(?!\w)", _year),
    _rule(r"(?<![\w.:])([01]?\d|2[0-3]):([0-5]\d)(?![\w:])", _time),
    _rule(r"(?<![\w.])\+?\(?\d[\d ()\u00a0-]{8,17}\d(?!\w)", _phone),
    _rule(rf"([€$£¥₽]){_S}?{_NUM}", lambda m: _money(m, m[1], m[2], m[3])),
    _rule(rf"{_NUM}{_S}?([€$£¥₽])", lambda m: _money(m, m[3], m[1], m[2])),
    _rule(rf"{_NUM}{_S}?%(?:{_S}({'|'.join(_DISCOUNT)})(?!\w))?", _percent),
    _rule(rf"{_NUM}{_S}?({_UNIT_NAMES})(?!\w)\.?", _unit),
    _rule(rf"(?<!\w)(\d{{1,4}})-({'|'.join(sorted(_ENDINGS, key=len, reverse=True))})(?!\w)", _ordinal),
    _rule(r"(?<!\w)(\d{1,5})\s?[–-]\s?(\d{1,5})(?![\w-])", _range),
    _rule(r"(?<![\w.])(\d{1,2}):(\d{1,2})(?![\w:])", lambda m: f"{number(m[1])} на {number(m[2])}"),
    _rule(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)", lambda m: " точка ".join(map(number, m[0].split(".")))),
    _rule(r"(?<=\d в )1(?![\w.,]*\d)", lambda m: "одном"),
    _rule(rf"{_NUM}/(5|10)(?!\w)", lambda m: f"{number(m[1], m[2])} из {number(m[3], case='genitive')}"),
    _rule(rf"{_NUM}\+", lambda m: f"более {number(m[1], m[2], case='genitive')}"),
    _rule(_NUM, _bare),
)  # fmt: skip
