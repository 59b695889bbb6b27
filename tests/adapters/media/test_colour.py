"""Colour arithmetic."""

from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.media import colour

colours = st.builds(lambda r, g, b: f"#{r:02x}{g:02x}{b:02x}", *[st.integers(0, 255)] * 3)


def test_contrast_is_that_of_wcag() -> None:
    assert colour.contrast("#000000", "#ffffff") == 21
    assert round(colour.contrast("#777777", "#ffffff"), 2) == 4.48


@given(colours)
def test_a_colour_survives_the_way_to_oklch_and_back(one: str) -> None:
    back = colour.from_oklch(*colour.oklch(one))
    assert all(abs(a - b) <= 2 for a, b in zip(colour.rgb(one), colour.rgb(back), strict=True))


@given(colours, colours)
def test_a_colour_made_legible_has_the_contrast_asked_for(ink: str, ground: str) -> None:
    assert colour.contrast(colour.legible(ink, ground), ground) >= 4.5


@given(colours, st.floats(-1, 1), st.floats(0, 3), st.floats(-360, 360))
def test_a_shifted_colour_is_a_colour(one: str, light: float, chroma: float, hue: float) -> None:
    shifted = colour.shifted(one, light=light, chroma=chroma, hue=hue)
    assert len(shifted) == 7
    assert all(0 <= value <= 255 for value in colour.rgb(shifted))
