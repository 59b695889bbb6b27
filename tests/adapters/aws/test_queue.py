"""The queue of orders, on the wire of moto."""

import boto3
import pytest

from spotworks.adapters.aws.queue import SqsOrderQueue
from spotworks.domain.orders import OrderRef
from spotworks.errors import StorageUnavailable
from tests.adapters.aws.test_orders import make


@pytest.fixture
def url(aws):
    return boto3.client("sqs").create_queue(QueueName="orders")["QueueUrl"]


def received(url):
    return boto3.client("sqs").receive_message(QueueUrl=url, AttributeNames=["All"]).get("Messages", [])


def test_who_is_to_be_looked_at_and_why_goes_along_in_the_group_of_its_tenant(url):
    order = make("v")
    SqsOrderQueue(url).look(order, due="2026-11-21T06:31:00+00:00")
    [message] = received(url)
    assert OrderRef.model_validate_json(message["Body"]) == order.ref.model_copy(
        update={"due": "2026-11-21T06:31:00+00:00"}
    )
    assert message["Attributes"]["MessageGroupId"] == "acme"


def test_a_look_that_is_due_later_than_sqs_can_wait_comes_when_it_can(url):
    SqsOrderQueue(url).look(make("v"), after=3600)
    asked = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
    found = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"]
    assert [found[name] for name in asked] == ["0", "1"]


def test_a_queue_that_is_not_there_is_told_as_trouble_of_ours(aws):
    with pytest.raises(StorageUnavailable, match="the queue of orders"):
        SqsOrderQueue("https://sqs.us-east-1.amazonaws.com/123456789012/none").look(make("v"))
