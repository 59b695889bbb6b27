"""What is left of a plan when its inventions are gone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.domain.amounts import amounts_in
from spotworks.domain.claims import shown, trace
from spotworks.domain.gating import gated, without
from spotworks.domain.screenplay import Screenplay, ScreenText
from spotworks.domain.sources import sources_of
from tests.domain.truth import RULES, TODAY, page, plan
from tests.fakes.plans import make_brief

BRIEF = make_brief(prompt="Trail shoes that weigh 240 g, now $89, and dry fast")


def left_of(play: Screenplay, prompt: str = BRIEF.prompt) -> Screenplay:
    return gated(play, trace(play, make_brief(prompt=prompt), None, TODAY, RULES))


LINES = [
    ("It weighs 240 g, and it is rated 4.9 by runners.", "It weighs 240 g."),
    ("It weighs 240 g and lasts 9 years.", "It weighs 240 g."),
    ("Trusted by 2 million runners, it keeps you dry.", "It keeps you dry."),
    ("Meet Ridge: the best shoes in town.", "Meet Ridge."),
    ("Dry fast. Rated 4.9 by runners. They wait for you by the door.", "Dry fast. They wait for you by the door."),
    ("Rated 4.9. Yes, really.", ""),
    ("If it rains 300 days a year, you stay dry.", "You stay dry."),
    ("With 40% more grip, cork and rubber.", ""),
    ("Мягкие и тёплые, на 40% прочнее.", "Мягкие и тёплые."),
    ("Лауреат трёх премий. Заходите за своей парой прямо сегодня.", "Заходите за своей парой прямо сегодня."),
]


@pytest.mark.parametrize(("line", "left"), LINES)
def test_a_line_loses_the_clause_where_the_rest_stands_else_the_sentence(line, left):
    [scene] = left_of(plan((line, "Ridge"))).scenes
    assert " ".join(scene.voice_over) == left


def test_a_plan_without_inventions_is_the_same_object():
    play = plan(("It weighs 240 g.", "240 g"), ("Come in for a cup.", "Now $89"))
    assert left_of(play) is play


def test_a_scene_whose_claim_is_gone_shows_the_name_and_no_empty_layout():
    play = plan({"voice_over": ("70% off. Only today.",), "text": ScreenText(headline="70% off"), "layout": "offer"})
    [scene] = left_of(play).scenes
    assert (scene.voice_over, scene.text.headline, scene.layout) == ((), "Acme", "type")


def test_a_scene_with_a_picture_shows_it_instead():
    text = ScreenText(headline="70% off", detail="70% off everything")
    [scene] = left_of(plan({"voice_over": (), "text": text, "layout": "offer", "picture": 0})).scenes
    assert (scene.text, scene.layout) == (ScreenText(headline="Acme"), "hero")


def test_a_headline_that_is_gone_gives_its_place_to_what_stands_below_while_the_voice_tells_of_it():
    text = ScreenText(headline="Rated 4.9", detail="Dries fast", button="Find yours")
    [scene] = left_of(plan({"voice_over": ("It dries fast.",), "text": text})).scenes
    assert scene.text == ScreenText(headline="Dries fast", button="Find yours")


def test_a_list_on_the_picture_loses_its_item():
    text = ScreenText(headline="Ridge", detail="240 g · 4.9 stars · Cork sole")
    assert left_of(plan({"voice_over": (), "text": text})).scenes[0].text.detail == "240 g · Cork sole"


def test_a_call_to_action_stays_after_a_sentence_that_goes():
    play = plan({"beat": "end_card", "voice_over": ("Now $5. Find yours.",), "text": ScreenText(headline="Ridge")})
    assert left_of(play).scenes[0].voice_over == ("Find yours.",)


def test_a_title_that_claims_gives_way_to_the_name():
    assert left_of(plan(("", "Ridge")).model_copy(update={"title": "The #1 shoe"})).title == "Acme"


def test_a_text_without_the_clause_comes_back_to_the_letter():
    assert without("One.  Two,three", frozenset({"four"})) == "One.  Two,three"


TRUE = ("It weighs 240 g", "Now $89", "It dries fast", "Made in Porto since 1998", "Twelve sizes", "Come in")
FALSE = (
    "Rated 4.9",
    "40% lighter",
    "only 9 euros",
    "за 5 минут",
    "three hundred grams",
    "since 1898",
    "12 km",
    "№1",
    "x2",
)
WORDS = st.lists(st.sampled_from((*TRUE, *FALSE)), min_size=1, max_size=4)
JOINTS = st.sampled_from([". ", ", ", " and ", ": ", " — ", "; "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = draw(WORDS)
    return "".join(part + draw(JOINTS) for part in parts[:-1]) + parts[-1] + draw(st.sampled_from([".", "!", ""]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(texts(), texts(), texts()), min_size=1, max_size=4))
def test_no_gated_plan_speaks_or_shows_a_number_that_stands_in_neither_brief_nor_page(scenes):
    research = page("Made in Porto since 1998. Sold in 12 sizes.")
    play = plan(*({"voice_over": (v,), "text": ScreenText(headline=h, detail=d)} for v, h, d in scenes))
    left = gated(play, trace(play, BRIEF, research, TODAY, RULES))
    known = [amount for source in sources_of(BRIEF, research, TODAY, RULES) for amount in source.amounts]
    for _, _, text in shown(left):
        for amount in amounts_in(text, RULES):
            assert any(amount.same_as(other) for other in known), text
    for scene in left.scenes:
        assert scene.text.headline or scene.voice_over
        assert all((line.strip() and line[-1].isalnum()) or line[-1] in ".!?…" for line in scene.voice_over)
