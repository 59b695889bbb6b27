"""A brief is understood: what, whose, where, for whom, and what is said of it."""

import pytest

from spotworks.adapters.local.writer.declension import Case, nominative
from spotworks.adapters.local.writer.facts import Facts, gather
from spotworks.domain.brief import Brief


def read(prompt: str) -> Facts:
    return gather(Brief(prompt=prompt), None)


@pytest.mark.parametrize(
    ("prompt", "subject"),
    [
        ("30-second ad for our hand-roasted espresso beans from Lisbon, warm", "hand-roasted espresso beans"),
        ("coffee", "coffee"),
        ("We sell a light, foldable kayak that weighs 900 g", "light, foldable kayak"),
        ("Can you make an ad for my bakery?", "bakery"),
        ("I want a fun commercial for dog treats. Order at waggle.co", "dog treats"),
        ("Tired of cables? Our wireless charging pad charges three devices", "wireless charging pad"),
        ("A woman wakes up at dawn and brews our coffee.", "coffee"),
        ("Hand Roasted Coffee Beans From Lisbon", "hand roasted coffee beans"),
        ("premium swiss watch, cinematic, masterpiece, 8k", "premium Swiss watch"),
        ("Реклама кофейни с домашней выпечкой, уютно", "кофейня"),
        ("Нужен рекламный ролик про складной каяк: весит 9 кг", "складной каяк"),
        ("Рекламный ролик беспроводных наушников с шумоподавлением", "беспроводные наушники"),
        ("Хочу видео о нашем семейном отеле у моря", "семейный отель"),
        ("Курс по Python для начинающих", "курс по Python"),
        ("Детские деревянные игрушки ручной работы", "детские деревянные игрушки ручной работы"),
    ],
)
def test_the_subject_is_found_in_the_nominative(prompt: str, subject: str) -> None:
    assert read(prompt).subject == subject


@pytest.mark.parametrize(
    ("prompt", "brand"),
    [
        ("Luma, a meditation app for parents", "Luma"),
        ("Luma is a meditation app", "Luma"),
        ("Video ad for Acme's new running shoes", "Acme"),
        ("The Kaya folding kayak, built for weekends", "Kaya"),
        ("Yoga studio called Still Water, calm", "Still Water"),
        ("Vegan backpack by Nomad & Co.", "Nomad & Co"),
        ("Italian restaurant in Brooklyn", ""),
        ("Ролик для пекарни «Берёзка» в Твери", "Берёзка"),
        ("Приложение Luma для медитации", "Luma"),
    ],
)
def test_the_name_is_found_and_never_made_up(prompt: str, brand: str) -> None:
    assert read(prompt).brand == brand


def test_place_origin_audience_and_address_are_told_apart() -> None:
    beans = read("Ad for beans from a small roastery in Lisbon")
    assert (beans.reading.origin, beans.reading.where) == ("from a small roastery in Lisbon", "in Lisbon")
    assert read("Luma, an app for busy parents").audience == "busy parents"
    assert gather(Brief(prompt="Kayak", url="https://www.kaya.com/one?x=1"), None).contact == "kaya.com"
    assert gather(Brief(prompt="Kayak", url="https://www.amazon.com/dp/1"), None).contact == ""


def test_clauses_are_sorted_by_what_they_are() -> None:
    facts = read(
        "Ad for a bike, weighs 9 kg, 20% off, only until Sunday, rated 4.8 out of 5, warm and calm, show the wheels, "
        "unlike heavy bikes, order at bike.com"
    )
    assert facts.features == ("weighs 9 kg",)
    assert facts.all("offer") == ("20% off",)
    assert facts.all("deadline") == ("only until Sunday",)
    assert facts.all("proof") == ("rated 4.8 out of 5",)
    assert facts.all("contrast") == ("unlike heavy bikes",)
    assert facts.all("wish") == ("warm and calm", "show the wheels")
    assert facts.action == "order at bike.com"


def test_quotes_names_and_slogans_are_told_apart() -> None:
    facts = read('Water bottle called Drop. "Best bottle I ever had" — Maria, Porto. Slogan: "Drink the planet back".')
    assert facts.quotes == (("Best bottle I ever had", "Maria, Porto"),)
    assert facts.tagline == "Drink the planet back"
    assert facts.brand == "Drop"


def test_markup_holes_hashtags_emoji_and_shouting_do_not_reach_the_facts() -> None:
    facts = read("<b>BEST SHOES FOR RUNNERS</b> {{name}} #shoes 👟 <script>steal()</script>")
    assert "steal" not in repr(facts)
    assert "{{" not in repr(facts)
    assert "👟" not in repr(facts)
    assert facts.subject == "best shoes"


def test_wishes_about_the_film_name_the_audience() -> None:
    assert read("Electric SUV; target audience: young families; upbeat music").audience == "young families"


def test_english_words_in_a_russian_video_leave_only_the_name() -> None:
    facts = gather(Brief(prompt="Wireless headphones Luma, 30 hours on one charge", language="ru"), None)
    assert (facts.subject, facts.brand, facts.features) == ("устройство", "Luma", ())


@pytest.mark.parametrize(
    ("phrase", "case", "expected"),
    [
        ("новой кофейни", "gen", "новая кофейня"),
        ("домашней пекарни", "gen", "домашняя пекарня"),
        ("складного каяка", "gen", "складной каяк"),
        ("мобильного приложения", "gen", "мобильное приложение"),
        ("новую линию косметики", "acc", "новая линия косметики"),
        ("уютном отеле", "prep", "уютный отель"),
        ("школы английского языка", "gen", "школа английского языка"),
        ("свечей ручной работы", "gen", "свечи ручной работы"),
        ("робота-пылесоса", "gen", "робот-пылесос"),
        ("зимних курток", "gen", "зимние куртки"),
        ("джазового фестиваля", "gen", "джазовый фестиваль"),
        ("детского лагеря", "gen", "детский лагерь"),
    ],
)
def test_russian_phrases_return_to_the_nominative(phrase: str, case: Case, expected: str) -> None:
    found = nominative(phrase, case)
    assert found
    assert found[0] == expected


def test_a_form_that_could_be_anything_is_not_guessed() -> None:
    assert nominative("конфет", "gen") is None
