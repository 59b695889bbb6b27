"""Step Functions, Batch, SNS and WebSocket connections, on the wire of moto."""

import json

import boto3
import pytest
from botocore.stub import Stubber
from moto.core import DEFAULT_ACCOUNT_ID

from spotworks.adapters.aws.flow import BatchQueue, SnsAnnouncer, Sockets, StepMachine, StepTokens
from spotworks.errors import NotFound, StorageUnavailable
from tests.fakes.aws import ROLE, make_machine, make_topic

ENDPOINT = "https://socket.execute-api.us-east-1.amazonaws.com/live"


@pytest.fixture
def machine(aws):
    return StepMachine(make_machine())


def test_an_execution_is_started_with_its_payload(machine):
    arn = machine.start("v1-1", {"job": {"tenant": "acme"}})
    found = boto3.client("stepfunctions").describe_execution(executionArn=arn)
    assert json.loads(found["input"]) == {"job": {"tenant": "acme"}}


def test_the_same_name_gives_the_same_execution_even_with_another_payload(machine):
    first = machine.start("v2-1", {"a": 1})
    assert machine.start("v2-1", {"a": 1}) == first
    assert machine.start("v2-1", {"a": 2}) == first


def test_an_execution_is_stopped_and_one_that_is_gone_is_no_error(machine):
    arn = machine.start("v3-1", {})
    machine.stop(arn, "because")
    assert boto3.client("stepfunctions").describe_execution(executionArn=arn)["status"] == "ABORTED"
    machine.stop(arn.replace("v3-1", "never"), "because")


@pytest.fixture
def tokens(aws):
    """StepTokens and a script of what Step Functions answers (moto knows no bad tokens)."""
    tokens = StepTokens()
    with Stubber(tokens._sfn) as script:
        yield tokens, script
        script.assert_no_pending_responses()


def test_tokens_carry_json_and_a_cause_within_its_limit(tokens):
    tokens, script = tokens
    script.add_response("send_task_success", {}, {"taskToken": "t", "output": '{"key": "k"}'})
    script.add_response("send_task_failure", {}, {"taskToken": "t", "error": "E", "cause": "x" * 32_000})
    script.add_response("send_task_heartbeat", {}, {"taskToken": "t"})
    tokens.succeed("t", {"key": "k"})
    tokens.fail("t", "E", "x" * 50_000)
    assert tokens.heartbeat("t")


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_token_that_nobody_waits_for_is_no_error(tokens, code):
    tokens, script = tokens
    for method in ("send_task_success", "send_task_failure", "send_task_heartbeat"):
        script.add_client_error(method, code)
    tokens.succeed("t", {})
    tokens.fail("t", "E", "")
    assert not tokens.heartbeat("t")


def test_a_service_that_is_away_may_be_tried_again(tokens):
    tokens, script = tokens
    script.add_client_error("send_task_success", "ServiceUnavailable")
    with pytest.raises(StorageUnavailable):
        tokens.succeed("t", {})


def test_a_render_is_submitted_with_its_environment(aws):
    batch = boto3.client("batch")
    role = boto3.client("iam").create_role(RoleName="batch", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    place = batch.create_compute_environment(
        computeEnvironmentName="place", type="UNMANAGED", state="ENABLED", serviceRole=role
    )["computeEnvironmentArn"]
    order = [{"order": 1, "computeEnvironment": place}]
    batch.create_job_queue(jobQueueName="render", state="ENABLED", priority=1, computeEnvironmentOrder=order)
    needs = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "512"}]
    container = {"image": "render", "resourceRequirements": needs, "command": ["main"]}
    batch.register_job_definition(jobDefinitionName="render", type="container", containerProperties=container)
    job = BatchQueue("render", "render").submit("render-v1-1", {"RENDER_WAIT": "w"})
    [found] = batch.describe_jobs(jobs=[job])["jobs"]
    assert found["jobName"] == "render-v1-1"
    assert {"name": "RENDER_WAIT", "value": "w"} in found["container"]["environment"]


def test_the_world_is_told_in_json(aws):
    from moto.sns import sns_backends

    topic = make_topic()
    SnsAnnouncer(topic).announce("SpotFinished", {"video_id": "v1"})
    [sent] = sns_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].topics[topic].sent_notifications
    assert json.loads(sent[1]) == {"event": "SpotFinished", "video_id": "v1"}
    assert sent[2] == "SpotFinished"


def test_a_topic_that_is_not_there_is_named(aws):
    with pytest.raises(NotFound, match="topic"):
        SnsAnnouncer(ROLE.replace("iam", "sns")).announce("x", {})


@pytest.fixture
def sockets(table, clock):
    return Sockets(table, clock, ENDPOINT)


def test_a_ticket_is_used_once(sockets):
    sockets.issue("ticket", "acme", "v1")
    assert sockets.redeem("ticket", "c1") == ("acme", "v1")
    assert sockets.redeem("ticket", "c2") is None
    assert sockets.watchers("acme", "v1") == ["c1"]
    assert sockets.watched_by("c1") == ("acme", "v1")


def test_a_ticket_lives_for_a_minute(sockets, clock):
    sockets.issue("ticket", "acme", "v1")
    clock.move(seconds=61)
    assert sockets.redeem("ticket", "c1") is None
    assert sockets.redeem("never issued", "c1") is None
    assert sockets.watchers("acme", "v1") == []


def test_a_video_has_many_watchers_and_forgets_each(sockets):
    for name in ("c1", "c2"):
        sockets.issue(name, "acme", "v1")
        sockets.redeem(name, name)
    sockets.forget("c1")
    sockets.forget("unknown")
    assert sockets.watchers("acme", "v1") == ["c2"]
    assert sockets.watched_by("c1") is None


def test_a_message_reaches_its_connection(sockets):
    from moto.apigatewaymanagementapi.models import apigatewaymanagementapi_backends

    sockets.send("c1", '{"type": "event"}')
    backend = apigatewaymanagementapi_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
    assert backend.connections["c1"].data == b'{"type": "event"}'


def test_a_connection_that_is_gone_is_forgotten(sockets):
    from spotworks.adapters.aws.clients import client

    sockets.issue("ticket", "acme", "v1")
    sockets.redeem("ticket", "c1")
    with Stubber(client("apigatewaymanagementapi", ENDPOINT)) as script:
        script.add_client_error("post_to_connection", "GoneException", http_status_code=410)
        sockets.send("c1", "{}")
    assert sockets.watchers("acme", "v1") == []
