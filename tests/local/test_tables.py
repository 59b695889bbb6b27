"""Conformance: DynamoDB under many writers, its transactions and its stream."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.fakes.cloud import Cloud, eventually


@pytest.fixture
def pk() -> str:
    return uuid.uuid4().hex


def put(cloud: Cloud, pk: str, sk: str, **more: Any) -> None:
    cloud.resource("dynamodb").Table("spotworks").put_item(Item={"pk": pk, "sk": sk, **more})


def test_a_sum_that_comes_to_nothing_or_nearly_so_is_a_number_that_can_be_added_to(cloud: Cloud, pk: str) -> None:
    table = cloud.resource("dynamodb").Table("spotworks")
    kept = []
    for amount in ("0.0000005", "-0.0000005", "0.0000001", "2", "-2"):
        kept.append(
            table.update_item(
                Key={"pk": pk, "sk": "SUM"}, UpdateExpression="ADD n :n",
                ExpressionAttributeValues={":n": Decimal(amount)}, ReturnValues="ALL_NEW",
            )["Attributes"]["n"]
        )  # fmt: skip
    assert kept == [Decimal(amount) for amount in ("0.0000005", "0", "0.0000001", "2.0000001", "0.0000001")]


def test_many_writers_lose_nothing_while_transactions_fail(cloud: Cloud, pk: str) -> None:
    client = cloud.client("dynamodb")
    put(cloud, pk, "TAKEN")

    def add(n: int) -> None:
        client.update_item(
            TableName="spotworks", Key={"pk": {"S": pk}, "sk": {"S": "SUM"}}, UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )  # fmt: skip
        taken = {"pk": {"S": pk}, "sk": {"S": "TAKEN"}}
        half = {"pk": {"S": pk}, "sk": {"S": f"HALF#{n}"}}
        with pytest.raises(ClientError) as caught:
            client.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": "spotworks", "Item": half}},
                    {
                        "Put": {
                            "TableName": "spotworks",
                            "Item": taken,
                            "ConditionExpression": "attribute_not_exists(pk)",
                        }
                    },
                ]
            )
        reasons = caught.value.response["CancellationReasons"]
        assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"]

    with ThreadPoolExecutor(8) as many:
        list(many.map(add, range(40)))
    found = client.query(
        TableName="spotworks", KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": pk}}
    )
    assert {item["sk"]["S"] for item in found["Items"]} == {"SUM", "TAKEN"}
    assert next(item["n"]["N"] for item in found["Items"] if item["sk"]["S"] == "SUM") == "40"


def test_a_write_that_fails_leaves_the_item_as_it_was(cloud: Cloud, pk: str) -> None:
    client = cloud.client("dynamodb")
    with pytest.raises(ClientError):
        client.update_item(
            TableName="spotworks", Key={"pk": {"S": pk}, "sk": {"S": "NEW"}}, UpdateExpression="SET a = missing + :x",
            ExpressionAttributeValues={":x": {"N": "1"}},
        )  # fmt: skip
    assert "Item" not in client.get_item(TableName="spotworks", Key={"pk": {"S": pk}, "sk": {"S": "NEW"}})


def test_the_index_finds_newest_first(cloud: Cloud, pk: str) -> None:
    for n in range(3):
        put(cloud, pk, f"I#{n}", gsi1pk=pk, gsi1sk=str(n))
    found = cloud.client("dynamodb").query(
        TableName="spotworks", IndexName="gsi1", KeyConditionExpression="gsi1pk = :p", ScanIndexForward=False, Limit=2,
        ExpressionAttributeValues={":p": {"S": pk}},
    )  # fmt: skip
    assert [item["gsi1sk"]["S"] for item in found["Items"]] == ["2", "1"]


@pytest.mark.parametrize("index", ["", "gsi1"])
@pytest.mark.parametrize("forward", [True, False])
def test_pages_of_a_partition_among_others_hold_each_of_its_items_once_in_order(
    cloud: Cloud, pk: str, index: str, forward: bool
) -> None:
    for n in (3, 1, 4, 0, 5, 2):
        put(cloud, pk, f"P#{n}", gsi1pk=f"index of {pk}", gsi1sk=f"P#{n}")
        put(cloud, f"{pk} {n}", "P#0", gsi1pk=f"index of {pk} {n}", gsi1sk="P#0")
    put(cloud, pk, "Q", gsi1pk=f"index of {pk}")  # no sort key of the index
    named = {"IndexName": index} if index else {}
    pages = cloud.client("dynamodb").get_paginator("query").paginate(
        TableName="spotworks", Limit=2, ScanIndexForward=forward, **named,
        KeyConditionExpression=f"{index}pk = :p AND begins_with({index}sk, :s)",
        ExpressionAttributeValues={":p": {"S": f"index of {pk}" if index else pk}, ":s": {"S": "P#"}},
    )  # fmt: skip
    found = [item["sk"]["S"] for page in pages for item in page["Items"]]
    assert found == sorted((f"P#{n}" for n in range(6)), reverse=not forward)


def test_the_stream_tells_of_each_change_that_it_is_for_once_in_order_with_both_images(cloud: Cloud, pk: str) -> None:
    table = cloud.resource("dynamodb").Table("spotworks")
    for n in range(5):
        table.put_item(Item={"pk": pk, "sk": "EV#S", "n": n})
        table.put_item(Item={"pk": pk, "sk": "OTHER", "n": n})
    table.update_item(Key={"pk": pk, "sk": "EV#U"}, UpdateExpression="SET n = :n", ExpressionAttributeValues={":n": 9})
    table.delete_item(Key={"pk": pk, "sk": "EV#S"})

    def look() -> list[dict[str, Any]] | None:
        records = [r for r in streamed(cloud) if r["dynamodb"]["Keys"]["pk"]["S"] == pk]
        return records if len(records) == 7 else None

    records = eventually(look)
    assert [r["eventName"] for r in records] == ["INSERT", *["MODIFY"] * 4, "INSERT", "REMOVE"]
    assert [r["dynamodb"].get("NewImage", {}).get("n", {}).get("N") for r in records] == [*"01234", "9", None]
    assert records[1]["dynamodb"]["OldImage"]["n"] == {"N": "0"}


def streamed(cloud: Cloud) -> list[dict[str, Any]]:
    s3 = cloud.client("s3")
    keys = [e["Key"] for e in s3.list_objects_v2(Bucket="spotworks-work", Prefix="stream/").get("Contents", [])]
    batches = [json.loads(s3.get_object(Bucket="spotworks-work", Key=key)["Body"].read()) for key in sorted(keys)]
    return [record for batch in batches for record in batch]
