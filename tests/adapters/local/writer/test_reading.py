"""A brief is understood: what, whose, where, for whom, and what is said of it."""

import re

import pytest

from spotworks.adapters.local.writer.declension import nominative
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.gathering import gather
from spotworks.adapters.local.writer.lexicon import Case
from spotworks.adapters.local.writer.offers import Offer
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


@pytest.mark.parametrize(
    ("prompt", "subject", "kind"),
    [
        ("Make something cool for my coffee shop", "coffee shop", "place"),
        ("I need an ad for my bakery", "bakery", "place"),
        ("Can you help me promote my small ceramics studio?", "small ceramics studio", "place"),
        ("hey, could u do an ad for my food truck pls", "food truck", "product"),
        ("Looking for a short clip that shows off our tiny houses", "tiny houses", "place"),
        (
            "Could you please make a video for our online Spanish course? Live lessons.",
            "online Spanish course",
            "service",
        ),
        ("My wife opened a flower shop last week. Can you make an ad?", "flower shop", "place"),
        ("Our startup makes reusable coffee cups. We need a launch video.", "reusable coffee cups", "product"),
        ("I run a small bookshop in York and need more customers", "small bookshop", "place"),
        ("Video about our eco-friendly cleaning service", "eco-friendly cleaning service", "service"),
        ("20% off all mattresses until Sunday", "mattresses", "product"),
        ("Сделай что-нибудь крутое для моей кофейни", "кофейня", "place"),
        ("Придумай что-нибудь смешное про наш груминг-салон", "груминг-салон", "product"),
        ("Нужен ролик про доставку суши", "доставка суши", "service"),
        ("Хочу рекламу барбершопа", "барбершоп", "place"),
        ("Можете сделать рекламу нашего хостела в Сочи?", "хостел", "place"),
        ("Надо прорекламировать новую коллекцию платьев", "новая коллекция платьев", "product"),
        ("У меня маленькая мастерская керамики, нужен ролик", "маленькая мастерская керамики", "place"),
        ("Скидка 30% на все матрасы до воскресенья", "матрасы", "product"),
    ],
)
def test_a_request_is_heard_and_its_subject_is_named(prompt: str, subject: str, kind: str) -> None:
    facts = read(prompt)
    assert (facts.subject, facts.kind) == (subject, kind)
    assert not re.search("video|ролик|promote|need|wife", " ".join(facts.features), re.IGNORECASE)


@pytest.mark.parametrize(
    "prompt", ["I want a video", "Make me a viral video", "something cool for instagram", "Сделай крутой ролик"]
)
def test_a_request_for_nothing_in_particular_names_no_subject(prompt: str) -> None:
    assert (read(prompt).name, read(prompt).features) == ("", ())


@pytest.mark.parametrize(
    ("prompt", "name", "date"),
    [
        ("Plant 10,000 trees by 1 May", "Plant 10,000 trees", "by 1 May"),
        (
            "Help us raise $50,000 for a new cat shelter by the end of March",
            "Help us raise $50,000",
            "by the end of March",
        ),
        ("Donate blood this Saturday at City Hall", "Donate blood", "this Saturday at City Hall"),
        ("An ad about saving water", "save water", ""),
        ("Посадим 10 000 деревьев к 1 мая", "Посадим 10 000 деревьев", "к 1 мая"),
        (
            "Помогите приюту собрать 300 000 рублей на вольеры до 1 марта",
            "Помогите собрать 300 000 рублей",
            "до 1 марта",
        ),
        ("Сдайте кровь в эту субботу", "Сдайте кровь", "в эту субботу"),
    ],
)
def test_a_call_upon_people_is_a_cause_with_its_goal_and_its_date(prompt: str, name: str, date: str) -> None:
    facts = read(prompt)
    assert (facts.kind, facts.category, facts.name) == ("cause", "cause", name)
    assert facts.all("deadline") == ((date,) if date else ())


@pytest.mark.parametrize(
    ("prompt", "subject", "brand"),
    [
        ("Save 20% on running shoes", "running shoes", ""),
        ("Save 50 hours a month with our invoicing app Tally", "invoicing app", "Tally"),
        ("Feed your dog better with Waggle", "", "Waggle"),
        ("Stop snoring tonight with our pillow", "pillow", ""),
        ("Protect the ones you love: home alarm by Fortis, from £15 a month", "home alarm", "Fortis"),
        ("Join our gym in January, no joining fee", "gym", ""),
        ("Adopt a new look: haircuts from $20", "haircuts", ""),
        ("Give the gift of chocolate", "chocolate", ""),
        ("Plant-based burgers in Leeds", "plant-based burgers", ""),
        ("House for sale in Devon, three bedrooms", "house", ""),
        ("Соберите свой букет: цветочная мастерская «Пион»", "цветочная мастерская", "Пион"),
        ("Поможем выбрать диван: салон «Уют»", "салон", "Уют"),
        ("Сохраним тепло в доме: окна «Север»", "окна", "Север"),
    ],
)
def test_a_slogan_of_a_seller_is_no_cause_and_no_subject(prompt: str, subject: str, brand: str) -> None:
    facts = read(prompt)
    assert (facts.subject, facts.brand) == (subject, brand)
    assert facts.kind != "cause"


@pytest.mark.parametrize(
    ("prompt", "offer"),
    [
        (
            "A kayak, 20% off until 30 June, now $89",
            Offer("20% off until 30 June, now $89", "$89", "20%", "until 30 June"),
        ),
        ("A lamp. $129. Only until Sunday", Offer("$129", "$129", "", "Only until Sunday")),
        (
            "Мёд «Липа», 500 г за 690 рублей, скидка 15% до 31 декабря",
            Offer("500 г за 690 рублей, скидка 15% до 31 декабря", "690 рублей", "15%", "до 31 декабря"),
        ),
        ("Наушники, 7 990 ₽", Offer("7 990 ₽", "7 990 ₽")),
    ],
)
def test_an_offer_is_kept_whole_and_in_parts(prompt: str, offer: Offer) -> None:
    assert read(prompt).offers == (offer,)
    assert read(prompt).price == offer.price


@pytest.mark.parametrize(
    ("prompt", "audience"),
    [
        ("Luma, an app for busy parents, works offline", "busy parents"),
        ("A calm ad for teenagers aged 60+ about our skate park", "teenagers aged 60+"),
        ("An energy drink called Volt, aimed at gamers", "gamers"),
        ("Мёд «Липа», для семей с детьми", "семей с детьми"),
        ("Ролик для молодых мам о нашей школе плавания", "молодых мам"),
    ],
)
def test_an_audience_is_no_feature(prompt: str, audience: str) -> None:
    facts = read(prompt)
    assert facts.audience == audience
    assert not [f for f in facts.features if audience in f]


def test_profanity_is_not_read() -> None:
    facts = read("A fucking awesome burger place called Smash, no bullshit")
    assert (facts.brand, facts.subject) == ("Smash", "awesome burger place")
    assert "bullshit" not in str(facts)
