"""docs/creative.md shows the plans that the planner makes today."""

from itertools import zip_longest
from pathlib import Path

from PIL import Image

from tests.creative.showcase import BEGIN, SHOWN, picture, plans, renewed, section
from tests.creative.sites import Sites

DOCS = Path(__file__).parents[2] / "docs"


def test_the_plans_in_the_documentation_are_those_that_the_planner_makes_today(aws: None, web: Sites) -> None:
    text = section((name, plan) for name, _, plan in plans(web))
    shown = BEGIN + (DOCS / "creative.md").read_text(encoding="utf-8").partition(BEGIN)[2]
    pairs = zip_longest(shown.splitlines(), text.splitlines(), fillvalue="(nothing)")
    differ = [f"shown:   {a}\n  planned: {b}" for a, b in pairs if a != b]
    assert not differ, f"docs/creative.md shows older plans; run `make plans` and look at it.\n  {differ[0]}"


def test_each_storyboard_is_there_and_light() -> None:
    for name in SHOWN:
        path = DOCS / picture(name)
        assert path.stat().st_size <= 250_000
        with Image.open(path) as sheet:
            assert sheet.width == 1000


def test_the_section_takes_the_place_of_an_older_one_and_leaves_the_rest() -> None:
    once = renewed("# Title\n\nText.\n", f"{BEGIN}\nfirst\n")
    assert once == f"# Title\n\nText.\n\n{BEGIN}\nfirst\n"
    assert renewed(once, f"{BEGIN}\nsecond\n") == once.replace("first", "second")
