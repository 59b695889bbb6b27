"""How a text is written in any script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks import fonts
from spotworks.domain.writing import (
    SEAM,
    SHIPPED,
    bare,
    capitals,
    columns,
    is_right_to_left,
    joined,
    pieces,
    script_of,
    scripts_of,
    strange,
)

WRITTEN = st.text("コーヒ猫が好き、。「」咖啡一直กาแฟร้อน ກາເຟ កាហ្វេ Latte 15%! قهوة", max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Der Kaffee", ["Der", "Kaffee"]),
        ("커피는 언제나", ["커피는", "언제나"]),
        ("「毎日」コーヒーを飲む。", ["「毎日」", "コーヒーを", "飲む。"]),
        ("Kayaのお店でお試しください。", ["Kayaの", "お店で", "お試しください。"]),
        ("新しいiPhone15を使う", ["新しい", "iPhone15を", "使う"]),
        ("整天，随时享受！", ["整天，", "随时", "享受！"]),
        ("เริ่มวันนี้ ทุกวัน", ["เริ่มวันนี้", "ทุกวัน"]),
        (f"กาแฟ{SEAM}ร้อน", ["กาแฟ", "ร้อน"]),
    ],
)
def test_a_line_breaks_between_words_or_phrases(text, found):
    assert [bare(piece) for piece in pieces(text)] == found


@given(WRITTEN)
def test_what_is_cut_is_whole_when_it_is_joined(text):
    assert bare(joined(pieces(text))).replace(" ", "") == text.replace(" ", "")


@given(st.text("コーヒ猫が好き、。」！？", min_size=1, max_size=40))
def test_no_line_begins_with_a_mark_that_closes_but_the_first(text):
    assert [piece for piece in pieces(text)[1:] if piece[0] in "、。」！？ー"] == []


@given(st.text("咖啡一直是热的「（", min_size=1, max_size=40))
def test_no_line_ends_with_a_mark_that_opens_but_the_last(text):
    assert [piece for piece in pieces(text)[:-1] if bare(piece)[-1] in "「（"] == []


@pytest.mark.parametrize(
    ("text", "wide"), [("Tasse", 5), ("猫です", 6), ("커피", 4), ("ที่", 1), ("कॉफ़ी", 4), (f"ก{SEAM}ก", 2), ("قهوة", 4)]
)
def test_a_square_is_two_columns_and_a_mark_over_a_letter_none(text, wide):
    assert columns(unicodedata.normalize("NFC", text)) == wide


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("istanbul ışık", "tr", "İSTANBUL IŞIK"), ("istanbul", "en", "ISTANBUL"), ("Ο καφές", "el", "Ο ΚΑΦΕΣ"),
        ("ყავა", "ka", "ყავა"), ("Tea ყავა", "en", "TEA ყავა"), ("և սուրճ", "hy", "ԵՎ ՍՈՒՐՃ"), ("قهوة", "ar", "قهوة"),
    ],
)  # fmt: skip
def test_capitals_are_those_of_the_language(text, language, found):
    assert capitals(text, language) == found


def test_ideographs_are_those_of_the_language_and_other_letters_their_own():
    found = {tag: script_of("語", tag) for tag in ("ja", "ko", "zh", "zh-TW", "de")}
    assert found == {"ja": "Jpan", "ko": "Kore", "zh": "Hans", "zh-TW": "Hant", "de": "Hans"}
    assert scripts_of("Ça va, 猫 き!", "ja") == {"Latn", "Jpan"}
    assert [is_right_to_left(t) for t in ("كوب Latte", "Latte ساخنة دائماً", "A cup of قهوة", "8 !")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_words_of_a_person_are_in_letters_that_are_sure_to_be_drawn():
    assert not strange("كوب of Кофе", "en")
    assert not strange("猫です", "ja")
    assert "猫" in strange("猫", "en")
    assert strange("\U00012000", "ja")


def test_the_scripts_that_ship_are_those_of_the_fonts():
    assert fonts.SHIPPED.keys() == SHIPPED
