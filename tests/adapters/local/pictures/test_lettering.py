"""Measuring and breaking text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks import fonts
from spotworks.adapters.local.pictures.lettering import NBSP, Style, drawable, lines, units, wrapped

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


def test_short_words_numbers_and_dashes_are_not_torn_off() -> None:
    assert units("кофе с молоком") == ["кофе", f"с{NBSP}молоком"]
    assert units("only 20 % off") == ["only", f"20{NBSP}%", "off"]
    assert units("coffee — hot") == [f"coffee{NBSP}—", "hot"]


def test_what_has_no_glyph_is_dropped() -> None:
    assert drawable("Hot ☕️ coffee\u200d 🔥", fonts.TEXT) == "Hot coffee"
    assert drawable("\U00012000\U00012001", fonts.TEXT) == ""
    assert drawable("— … !", fonts.TEXT) == ""
    assert drawable("и\u0306 е\u0308", fonts.TEXT) == "й ё"
