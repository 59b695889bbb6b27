"""What moto 5.2.5's task tokens lack: one for each attempt, one answer each, heartbeats by their name.

Each function changes one thing in moto and has a conformance test in tests/local/test_machines.py.
"""

import threading
from typing import Any

from moto.core.exceptions import AWSError
from moto.core.responses import EmptyResult
from moto.stepfunctions.exceptions import InvalidToken
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackEndpoint,
    CallbackOutcome,
    CallbackOutcomeFailure,
    CallbackOutcomeSuccess,
    HeartbeatTimeoutError,
)
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

_lock = threading.RLock()


def install() -> None:
    give_each_attempt_its_token()
    let_the_first_answer_win()
    miss_heartbeats_by_name()


class TokenGone(AWSError):
    """The token was answered already, or its task is over."""

    TYPE = "TaskTimedOut"
    STATUS = 400


def give_each_attempt_its_token() -> None:
    """A retried task gets a new token, so that an answer to an earlier attempt is late, not right."""
    original = StateTaskServiceCallback._eval_execution

    def evaluate(self: Any, env: Any) -> None:
        if self.resource.condition == ResourceCondition.WaitForTaskToken:
            token = env.states.context_object.update_task_token()
            env.callback_pool_manager.add(token).frame = env
        original(self, env)

    StateTaskServiceCallback._eval_execution = evaluate


def let_the_first_answer_win() -> None:
    """SendTask*: one answer a token; a second, or one to an attempt that is over, is TaskTimedOut."""

    def endpoint(self: Any, token: str) -> CallbackEndpoint:
        for execution in self._get_executions():
            env = execution.exec_worker.env if execution.exec_worker else None
            if env is not None and (found := env.callback_pool_manager.get(token)):
                frame = getattr(found, "frame", None)
                waiting = frame is not None and frame.is_running() and found.get_outcome() is None
                if execution.exec_status != ExecutionStatus.RUNNING or not waiting:
                    raise TokenGone("Task Timed Out: 'Provided task does not exist anymore'")
                return found
        raise InvalidToken("'Invalid token'")

    def answer(self: Any, token: str, outcome: CallbackOutcome) -> None:
        with _lock:
            endpoint(self, token).notify(outcome)

    def succeed(self: Any, task_token: str, outcome: str) -> None:
        answer(self, task_token, CallbackOutcomeSuccess(task_token, outcome))

    def fail(self: Any, task_token: str, error: str | None = None, cause: str | None = None) -> None:
        answer(self, task_token, CallbackOutcomeFailure(task_token, error, cause))

    def heartbeat(self: Any, task_token: str) -> None:
        with _lock:
            endpoint(self, task_token).notify_heartbeat()

    def fail_with_cause(self: Any) -> Any:
        token, error, cause = (self._get_param(name) for name in ("taskToken", "error", "cause"))
        self.stepfunction_backend.send_task_failure(token, error=error, cause=cause)
        return EmptyResult()

    StepFunctionsParserBackend.send_task_success = succeed
    StepFunctionsParserBackend.send_task_failure = fail
    StepFunctionsParserBackend.send_task_heartbeat = heartbeat
    StepFunctionResponse.send_task_failure = fail_with_cause


def miss_heartbeats_by_name() -> None:
    """Silence is States.HeartbeatTimeout, and an answer that came before the wait began is not silence."""
    wait, named = StateTaskServiceCallback._wait_for_task_token_heartbeat, StateTaskServiceCallback._from_error

    def wait_unless_answered(self: Any, env: Any, endpoint: CallbackEndpoint, heartbeat: Any) -> Any:
        return endpoint.get_outcome() or wait(self, env, endpoint, heartbeat)

    def name(self: Any, env: Any, ex: Exception) -> Any:
        if not isinstance(ex, HeartbeatTimeoutError):
            return named(self, env, ex)
        event = self._get_timed_out_failure_event(env)
        silence = StatesErrorName(typ=StatesErrorNameType.StatesHeartbeatTimeout)
        event.event_details["taskTimedOutEventDetails"]["error"] = silence.error_name
        return FailureEvent(env=env, error_name=silence, event_type=event.event_type, event_details=event.event_details)

    StateTaskServiceCallback._wait_for_task_token_heartbeat = wait_unless_answered
    StateTaskServiceCallback._from_error = name
