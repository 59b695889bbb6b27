"""Offers that end, on a fixed day: 28 November 2026, a Saturday."""

from datetime import date, timedelta

import pytest

from spotworks.domain.offers import current, end_of, ending, over
from tests.domain.truth import PAGE_URL, RULES, TODAY, page
from tests.fakes.plans import make_brief

ENDS = [
    ("20% off until 30 June 2025", date(2025, 6, 30)),
    ("Sale ends on June 30th, 2027", date(2027, 6, 30)),
    ("20% off until 30 June", date(2027, 6, 30)),
    ("20% off until 1 November", date(2026, 11, 1)),
    ("Скидка 15% до 31 декабря", date(2026, 12, 31)),
    ("Акция до 01.09.2026", date(2026, 9, 1)),
    ("First class free until Sunday", date(2026, 11, 29)),
    ("Скидка 10% до субботы", date(2026, 11, 28)),
    ("Half price, today only", date(2026, 11, 28)),
    ("Free coffee until the end of the month", date(2026, 11, 30)),
    ("Скидки до конца года", date(2026, 12, 31)),
    ("Free delivery by 1 May", date(2027, 5, 1)),
    ("Plant 10,000 trees by 1 May", None),
    ("Open until midnight", None),
    ("The market opens on 14 May", None),
    ("20% off until 31 June 2027", None),
]


@pytest.mark.parametrize(("sentence", "end"), ENDS, ids=[sentence for sentence, _ in ENDS])
def test_a_sentence_says_when_its_offer_ends(sentence, end):
    assert end_of(sentence, TODAY, RULES) == end


def test_an_offer_runs_to_the_end_of_its_last_day():
    brief = make_brief(prompt="Shoes, 20% off until 28 November 2026")
    assert over(brief, None, TODAY, RULES) == ()
    [offer] = over(brief, None, date(2026, 11, 29), RULES)
    assert (offer.where, offer.end) == ("brief", date(2026, 11, 28))


OVER = [
    (
        "Trail running shoes with sticky rubber, 20% off until 30 June 2025, now $89. For runners.",
        "Trail running shoes with sticky rubber. For runners.",
    ),
    ("20% off our trail shoes until 30 June 2025. Sticky rubber.", "our trail shoes. Sticky rubber."),
    (
        "Мёд «Липа», 500 г за 690 рублей, скидка 15% до 31 октября 2026, для семей с детьми",
        "Мёд «Липа», 500 г за 690 рублей, для семей с детьми.",
    ),
]


@pytest.mark.parametrize(("prompt", "left"), OVER)
def test_a_writer_is_told_nothing_of_an_offer_that_is_over(prompt, left):
    brief, _ = current(make_brief(prompt=prompt), None, TODAY, RULES)
    assert brief.prompt == left


def test_a_brief_of_nothing_but_an_ended_offer_keeps_its_words_for_the_subject():
    brief, _ = current(make_brief(prompt="20% off until 30 June 2025"), None, TODAY, RULES)
    assert brief.prompt == "20% off until 30 June 2025"


def test_a_page_loses_its_ended_offers_and_keeps_the_rest():
    told = page(
        "Cork sole. Save 30% until 1 May 2026. Made by hand.", features=("Cork sole", "30% off till 1 May 2026")
    )
    _, research = current(make_brief(), told, TODAY, RULES)
    assert research is not None
    assert (research.text, research.features) == ("Cork sole.  Made by hand.", ("Cork sole",))
    assert {offer.where for offer in over(make_brief(), told, TODAY, RULES)} == {PAGE_URL}


def test_nothing_changes_where_no_offer_is_over():
    brief, research = make_brief(prompt="20% off until 30 June 2027"), page("Save 30% until 1 May 2027.")
    assert current(brief, research, TODAY, RULES) == (brief, research)
    assert current(brief, None, TODAY, RULES)[0] is brief


def test_an_offer_holds_through_its_last_day_and_is_told_of_from_the_next():
    assert ending(None, TODAY) is None
    last = ending(TODAY, TODAY)
    assert (last.over, last.note) == (False, "")
    after = ending(TODAY, TODAY + timedelta(days=1))
    assert (after.over, after.note) == (True, "offer ended 28 November 2026; do not show it any more")
