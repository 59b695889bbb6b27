"""What is in the fonts."""

from pathlib import Path

import pytest

from spotworks.adapters.media.fontbook import FontBook, shipped
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.sound import Word
from spotworks.errors import InvalidRequest
from spotworks.fonts import ARABIC, FOLDER


def runs(text: str, family: str = "Montserrat ExtraBold") -> list[tuple[str, str]]:
    return [(face.name, run) for face, run in shipped().runs(text, family)]


def captions(text: str) -> Captions:
    words = tuple(Word(text=word, start=0, end=1) for word in text.split())
    return Captions(language="en", source="voice", cues=(Cue(words=words),))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Кофе", [("Montserrat ExtraBold", "Кофе")]),
        ("hot🔥", [("Montserrat ExtraBold", "hot"), ("Noto Emoji", "🔥")]),
        ("☕️", [("Noto Emoji", "☕️")]),
        ("👨‍👩‍👧!", [("Noto Emoji", "👨‍👩‍👧"), ("Montserrat ExtraBold", "!")]),
        ("👍🏽🇮🇱", [("Noto Emoji", "👍🏽🇮🇱")]),
        ("«مرحبا»", [("Montserrat ExtraBold", "«"), ("Noto Sans Arabic", "مرحبا"), ("Montserrat ExtraBold", "»")]),
        ("שָׁלוֹם", [("Noto Sans Hebrew", "שָׁלוֹם")]),
    ],
)
def test_another_font_steps_in_for_what_one_does_not_draw(text: str, found: list[tuple[str, str]]) -> None:
    assert runs(text) == found


def test_joined_letters_of_a_word_come_from_one_font() -> None:
    assert runs("پچگ", "DejaVu Sans") == [("DejaVu Sans", "پچگ")]
    assert len({name for name, _ in runs("مرحباپچگ")}) == 1


def test_letters_that_no_font_draws_are_refused_by_name_and_signs_are_left_out() -> None:
    book = FontBook()
    with pytest.raises(InvalidRequest, match=r"\U00012000 \(U\+12000\)") as caught:
        book.check(captions("coffee \U00012000\U00012001"), "DejaVu Sans")
    assert caught.value.field == "fonts"
    assert book.check(captions("coffee \U0001fbb0 now"), "DejaVu Sans") == "\U0001fbb0"
    assert runs("a\U0001fbb0b") == [("Montserrat ExtraBold", "ab")]


def test_an_unknown_family_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidRequest, match=r"Comic Sans.*Montserrat") as caught:
        FontBook().check(captions("a"), "Comic Sans")
    assert caught.value.field == "font"


def test_a_folder_of_the_users_adds_fonts(tmp_path: Path) -> None:
    (tmp_path / "mine.ttf").write_bytes(ARABIC.path.read_bytes())
    assert FontBook(tmp_path).families[0] == "Noto Sans Arabic"
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    with pytest.raises(InvalidRequest, match=r"broken\.ttf is not a font"):
        FontBook(tmp_path)


def test_widths_and_lines_are_the_fonts_own() -> None:
    book = shipped()
    assert book.width("WWW", "DejaVu Sans") > 2 * book.width("iii", "DejaVu Sans") > 0
    assert book.face("Montserrat ExtraBold").line == pytest.approx(1.562)
    assert [book.face(name).bold for name in ("Montserrat ExtraBold", "DejaVu Sans", "Inter")] == [False, True, True]
    assert FOLDER.is_dir()
