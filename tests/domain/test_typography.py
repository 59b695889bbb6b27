"""Words as they are set, and how many there is time to read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.screenplay import ScreenText
from spotworks.domain.speech import aloud
from spotworks.domain.typography import NBSP, glyphs, phrase, readable, readable_screen, set_type, shorter

TEXT = st.text(alphabet="абвсик Aabotx .,-—–'\"«»“”…0159%€₽№:!?\n", max_size=60)


@pytest.mark.parametrize(
    ("language", "text", "as_set"),
    [
        ("ru", '"Хлеб" - это просто...', "«Хлеб»~— это просто…"),
        ("ru", "500 г за 1 490 ₽", "500~г за~1~490~₽"),
        ("ru", "А. С. Пушкин в Твери", "А.~С.~Пушкин в~Твери"),
        ("ru", "скидка 15% до 31 декабря", "скидка 15% до~31~декабря"),
        ("ru", "№ 1 же", "№~1~же"),
        ("en", 'He said "go" - it\'s 900 g, -5 °C', "He said “go”~— it’s 900~g, −5~°C"),
        ("en", "5-7 days in a box", "5–7~days in~a~box"),
        ("en", "From a roastery, with care", "From~a~roastery, with~care"),
        ("ru", "Из Казани для вас", "Из~Казани для~вас"),
    ],
)
def test_marks_and_spaces_are_those_of_a_typesetter(language: str, text: str, as_set: str) -> None:
    assert set_type(text, language).replace(NBSP, "~") == as_set


@given(text=TEXT, language=st.sampled_from(["en", "ru", "fr"]))
def test_setting_twice_changes_nothing_more(text: str, language: str) -> None:
    once = set_type(text, language)
    assert set_type(once, language) == once


@given(text=TEXT, language=st.sampled_from(["en", "ru"]))
def test_no_letter_or_figure_is_changed(text: str, language: str) -> None:
    assert re.findall(r"[^\W_]", set_type(text, language)) == re.findall(r"[^\W_]", text)


@pytest.mark.parametrize(
    "text", ["Хлеб - это «просто»... 5-7 дней.", 'It\'s "good" - from -5 to 30 °C, 5-7 days...', "900 g. Don't wait."]
)
def test_what_is_said_stays_what_it_was(text: str) -> None:
    language = "ru" if "Х" in text else "en"

    def words(said: str) -> list[str]:
        return re.findall(r"[^\W\d_]+", said.replace("'", "").replace("’", "").replace("minus ", ""))

    assert words(aloud(glyphs(text, language), language)) == words(aloud(text, language))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The hull is held by advice from a rowing club of eighty members", "The hull is held by advice"),
        ("Each bag is cut, sewn and waxed by hand in a small workshop", "Each bag is cut, sewn and waxed by hand"),
        ("Складной каяк умещается в сумку, которая войдёт под кровать", "Складной каяк умещается в сумку"),
        ("Short enough", "Short enough"),
        ("Supercalifragilisticexpialidociousness-and-more", ""),
    ],
)
def test_a_line_is_shortened_at_a_phrase(text: str, short: str) -> None:
    assert phrase(text, 40) == short


@given(text=TEXT, limit=st.integers(0, 50))
def test_a_phrase_is_the_beginning_of_its_text_and_ends_with_a_whole_word(text: str, limit: int) -> None:
    short = phrase(text, limit)
    assert len(short) <= limit
    assert text.startswith(short)
    assert not short or short == text or not (text[len(short)].isalnum() and short[-1].isalnum())


def test_what_is_shown_can_be_read_in_the_time_of_its_scene() -> None:
    text = ScreenText(
        kicker="Kaya", headline="Folds in two minutes", detail="Carries 180 kg · Weighs 9 kg · Made in Porto"
    )
    assert readable_screen(text, 8) == text
    assert readable_screen(text, 3.2) == ScreenText(
        kicker="Kaya", headline="Folds in two minutes", detail="Carries 180 kg"
    )
    assert readable_screen(text, 1) == ScreenText(headline="Folds in two minutes")
    assert readable("Folds in two minutes, and weighs nothing", 2) == "Folds in two minutes"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("It weighs 900 g. You'll feel what isn't there.", "It weighs 900 g."),
        ("The kayak folds into a bag that fits under a bed.", "The kayak folds into a bag."),
        ("20% off until 30 June. Now $89.", ""),
        ("Look again.", ""),
    ],
)
def test_a_spoken_line_is_shortened_by_its_last_sentence_and_never_by_a_figure(line: str, said: str) -> None:
    assert shorter(line) == said
