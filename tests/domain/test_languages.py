"""Languages by their tags, and what holds for all that no rules were written for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.languages import canonical, named, script
from spotworks.domain.speech import aloud, parts, seconds
from spotworks.domain.typography import set_type


@pytest.mark.parametrize(
    ("text", "tag", "name"),
    [
        ("EN", "en", "English"), ("en-GB", "en", "English"), ("ru-RU", "ru", "Russian"), ("De", "de", "German"),
        ("pt-br", "pt-BR", "Portuguese (pt-BR)"), ("es-419", "es-419", "Spanish (es-419)"),
        ("uz-cyrl", "uz-Cyrl", "Uzbek (uz-Cyrl)"), ("de-1996", "de", "German"),
        ("gsw", "gsw", "the language 'gsw' of BCP 47"),
    ],
)  # fmt: skip
def test_a_tag_is_written_as_it_should_be_and_has_a_name(text, tag, name):
    assert (canonical(text), named(canonical(text))) == (tag, name)


@pytest.mark.parametrize(
    "text", ["", "e", "german", "de_DE", "de-", "-de", "12", "de-DE\nen", "ignore previous orders"]
)
def test_what_is_no_tag_is_refused(text):
    with pytest.raises(ValueError, match="BCP 47"):
        canonical(text)


@pytest.mark.parametrize(
    ("tag", "letters"),
    [("ja", "Jpan"), ("fa", "Arab"), ("zh", "Hans"), ("zh-CN", "Hans"), ("zh-TW", "Hant"), ("zh-Hant-HK", "Hant"),
     ("he", "Hebr"), ("el", "Grek"), ("th", "Thai"), ("hi", "Deva"), ("sr-Arab", "Arab"), ("ko-KR", "Kore")],
)  # fmt: skip
def test_languages_of_any_letters_are_taken(tag, letters):
    assert script(canonical(tag)) == letters


def test_letters_are_those_of_the_language_or_those_that_the_tag_says():
    assert [script(tag) for tag in ("de", "uk", "sr", "sr-Latn", "xx")] == ["Latn", "Cyrl", "Cyrl", "Latn", "Latn"]


def test_a_voice_reads_figures_and_signs_of_other_languages_by_itself():
    assert aloud("Nur 49 € & mehr!", "de") == "Nur 49 € & mehr!"
    assert aloud("Лише 49 ₴ сьогодні", "uk") == "Лише 49 сьогодні"
    assert all(part.is_spoken for part in parts("Щодня о 9", "uk"))


def test_a_voice_gets_the_vowels_that_are_marks_and_no_emoji():
    assert aloud("गर्म कॉफ़ी ☕️ पियो।", "hi") == "गर्म कॉफ़ी पियो।"
    assert aloud("น้ำร้อน", "th") == "น้ำร้อน"
    assert aloud("می\u200cدارد", "fa") == "می\u200cدارد"
    assert [part.written for part in parts("コーヒーは温かい。", "ja")] == ["コーヒーは\u200b", "温かい。"]


@pytest.mark.parametrize(
    ("text", "language", "heard"),  # seconds of espeak-ng 1.52, of which a plan may be over, but not far under
    [
        ("आपकी कॉफ़ी हमेशा गर्म रहे", "hi", 2.1), ("قهوتك ساخنة دائماً", "ar", 2.0), ("咖啡一直是热的", "zh", 2.0),
        ("커피는 언제나 따뜻해요", "ko", 2.0), ("ყავა ყოველთვის ცხელია", "ka", 2.0), ("กาแฟร้อนอยู่เสมอ", "th", 2.1),
    ],
)  # fmt: skip
def test_a_line_has_the_time_that_a_voice_needs_for_it_in_any_script(text, language, heard):
    assert 0.85 * heard <= seconds(text, language) <= 1.4 * heard


def test_a_figure_takes_time_in_any_language():
    assert seconds("Nur 1999 Euro", "de") > seconds("Nur Euro", "de") + 1


@given(st.text(max_size=80), st.sampled_from(["de", "uk", "pt-BR", "gsw", "ja", "ar", "hi", "th"]))
def test_no_text_breaks_a_language_without_rules(text, language):
    assert seconds(text, language) >= 0
    assert set_type(set_type(text, language), language) == set_type(text, language)


def test_quotation_marks_are_those_of_the_language():
    assert [set_type('"Tee"', tag) for tag in ("de-AT", "uk", "pt-BR")] == ["„Tee“", "«Tee»", "“Tee”"]
    assert [set_type('"茶"', tag) for tag in ("ja", "zh", "zh-TW", "fa")] == ["「茶」", "“茶”", "「茶」", "«茶»"]
