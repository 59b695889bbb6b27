"""Where each claim of a plan stands."""

from datetime import date

import pytest

from spotworks.domain.claims import trace
from spotworks.domain.screenplay import ScreenText
from tests.domain.truth import PAGE_URL, RULES, TODAY, page, plan, said
from tests.fakes.plans import make_brief

# What is said, what the brief says.
TRACED = [
    ("Now $89.00.", "Trail shoes for $89"),
    ("Eighty-nine dollars.", "Trail shoes, now $89"),
    ("Всего 690 ₽.", "Мёд, 690 рублей"),
    ("Шестьсот девяносто рублей за банку.", "Банка мёда за 690 ₽"),
    ("The shoe weighs 240 grams.", "Shoes that weigh 240 g"),
    ("36 hours on one charge.", "A 36-hour battery, one charge"),
    ("Скидка пятнадцать процентов до 31 декабря.", "Мёд, скидка 15% до 31.12.2026"),
    ("Free delivery.", "Shoes with free shipping"),
    ("Бесплатная доставка.", "Цветы с бесплатной доставкой"),
    ("A 2-year warranty.", "Kettle, two years of warranty"),
    ("Rated 4.9 by 12,000 runners.", "Rated 4.9 out of 5 by 12 000 runners"),
]
# A number, a word or a meaning that the brief does not have.
INVENTED = [
    ("Now $79.", "Trail shoes for $89"),
    ("Всего 590 ₽.", "Мёд, 690 рублей"),
    ("The best grip in the world.", "Shoes with the best grip"),
    ("The best grip in the world.", "Shoes with sticky rubber"),
    ("30% off.", "Soles of 30% cork"),
    ("30% more grip.", "30% off all shoes"),
    ("Loved by 10,000 runners.", "Shoes for runners"),
    ("Guaranteed for life.", "Shoes with a cork sole"),
    ("Лечит боль в спине.", "Подушка из гречихи"),
    ("The only shoe you can wash.", "Shoes you can wash"),
    ("Lighter than any other tent.", "A light tent"),
    ("Free delivery.", "Sugar-free cookies"),
    ("Winner of two awards.", "Shoes from Porto"),
    ("Open 24/7.", "A pharmacy that is open late"),
]
FLAGGED = [
    ("The best grip in the world.", "Shoes with the best grip in the world", "superlative"),
    ("Лучшая пицца в городе.", "Лучшая пицца в городе, доставка", "superlative"),
    ("The only kayak that folds.", "The only kayak that folds", "nobody else"),
    ("Lighter than any other tent.", "A tent lighter than any other", "comparison"),
    ("It boosts your immunity.", "A tea that boosts immunity", "health"),
    ("Зарабатывайте дома.", "Курсы: зарабатывайте дома", "income"),
    ("Hot till evening for 12 hours.", "A lamp with a battery of 12 hours", "same thing"),
]


@pytest.mark.parametrize(("line", "prompt"), TRACED)
def test_a_claim_that_the_brief_makes_in_other_words_is_kept_with_its_sentence(line, prompt):
    claims = said(line, prompt)
    assert [(claim.words, claim.source, claim.where) for claim in claims.kept] == [(line, prompt, "brief")]
    assert claims.removed == claims.flagged == ()


@pytest.mark.parametrize(("line", "prompt"), INVENTED)
def test_a_claim_that_nobody_made_is_removed(line, prompt):
    claims = said(line, prompt)
    assert [(claim.words, claim.reason) for claim in claims.removed] == [
        (line, "neither the brief nor the page says it")
    ]
    assert claims.kept == claims.flagged == ()


@pytest.mark.parametrize(("line", "prompt", "why"), FLAGGED)
def test_a_claim_that_wants_evidence_is_kept_and_flagged(line, prompt, why):
    claims = said(line, prompt)
    [claim] = claims.flagged
    assert (claim.words, claim.source) == (line, prompt)
    assert why in claim.reason
    assert claims.kept == claims.removed == ()


def test_a_claim_of_the_page_is_traced_to_its_address():
    [claim] = said("Made by hand since 1998.", "An ad for the shoe", page("We make it by hand since 1998.")).kept
    assert (claim.source, claim.where) == ("We make it by hand since 1998.", PAGE_URL)
    assert (claim.scene, claim.place, claim.kinds) == (0, "voice", ("number",))


