"""The one table: items as plain dicts with a JSON document, conditional writes, queries, no scans.

Keys are listed in docs/adr/0004-table-keys.md.
"""

import random
import time
from collections.abc import Iterator
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from spotworks.adapters.aws.clients import client, code, named_errors
from spotworks.errors import StorageUnavailable

_to = TypeSerializer().serialize
_from = TypeDeserializer().deserialize

Item = dict[str, Any]

_LOST = {"ConditionalCheckFailed", "TransactionConflict"}
"""Why a transaction is cancelled that another writer was faster than; all other reasons are failures
(https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html)."""


def pack(item: Item) -> Item:
    return {name: _to(value) for name, value in item.items()}


def unpack(item: Item) -> Item:
    return {name: _from(value) for name, value in item.items()}


class Table:
    def __init__(self, name: str) -> None:
        self.name = name
        self._db = client("dynamodb")

    def get(self, pk: str, sk: str) -> Item | None:
        with named_errors(f"{pk} {sk}"):
            found = self._db.get_item(TableName=self.name, Key=pack({"pk": pk, "sk": sk}), ConsistentRead=True)
        return unpack(found["Item"]) if "Item" in found else None

    def query(self, pk: str, *, prefix: str = "", after: str = "") -> Iterator[Item]:
        """Items of a partition in key order: those whose sk begins with prefix and is greater than after."""
        condition, values = "pk = :pk", {":pk": pk}
        if after:
            condition, values = f"{condition} AND sk BETWEEN :a AND :z", values | {":a": after, ":z": prefix + "\uffff"}
        elif prefix:
            condition, values = f"{condition} AND begins_with(sk, :p)", values | {":p": prefix}
        about = {"KeyConditionExpression": condition, "ExpressionAttributeValues": pack(values)}
        with named_errors(pk):
            for page in self._db.get_paginator("query").paginate(TableName=self.name, ConsistentRead=True, **about):
                yield from (item for item in map(unpack, page["Items"]) if item["sk"] != after)

    def newest(self, index: str, pk: str, *, limit: int, before: str = "") -> list[Item]:
        """Items of an index partition, greatest sort key first."""
        with named_errors(pk):
            page = self._db.query(**self._indexed(index, pk, before), ScanIndexForward=False, Limit=limit)
        return [unpack(item) for item in page["Items"]]

    def oldest(self, index: str, pk: str, *, before: str = "") -> Iterator[Item]:
        """All items of an index partition, smallest sort key first."""
        with named_errors(pk):
            for page in self._db.get_paginator("query").paginate(**self._indexed(index, pk, before)):
                yield from map(unpack, page["Items"])

    def _indexed(self, index: str, pk: str, before: str) -> Item:
        condition, values = f"{index}pk = :pk", {":pk": pk}
        if before:
            condition, values = f"{condition} AND {index}sk < :b", values | {":b": before}
        return {
            "TableName": self.name,
            "IndexName": index,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": pack(values),
        }

    def put(self, item: Item, *, condition: str = "", values: Item | None = None) -> bool:
        """False if the condition does not hold."""
        with named_errors(f"{item['pk']} {item['sk']}"):
            return _held(self._db.put_item, **self._put(item, condition, values))

    def delete(self, pk: str, sk: str) -> None:
        with named_errors(f"{pk} {sk}"):
            self._db.delete_item(TableName=self.name, Key=pack({"pk": pk, "sk": sk}))

    def update(self, pk: str, sk: str, expression: str, *, condition: str = "", values: Item | None = None) -> bool:
        """False if the condition does not hold."""
        with named_errors(f"{pk} {sk}"):
            return _held(self._db.update_item, **self._update(pk, sk, expression, condition, values))

    def transact(self, *steps: Item) -> list[bool]:
        """All or nothing. One bool a step: whether its condition held; all True if it was written.

        Of steps that met another transaction none held. Raises StorageUnavailable for any other reason.
        """
        with named_errors(self.name):
            try:
                self._db.transact_write_items(TransactItems=list(steps))
            except self._db.exceptions.TransactionCanceledException as error:
                return _kept(error)
        return [True] * len(steps)

    def put_step(self, item: Item, *, condition: str = "", values: Item | None = None) -> Item:
        return {"Put": self._put(item, condition, values)}

    def update_step(
        self, pk: str, sk: str, expression: str, *, condition: str = "", values: Item | None = None
    ) -> Item:
        return {"Update": self._update(pk, sk, expression, condition, values)}

    def delete_step(self, pk: str, sk: str, *, condition: str = "", values: Item | None = None) -> Item:
        return {"Delete": {"TableName": self.name, "Key": pack({"pk": pk, "sk": sk})} | _conditions(condition, values)}

    def _put(self, item: Item, condition: str, values: Item | None) -> Item:
        return {"TableName": self.name, "Item": pack(item)} | _conditions(condition, values)

    def _update(self, pk: str, sk: str, expression: str, condition: str, values: Item | None) -> Item:
        about = {"TableName": self.name, "Key": pack({"pk": pk, "sk": sk}), "UpdateExpression": expression}
        return about | _conditions(condition, values)


def step_back(attempt: int) -> None:
    """Lets the other transaction through. attempt: from 0."""
    time.sleep(random.uniform(0, 0.02 * (attempt + 1)))  # noqa: S311 - jitter, not a secret


def _conditions(condition: str, values: Item | None) -> Item:
    about: Item = {"ConditionExpression": condition} if condition else {}
    return about | ({"ExpressionAttributeValues": pack(values)} if values else {})


def _kept(error: ClientError) -> list[bool]:
    codes = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]
    if not codes or set(codes) - _LOST - {"None"}:
        raise StorageUnavailable(f"a transaction was cancelled: {error}") from error
    return [code not in _LOST for code in codes]


def _held(call: Any, **about: Any) -> bool:
    try:
        call(**about)
    except ClientError as error:
        if code(error) == "ConditionalCheckFailedException":
            return False
        raise
    return True
