"""What a page gives a film: its facts as people say them, its name once, its rating, never a packing number."""

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.gathering import gather
from spotworks.adapters.local.writer.labels import rank, told
from spotworks.domain.brief import Brief
from spotworks.domain.research import FactKind, PageFact, References, Research

URL = "https://shop.example/p"
BARE = Brief(prompt="Make an ad of this page", url=URL)
BARE_RU = Brief(prompt="Ролик об этом", url=URL)


def page(**about: object) -> Research:
    return Research.model_validate({"url": URL, "title": "Walnut desk lamp"} | about)


def data(**said: str) -> tuple[PageFact, ...]:
    kinds: dict[str, FactKind] = {"rating": "rating", "reviews": "reviews", "price_range": "price_range"}
    return tuple(PageFact(kind=kinds[kind], text=text, where="JSON-LD aggregateRating") for kind, text in said.items())


def read(research: Research, brief: Brief = BARE) -> Facts:
    return gather(brief, research)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Tastes of: cocoa and orange peel", "Tastes of cocoa and orange peel"),
        ("Material: Solid oak", "Made of solid oak"),
        ("Material: Oak", "Made of oak"),
        ("Made in: Portugal", "Made in Portugal"),
        ("Battery life: 30 hours", "30 hours of battery life"),
        ("Number of steps: 38", "38 steps"),
        ("Burrs: steel", "Steel burrs"),
        ("Connectivity: Bluetooth 5.3 and USB-C", "Bluetooth 5.3 and USB-C"),
        ("Origin: Ethiopia", "From Ethiopia"),
        ("Waterproof: yes", "Waterproof"),
        ("Weight: 900 g", "Weighs 900 g"),
        ("Folds in two minutes", "Folds in two minutes"),
        ("Bluetooth: no", ""),
        ("Net weight: 250 g", ""),
        ("250 g bag", ""),
        ("Package dimensions: 12 x 8 x 5 cm", ""),
        ("Country of origin: CN", ""),
        ("EAN: 4006381333931", ""),
        ("Item model number: X-200", ""),
        ("Warranty: limited, terms and conditions apply", ""),
    ],
)
def test_a_line_of_a_data_sheet_is_said_as_people_say_it_or_not_at_all(given: str, said: str) -> None:
    assert told(given, "en") == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Обжарка: средняя", "Обжарка — средняя"),
        ("Сделано в: Твери", "Сделано в Твери"),
        ("Вес: 248 г", "Весит 248 г"),
        ("Банка 500 г", ""),
        ("Артикул: 4418870", ""),
        ("Вес брутто: 1 кг", ""),
    ],
)
def test_so_is_a_russian_one(given: str, said: str) -> None:
    assert told(given, "ru") == said


def test_the_weight_of_what_is_eaten_is_that_of_its_pack() -> None:
    assert told("Weight: 250 g", "en", eaten=True) == ""


def test_what_it_does_comes_before_data_sizes_and_trade() -> None:
    given = ["SKU: LG-250", "Weight: 900 g", "Roast: medium", "Roasted every Monday"]
    assert sorted(given, key=rank) == given[::-1]


def test_a_packing_number_is_never_the_idea_of_a_film() -> None:
    shop = page(title="Linden honey", features=("Weight 500 g", "Sealed with wax", "Jar 500 g"))
    assert LocalWriter().strategy(BARE, shop, References()).idea != "figure"
    steps = page(features=("Net weight: 900 g", "Steps: 38"))
    assert "38 steps" in LocalWriter().strategy(BARE, steps, References()).concept


@pytest.mark.parametrize(
    ("title", "brand", "name"),
    [
        ("Halo desk lamp", "Halo", "Halo desk lamp"),
        ("Desk lamp by Halo", "Halo", "Halo desk lamp"),
        ("HALO® desk lamp", "HALO GmbH", "Halo desk lamp"),
        ("Buy Halo desk lamp online", "Halo", "Halo desk lamp"),
        ("Halo", "Halo", "Halo"),
        ("Halo. Light that knows when to leave.", "Halo", "Halo"),
    ],
)
def test_a_name_that_stands_in_title_and_brand_is_said_once(title: str, brand: str, name: str) -> None:
    assert read(page(title=title, brand=brand, text="Halo is a desk lamp.")).name == name


