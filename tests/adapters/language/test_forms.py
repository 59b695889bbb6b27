"""Pydantic models as the forms that strict modes take."""

import pytest
from jsonschema import Draft202012Validator

from local.vendors.mind import sampled
from spotworks.adapters.critique.verdict import Verdict
from spotworks.adapters.language.forms import form
from spotworks.adapters.model_writer.drafts import ScreenplayDraft, StrategyDraft
from spotworks.domain.base import Frozen


class Node(Frozen):
    about: dict[str, str]


class Pair(Frozen):
    both: tuple[int, str]


class Maybe(Frozen):
    """Of which there may be none."""

    note: str | None = None


@pytest.mark.parametrize("model", [StrategyDraft, ScreenplayDraft, Verdict, Maybe])
def test_a_form_is_a_schema_that_asks_for_every_field_and_no_other(model):
    schema = form(model)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    filled = sampled(schema, "a word")
    assert validator.is_valid(filled)
    assert not validator.is_valid(filled | {"more": 1})
    for field in filled:
        assert not validator.is_valid({name: value for name, value in filled.items() if name != field})


def test_limits_are_told_in_words():
    headline = form(ScreenplayDraft)["$defs"]["SceneDraft"]["properties"]["headline"]
    assert headline == {"type": "string", "description": "(maxLength: 40)"}
    assert form(Maybe)["description"] == "Of which there may be none."


@pytest.mark.parametrize(("model", "why"), [(Node, "fields of any name"), (Pair, "lists of one kind")])
def test_what_no_strict_form_can_say_is_refused(model, why):
    with pytest.raises(TypeError, match=why):
        form(model)
