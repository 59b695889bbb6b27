"""Russian names in English prompts."""

import re

import pytest

from spotworks.adapters.naming import in_english

NAMES = {
    ("складной каяк", "outdoor"): "folding kayak",
    ("кофейня", "cafe"): "coffee shop",
    ("кофейня «Тёплый угол»", "cafe"): 'coffee shop "Tyoplyy ugol"',
    ("доставка суши", "restaurant"): "sushi delivery",
    ("школа плавания", "course"): "swimming school",
    ("приложение «Luma»", "app"): 'app "Luma"',
    ("умная колонка", "tech"): "smart speaker",
    ("ароматический саше-диффузор", "home"): 'thing for the home "aromaticheskiy sashe-diffuzor"',
    ("Реставрация щитов", "service"): 'service at work "Restavratsiya shchitov"',
}


@pytest.mark.parametrize(("name", "category", "english"), [(*key, value) for key, value in NAMES.items()])
def test_a_known_name_is_translated_and_any_other_quoted_in_latin_letters(name, category, english):
    assert in_english(name, category) == english


def test_a_name_in_latin_letters_needs_no_other():
    assert in_english("folding kayak", "outdoor") == ""


def test_no_russian_letter_is_left():
    for name in ("Съёмная ёлка №5 «Щука»", "ЖЭУ", "чай Greenfield"):
        assert not re.search("[а-яё]", in_english(name, "any"), re.IGNORECASE)
