"""The numbers of a text by their value: "$89.00" is "89 dollars", "690 ₽" is «шестьсот девяносто рублей»."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from spotworks.domain.base import Frozen
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.writing import apart

_SPACE = " \u00a0\u202f\u2009"
_DIGITS = rf"\d{{1,3}}(?:[{_SPACE},’']\d{{3}}(?!\d))+(?:\.\d+)?|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = {"k": 1_000, "thousand": 1_000, "тыс": 1_000, "тысяч": 1_000, "mln": 10**6, "million": 10**6, "млн": 10**6,
          "миллион": 10**6, "billion": 10**9, "млрд": 10**9, "миллиард": 10**9}  # fmt: skip
_SCALES = re.compile(
    rf"[{_SPACE}-]?(?:(k|тыс|тысяч|mln|million|млн|миллион|billion|млрд|миллиард)(?:ов|а|и)?(?!\w)\.?|M(?!\w))"
)
_YEAR = re.compile(rf"(?:19|20)\d\d[{_SPACE}]?(?:г\.?|год\w*)(?!\w)")  # "2019 г." weighs nothing
_LEAD = re.compile(rf"[{_SPACE}]?[-–]?[{_SPACE}]?")
_JOINTS = frozenset({*_SPACE, "-"})
_OF_YEAR = r"(?:,?[{space}](?P<year>(?:19|20)\d\d))?"
_DAY_MONTH = r"(?<![\d.])(?P<day>\d{{1,2}})(?:st|nd|rd|th|-?го)?(?: of)?[{space}](?P<month>{months})\b\.?" + _OF_YEAR
_MONTH_DAY = r"\b(?P<month>{months})\.?[{space}](?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)" + _OF_YEAR
_NUMERIC = re.compile(
    r"(?<![\d.])(?:(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>(?:20)?\d\d)"
    r"|(?<=до )(?P<d3>\d{1,2})\.(?P<m3>\d\d))(?![\d])"
)


Unit = tuple[str, Decimal, int]
"""Base, factor, and where the unit ends in the text."""

_POUNDS = frozenset({"pound", "GBP", "lb"})  # a voice says "pounds" for both


class Amount(Frozen):
    """unit: a base such as "USD", "%", "g", "s"; "date" for a day (value: month * 100 + day); "" for a bare number."""

    value: Decimal
    unit: str = ""
    start: int = 0
    end: int = 0

    def same_as(self, other: "Amount") -> bool:
        """A unit that one of them leaves out is no difference."""
        return self.value == other.value and (
            self.unit == other.unit
            or "" in (self.unit, other.unit)
            or ("pound" in (self.unit, other.unit) and {self.unit, other.unit} <= _POUNDS)
        )


class Day(Frozen):
    """A day of the calendar as a text names it. year: 0 where it says none."""

    day: int
    month: int
    year: int
    start: int
    end: int


def days_in(text: str, rules: ClaimRules) -> tuple[Day, ...]:
    found: list[Day] = []
    for pattern in _calendar(rules.months):
        for match in pattern.finditer(text):
            months = (n for n, name in enumerate(rules.months, 1) if re.fullmatch(name, match["month"], re.IGNORECASE))
            found.append(_day(match["day"], next(months), match["year"], match))
    for match in _NUMERIC.finditer(text):
        given = {name[0]: value for name, value in match.groupdict().items() if value}
        found.append(_day(given["d"], given["m"], given.get("y"), match))
    real = [day for day in found if 1 <= day.day <= 31 and 1 <= day.month <= 12]
    return tuple(day for n, day in enumerate(real) if not any(_overlap(day, other) for other in real[:n]))


@cache
def _calendar(months: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    names = "|".join(months)
    filled = (pattern.format(months=names, space=_SPACE) for pattern in (_DAY_MONTH, _MONTH_DAY))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in filled)


def _day(day: str, month: int | str, year: str | None, match: re.Match[str]) -> Day:
    full = int(year or 0)
    return Day(
        day=int(day),
        month=int(month),
        year=full + 2000 if 0 < full < 100 else full,
        start=match.start(),
        end=match.end(),
    )


def _overlap(one: Day | Amount, other: Day | Amount) -> bool:
    return one.start < other.end and other.start < one.end


def amounts_in(text: str, rules: ClaimRules, *, loose: bool = False) -> tuple[Amount, ...]:
    """In the order of the text.

    A number in digits always counts; one that is written out counts if it measures something ("two hours", not "two
    cups and nowhere to be"), unless `loose`.
    """
    text = apart(text)
    days = days_in(text, rules)
    found: list[Amount] = []
    for day in days:
        found.append(Amount(value=Decimal(day.month * 100 + day.day), unit="date", start=day.start, end=day.end))
        if day.year:
            found.append(Amount(value=Decimal(day.year), start=day.start, end=day.end))
    taken: list[Day | Amount] = list(days)
    for pattern, value, unit in rules.figures:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            taken.append(Amount(value=value, unit=unit, start=match.start(), end=match.end()))
            found.append(Amount(value=value, unit=unit, start=match.start(), end=match.end()))
    for amount in (*_in_digits(text, rules), *_written_out(text, rules, loose=loose)):
        if not any(_overlap(amount, other) for other in taken):
            taken.append(amount)
            found.append(amount)
    return tuple(sorted(found, key=lambda amount: amount.start))


def _in_digits(text: str, rules: ClaimRules) -> Iterator[Amount]:
    for match in re.finditer(rf"(?<!\w)(?P<money>[€$£₽¥][{_SPACE}]?)?(?P<number>{_DIGITS})", text):
        value, end = _value(match["number"]), match.end()
        if scale := _SCALES.match(text, end):
            value, end = value * _SCALE.get(scale[1] or "mln", 10**6), scale.end()
        if match["money"]:
            unit: Unit | None = _unit(match["money"].strip(), 0, rules)
        elif not _YEAR.match(text, match.start()):
            unit = _unit(text, end, rules)
            end = unit[2] if unit else end
        else:
            unit = None
        yield _amount(value, unit, match.start(), end)


def _value(number: str) -> Decimal:
    if re.fullmatch(rf"\d{{1,3}}(?:[{_SPACE},’']\d{{3}})+(?:\.\d+)?", number):
        return Decimal(re.sub(rf"[{_SPACE},’']", "", number))
    return Decimal(number.replace(".", "") if number.count(".") > 1 else number.replace(",", "."))


def _amount(value: Decimal, unit: Unit | None, start: int, end: int) -> Amount:
    base, factor, _ = unit or ("", Decimal(1), 0)
    return Amount(value=value * factor, unit=base, start=start, end=end)


def _unit(text: str, at: int, rules: ClaimRules) -> Unit | None:
    lead = _LEAD.match(text, at)
    match = rules.unit_words.match(text, lead.end() if lead else at)
    if not match or not match.lastindex:
        return None
    _, base, factor = rules.units[match.lastindex - 1]
    return base, factor, match.end()


def _written_out(text: str, rules: ClaimRules, *, loose: bool) -> Iterator[Amount]:
    group: list[tuple[Decimal, int, int]] = []
    for word in re.finditer(r"[^\W\d_]+", text):
        number = rules.number_words.fullmatch(word[0])
        if group and not (number and _joins(text[group[-1][2] : word.start()], group[-1][0])):
            if word[0].lower() == "and":
                continue
            yield from _measured(group, text, rules, loose=loose)
            group = []
        if number and number.lastindex:
            group.append((rules.numbers[number.lastindex - 1][1], word.start(), word.end()))
    if group:
        yield from _measured(group, text, rules, loose=loose)


def _joins(between: str, before: Decimal) -> bool:
    return between in _JOINTS or (before >= 100 and between == " and ")


def _measured(group: list[tuple[Decimal, int, int]], text: str, rules: ClaimRules, *, loose: bool) -> Iterator[Amount]:
    """The number that several words make ("two hundred and forty"), with its unit."""
    total = part = Decimal(0)
    for value, _, _ in group:
        if value >= 1_000:
            total, part = total + (part or Decimal(1)) * value, Decimal(0)
        elif value == 100:
            part = (part or Decimal(1)) * 100
        else:
            part += value
    unit = _unit(text, group[-1][2], rules)
    value = total + part
    if unit or loose or (value >= 1_000 and len(group) > 1):
        yield _amount(value, unit, group[0][1], unit[2] if unit else group[-1][2])
