"""Measuring and breaking text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks import fonts
from spotworks.adapters.local.pictures.breaking import lines, wrapped
from spotworks.adapters.local.pictures.lettering import Style, drawable, runs, visual, written_in

STYLE = Style(fonts.DISPLAY, 40)
words = st.lists(st.text(alphabet="abcdefgabcdИЙЖщыя", min_size=1, max_size=14), min_size=1, max_size=24).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(words, st.integers(150, 1200))
def test_lines_hold_all_words_in_order_and_fit_the_width(text: str, width: int) -> None:
    found = lines(text, STYLE, width, most=40)
    if found is None:
        assert any(STYLE.width(word) > width for word in text.split())
    else:
        assert " ".join(found).split() == text.split()
        assert all(STYLE.width(line) <= width + 1e-6 for line in found)


@settings(deadline=None, max_examples=60)
@given(words, st.integers(60, 900), st.integers(1, 4))
def test_wrapped_text_always_fits(text: str, width: int, most: int) -> None:
    found = wrapped(text, STYLE, width, most)
    assert 1 <= len(found) <= most
    assert all(STYLE.width(line) <= width or len(line) <= 2 for line in found)


def test_lines_are_filled_evenly() -> None:
    first, second = lines("one two three four five six", STYLE, 420, 3) or []
    assert abs(STYLE.width(first) - STYLE.width(second)) < 120


@pytest.mark.parametrize(
    ("language", "text", "width", "broken"),
    [
        ("ru", "кофе с молоком", 260, ["кофе", "с молоком"]),
        ("en", "only 20 % off", 200, ["only", "20 % off"]),
        ("en", "coffee — hot", 260, ["coffee —", "hot"]),
        ("en", "From a neighbourhood roastery", 520, ["From a neighbourhood", "roastery"]),
        ("ru", "Из маленькой обжарочной в Казани", 360, ["Из маленькой", "обжарочной", "в Казани"]),
        ("fr", "un café à la maison", 280, ["un café", "à la maison"]),
    ],
)
def test_short_words_numbers_and_dashes_are_not_torn_off(
    language: str, text: str, width: int, broken: list[str]
) -> None:
    with written_in(language):
        assert lines(text, STYLE, width, 4, torn=False) == broken


def test_a_word_that_belongs_to_the_next_ends_a_line_only_where_nothing_else_fits() -> None:
    assert lines("From a neighbourhood roastery", STYLE, 400, 4, torn=False) is None
    assert lines("From a neighbourhood roastery", STYLE, 400, 4) == ["From a", "neighbourhood", "roastery"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.sampled_from(["в", "на", "из", "кофе", "обжарочная", "день", "вас", "по", "и", "20", "₽", "минут"]),
        min_size=1,
        max_size=9,
    )
)
def test_no_way_of_breaking_tears_less_than_the_one_that_is_taken(found: list[str]) -> None:
    text = " ".join(found)
    if lines(text, STYLE, 500, 9, torn=False):
        ends = [line.split()[-1] for line in lines(text, STYLE, 500, 9) or []][:-1]
        assert not [end for end in ends if end in {"в", "на", "из", "по", "и"}]


def test_what_has_no_glyph_is_dropped() -> None:
    assert drawable("Hot ☕️ coffee\u200d 🔥", fonts.TEXT) == "Hot coffee"
    assert drawable("\U00012000\U00012001", fonts.TEXT) == ""
    assert drawable("— … !", fonts.TEXT) == ""
    assert drawable("и\u0306 е\u0308", fonts.TEXT) == "й ё"


SAMPLES = {
    "Grek": "Κρύος μέρα", "Arab": "قهوة ۸", "Hebr": "קפה", "Armn": "Սուրճ", "Beng": "কফি", "Deva": "कॉफ़ी", "Ethi": "ቡና",
    "Geor": "ყავა", "Gujr": "કોફી", "Guru": "ਕੌਫੀ", "Khmr": "កាហ្វេ", "Knda": "ಕಾಫಿ", "Laoo": "ກາເຟ", "Mlym": "കാപ്പി",
    "Mymr": "ကော်ဖီ", "Orya": "କଫି", "Sinh": "කෝපි", "Taml": "காபி", "Telu": "కాఫీ", "Thai": "น้ำร้อน",
}  # fmt: skip


@pytest.mark.parametrize("script", sorted(SAMPLES))
def test_words_of_a_script_that_ships_are_drawn_whole_by_its_own_font(script: str) -> None:
    text = SAMPLES[script]
    assert drawable(text, fonts.DISPLAY) == text
    assert {font for font, _ in runs(text, fonts.DISPLAY)} == {fonts.SHIPPED[script]}
    assert 0.2 < STYLE.width(text) / (STYLE.size * len(text)) < 1.1


def test_every_script_that_ships_is_tried() -> None:
    assert SAMPLES.keys() | {"Latn", "Cyrl"} == fonts.SHIPPED.keys()


def test_a_latin_name_and_figures_keep_their_order_in_a_line_from_the_right() -> None:
    seen = [run.strip() for _, run, _ in visual("קפה Latte חם 24 שעות!", fonts.DISPLAY) if run.strip()]
    assert seen == ["!", "שעות", "24", "חם", "Latte", "קפה"]
    assert [run.strip() for _, run, _ in visual("A cup of قهوة now", fonts.DISPLAY) if run.strip()] == [
        "A cup of", "قهوة", "now",
    ]  # fmt: skip


def test_joined_letters_are_as_narrow_as_they_stand() -> None:
    assert STYLE.width("قهوة") < 0.95 * sum(STYLE.width(letter) for letter in "قهوة")


def test_thai_breaks_between_its_phrases() -> None:
    text = "แก้วสีแดงเก็บความร้อนกาแฟของคุณได้นาน"
    with written_in("th"):
        found = lines(text, STYLE, 420, 4)
    assert found is not None
    assert "".join(found) == text
    assert len(found) > 1
    assert all(line[0] not in "ะาิีึืุูัำ็่้๊๋์" for line in found)
