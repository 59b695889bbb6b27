"""Refusals in a person's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spotworks.domain.brief import Brief
from spotworks.domain.refusal import not_json, refusal

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=80), inner, max_size=3),
    max_leaves=5,
)


def refused(**fields):
    with pytest.raises(ValidationError) as caught:
        Brief.model_validate({"prompt": "A red mug"} | fields)
    return refusal(caught.value.errors()[0])


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"prompt": ""}, "prompt", "prompt: say what the video is about, or give an image or a url"),
        ({"prompt": 5}, "prompt", "prompt: must be text"),
        ({"prompt": "x" * 5_001}, "prompt", "prompt: must have at most 5,000 characters, not 5,001"),
        ({"variations": 9}, "variations", "variations: must be less than or equal to 8"),
        ({"variations": 1.5}, "variations", "variations: must be a whole number"),
        ({"fps": 29}, "fps", "fps: must be 24, 25, 30, 50 or 60, not 29"),
        ({"language": None}, "language", "language: must be text"),
        ({"budget": "lots"}, "budget", "budget: must be a number"),
        ({"colour": 1}, "colour", "colour: is not a field here"),
        ({"reference_assets": "x"}, "reference_assets", "reference_assets: must be a list"),
        ({"reference_assets": ["x"] * 9}, "reference_assets", "reference_assets: must have at most 8 items, not 9"),
        (
            {"reference_assets": ["x", "../y"]}, "reference_assets",
            "reference_assets, number 2: is not the id of an upload; POST /api/upload gives one",
        ),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_and_says_what_it_must_be(fields, field, message):
    problem = refused(**fields)
    assert (problem.field, problem.message) == (field, message)


def test_a_byte_order_mark_is_called_by_its_name():
    assert (
        not_json("Unexpected UTF-8 BOM (decode using utf-8-sig)") == "begins with a byte order mark; send plain UTF-8"
    )


@given(st.sampled_from(sorted(Brief.model_fields)) | st.text(min_size=1, max_size=80), JSON)
def test_any_value_in_any_field_is_taken_or_refused_in_one_short_line_that_begins_with_it(field, value):
    try:
        Brief.model_validate({"prompt": "A red mug", field: value})
    except ValidationError as error:
        problem = refusal(error.errors()[0])
        assert problem.message.startswith(f"{problem.field}")
        assert problem.field == field[:60]
        assert len(problem.message) < 300
