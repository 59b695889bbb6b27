"""The shipped fonts."""

import pytest
from fontTools.ttLib import TTFont

from spotworks.fonts import ARABIC, EMOJI, FALLBACKS, FOLDER, FONTS, HEBREW, Font

LATIN_1 = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) - {0xAD}  # the soft hyphen is never drawn
RUSSIAN = {ord(c) for c in "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"}
MARKS = {ord(c) for c in "–—…«»“”‘’₽€№·×"}


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.file)
def test_a_font_covers_what_ads_in_english_and_russian_need(font: Font) -> None:
    with TTFont(font.path) as face:
        assert not (LATIN_1 | RUSSIAN | MARKS) - set(face.getBestCmap())


@pytest.mark.parametrize(
    ("font", "letters"),
    [
        (ARABIC, "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويپچگ،؟"),
        (HEBREW, "אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
        (EMOJI, "🔥☕❤👍🎉🇷🚀🫶"),
    ],
    ids=["Arabic", "Hebrew", "emoji"],
)  # fmt: skip
def test_a_fallback_covers_its_script(font: Font, letters: str) -> None:
    with TTFont(font.path) as face:
        assert not {ord(c) for c in letters} - set(face.getBestCmap())


def test_emoji_have_only_the_character_map_that_older_libass_reads_whole() -> None:
    with TTFont(EMOJI.path) as face:
        assert {table.format for table in face["cmap"].tables} == {12, 14}


@pytest.mark.parametrize("font", [*FONTS, *FALLBACKS], ids=lambda font: font.file)
def test_a_font_carries_the_name_and_weight_it_is_asked_for_by(font: Font) -> None:
    with TTFont(font.path) as face:
        names = {face["name"].getDebugName(number) for number in (1, 16)}
        assert font.family in names
        assert face["OS/2"].usWeightClass == font.weight


def test_every_font_is_small_and_has_its_licence_beside_it() -> None:
    files = {path.name for path in FOLDER.iterdir()}
    assert {font.file for font in (*FONTS, *FALLBACKS)} == {name for name in files if name.endswith(".ttf")}
    assert {"OFL-Montserrat.txt", "OFL-Inter.txt", "LICENSE-DejaVu.txt"} <= files
    assert {"OFL-NotoEmoji.txt", "OFL-NotoSansArabic.txt", "OFL-NotoSansHebrew.txt"} <= files
    assert all(font.path.stat().st_size < 2_000_000 for font in (*FONTS, *FALLBACKS))
