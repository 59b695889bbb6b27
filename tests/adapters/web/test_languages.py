"""The language of a page, by its letters and by what it says of itself."""

import pytest

from spotworks.adapters.web.languages import language

RUSSIAN, UKRAINIAN, ENGLISH = "Мёд из липы, собран в июле.", "Мед із липи, зібраний у липні, свіжий.", "Lime honey."


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        ("en-GB", ENGLISH, "en"),
        ("de_DE", "Honig aus Linden.", "de"),
        ("", RUSSIAN, "ru"),
        ("en", RUSSIAN, "ru"),
        ("uk", UKRAINIAN, "uk"),
        ("bg", "Мед от липа.", "bg"),
        ("en", UKRAINIAN, ""),
        ("ru", ENGLISH, ""),
        ("", ENGLISH, ""),
        ("<script>", ENGLISH, ""),
        ("x" * 99, ENGLISH, ""),
    ],
)
def test_letters_know_better_than_what_a_template_says(said: str, text: str, found: str) -> None:
    assert language(said, text) == found
