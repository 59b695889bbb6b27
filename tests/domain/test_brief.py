"""What a person may ask for."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spotworks.domain.brief import CANVAS, Brief
from tests.domain.strategies import briefs
from tests.fakes.plans import make_brief


def refusal(**about):
    """The first complaint."""
    with pytest.raises(ValidationError) as refused:
        Brief(**({"prompt": "A mug"} | about))
    return refused.value.errors()[0]


@given(briefs())
def test_a_brief_survives_json_exactly(brief):
    assert Brief.model_validate_json(brief.model_dump_json()) == brief
    assert Brief.model_validate(brief.model_dump(mode="json")) == brief


@given(st.text(max_size=60))
def test_any_text_is_either_taken_or_refused_by_name(text):
    try:
        Brief(prompt=text)
    except ValidationError as error:
        blamed = {found["loc"] for found in error.errors()}
    else:
        blamed = set()
    assert blamed <= {("prompt",), ()}


@pytest.mark.parametrize(
    ("given_", "seconds"),
    [
        (30, 30),
        ("30", 30),
        ("12.5", Fraction(25, 2)),
        (0.1 + 14.9, 15),
        ("10/3", Fraction(10, 3)),
        (3, 3),
        (1200, 1200),
    ],
)
def test_seconds_are_exact(given_, seconds):
    assert make_brief(duration=given_).duration == seconds


@pytest.mark.parametrize(
    "value",
    [0, 1, 2.99, -5, 100_000, "nan", "inf", float("nan"), float("inf"), "-inf", "", "abc", "10/0", "1e5", "1e999999999",
     "٣٠", "1_0", None, [], True],
)  # fmt: skip
def test_seconds_that_cannot_be_made_are_refused(value):
    assert refusal(duration=value)["loc"] == ("duration",)


@pytest.mark.parametrize("prompt", ["Кружка", "café", "A mug ☕ 50%", "line one\nline two", "mug مرحبا", "日本語"])
def test_prompts_are_taken_in_any_letters(prompt):
    assert make_brief(prompt=prompt).prompt == prompt


@pytest.mark.parametrize("prompt", ["😀", "123 !!!", "a\x00b", "a\x1bb", "x" * 5001])
def test_prompts_that_nobody_could_set_or_speak_are_refused(prompt):
    assert refusal(prompt=prompt)["loc"] == ("prompt",)


def test_text_is_trimmed_and_in_one_normal_form():
    assert make_brief(prompt="  cafe\u0301  ").prompt == "café"


def test_something_to_show_is_needed():
    assert "prompt" in refusal(prompt="   ")["msg"]
    Brief(url="https://shop.example/")
    Brief(reference_assets=("photo",))


@pytest.mark.parametrize("url", ["ftp://x", "file:///etc/passwd", "javascript:alert(1)", "shop.example"])
def test_only_web_addresses_are_taken(url):
    assert refusal(url=url)["loc"] == ("url",)


def test_an_empty_url_is_none():
    assert make_brief(url="").url is None


@pytest.mark.parametrize("asset", ["", "../x", "a/b", "a b", "x" * 65, "é"])
def test_an_assets_id_is_no_path(asset):
    assert refusal(reference_assets=(asset,))["loc"] == ("reference_assets", 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [("aspect", "3:1"),
     ("language", "japanese"), ("fps", 29), ("variations", 0), ("variations", 9), ("quality", "best"),
     ("budget", 0), ("budget", -1), ("budget", 1001), ("budget", "NaN"), ("budget", "Infinity"), ("seed", -1),
     ("seed", 2**31), ("tenant", "rival"), ("title", "x" * 201), ("approvals", ("side",))],
)  # fmt: skip
def test_each_field_keeps_its_range(field, value):
    assert refusal(**{field: value})["loc"][0] == field


@pytest.mark.parametrize("aspect", CANVAS)
def test_a_canvas_has_its_ratio_and_even_sides(aspect):
    width, height = make_brief(aspect=aspect).canvas
    across, down = map(int, aspect.split(":"))
    assert width * down == height * across
    assert width % 2 == height % 2 == 0


def test_the_defaults_are_those_of_the_command():
    brief = Brief(prompt="A mug")
    assert (brief.duration, brief.aspect, brief.fps, brief.model) == (30, "9:16", 30, "local")
    assert brief.budget == Decimal("0.50")


def test_concepts_are_no_part_of_a_brief_that_asks_for_none():
    assert "concept" not in make_brief().model_dump_json()
    assert '"concepts":3,"concept":2' in make_brief(concepts=3, concept=2).model_dump_json()


def test_a_concept_that_is_not_among_those_asked_for_is_refused():
    assert "there is no concept 3 of 2" in refusal(concepts=2, concept=3)["msg"]
