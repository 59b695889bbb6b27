"""Conformance: Step Functions here does what it does on AWS, in what the flow uses of it."""

import json
import time
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.fakes.cloud import Cloud, eventually
from tests.local.test_lambdas import _noted

ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:"


def start(cloud: Cloud, machine: str, **payload: Any) -> str:
    name = payload.setdefault("name", uuid.uuid4().hex)
    client = cloud.client("stepfunctions")
    answer = client.start_execution(stateMachineArn=ARN + machine, name=name, input=json.dumps(payload))
    return str(answer["executionArn"])


def ended(cloud: Cloud, execution: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        shown: dict[str, Any] = cloud.client("stepfunctions").describe_execution(executionArn=execution)
        return shown if shown["status"] != "RUNNING" else None

    return eventually(look)


def token(cloud: Cloud, name: str, attempt: int = 1) -> str:
    table = cloud.resource("dynamodb").Table("spotworks")
    item = eventually(lambda: table.get_item(Key={"pk": name, "sk": f"TOKEN#{attempt}"}).get("Item"))
    return str(item["token"])


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return str(caught.value.response["Error"]["Code"])


def test_many_items_run_side_by_side_and_come_back_in_order(cloud: Cloud) -> None:
    text = 'a "quoted"\nprompt'
    shown = ended(cloud, start(cloud, "counting", items=list(range(8)), text=text))
    assert json.loads(shown["output"]) == [{"item": n, "text": text} for n in range(8)]


def test_an_error_is_retried_and_caught_by_its_name(cloud: Cloud) -> None:
    execution = start(cloud, "working", do="raise")
    shown = ended(cloud, execution)
    assert (shown["status"], shown["error"]) == ("FAILED", "ProviderThrottled")
    history = cloud.client("stepfunctions").get_execution_history(executionArn=execution)["events"]
    assert sum(event["type"] == "LambdaFunctionFailed" for event in history) == 2


def test_a_functions_time_running_out_is_caught_as_sandbox_timedout(cloud: Cloud) -> None:
    shown = ended(cloud, start(cloud, "working", do="sleep", file="/dev/null"))
    assert json.loads(shown["output"])["error"]["Error"] == "Sandbox.Timedout"


def test_the_first_answer_to_a_token_wins_and_a_second_is_refused(cloud: Cloud) -> None:
    client = cloud.client("stepfunctions")
    execution = start(cloud, "holding", name=(name := uuid.uuid4().hex), at_once=False)
    held = token(cloud, name)
    client.send_task_success(taskToken=held, output='{"by": "first"}')
    assert refused(client.send_task_success, taskToken=held, output='{"by": "second"}') == "TaskTimedOut"
    assert refused(client.send_task_failure, taskToken=held, error="Late") == "TaskTimedOut"
    assert json.loads(ended(cloud, execution)["output"])["event"] == {"by": "first"}
    assert refused(client.send_task_success, taskToken=held, output="{}") == "TaskTimedOut"


def test_a_token_may_be_answered_before_its_starter_returns(cloud: Cloud) -> None:
    shown = ended(cloud, start(cloud, "holding", at_once=True))
    assert json.loads(shown["output"])["event"] == {"by": "itself"}


def test_a_retried_task_has_a_new_token_and_the_old_one_is_void(cloud: Cloud) -> None:
    client = cloud.client("stepfunctions")
    execution = start(cloud, "holding", name=(name := uuid.uuid4().hex), at_once=False)
    old = token(cloud, name)
    client.send_task_heartbeat(taskToken=old)
    client.send_task_failure(taskToken=old, error="Again", cause="once more")
    new = token(cloud, name, attempt=2)
    assert new != old
    assert refused(client.send_task_success, taskToken=old, output='{"by": "old"}') == "TaskTimedOut"
    assert refused(client.send_task_heartbeat, taskToken=old) == "TaskTimedOut"
    client.send_task_success(taskToken=new, output='{"by": "new"}')
    assert json.loads(ended(cloud, execution)["output"])["event"] == {"by": "new"}


def test_a_reported_failure_keeps_its_error_and_cause(cloud: Cloud) -> None:
    execution = start(cloud, "holding", name=(name := uuid.uuid4().hex), at_once=False)
    held = token(cloud, name)
    cloud.client("stepfunctions").send_task_failure(taskToken=held, error="Refused", cause="by policy")
    assert json.loads(ended(cloud, execution)["output"])["error"] == {"Error": "Refused", "Cause": "by policy"}


def test_silence_is_a_heartbeat_timeout_and_a_heartbeat_is_not_silence(cloud: Cloud) -> None:
    client = cloud.client("stepfunctions")
    execution = start(cloud, "beating", name=(name := uuid.uuid4().hex), at_once=False)
    held = token(cloud, name)
    time.sleep(1.2)
    client.send_task_heartbeat(taskToken=held)
    time.sleep(1.2)
    assert client.describe_execution(executionArn=execution)["status"] == "RUNNING"
    assert json.loads(ended(cloud, execution)["output"])["error"]["Error"] == "States.HeartbeatTimeout"
    assert refused(client.send_task_success, taskToken=held, output="{}") == "TaskTimedOut"


def test_a_task_with_a_heartbeat_may_be_answered_before_its_starter_returns(cloud: Cloud) -> None:
    shown = ended(cloud, start(cloud, "beating", at_once=True))
    assert json.loads(shown["output"]) == {"by": "itself"}


def test_a_token_that_never_was_is_invalid(cloud: Cloud) -> None:
    client = cloud.client("stepfunctions")
    assert refused(client.send_task_success, taskToken="nonsense", output="{}") == "InvalidToken"


def test_stopping_ends_a_waiting_execution_at_once_tells_of_it_and_voids_its_token(cloud: Cloud) -> None:
    client = cloud.client("stepfunctions")
    execution = start(cloud, "holding", name=(name := uuid.uuid4().hex), at_once=False)
    held = token(cloud, name)
    before = set(_noted(cloud, "aws.states"))
    client.stop_execution(executionArn=execution, error="Cancelled", cause="by the user")
    shown = client.describe_execution(executionArn=execution)
    assert (shown["status"], shown["error"], shown["cause"]) == ("ABORTED", "Cancelled", "by the user")
    assert refused(client.send_task_success, taskToken=held, output="{}") == "TaskTimedOut"
    (fresh,) = eventually(lambda: set(_noted(cloud, "aws.states")) - before)
    event = json.loads(cloud.client("s3").get_object(Bucket="spotworks-work", Key=fresh)["Body"].read())
    assert event["detail"]["executionArn"] == execution
    assert event["detail"]["status"] == "ABORTED"
    assert json.loads(event["detail"]["input"])["name"] == name
    assert client.describe_execution(executionArn=execution)["status"] == "ABORTED"


def test_the_same_name_and_input_is_the_same_execution_while_it_runs(cloud: Cloud) -> None:
    client = cloud.client("stepfunctions")
    name = uuid.uuid4().hex
    first = start(cloud, "holding", name=name, at_once=False)
    assert start(cloud, "holding", name=name, at_once=False) == first
    again = {"stateMachineArn": f"{ARN}holding", "name": name, "input": '{"other": 1}'}
    assert refused(client.start_execution, **again) == "ExecutionAlreadyExists"
    client.stop_execution(executionArn=first)
