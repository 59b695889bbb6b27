"""Six saved product pages of very different make are read as their authors meant them."""

import tomllib
from pathlib import Path

import pytest

from spotworks.adapters.web import microdata, tree
from spotworks.adapters.web.digest import digest

PAGES = Path(__file__).parent / "pages"
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text())
URL = "https://shop.example/p/"


def read(name):
    return digest((PAGES / f"{name}.html").read_bytes(), "", URL, lambda addresses: dict.fromkeys(addresses, ""))


@pytest.mark.parametrize("name", EXPECTED)
def test_what_must_be_found_is_found(name):
    found, expected = read(name), EXPECTED[name]
    assert (found.title, found.brand, found.price) == (expected["title"], expected["brand"], expected["price"])
    assert list(found.features) == expected["features"]
    assert list(found.images) == expected["images"]
    named = [(fact.text, fact.where) for fact in found.facts if fact.kind == "image"]
    assert named == list(zip(expected["images"], expected["named_in"], strict=True))
    assert found.notice == expected.get("notice", "")
    for words in expected["holds"]:
        assert words in found.text
    for words in expected["lacks"]:
        assert words not in found.text
    facts = {fact.kind: fact for fact in found.facts}
    for kind, (text, where) in expected["facts"].items():
        assert (facts[kind].text, facts[kind].where) == (text, where)
    for kind in expected["shown"]:
        assert facts[kind].sentence
        assert facts[kind].sentence in found.text


def test_every_feature_is_a_fact_with_its_place():
    found = read("jsonld_shop")
    features = [fact for fact in found.facts if fact.kind == "feature"]
    assert tuple(fact.text for fact in features) == found.features
    assert [fact.where for fact in features] == ["list"] * 3 + ["JSON-LD additionalProperty"] * 2


def test_what_only_the_data_says_has_no_sentence():
    facts = {fact.kind: fact for fact in read("jsonld_shop").facts}
    assert facts["price"].sentence == "$129.00"
    assert facts["price_until"].sentence == ""


def test_a_long_page_ends_with_a_sentence_within_the_limit():
    text = read("editorial").text
    assert 12_000 < len(text) <= 15_000
    assert text.endswith(".")


@pytest.mark.parametrize("name", ["microdata_shop", "russian_shop"])
def test_microdata_is_read_as_extruct_reads_it(name):
    import extruct

    root = tree.parsed((PAGES / f"{name}.html").read_bytes(), "")
    html = (PAGES / f"{name}.html").read_bytes().decode("windows-1251" if name == "russian_shop" else "utf-8")
    [theirs] = extruct.extract(html, base_url=URL, syntaxes=["microdata"])["microdata"]
    [ours] = microdata.items(root, URL)
    assert plain(ours) == plain(theirs)


def plain(value):
    """Either form with its types bare, its whitespace single and its lone values out of their lists."""
    if isinstance(value, dict) and "type" in value:
        properties = {name: plain(inner) for name, inner in value.get("properties", {}).items()}
        return {"@type": value["type"].rpartition("/")[2], **properties}
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return plain(value[0]) if len(value) == 1 else [plain(inner) for inner in value]
    return " ".join(value.split())
