"""What moto 5.2.5's Step Functions lacks: StopExecution, status events, cheap clients and definitions.

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
from moto.core.responses import ActionResult
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker
from moto.stepfunctions.parser.models import stepfunctions_parser_backends
from moto.stepfunctions.parser.utils import TMP_THREADS
from moto.stepfunctions.responses import StepFunctionResponse

from local.arns import REGION

KEPT_HISTORIES = 100  # finished executions whose history stays in memory

Publish = Callable[[str, str, list[str], dict[str, Any]], None]

_lock = threading.RLock()


def install(endpoint_url: str, publish: Publish) -> None:
    """publish: takes source, detail type, resources and detail of an EventBridge event."""
    share_clients(endpoint_url)
    read_definitions_once()
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
