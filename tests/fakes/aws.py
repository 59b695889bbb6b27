"""AWS in this process: moto, with each call atomic as AWS's are, and adapters that are made anew."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.client import BaseClient
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber

from infra import catalogue
from spotworks.adapters.aws.clients import client
from spotworks.adapters.aws.table import Table
from spotworks.wiring import accounts, buying, creative, media, parts
from spotworks.wiring import environment as settings

TABLE = "spotworks-table"
BUCKETS = {"UPLOADS": "spotworks-uploads", "WORK": "spotworks-work", "PUBLISHED": "spotworks-published"}
ROLE = "arn:aws:iam::123456789012:role/spotworks"
ASL = '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}'


@contextmanager
def aws_in_memory() -> Iterator[None]:
    """moto checks a condition and writes in two steps; a lock round each call makes them one, so that threads
    meet what DynamoDB would show them and nothing else."""
    plain, lock = BotocoreStubber.__call__, threading.RLock()

    def atomic(self: BotocoreStubber, *args: Any, **about: Any) -> Any:
        with lock:
            return plain(self, *args, **about)

    call = BaseClient._make_api_call
    BotocoreStubber.__call__ = atomic  # type: ignore[method-assign]
    BaseClient._make_api_call = untraced(call)
    forget_adapters()
    try:
        with mock_aws(config={"batch": {"use_docker": False}}):
            yield
    finally:
        BotocoreStubber.__call__ = plain  # type: ignore[method-assign]
        BaseClient._make_api_call = call
        forget_adapters()


def untraced(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function without the tracer of coverage, under which boto3 and moto, where none of our code runs, take
    three times as long."""

    def quick(*args: Any, **about: Any) -> Any:
        tracer = sys.gettrace()
        sys.settrace(None)
        try:
            return function(*args, **about)
        finally:
            sys.settrace(tracer)

    return quick


def forget_adapters() -> None:
    """Drops every client and every adapter that this process made."""
    client.cache_clear()
    for part in (accounts, buying, creative, media, parts, settings):
        for made in vars(part).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()


def make_table() -> Table:
    """An empty table with the keys of the catalogue, in place of an older one."""
    db = client("dynamodb")
    if TABLE in db.list_tables()["TableNames"]:
        db.delete_table(TableName=TABLE)
    names = {"pk", "sk"} | {name for i in catalogue.TABLE.indexes for name in (i.partition, i.sort)}
    db.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=_keys("pk", "sk"),
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in sorted(names)],
        GlobalSecondaryIndexes=[
            {"IndexName": i.name, "KeySchema": _keys(i.partition, i.sort), "Projection": {"ProjectionType": "ALL"}}
            for i in catalogue.TABLE.indexes
        ],
    )
    return Table(TABLE)


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def make_bucket(name: str) -> str:
    boto3.client("s3").create_bucket(Bucket=name)
    return name


def make_machine(name: str = "make-spot") -> str:
    machine = boto3.client("stepfunctions").create_state_machine(name=name, definition=ASL, roleArn=ROLE)
    return str(machine["stateMachineArn"])


def make_topic(name: str = "spotworks") -> str:
    return str(boto3.client("sns").create_topic(Name=name)["TopicArn"])


def make_queue(name: str = "spotworks-orders") -> str:
    return str(boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"])


def environment() -> dict[str, str]:
    """Makes everything that a function finds by its environment, and says where it is."""
    make_table()
    buckets = {f"SPOTWORKS_{name}": make_bucket(bucket) for name, bucket in BUCKETS.items()}
    return buckets | {
        "SPOTWORKS_TABLE": TABLE,
        "SPOTWORKS_TOPIC": make_topic(),
        "SPOTWORKS_ORDERS": make_queue(),
        "SPOTWORKS_MACHINE": make_machine(),
        "SPOTWORKS_MONTHLY_CAP": "100",
        "SPOTWORKS_SOCKET_URL": "wss://socket.example",
        "SPOTWORKS_SOCKET_ENDPOINT": "https://socket.execute-api.us-east-1.amazonaws.com/live",
        "SPOTWORKS_RENDER_QUEUE": "render",
        "SPOTWORKS_RENDER_JOB": "render",
        "SPOTWORKS_FAN_OUT": "0",
        "SPOTWORKS_ALIGN_JOB": "",
    }
