"""What shops write as their product's data, in all its spellings, and what of it may be told."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.web.digest import digest
from spotworks.adapters.web.prices import labelled, number, offers

BODY = "<h1>Clay mug</h1><p>A mug of white clay, thrown by hand and fired twice, that keeps tea warm for an hour.</p>"


def read(head="", body=""):
    page = f"<html><head><title>Clay mug | Kiln</title>{head}</head><body><main>{BODY}{body}</main></body></html>"
    return digest(page.encode(), "utf-8", "https://shop.example/p/mug")


def ld(*values):
    return "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)


def mug(**about):
    return {"@type": "Product", "name": "Clay mug", **about}


def told(found):
    """Facts of the data, images and features left out."""
    return {fact.kind: fact.text for fact in found.facts if fact.kind not in {"image", "feature"}}


def offer(price, currency="", **about):
    return {"@type": "Offer", "price": price, "priceCurrency": currency, **about}


def spec(price, **about):
    return {"@type": "UnitPriceSpecification", "price": price, "priceCurrency": "USD", **about}


MONTHLY = {"referenceQuantity": {"value": 1, "unitCode": "MON"}}
OLD = {"priceType": "https://schema.org/ListPrice"}


@pytest.mark.parametrize(
    ("given", "kind", "text"),
    [
        (offer("1 290 ₽", "RUB"), "price", "1 290 ₽"),
        (offer("1 290 руб."), "price", "1 290 ₽"),
        (offer("€1.290,00"), "price", "€1.290,00"),
        (offer("1290", "$"), "price", "$1290"),
        (offer(1290.0, "EUR"), "price", "€1290.00"),
        (offer("1 290", "SEK"), "price", "1 290 SEK"),
        (offer("from $5/mo", "USD"), "price_range", "from $5 a month"),
        (offer("от 500 ₽"), "price_range", "from 500 ₽"),
        (offer("$10 - $20", "USD"), "price_range", "$10 – $20"),
        (offer("10.00–10.00", "USD"), "price", "$10.00"),
        (offer("2 for $5", "USD"), None, ""),
        (offer(-5, "USD"), None, ""),
        (offer(0, "USD"), None, ""),
        (offer("on request", "USD"), None, ""),
        ({"lowPrice": "10", "highPrice": "20", "priceCurrency": "USD"}, "price_range", "$10 – $20"),
        ({"lowPrice": "10", "priceCurrency": "USD"}, "price_range", "from $10"),
        ([offer("10", "USD"), offer("20", "USD")], "price_range", "$10 – $20"),
        ([offer("9", "USD"), offer("10.00", "USD")], "price_range", "$9 – $10.00"),
        ([offer("10", "USD"), offer("10.00", "USD")], "price", "$10"),
        ([offer("10", "USD"), offer("9", "EUR")], "price", "$10"),
        (offer("5", "USD", priceSpecification=spec("5", **MONTHLY)), "price_range", "$5 a month"),
        (offer("", priceSpecification=[spec("99.00", **OLD), spec("79.00")]), "price", "$79.00"),
        (offer("79.00", "USD", priceSpecification=spec("99.00", **OLD)), "price", "$79.00"),
    ],
)  # fmt: skip
def test_a_price_is_told_whole_or_as_a_range_or_not_at_all(given, kind, text):
    found = read(ld(mug(offers=given)))
    assert {name: value for name, value in told(found).items() if name.startswith("price")} == (
        {kind: text} if kind else {}
    )
    assert found.price == (text if kind == "price" else "")


def test_variants_of_a_product_make_a_range():
    group = {"@type": "ProductGroup", "name": "Clay mug", "hasVariant": [mug(offers=offer(n, "USD")) for n in (14, 10)]}
    assert told(read(ld(group)))["price_range"] == "$10 – $14"


def test_what_is_in_stock_in_one_form_is_in_stock():
    states = [offer("10", "USD", availability=f"https://schema.org/{name}") for name in ("OutOfStock", "InStock")]
    assert told(read(ld(mug(offers=states))))["availability"] == "in stock"


@pytest.mark.parametrize(
    ("rating", "facts"),
    [
        ({"ratingValue": 4.666666666666667, "reviewCount": 3.0}, {"rating": "4.7/5", "reviews": "3"}),
        ({"ratingValue": "4,7", "bestRating": "5.0", "ratingCount": "1,024"}, {"rating": "4.7/5", "reviews": "1024"}),
        ({"ratingValue": "9.2", "bestRating": 10}, {"rating": "9.2/10"}),
        ({"ratingValue": "92", "reviewCount": "5"}, {"reviews": "5"}),
        ({"ratingValue": 0, "reviewCount": 0}, {}),
        ({"ratingValue": 5, "reviewCount": 0}, {}),
        ({"ratingValue": "five", "reviewCount": "many"}, {}),
    ],
)
def test_a_rating_is_one_that_somebody_gave(rating, facts):
    found = told(read(ld(mug(aggregateRating=rating))))
    assert {kind: text for kind, text in found.items() if kind in {"rating", "reviews"}} == facts


@pytest.mark.parametrize(
    "text",
    [
        '<!--\n{"@type":"Product","name":"Clay mug","offers":{"price":"5","priceCurrency":"USD"}}\n-->',
        '/*<![CDATA[*/ {"@type":"Product","name":"Clay mug","offers":{"price":"5","priceCurrency":"USD"}} /*]]>*/',
        '//<![CDATA[\n{"@type":"Product","name":"Clay mug","offers":{"price":"5","priceCurrency":"USD"}}\n//]]>',
        '{"@type":"Product","name":"Clay mug","description":"a,}","offers":{"price":"5","priceCurrency":"USD",},}',
        '{"@type":"Product","name":"Clay\nmug","offers":{"price":"5","priceCurrency":"USD"}}',
        '{"@graph":[{"@type":"X"},{"@type":"Product","name":"Clay mug","offers":{"price":5,"priceCurrency":"USD"}}]}',
    ],
    ids=["comment", "cdata", "cdata lines", "last comma", "line break", "graph"],
)
def test_json_of_the_usual_slips_is_read(text):
    assert read(f'<script type="application/ld+json">{text}</script>').price == "$5"


@pytest.mark.parametrize(
    "text",
    ['{"@type":"Product","name":"Clay mug"', "{'a': 1}", "[" * 50_000, '{"a":' * 50_000, '"' + '\\"' * 300_000, ","],
    ids=["half", "no JSON", "lists", "objects", "quotes", "nothing"],
)
def test_json_of_no_use_is_passed_over_in_no_time(text):
    began = time.process_time()
    found = read(f'<script type="application/ld+json">{text}</script>')
    assert (found.title, found.price) == ("Clay mug", "")
    assert time.process_time() - began < 2


SPOON = {"@type": "Product", "name": "Spoon", "offers": offer("3", "USD")}


@pytest.mark.parametrize(
    "data",
    [
        [SPOON, mug(offers=offer("10", "USD"))],
        [SPOON, {"@type": "Product", "name": "No. 7", "url": "/p/mug", "offers": offer("10", "USD")}],
        {"@type": "WebPage", "isRelatedTo": SPOON, "mainEntity": mug(offers=offer("10", "USD"))},
        mug(isSimilarTo=[SPOON], offers=offer("10", "USD")),
        [{"@type": "Service", "name": "Clay mug"}, mug(offers=offer("10", "USD"))],
    ],
)
def test_of_several_products_the_pages_own_is_taken(data):
    found = read(ld(data))
    assert (found.price, found.notice) == ("$10", "")


@pytest.mark.parametrize(
    "data",
    [
        [SPOON, SPOON | {"name": "Fork"}],
        {"@type": "ItemList", "itemListElement": [{"item": SPOON}, {"item": SPOON | {"name": "Fork"}}]},
    ],
)
def test_of_several_products_none_is_taken_where_nobody_can_tell(data):
    found = read(ld(data))
    assert (found.title, found.price) == ("Clay mug", "")
    assert "several products" in found.notice


@pytest.mark.parametrize(("kind", "name"), [("MusicEvent", "Jazz"), ("Service", "Cleaning"), ("schema:Product", "Mug")])
def test_events_and_services_have_prices_too(kind, name):
    found = read(ld({"@type": kind, "name": name, "offers": offer("20", "EUR")}))
    assert (found.title, found.price) == (name, "€20")


def test_rdfa_is_read_as_microdata_is():
    found = read(
        body="""<div vocab="https://schema.org/" typeof="schema:Product">
        <span property="schema:name">Clay mug</span><div property="offers" typeof="Offer">
        <span property="price" content="12.00">$12</span>
        <meta property="priceCurrency" content="USD"></div><img property="image" src="/mug.jpg"></div>"""
    )
    assert [(fact.text, fact.where) for fact in found.facts if fact.kind in {"name", "price", "image"}] == [
        ("Clay mug", "RDFa name"), ("$12.00", "RDFa offers.price"), ("https://shop.example/mug.jpg", "RDFa image"),
    ]  # fmt: skip


def test_price_and_range_of_different_sources_are_not_mixed():
    meta = '<meta property="og:price:amount" content="10"><meta property="og:price:currency" content="USD">'
    found = read(ld(mug(offers=[offer("10", "USD"), offer("20", "USD")])) + meta)
    assert "price" not in told(found)
    assert told(read(meta)) == {"name": "Clay mug", "price": "$10"}


def test_items_that_refer_to_one_another_without_end_are_left_in_time():
    item = '<b itemprop="isPartOf" itemscope itemref="x"></b>'
    began = time.process_time()
    read(body=f'<div itemscope itemtype="https://schema.org/Product" itemref="x"></div><div id="x">{item * 30}</div>')
    assert time.process_time() - began < 3


@given(st.integers(1, 9_999_999), st.integers(0, 99), st.sampled_from([",.", ".,", " ,", " .", "'.", "\u202f,"]))
def test_an_amount_is_worth_the_same_however_it_is_marked(whole, cents, marks):
    printed = f"{whole:,}".replace(",", marks[0]) + f"{marks[1]}{cents:02}"
    assert number(printed) == number(f"{whole}.{cents:02}")
    assert number(f"{whole:,}".replace(",", marks[0])) == whole


FIELDS = ["offers", "price", "lowPrice", "highPrice", "priceSpecification", "hasVariant", "priceCurrency"]
VALUES = st.recursive(
    st.none() | st.text() | st.floats() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=15,
)


@given(VALUES)
def test_no_offer_breaks_the_reading(value):
    for kind, text, _ in offers({"offers": value, "hasVariant": value}):
        assert kind in {"price", "price_range", "price_until", "availability"}
        assert text


def test_what_it_does_comes_first_and_numbers_of_trade_not_at_all():
    sheet = {"EAN": "4006381333931", "Net weight": "350 g", "Height": "9 cm", "Glaze": "ash", "Weight": "350 g"}
    known = [{"@type": "PropertyValue", "name": name, "value": value} for name, value in sheet.items()]
    found = read(ld(mug(additionalProperty=known)), "<ul><li>Keeps tea warm for an hour</li></ul>")
    assert found.features == ("Keeps tea warm for an hour", "Glaze: ash", "Weight: 350 g")


@pytest.mark.parametrize("head", ["About this item", "What your gift does", "Who we are", "О товаре", "Why us?"])
def test_a_heading_that_only_names_what_follows_is_no_feature(head):
    assert read(body=f"<h2>{head}</h2><h2>Dims by touch</h2>").features == ("Dims by touch",)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Цена: 690 руб. за банку.", "690 ₽"),
        ("Lamp\nPrice: $1,290.00\nDims by touch", "$1,290.00"),
        ("Стоимость — 2 490 ₽", "2 490 ₽"),
        ("Price: from $20", ""),
        ("Price: $5 a month", ""),
        ("Price: $20 – $30", ""),
        ("Price: 20", ""),
        ("Price: $20\nPrice: $30", ""),
        ("The price of $20 is history.", ""),
        ("Price: $0.00", ""),
    ],
)
def test_a_text_states_a_price_behind_a_label_or_none(text, price):
    assert labelled(text) == price


def test_a_stated_price_is_a_fact_unless_data_says_another_or_one_is_struck_through():
    assert read(body="<p>Price: <b>$12</b> each</p>").price == "$12"
    assert [f.where for f in read(body="<p>Price: $12</p>").facts if f.kind == "price"] == ["text"]
    assert read(body="<p>Price: <s>$990</s> $12</p>").price == ""
    offer = '<meta property="product:price:amount" content="9"><meta property="product:price:currency" content="USD">'
    assert read(head=offer, body="<p>Price: $12</p>").price == "$9"