def test_a_number_is_traced_across_languages():
    [claim] = said("Скидка двадцать процентов.", "An ad for the shoe", page("Get 20% off today.")).kept
    assert claim.where == PAGE_URL


def test_everything_that_a_viewer_reads_is_looked_at():
    text = ScreenText(kicker="1 day", headline="2 days", detail="3 days", button="4 days")
    claims = trace(plan({"voice_over": ("5 days.",), "text": text}), make_brief(), None, TODAY, RULES)
    assert [claim.place for claim in claims.removed] == ["voice", "kicker", "headline", "detail", "button"]


def test_an_offer_that_is_over_is_removed_and_said_so_wherever_it_is_told():
    claims = said("20% off the shoes.", "Shoes, 20% off until 30 June 2025")
    assert [(claim.scene, claim.reason) for claim in claims.removed] == [
        (None, "the offer ended on 30 June 2025"),
        (0, "the offer ended on 30 June 2025"),
    ]
    assert (claims.removed[0].words, claims.removed[0].expires) == ("20% off until 30 June 2025", date(2025, 6, 30))


def test_what_stands_beside_an_ended_offer_still_stands():
    prompt = "Shoes that weigh 240 g, the best grip in town, 20% off until 30 June 2025, now $89"
    assert [claim.words for claim in said("It weighs 240 g.", prompt).kept] == ["It weighs 240 g."]
    assert [claim.words for claim in said("The best grip in town.", prompt).flagged] == ["The best grip in town."]
    assert [claim.scene for claim in said("Now $89.", prompt).removed] == [None, 0]


def test_the_words_of_nothing_but_an_ended_offer_prove_nothing():
    assert [claim.scene for claim in said("20% off.", "20% off until 30 June 2025").removed] == [None, 0]


def test_an_offer_that_still_runs_has_its_last_day_noted():
    claims = said("20% off the shoes.", "Shoes, 20% off until 30 June 2027. Free delivery until 1 March 2027")
    assert [claim.expires for claim in claims.kept] == [date(2027, 6, 30)]
    assert claims.expires == date(2027, 6, 30)
    assert said("A cork sole.", "Shoes, 20% off until 30 June 2027").expires is None


def test_the_users_own_end_card_is_a_source():
    brief = make_brief(kit={"end_card": {"detail": "Call 0800 123 456"}})
    assert trace(plan(("Call 0800 123 456.", "")), brief, None, TODAY, RULES).removed == ()


ELSEWHERE = [
    ("de", "Der beste Kaffee der Stadt.", "Wir haben den besten Kaffee der Stadt", "flagged"),
    ("de", "Der beste Kaffee der Stadt.", "Kaffee aus der Stadt", "removed"),
    ("fr", "Livraison gratuite.", "Livraison gratuite dès deux paquets", "kept"),
    ("ar", "توصيل مجاني.", "قهوة مع توصيل مجاني", "kept"),
    ("ja", "日本初のマグです。", "赤いマグです", "removed"),
    ("ja", "8時間あたたかい。", "コーヒーを8時間あたたかく保つマグ", "kept"),
    ("zh", "全城最好的咖啡。", "红色马克杯", "removed"),
    ("zh", "仅售79元。", "红色马克杯，89元", "removed"),
    ("th", "ส่งฟรีทุกวัน", "แก้วแดง ส่งฟรี", "kept"),
    ("hi", "पाँच साल की गारंटी।", "लाल मग", "removed"),
]


@pytest.mark.parametrize(("language", "line", "prompt", "fate"), ELSEWHERE)
def test_a_claim_in_another_language_is_known_by_its_words_and_its_numbers(language, line, prompt, fate):
    play = plan((line, "")).model_copy(update={"language": language})
    claims = trace(play, make_brief(prompt=prompt, language=language), None, TODAY, RULES)
    found = {"kept": claims.kept, "removed": claims.removed, "flagged": claims.flagged}
    assert {name: len(them) for name, them in found.items() if them} == {fate: 1}


def test_a_sentence_that_claims_nothing_in_another_language_is_left_alone():
    for language, line in (("de", "Ihr Kaffee bleibt warm."), ("ja", "コーヒーがあたたかい。"), ("ar", "قهوتك ساخنة.")):
        play = plan((line, "")).model_copy(update={"language": language})
        claims = trace(play, make_brief(language=language), None, TODAY, RULES)
        assert claims.kept == claims.removed == claims.flagged == ()
