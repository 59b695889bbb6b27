"""The functions that ask a language model live as long as its answers may take."""

import json

import pytest

from infra.catalogue import MACHINES, function
from spotworks.adapters.language.answering import patience
from spotworks.adapters.providers.wire import CONNECT_SECONDS
from spotworks.domain.critique import RETRIES
from spotworks.domain.thought import MAX_CALLS
from spotworks.ports import Question
from spotworks.prompts import prompt
from spotworks.stages.shared.paying import WAITS
from spotworks.stages.shared.planning import AGAIN
from tests.architecture.test_failures import states

REPAIRED = 2  # each may be asked for once more


@pytest.mark.parametrize(
    ("name", "asks", "calls", "waits"),
    [
        ("ChooseStrategy", "strategy/system", MAX_CALLS * REPAIRED, 0),
        ("WriteScreenplay", "screenplay/system", (1 + AGAIN) * REPAIRED, 0),
        ("StartImage", "critique/system", (1 + RETRIES) * REPAIRED, WAITS),
    ],
)
def test_all_the_answers_that_a_state_may_wait_for_fit_into_its_time(name, asks, calls, waits):
    slowest = patience(Question(system="x", user="x", max_tokens=prompt(asks).max_tokens))
    assert calls * (slowest + CONNECT_SECONDS + waits) < function(name).timeout
    called = [state for _, state in states(json.loads(MACHINES[0].asl.read_text())) if calls_it(state, name)]
    assert called
    assert all(state["TimeoutSeconds"] > function(name).timeout for state in called)


def calls_it(state, name):
    return f"${{{name}}}" in {state.get("Resource"), state.get("Parameters", {}).get("FunctionName")}
