"""What moto 5.2.5's Step Functions lacks: honest task tokens, StopExecution, status events, cheap clients.

Each function changes one thing in moto and has a conformance test in tests/local/test_machines.py.
"""

import datetime
import functools
import json
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

import boto3
from botocore.config import Config
from moto.core.exceptions import AWSError
from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.exceptions import InvalidToken
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackEndpoint,
    CallbackOutcome,
    CallbackOutcomeFailure,
    CallbackOutcomeSuccess,
)
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker
from moto.stepfunctions.parser.models import StepFunctionsParserBackend, stepfunctions_parser_backends
from moto.stepfunctions.parser.utils import TMP_THREADS
from moto.stepfunctions.responses import StepFunctionResponse

from local.arns import REGION

KEPT_HISTORIES = 100  # finished executions whose history stays in memory

Publish = Callable[[str, str, list[str], dict[str, Any]], None]

_lock = threading.RLock()


class TokenGone(AWSError):
    """The token was answered already, or its task is over."""

    TYPE = "TaskTimedOut"
    STATUS = 400


def install(endpoint_url: str, publish: Publish) -> None:
    """publish: takes source, detail type, resources and detail of an EventBridge event."""
    share_clients(endpoint_url)
    read_definitions_once()
    give_each_attempt_its_token()
    let_the_first_answer_win()
    hear_an_answer_before_the_first_heartbeat()
    stop_at_once(publish)
    tell_of_status(publish)


def share_clients(endpoint_url: str) -> None:
    """One client for each service: moto builds a new one for each task, 30 ms of CPU every time."""
    session = boto3.session.Session(aws_access_key_id="local", aws_secret_access_key="local")  # noqa: S106 - no secret
    config = Config(
        parameter_validation=False, retries={"total_max_attempts": 1}, read_timeout=7200, max_pool_connections=100
    )
    clients: dict[str, Any] = {}

    def client_for(region: str, service: str, state_credentials: Any = None) -> Any:
        with _lock:
            if service not in clients:
                clients[service] = session.client(
                    service, region_name=region or REGION, endpoint_url=endpoint_url, config=config
                )
            return clients[service]

    original = boto_client.boto_client_for
    for module in list(sys.modules.values()):
        if getattr(module, "boto_client_for", None) is original:
            module.boto_client_for = client_for  # type: ignore[attr-defined]


def read_definitions_once() -> None:
    """A definition is parsed once, not for each execution (0.3 s of CPU); what runs keeps its state elsewhere."""
    AmazonStateLanguageParser.parse = staticmethod(functools.lru_cache(maxsize=8)(AmazonStateLanguageParser.parse))


def give_each_attempt_its_token() -> None:
    """A retried task gets a new token, so that an answer to an earlier attempt is late, not right."""
    original = StateTaskServiceCallback._eval_execution

    def evaluate(self: Any, env: Any) -> None:
        if self.resource.condition == ResourceCondition.WaitForTaskToken:
            token = env.states.context_object.update_task_token()
            env.callback_pool_manager.add(token).frame = env
        original(self, env)

    StateTaskServiceCallback._eval_execution = evaluate


def hear_an_answer_before_the_first_heartbeat() -> None:
    """A task answered while its starter still runs must not wait for a heartbeat that never comes."""
    original = CallbackEndpoint.setup_heartbeat_endpoint

    def setup(self: CallbackEndpoint, heartbeat_seconds: int) -> Any:
        with _lock:
            endpoint = original(self, heartbeat_seconds)
            if self.get_outcome() is not None:
                endpoint.notify()
        return endpoint

    CallbackEndpoint.setup_heartbeat_endpoint = setup


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


def stop_at_once(publish: Publish) -> None:
    """StopExecution ends the execution now, with its error and cause, even while it waits for a token."""

    def stop(self: Any) -> Any:
        execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
        with _lock:
            if execution.exec_status == ExecutionStatus.RUNNING:
                execution.exec_status = ExecutionStatus.ABORTED
                execution.stop_date = datetime.datetime.now(tz=datetime.UTC)
                execution.error, execution.cause = self._get_param("error"), self._get_param("cause")
                publish(*_status_event(execution))
        _interrupt(execution)
        return ActionResult({"stopDate": execution.stop_date})

    StepFunctionResponse.stop_execution = stop


def tell_of_status(publish: Publish) -> None:
    """Status change events for starts and ends; an interpreter that breaks down ends as FAILED, not never."""
    start, run = Execution.start, ExecutionWorker._execution_logic

    def started(self: Any) -> None:
        start(self)
        publish(*_status_event(self))

    def terminated(self: Any) -> None:
        execution = self.execution
        with _lock:
            if execution.exec_status == ExecutionStatus.RUNNING:
                self._reflect_execution_status()
                publish(*_status_event(execution))
        if execution.error:
            print(f"local: {execution.name} {execution.status}: {execution.error}: {execution.cause}"[:600], flush=True)
        _forget(execution)

    def run_or_fail(self: Any) -> None:
        try:
            run(self)
        except Exception:
            execution = self._execution_communication.execution
            with _lock:
                if execution.exec_status != ExecutionStatus.RUNNING:
                    return  # stopped: what breaks after that is of no interest
                execution.exec_status = ExecutionStatus.FAILED
                execution.stop_date = datetime.datetime.now(tz=datetime.UTC)
                execution.error, execution.cause = "States.Runtime", traceback.format_exc()[-2000:]
                publish(*_status_event(execution))

    Execution.start = started
    BaseExecutionWorkerCommunication.terminated = terminated
    ExecutionWorker._execution_logic = run_or_fail


def _interrupt(execution: Any) -> None:
    """Wakes whatever of a stopped execution still waits, so that its threads end."""
    env = execution.exec_worker.env if execution.exec_worker else None
    if env is None:
        return
    env.set_stop(stop_date=execution.stop_date, cause=execution.cause, error=execution.error)
    for endpoint in list(env.callback_pool_manager._pool.values()):
        endpoint.interrupt_all()


def _forget(execution: Any) -> None:
    """Lets go of the histories of old executions, and of threads that ended: moto keeps all of them."""
    TMP_THREADS[:] = [thread for thread in TMP_THREADS if thread.is_alive()]
    ended = [e for e in _siblings(execution) if e.exec_status != ExecutionStatus.RUNNING and e.exec_worker]
    for old in ended[:-KEPT_HISTORIES]:
        old.exec_worker.env = None


def _siblings(execution: Any) -> list[Any]:
    backend = stepfunctions_parser_backends[execution.account_id][execution.region_name]
    return list(backend._get_executions())


def _status_event(execution: Any) -> tuple[str, str, list[str], dict[str, Any]]:
    """https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html"""
    stop = execution.stop_date
    detail = {
        "executionArn": execution.exec_arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": int(execution.start_date.timestamp() * 1000),
        "stopDate": int(stop.timestamp() * 1000) if stop else None,
        "input": execution.execution_input,
        "output": json.dumps(execution.output) if execution.status == "SUCCEEDED" else None,
        "error": execution.error,
        "cause": execution.cause,
    }
    return "aws.states", "Step Functions Execution Status Change", [execution.exec_arn], detail
