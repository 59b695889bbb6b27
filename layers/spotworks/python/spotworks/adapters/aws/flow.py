"""Step Functions, Batch, SNS and WebSocket connections."""

import json
from datetime import timedelta
from typing import Any

from botocore.exceptions import ClientError

from spotworks.adapters.aws.clients import client, code, named_errors
from spotworks.adapters.aws.table import Table
from spotworks.ports import Clock

# A token that is no longer waited for: late, cancelled, or answered before.
_GONE = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}
_CAUSE_LIMIT = 32_000  # https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html


class StepTokens:
    def __init__(self) -> None:
        self._sfn = client("stepfunctions")

    def succeed(self, token: str, output: dict[str, Any]) -> None:
        self._send(self._sfn.send_task_success, taskToken=token, output=json.dumps(output))

    def fail(self, token: str, error: str, cause: str) -> None:
        self._send(self._sfn.send_task_failure, taskToken=token, error=error, cause=cause[:_CAUSE_LIMIT])

    def heartbeat(self, token: str) -> bool:
        return self._send(self._sfn.send_task_heartbeat, taskToken=token)

    def _send(self, call: Any, **about: Any) -> bool:
        with named_errors("the task token"):
            try:
                call(**about)
            except ClientError as error:
                if code(error) in _GONE:
                    return False
                raise
        return True


class StepMachine:
    def __init__(self, arn: str) -> None:
        self._arn = arn
        self._sfn = client("stepfunctions")

    def start(self, name: str, payload: dict[str, Any]) -> str:
        with named_errors(name):
            try:
                started = self._sfn.start_execution(
                    stateMachineArn=self._arn, name=name, input=json.dumps(payload, sort_keys=True)
                )
            except ClientError as error:
                if code(error) != "ExecutionAlreadyExists":
                    raise
                return self._arn.replace(":stateMachine:", ":execution:") + ":" + name
        return str(started["executionArn"])

    def stop(self, execution: str, cause: str) -> None:
        with named_errors(execution):
            try:
                self._sfn.stop_execution(executionArn=execution, error="Cancelled", cause=cause)
            except ClientError as error:
                if code(error) not in {"ExecutionDoesNotExist", "ValidationException"}:  # it ended by itself
                    raise


class BatchQueue:
    def __init__(self, queue: str, definition: str) -> None:
        self._queue = queue
        self._definition = definition
        self._batch = client("batch")

    def submit(self, name: str, environment: dict[str, str]) -> str:
        pairs = [{"name": key, "value": value} for key, value in environment.items()]
        with named_errors("the render queue"):
            job = self._batch.submit_job(
                jobName=name,
                jobQueue=self._queue,
                jobDefinition=self._definition,
                containerOverrides={"environment": pairs},
            )
        return str(job["jobId"])


class SnsAnnouncer:
    def __init__(self, topic: str) -> None:
        self._topic = topic
        self._sns = client("sns")

    def announce(self, event: str, detail: dict[str, Any]) -> None:
        with named_errors("the topic"):
            self._sns.publish(
                TopicArn=self._topic, Subject=event, Message=json.dumps({"event": event} | detail, sort_keys=True)
            )


class Sockets:
    """Who watches which video: WS items, and messages to them.

    TICKET  WS#TICKET#{ticket}        single use, 60 s
    WATCH   WS#{tenant}#{video_id}    {connection}
    CONN    WS#CONN#{connection}      what it watches
    """

    TICKET_LIFE = timedelta(seconds=60)
    WATCH_LIFE = timedelta(hours=2)  # API Gateway closes a WebSocket after two hours

    def __init__(self, table: Table, clock: Clock, endpoint: str = "") -> None:
        self._table = table
        self._clock = clock
        self._endpoint = endpoint

    def issue(self, ticket: str, tenant: str, video_id: str) -> None:
        expires = int((self._clock.now() + self.TICKET_LIFE).timestamp())
        self._table.put(
            {"pk": f"WS#TICKET#{ticket}", "sk": "T", "tenant": tenant, "video_id": video_id, "expires": expires}
        )

    def redeem(self, ticket: str, connection: str) -> tuple[str, str] | None:
        """Tenant and video of a ticket that was not used before, now watched by the connection."""
        item = self._table.get(f"WS#TICKET#{ticket}", "T")
        now = int(self._clock.now().timestamp())
        if item is None or item["expires"] < now:
            return None
        used = self._table.put(item | {"used": connection}, condition="attribute_not_exists(used)")
        if not used:
            return None
        tenant, video_id = item["tenant"], item["video_id"]
        expires = int((self._clock.now() + self.WATCH_LIFE).timestamp())
        about = {"tenant": tenant, "video_id": video_id, "expires": expires}
        self._table.put({"pk": f"WS#{tenant}#{video_id}", "sk": connection} | about)
        self._table.put({"pk": f"WS#CONN#{connection}", "sk": "C"} | about)
        return tenant, video_id

    def watched_by(self, connection: str) -> tuple[str, str] | None:
        item = self._table.get(f"WS#CONN#{connection}", "C")
        return (item["tenant"], item["video_id"]) if item else None

    def watchers(self, tenant: str, video_id: str) -> list[str]:
        return [item["sk"] for item in self._table.query(f"WS#{tenant}#{video_id}")]

    def forget(self, connection: str) -> None:
        watched = self.watched_by(connection)
        if watched:
            self._table.delete(f"WS#{watched[0]}#{watched[1]}", connection)
            self._table.delete(f"WS#CONN#{connection}", "C")

    def send(self, connection: str, message: str) -> None:
        """A connection that is gone is forgotten."""
        post = client("apigatewaymanagementapi", self._endpoint)
        with named_errors("the WebSocket"):
            try:
                post.post_to_connection(ConnectionId=connection, Data=message.encode())
            except post.exceptions.GoneException:
                self.forget(connection)
