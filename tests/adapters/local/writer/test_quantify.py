"""A brief becomes parameters: what was given wins, what the text says is read, the rest is a named default."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from spotworks.adapters.local.writer.quantify import LocalQuantifier
from spotworks.catalogue import load
from spotworks.domain.brief import Brief
from spotworks.domain.parameters import Parameters
from spotworks.domain.placement import Placement
from spotworks.domain.research import PageFact, Research
from spotworks.errors import InvalidRequest

QUANTIFIER = LocalQuantifier(tuple(map(Placement.model_validate, load("placements")["placement"])))
PROMPT = (
    "ad for our bakery vertical 16:9 TikTok YouTube 15 seconds, полминуты для рилс calm fast, teens aged 60 "
    "ролик про кофе $89 until 30 June fuck Nike . ! ? plant 10,000 trees square minute - «Липа»"
)
WORDS = st.sampled_from(PROMPT.split())


def resolved(prompt: str, **given_: object) -> tuple[Brief, Parameters]:
    brief = Brief.model_validate({"prompt": prompt, **given_})
    return QUANTIFIER.resolved(brief, frozenset(brief.model_fields_set))


def origin(parameters: Parameters, name: str) -> str:
    return next(one.origin for one in parameters.parameters if one.name == name)


def troubles(parameters: Parameters) -> list[tuple[str, tuple[str, ...]]]:
    return [(flag.trouble, flag.words) for flag in parameters.flags]


def test_what_the_text_asks_for_is_in_the_brief_with_its_words() -> None:
    brief, found = resolved("Ad for the Kaya folding kayak, 20% off until 30 June, now $89. For TikTok, 15 seconds")
    assert (brief.duration, brief.aspect, brief.placement) == (15, "9:16", "tiktok")
    evidence = {one.name: one.evidence for one in found.parameters if one.evidence}
    assert evidence == {"duration": "15 seconds", "aspect": "TikTok", "placement": "TikTok"}
    assert (found.value("price"), found.value("date"), found.value("subject")) == (
        "$89", "until 30 June", "Kaya folding kayak",
    )  # fmt: skip


def test_what_is_given_wins_over_the_text_and_the_difference_is_flagged() -> None:
    brief, found = resolved("A 15-second ad for a kayak, vertical", duration=30, aspect="16:9")
    assert (brief.duration, brief.aspect) == (30, "16:9")
    assert origin(found, "duration") == origin(found, "aspect") == "given"
    assert troubles(found) == [("contradiction", ("15-second",)), ("contradiction", ("vertical",))]


def test_what_nobody_said_is_a_default_that_suits_the_subject() -> None:
    _, found = resolved("Make something cool for my coffee shop")
    assert found.value("subject") == "coffee shop"
    assert origin(found, "subject") == "inferred"
    for name in ("audience", "tone", "tempo", "duration", "aspect", "quality", "placement"):
        assert origin(found, name) == "defaulted"
        assert found.value(name)
    assert not found.flags


@pytest.mark.parametrize(
    ("prompt", "aspect", "placement"),
    [
        ("Ad for a kayak, for YouTube", "16:9", "youtube"),
        ("Ad for a kayak, for YouTube Shorts", "9:16", "shorts"),
        ("Ad for a kayak, for the Instagram feed", "4:5", "feed"),
        ("Ad for a kayak, for Instagram", "9:16", "reels"),
        ("Ad for a kayak, for connected TV", "16:9", "ctv"),
        ("Ролик про каяк для ютуба", "16:9", "youtube"),
        ("Ролик про каяк для сторис", "9:16", "stories"),
        ("Ad for a kayak, for social media", "9:16", ""),
    ],
)
def test_a_platform_names_the_shape(prompt: str, aspect: str, placement: str) -> None:
    brief, _ = resolved(prompt)
    assert (brief.aspect, brief.placement) == (aspect, placement)


def test_a_platform_that_does_not_take_what_was_asked_for_is_not_chosen() -> None:
    brief, found = resolved("Ad for a kayak, for TikTok", duration=180)
    assert brief.placement == ""
    assert troubles(found) == [("contradiction", ("TikTok",))]
    brief, found = resolved("Ad for a kayak, 16:9, for TikTok")
    assert (brief.aspect, brief.placement) == ("16:9", "")
    assert troubles(found) == [("contradiction", ("TikTok",))]


@pytest.mark.parametrize(
    ("prompt", "trouble", "words"),
    [
        ("A calm, fast-paced ad for a skate park", "contradiction", ("calm", "fast")),
        ("Ad for a skate park for teenagers aged 60+", "contradiction", ("teenagers aged 60+",)),
        ("Ad for a skate park, vertical 16:9", "contradiction", ("vertical", "16:9")),
        ("A 15-second ad for a skate park, one minute long", "contradiction", ("15-second", "one minute")),
        ("Ad for a skate park, for YouTube and TikTok", "contradiction", ("YouTube", "TikTok")),
        ("Спокойный, динамичный ролик про скейт-парк", "contradiction", ("Спокой", "динамич")),
        ("A fucking good burger place", "profanity", ("fucking",)),
        ("Охрененный ролик про бургерную", "profanity", ("Охрененный",)),
        ("Running shoes, better than Nike", "trademark", ("Nike",)),
        ("Чехлы для айфона из пробки", "trademark", ("айфона",)),
        ("Honey from the woods of Bashkiria. Мёд из башкирских лесов, очень вкусный", "languages", ("from",)),
    ],
)
def test_what_needs_a_look_is_flagged_with_its_words(prompt: str, trouble: str, words: tuple[str, ...]) -> None:
    _, found = resolved(prompt)
    flags = {flag.trouble: flag for flag in found.flags}
    assert set(words) <= set(flags[trouble].words)
    assert len(flags[trouble].suggestion) > 20


def test_ones_own_name_is_no_trademark_of_others() -> None:
    assert not resolved("Running shoes by Nike", brand="Nike")[1].flags
    assert resolved("Running shoes by Nike")[1].flags


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=14), st.booleans())
def test_what_is_given_wins_and_twice_is_once(words: list[str], fixed: bool) -> None:
    about: dict[str, object] = {"duration": 42, "aspect": "1:1", "language": "en"} if fixed else {}
    try:
        brief = Brief.model_validate({"prompt": " ".join(words), **about})
    except ValidationError:
        return
    given_ = frozenset(brief.model_fields_set)
    try:
        once, first = QUANTIFIER.resolved(brief, given_)
    except InvalidRequest:  # "ad": of what?
        return
    twice, second = QUANTIFIER.resolved(once, given_)
    assert once == twice
    assert first.value("duration") == second.value("duration")
    if fixed:
        assert (once.duration, once.aspect, once.language) == (Fraction(42), "1:1", "en")
    assert len(list(first.told())) == len(first.parameters) + len(first.flags)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    try:
        brief = Brief(prompt=text)
    except ValidationError:
        return
    with suppress(InvalidRequest):  # "ad": of what?
        QUANTIFIER.resolved(brief, frozenset({"prompt"}))


@pytest.mark.parametrize(
    "prompt",
    ["Make an ad of this page", "A 15-second ad", "Promote this product", "Ролик на 15 секунд", "Ролик об этом"],
)
def test_a_request_for_nothing_is_refused_unless_something_is_shown(prompt: str) -> None:
    with pytest.raises(InvalidRequest, match="say what the video is about"):
        resolved(prompt)
    assert resolved(prompt, url="https://shop.example/p")
    assert resolved(prompt, title="Desk lamp")


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("An ad for a watch, $10, price $99", ("$10", "$99")),
        ("Free app, costs $5 a month", ("Free app", "$5")),
        ("A calm, high-energy ad for a yoga studio", ("calm", "high-energy")),
        ("An ad for our bakery, vertical but 16:9", ("vertical", "16:9")),
    ],
)
def test_what_cannot_both_be_true_is_flagged_with_its_words(prompt: str, words: tuple[str, ...]) -> None:
    assert ("contradiction", words) in troubles(resolved(prompt)[1])


@pytest.mark.parametrize(
    "prompt",
    ["Mugs, was $20, now $12", "Kayak $89, free shipping", "Free app for runners", "Кружка 490 ₽ вместо 690 ₽"],
)
def test_an_old_price_and_a_free_delivery_contradict_nothing(prompt: str) -> None:
    assert troubles(resolved(prompt)[1]) == []


def test_a_language_that_the_brief_is_not_in_is_flagged() -> None:
    assert ("languages", ("in Russian",)) in troubles(resolved("An ad for our bakery, in Russian")[1])
    assert troubles(resolved("Ролик про кофе, на русском")[1]) == []


@pytest.mark.parametrize(
    ("prompt", "subject", "price"),
    [
        ("An ad for the Halo desk lamp $129", "Halo desk lamp", "$129"),
        ("An ad for the Halo desk lamp $129, only $99 today", "Halo desk lamp", "$99"),
        ("Кроссовки лучше чем Найк и Adidas", "кроссовки", ""),
        ("Ad for a Coca-Cola lemonade", "Coca-Cola lemonade", ""),
    ],
)
def test_a_subject_is_its_name_alone(prompt: str, subject: str, price: str) -> None:
    _, found = resolved(prompt)
    assert (found.value("subject"), found.value("price")) == (subject, price)


def test_a_platform_without_a_placement_of_its_own_is_told() -> None:
    _, found = resolved("An ad for a CRM for LinkedIn")
    [placement] = [one for one in found.parameters if one.name == "placement"]
    assert (placement.value, placement.evidence) == ("social media in general", "LinkedIn")


PAGE = Research(
    url="https://halo.example/lamp", title="Halo desk lamp", brand="Halo", price="$129.00", language="en",
    features=("Dims by touch",), facts=(PageFact(kind="price", text="$129.00", where="JSON-LD offers.price"),),
)  # fmt: skip


def informed(prompt: str, research: Research = PAGE, **given_: object) -> Parameters:
    brief, found = resolved(prompt, url=PAGE.url, **given_)
    return QUANTIFIER.informed(brief, found, research)


def test_what_a_page_adds_is_read_and_what_the_brief_says_stays() -> None:
    found = informed("A calm ad, 15 seconds", brand="Halo & Sons")
    assert (found.value("brand"), origin(found, "brand")) == ("Halo & Sons", "given")
    assert (found.value("price"), origin(found, "price")) == ("$129.00", "read")
    assert (found.value("features"), origin(found, "features")) == ("Dims by touch", "read")
    assert (origin(found, "tone"), origin(found, "duration")) == ("inferred", "inferred")
    assert origin(found, "audience") == "defaulted"
    [price] = [one for one in found.parameters if one.name == "price"]
    assert price.evidence == "JSON-LD offers.price"


def test_another_price_than_the_pages_is_flagged_and_used() -> None:
    found = informed("An ad for the Halo desk lamp, $99")
    assert found.value("price") == "$99"
    assert ("contradiction", ("$99",)) in troubles(found)
    assert troubles(informed("An ad for the Halo desk lamp, $129")) == []


@settings(max_examples=30)
@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_no_parameter_is_told_twice_and_none_is_lost(prompt: str) -> None:
    try:
        brief, before = resolved(prompt, url=PAGE.url)
    except ValidationError:
        return
    names = [one.name for one in QUANTIFIER.informed(brief, before, PAGE).parameters]
    assert len(names) == len(set(names))
    assert {one.name for one in before.parameters} <= set(names)
