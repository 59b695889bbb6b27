"""What is written and what is said for it, in both languages; how long it takes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.numerals import english, english_year, russian, russian_ordinal
from spotworks.domain.speech import aloud, parts, seconds, spoken

EN = {
    "It weighs 900 g. It packs flat.": "It weighs nine hundred grams. It packs flat.",
    "From €15 a day.": "From fifteen euros a day.",
    "20% off until 31 December, now $89.": "twenty percent off until the thirty-first of December, "
    "now eighty-nine dollars.",
    "$1,299.50 or $49.99": "one thousand two hundred ninety-nine dollars and fifty cents or forty-nine dollars and "
    "ninety-nine cents",
    "$5M raised, 10k users, 4K video": "five million dollars raised, ten thousand users, four K video",
    "600 km range.": "six hundred kilometre range.",
    "A 30-day return": "A thirty-day return",
    "12 June 2027": "the twelfth of June, twenty twenty-seven",
    "12.06.2027": "the twelfth of June, twenty twenty-seven",
    "2027-06-12": "the twelfth of June, twenty twenty-seven",
    "June 12th, 2027": "June twelfth, twenty twenty-seven",
    "on the 3rd of May": "on the third of May",
    "18:30, 6:30 pm, 9 a.m., 10:05": "eighteen thirty, six thirty P M, nine A M, ten oh five",
    "since 1998, in 2005": "since nineteen ninety-eight, in two thousand five",
    "the 1990s": "the nineteen nineties",
    "0161 496 0000": "zero one six one, four nine six, zero zero zero zero",
    "honeylab.com/sale": "honeylab dot com slash sale",
    "hello@lumo.com": "hello at lumo dot com",
    "4.8/5 or 4.8 out of 5": "four point eight out of five or four point eight out of five",
    "30–40 minutes, 500+ lessons": "thirty to forty minutes, five hundred plus lessons",
    "Salt & pepper, 24/7": "Salt and pepper, around the clock",
    "the 2nd of 3": "the second of three",
    "16:9": "sixteen by nine",
    "B2B": "B2B",
}
RU = {
    "Весит 900 г. Не тонет.": "Весит девятьсот граммов. Не тонет.",
    "500 г за 690 рублей": "пятьсот граммов за шестьсот девяносто рублей",
    "от 690 рублей": "от шестисот девяноста рублей",
    "Цена: 1 490 ₽.": "Цена: тысяча четыреста девяносто рублей.",
    "49,90 €": "сорок девять евро девяносто центов",
    "Скидка 15% до 31 декабря": "Скидка пятнадцать процентов до тридцать первого декабря",
    "с 25% скидкой": "с двадцатипятипроцентной скидкой",
    "12 июня 2027": "двенадцатого июня две тысячи двадцать седьмого года",
    "12.06.2027": "двенадцатого июня две тысячи двадцать седьмого года",
    "с 1 по 7 мая": "с первого по седьмое мая",
    "к 8 марта": "к восьмому марта",
    "в 2027 году, с 1998 года": "в две тысячи двадцать седьмом году, с тысяча девятьсот девяносто восьмого года",
    "с 9:00 до 21:00, в 18:30": "с девяти часов до двадцати одного часа, в восемнадцать тридцать",
    "+7 (495) 123-45-67": "плюс семь, четыреста девяносто пять, сто двадцать три, сорок пять, шестьдесят семь",
    "lumo.ru/sale": "lumo точка ру слэш sale",
    "2 минуты и 21 минута": "две минуты и двадцать одна минута",
    "1 книга, 1 окно, 22 окна": "одна книга, одно окно, двадцать два окна",
    "за 1 минуту": "за одну минуту",
    "более 10 000 клиентов": "более десяти тысяч клиентов",
    "в 5 минутах от метро": "в пяти минутах от метро",
    "с 3 камерами": "с тремя камерами",
    "4,8 из 5": "четыре и восемь десятых из пяти",
    "1,5 л и 2,5 кг, 5,5 км": "полтора литра и два с половиной килограмма, пять с половиной километров",
    "до 5 кг, от 1 кг": "до пяти килограммов, от одного килограмма",
    "1-й этаж, 3-го мая, 2-я чашка": "первый этаж, третьего мая, вторая чашка",
    "2 млн человек": "два миллиона человек",
    "50+ уроков, 24/7": "более пятидесяти уроков, круглые сутки",
    "3 в 1": "три в одном",
    "−5 °C": "минус пять градусов",
}


@pytest.mark.parametrize(
    ("language", "written", "said"), [("en", *pair) for pair in EN.items()] + [("ru", *pair) for pair in RU.items()]
)
def test_figures_are_said_as_people_say_them(language: str, written: str, said: str) -> None:
    assert aloud(written, language) == said


def test_numbers_decline_to_their_last_word() -> None:
    assert russian(2_021, "f", "genitive") == "двух тысяч двадцати одной"
    assert russian(365, "m", "instrumental") == "тремястами шестьюдесятью пятью"
    assert russian_ordinal(40, "ый") == "сороковой"
    assert russian_ordinal(2000, "ом") == "двухтысячном"
    assert russian_ordinal(23, "ые") == "двадцать третьи"
    assert (english(1_000_001), english_year(1907)) == ("one million one", "nineteen oh seven")


def test_what_is_said_as_one_is_one_word_of_the_captions() -> None:
    assert [part.written for part in parts("До 12 июня 2027 года, 1 299 ₽!", "ru")] == [
        "До",
        "12\u00a0июня\u00a02027\u00a0года,",
        "1\u00a0299\u00a0₽!",
    ]


@given(text=st.text(max_size=120), language=st.sampled_from(["en", "ru", "fr"]))
def test_any_text_is_said_and_keeps_every_letter_that_was_written(text: str, language: str) -> None:
    found = parts(text, language)
    said, starts = spoken(found)
    assert len(starts) == len(found)
    written = "".join(part.written for part in found)
    assert {c for c in written if c.isalpha()} <= set(text)
    assert seconds(text, language) >= 0
    assert (seconds(text, language) == 0) == (not any(c.isalpha() for c in said))


@given(digits=st.integers(0, 10**9 - 1), language=st.sampled_from(["en", "ru"]))
def test_every_number_becomes_words_without_a_digit(digits: int, language: str) -> None:
    said = aloud(f"{digits}", language)
    assert said
    assert not any(c.isdigit() for c in said)


def test_more_words_take_longer_and_an_unknown_voice_is_taken_for_a_narrator() -> None:
    assert seconds("One two three.", "en") < seconds("One two three four.", "en")
    assert seconds("It weighs 900 g.", "en") == seconds("It weighs nine hundred grams.", "en")
    narrator = seconds("word " * 150, "en", "somebody")
    assert narrator == seconds("word " * 150, "en", "natural")
    assert Fraction(40) < narrator < Fraction(60)
