"""Numbers as words: English (American), and Russian with its genders and cases.

Our own and not num2words (0.5.14 of 2024-12, LGPL, 160 kB and docopt): it declines Russian well, but the domain imports
no third party, and which case a text asks for, units, dates and prices would be ours to find out all the same.
"""

from typing import Literal

Case = Literal["nominative", "genitive", "dative", "instrumental", "prepositional"]
Gender = Literal["m", "f", "n"]
MOST = 10**9  # beyond, a number is read digit by digit

_CASES: tuple[Case, ...] = ("nominative", "genitive", "dative", "instrumental", "prepositional")

_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
                 "nine": "ninth", "twelve": "twelfth"}  # fmt: skip

_RU_SMALL = [
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_RU_TENS = [
    "-",
    "-",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
_RU_DECLINED = {
    "ноль": "ноля нолю нолём ноле",
    "один": "одного одному одним одном", "одна": "одной одной одной одной", "одно": "одного одному одним одном",
    "два": "двух двум двумя двух", "две": "двух двум двумя двух",
    "три": "трёх трём тремя трёх", "четыре": "четырёх четырём четырьмя четырёх",
    "восемь": "восьми восьми восемью восьми",
    "сорок": "сорока сорока сорока сорока", "девяносто": "девяноста девяноста девяноста девяноста",
    "сто": "ста ста ста ста",
    "тысяча": "тысячи тысяче тысячей тысяче", "миллион": "миллиона миллиону миллионом миллионе",
}  # fmt: skip
_RU_SCALES = {
    "f": ("тысяча", "тысячи", "тысяч", "тысячам", "тысячами", "тысячах"),
    "m": ("миллион", "миллиона", "миллионов", "миллионам", "миллионами", "миллионах"),
}
_RU_ORDINALS = [
    "нулев",
    "перв",
    "втор",
    "трет",
    "четвёрт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
]
_RU_ORDINAL_TENS = [
    "-",
    "-",
    "двадцат",
    "тридцат",
    "сороков",
    "пятидесят",
    "шестидесят",
    "семидесят",
    "восьмидесят",
    "девяност",
]


def english(number: int) -> str:
    """327: "three hundred twenty-seven"."""
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {english(number % size)}" if number % size else ""
            return f"{english(number // size)} {name}{rest}"
    if number < 20:
        return _EN[number]
    return _EN_TENS[number // 10] + (f"-{_EN[number % 10]}" if number % 10 else "")


def english_ordinal(number: int) -> str:
    head, mark, last = _parted(english(number))
    if last.endswith("y"):
        return f"{head}{mark}{last[:-1]}ieth"
    return f"{head}{mark}{_EN_IRREGULAR.get(last, f'{last}th')}"


def _parted(words: str) -> tuple[str, str, str]:
    at = max(words.rfind(" "), words.rfind("-"))
    return words[: max(at, 0)], words[at] if at >= 0 else "", words[at + 1 :]


def english_year(year: int) -> str:
    """1998: "nineteen ninety-eight"; 2005: "two thousand five"; 2027: "twenty twenty-seven"."""
    century, rest = divmod(year, 100)
    if 2000 <= year < 2010 or year % 1000 == 0:
        return english(year)
    return f"{english(century)} {f'oh {english(rest)}' if 0 < rest < 10 else english(rest) if rest else 'hundred'}"


def plural(number: int) -> int:
    """Which of three Russian forms a whole number takes: рубль, рубля, рублей (Unicode CLDR)."""
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} else 2


def russian(number: int, gender: Gender = "m", case: Case = "nominative") -> str:
    """21, feminine, genitive: "двадцати одной"."""
    if number >= 10**6:
        return _scaled(number, 10**6, "m", gender, case)
    if number >= 1000:
        return _scaled(number, 1000, "f", gender, case)
    words = []
    if hundreds := number // 100:
        words.append(_hundreds(hundreds, case))
    if number % 100 >= 20:
        words.append(_declined(_RU_TENS[number % 100 // 10], case))
        number %= 10
    number %= 100
    if number or not words:
        one = {("f", 1): "одна", ("n", 1): "одно", ("f", 2): "две"}.get((gender, number), _RU_SMALL[number])
        words.append(_declined(one, case))
    return " ".join(words)


def _scaled(number: int, size: int, scale: Gender, gender: Gender, case: Case) -> str:
    count, rest = divmod(number, size)
    forms = _RU_SCALES[scale]
    if case == "nominative":
        noun = forms[plural(count)]
    elif plural(count) == 0:
        noun = _declined(forms[0], case)
    else:
        noun = forms[1 + _CASES.index(case)]
    counted = "" if count == 1 else russian(count, scale, case)
    return " ".join(filter(None, (counted, noun, russian(rest, gender, case) if rest else "")))


def _hundreds(count: int, case: Case) -> str:
    if count == 1:
        return _declined("сто", case)
    if case == "nominative":
        return {2: "двести", 3: "триста", 4: "четыреста"}.get(count, f"{_RU_SMALL[count]}сот")
    hundred = {"genitive": "сот", "dative": "стам", "instrumental": "стами", "prepositional": "стах"}[case]
    return _declined(_RU_SMALL[count], case) + hundred


def _declined(word: str, case: Case) -> str:
    if case == "nominative":
        return word
    if word in _RU_DECLINED:
        return _RU_DECLINED[word].split()[_CASES.index(case) - 1]
    if word.endswith("десят"):  # fifty to eighty change in the middle too
        return _declined(word.removesuffix("десят"), case) + ("десятью" if case == "instrumental" else "десяти")
    return word + "ю" if case == "instrumental" else word[:-1] + "и"


def russian_ordinal(number: int, ending: str) -> str:
    """27, "ого": "двадцать седьмого". ending: of a hard adjective ("ый", "ая", "ое", "ого", "ому", "ым", "ом", "ые",
    "ых", "ую", "ой"); the words that need another get it."""
    if number % 1000 == 0 and number:
        stem = "" if number == 1000 else russian(number // 1000, case="genitive").replace(" ", "")
        return f"{stem}тысячн{ending}"
    if number % 100 == 0 and number:
        before = f"{russian(number - number % 1000)} " if number > 1000 else ""
        count = number % 1000 // 100
        return f"{before}{'' if count == 1 else _declined(_RU_SMALL[count], 'genitive')}сот{ending}"
    small = number % 100 if number % 100 < 20 or number % 10 == 0 else number % 10
    before = f"{russian(number - small)} " if number > small else ""
    stem = _RU_ORDINALS[small] if small < 20 else _RU_ORDINAL_TENS[small // 10]
    return before + _adjective(stem, ending)


def _adjective(stem: str, ending: str) -> str:
    if stem == "трет":
        soft = {"ый": "ий", "ая": "ья", "ое": "ье", "ую": "ью", "ые": "ьи", "ой": "ьей", "ом": "ьем"}
        return stem + soft.get(ending, "ь" + ending.replace("о", "е", 1).replace("ы", "и"))
    if ending == "ый" and stem in {"нулев", "втор", "шест", "седьм", "восьм", "сороков"}:
        ending = "ой"
    return stem + ending
