"""Error names are a wire format: Step Functions compares them by equality."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks import errors
from spotworks.catalogue.checks import PATIENCE, PATIENCE_OTHERS
from spotworks.domain.base import stored
from spotworks.domain.job import Failure
from spotworks.stages.fail_spot import ErrorInfo, failure_of

ROOT = Path(__file__).parents[2]
MACHINES = sorted((ROOT / "statemachines").glob("*.asl.json"))
# Lambda's own names for a process that died or ran out of time.
LAMBDA = {"Sandbox.Timedout", "Runtime.ExitError"}


def states(node: object) -> Iterator[tuple[str, dict]]:
    """Every state of a machine, nested ones too."""
    if isinstance(node, dict):
        if isinstance(node.get("States"), dict):
            yield from node["States"].items()
        for value in node.values():
            yield from states(value)
    elif isinstance(node, list):
        for value in node:
            yield from states(value)


def machine_states() -> list:
    return [
        pytest.param(state, id=f"{path.stem.split('.')[0]}:{name}")
        for path in MACHINES
        for name, state in states(json.loads(path.read_text()))
    ]


def is_foreign(name: str) -> bool:
    return name.startswith(("States.", "Lambda.")) or name in LAMBDA


@pytest.mark.parametrize("state", machine_states())
def test_every_name_in_a_retry_is_retryable(state):
    for rule in state.get("Retry", []):
        ours = {name for name in rule["ErrorEquals"] if not is_foreign(name)}
        assert ours <= set(errors.RETRYABLE)
        assert "States.ALL" not in rule["ErrorEquals"], "a fatal error would be tried again"
        if rule["ErrorEquals"] == ["DeliveryUnusable"]:
            assert rule["MaxAttempts"] == 1, "each further one is paid for"
            continue
        assert rule["JitterStrategy"] == "FULL"
        assert rule["MaxAttempts"] == 3
        assert rule["BackoffRate"] == 2


@pytest.mark.parametrize("state", machine_states())
def test_every_name_in_a_catch_exists(state):
    known = set(errors.RETRYABLE) | set(errors.FATAL)
    for rule in state.get("Catch", []):
        assert {name for name in rule["ErrorEquals"] if not is_foreign(name)} <= known


@pytest.mark.parametrize("state", machine_states())
def test_every_task_has_a_retry_and_a_timeout(state):
    if state["Type"] == "Task":
        assert state["Retry"]
        assert state["TimeoutSeconds"] > 0


@pytest.mark.parametrize(
    ("names", "minutes"),
    [({"MakeClip"}, PATIENCE), ({"DrawPicture", "KeepPicture", "SketchPicture", "ComposeMusic"}, PATIENCE_OTHERS)],
)
def test_who_waits_for_a_vendor_hears_why_it_is_given_up(names, minutes):
    found = {name: state for path in MACHINES for name, state in states(json.loads(path.read_text())) if name in names}
    assert set(found) == names
    assert all(state["TimeoutSeconds"] >= minutes * 60 + 60 for state in found.values())


@pytest.mark.parametrize("path", MACHINES, ids=lambda p: p.stem)
def test_every_way_out_passes_the_one_place_for_failures(path):
    top = json.loads(path.read_text())
    assert top["States"][top["StartAt"]]["Catch"][0]["ErrorEquals"] == ["States.ALL"]
    assert top["States"][top["StartAt"]]["Catch"][0]["Next"] == "FailSpot"


@pytest.mark.parametrize("path", MACHINES, ids=lambda p: p.stem)
def test_state_names_are_unique_in_a_machine(path):
    names = [name for name, _ in states(json.loads(path.read_text()))]
    assert len(names) == len(set(names))


def test_a_name_from_the_wire_finds_its_class_and_a_strange_one_none():
    assert errors.named("RenderInterrupted") is errors.RenderInterrupted
    with pytest.raises(KeyError):
        errors.named("SpotworksError")


@given(st.text(), st.none() | st.from_regex(r"[a-z_]+(\.[a-z-]+)?", fullmatch=True))
def test_stage_field_and_message_travel_in_the_text(message, field):
    error = errors.InvalidRequest(message.lstrip("["), field=field)
    told = errors.marked(error, "AdmitSpot")
    assert (type(told), told.field) == (errors.InvalidRequest, field)
    assert errors.unmarked(told.message) == ("AdmitSpot", field, error.message)
    assert errors.marked(told, "FailSpot") is told, "the first stage stands"


def test_a_field_that_cannot_travel_costs_the_failure_nothing_else():
    told = errors.marked(errors.InvalidRequest("no", field="mode_options.two words"), "AdmitSpot")
    assert errors.unmarked(told.message) == ("AdmitSpot", None, "no")


@pytest.mark.parametrize(("mark", "field"), [("[AdmitSpot budget]", "budget"), ("[AdmitSpot]", None)])
def test_the_field_at_fault_arrives_in_the_failure(mark, field):
    cause = json.dumps({"errorMessage": f"{mark} budget: too small"})
    failure = failure_of(ErrorInfo(Error="InvalidRequest", Cause=cause))
    assert (failure.stage, failure.field, failure.message) == ("AdmitSpot", field, "budget: too small")


def test_a_failure_that_was_stored_without_a_field_still_reads():
    before = {"category": "input", "stage": "AdmitSpot", "error": "InvalidRequest", "message": "no"}
    assert stored(Failure, json.dumps(before)) == Failure(**before, field=None)