def test_a_russian_name_is_said_once() -> None:
    found = read(page(title="Беспроводные наушники «Тишина»", brand="Тишина"), BARE_RU)
    assert (found.name, found.reading.number) == ("беспроводные наушники «Тишина»", "many")


def test_a_title_that_is_only_a_name_is_a_name() -> None:
    found = read(page(title="Penny", text="Penny reads receipts."))
    assert (found.brand, found.subject) == ("Penny", "")


@pytest.mark.parametrize(
    ("rating", "reviews", "proof"),
    [
        ("4.8/5", "131", ("4.8 of 5 from 131 reviews",)),
        ("9.1/10", "12000", ("9.1 of 10 from 12,000 reviews",)),
        ("3.9/5", "131", ()),
        ("4.8/5", "9", ()),
        ("4.8/5", "", ()),
    ],
)
def test_a_good_rating_of_many_is_a_proof(rating: str, reviews: str, proof: tuple[str, ...]) -> None:
    assert read(page(facts=data(rating=rating, reviews=reviews))).all("proof") == proof


@pytest.mark.parametrize(("reviews", "proof"), [("131", "131 отзыв"), ("22", "22 отзыва"), ("2312", "2312 отзывов")])
def test_a_rating_counts_in_russian(reviews: str, proof: str) -> None:
    found = read(page(title="Наушники", facts=data(rating="4.8/5", reviews=reviews)), BARE_RU)
    assert found.all("proof") == (f"4,8 из 5, {proof}",)


def test_a_rating_is_not_said_beside_that_of_the_brief() -> None:
    brief = Brief(prompt="Desk lamp, 4.8 out of 5 from 12,000 reviews", url=URL)
    found = read(page(facts=data(rating="4.8/5", reviews="131")), brief)
    assert found.all("proof") == ("4.8 out of 5 from 12,000 reviews",)


@pytest.mark.parametrize(
    ("printed", "said"), [("from $140.00", "from $140"), ("$10 – $20", "from $10"), ("$5 a month", "$5 a month")]
)
def test_a_price_that_is_none_alone_keeps_its_from(printed: str, said: str) -> None:
    found = read(page(facts=data(price_range=printed)))
    assert (found.all("offer"), found.price) == ((said,), "")


def test_from_a_price_of_the_brief_no_price_is_made() -> None:
    assert gather(Brief(prompt="Hotel by the sea, rooms from $140"), None).price == ""


def test_sentences_of_the_description_are_told_whole_and_those_that_sell_are_not() -> None:
    about = "A lamp that dims by touch. Order now and save. It also glows. The foot is one piece of oak. Free delivery!"
    assert read(page(description=about)).features == ("A lamp that dims by touch", "The foot is one piece of oak")


def test_what_a_named_thing_does_is_told_deed_by_deed() -> None:
    about = "Penny reads your receipts and shows what is left until payday."
    found = read(page(title="Penny", brand="Penny", description=about))
    assert found.features == ("it reads your receipts", "it shows what is left until payday")


def test_the_page_does_not_say_again_what_the_brief_says() -> None:
    brief = Brief(prompt="Desk lamp, dims by touch, made of recycled aluminium", url=URL)
    found = read(page(features=("Dims by touch", "One piece of recycled aluminium", "In sand")), brief)
    assert found.features == ("dims by touch", "made of recycled aluminium", "In sand")


def test_a_page_that_asks_for_gifts_sells_no_food() -> None:
    text = "Bread, eggs and rice for families. Volunteers carry it. Registered charity: donate food at the door."
    found = read(page(title="Northside Food Bank", industry="food", text=text))
    assert (found.category, found.kind, found.brand) == ("cause", "cause", "Northside Food Bank")
    assert read(page(title="Bread", price="€4.00", text=text)).kind == "product"


@pytest.mark.parametrize(
    "prompt",
    ["Make an ad of this page", "A 15-second ad", "Video", "Turn this page into a video", "Promote this product",
     "Make a video from this link, upbeat", "Ролик на 15 секунд", "Реклама этого товара",
     "Сделай ролик по этой странице"],
)  # fmt: skip
def test_a_bare_request_is_about_the_product_of_the_page(prompt: str) -> None:
    russian = any("а" <= letter <= "я" for letter in prompt)
    title = "Настольная лампа" if russian else "Walnut desk lamp"
    found = read(page(title=title, text="Our walnut desk lamp."), Brief(prompt=prompt, url=URL))
    assert found.subject == title[0].lower() + title[1:]
