"""The catalogue of placements."""

from fractions import Fraction

import pytest

from spotworks.catalogue import load
from spotworks.domain.placement import Placement, SafeArea, placement_named

ALL = tuple(Placement.model_validate(row) for row in load("placements")["placement"])


@pytest.mark.parametrize("placement", ALL, ids=lambda each: each.id)
def test_every_placement_is_whole_and_says_where_its_numbers_come_from(placement):
    assert placement.source
    assert placement.checked.startswith("2026-")
    assert -24 <= placement.lufs <= -14
    assert placement.true_peak <= -1
    assert all(0 < seconds <= placement.longest for seconds in placement.durations)


def test_placements_have_names_of_their_own():
    assert len({each.id for each in ALL}) == len(ALL)
    assert {"tiktok", "reels", "shorts", "youtube", "ott", "ctv", "ebu_r128", "podcast"} <= {each.id for each in ALL}


def test_only_short_spots_have_a_short_term_cap():
    tv = placement_named(ALL, "ebu_r128")
    assert tv.loudness(Fraction(15)).short_term == -18
    assert tv.loudness(Fraction(30)).short_term is None


def test_an_unknown_placement_is_answered_with_the_known_ones():
    with pytest.raises(KeyError, match=r"cinema.*tiktok"):
        placement_named(ALL, "cinema")


def test_a_safe_area_is_given_in_pixels_of_the_canvas():
    area = SafeArea(left=0.1, top=0.2, right=0.1, bottom=0.25)
    assert area.inside(1000, 2000) == (100, 400, 900, 1500)
