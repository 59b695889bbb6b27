"""moto's DynamoDB, made safe for many callers, lasting, and with a stream of changes.

moto has no locks, copies a whole table for each transaction and puts the copy back when one fails, which loses
what others wrote meanwhile. Here requests take turns, and a write that fails puts back only what it touched.
moto sorts a whole table for each query, which took most of a core once 40 jobs lay in it; here it is given the few
items that can be meant.
moto keeps a sum as Python spells it ("0E-7") and cannot read that again; DynamoDB keeps a number ("0").
"""

import copy
import operator
import threading
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from itertools import chain
from typing import Any

from moto.core.exceptions import ServiceException
from moto.dynamodb.exceptions import IncorrectDataType
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DDBType, DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler

from local.store import Change

Observe = Callable[[list[Change]], None]


class Tables:
    """observe: called inside the request with what a write has changed; if it raises, the write is undone."""

    def __init__(self, observe: Observe) -> None:
        self._observe = observe
        self._lock = threading.RLock()
        self._inside = False

    def install(self) -> None:
        call = DynamoHandler.call_action

        def in_turn(handler: Any) -> Any:
            with self._lock:
                return call(handler)

        DynamoHandler.call_action = in_turn
        DynamoType.__add__ = _reckoned(operator.add)
        DynamoType.__sub__ = _reckoned(operator.sub)
        Table.query = _narrowed(Table.query)
        Table.__deepcopy__ = lambda table, memo: table  # a failed transaction is undone below, item by item
        for name, touched in (
            ("put_item", _put_key), ("update_item", _given_key), ("delete_item", _given_key),
            ("transact_write_items", _transaction_keys),
        ):  # fmt: skip
            setattr(DynamoDBBackend, name, self._watched(getattr(DynamoDBBackend, name), touched))

    def _watched(self, write: Callable[..., Any], touched: Callable[..., list[tuple[str, dict[str, Any]]]]) -> Any:
        @wraps(write)
        def watched(backend: Any, *args: Any, **kwargs: Any) -> Any:
            with self._lock:
                if self._inside:  # a transaction calls the single writes
                    return write(backend, *args, **kwargs)
                places = [(name, _key_of(backend, name, key)) for name, key in touched(*args, **kwargs)]
                before = [copy.deepcopy(_item(backend, name, key)) for name, key in places]
                self._inside = True
                try:
                    result = write(backend, *args, **kwargs)
                    self._tell(backend, places, before)
                except BaseException:
                    for (name, key), item in zip(places, before, strict=True):
                        _put_back(backend, name, key, item)
                    raise
                finally:
                    self._inside = False
                return result

        return watched

    def _tell(self, backend: Any, places: list[tuple[str, dict[str, Any]]], before: list[Any]) -> None:
        changes = []
        for (name, key), item in zip(places, before, strict=True):
            change = Change(name, key, _image(item), _image(_item(backend, name, key)))
            if change.before != change.after:
                changes.append(change)
        if changes:
            self._observe(changes)


def _narrowed(query: Callable[..., Any]) -> Callable[..., Any]:
    """Requests take turns, so nobody else asks the table for its items meanwhile."""

    @wraps(query)
    def narrowed(table: Any, hash_key: Any, *args: Any, **options: Any) -> Any:
        # As moto calls it: the index's name is the seventh of its arguments.
        meant = _meant(table, hash_key, args[6], options["hash_key_conditions"])
        table.all_items = lambda: meant
        try:
            return query(table, hash_key, *args, **options)
        finally:
            del table.all_items

    return narrowed


def _meant(table: Any, hash_key: Any, index: str | None, conditions: list[tuple[str, DynamoType]]) -> list[Any]:
    """All items with these partition keys, in no order."""
    if index is None:
        there = table.items.get(hash_key) or {}
        return list(there.values()) if table.range_key_attr else [there] if there else []
    every = chain.from_iterable(part.values() if table.range_key_attr else [part] for part in table.items.values())
    wanted = [(name, key.type, key.value) for name, key in conditions]
    return [item for item in every if all(_is(item.attrs.get(name), *key) for name, *key in wanted)]


def _is(found: DynamoType | None, type_: str, value: str) -> bool:
    """Numbers may be spelled in several ways; moto looks once more."""
    return found is not None and found.type == type_ and (found.value == value or type_ == DDBType.NUMBER)


def _reckoned(by: Callable[[Decimal, Decimal], Decimal]) -> Callable[[DynamoType, DynamoType], DynamoType]:
    def reckoned(one: DynamoType, other: DynamoType) -> DynamoType:
        if not one.type == other.type == DDBType.NUMBER:
            raise IncorrectDataType
        found = by(Decimal(one.value), Decimal(other.value))
        return DynamoType({DDBType.NUMBER: f"{found.normalize():f}"})

    return reckoned


def _put_key(table_name: str, item_attrs: dict[str, Any], *_: Any, **__: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(table_name, item_attrs)]


def _given_key(table_name: str, key: dict[str, Any], *_: Any, **__: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(table_name, key)]


def _transaction_keys(transact_items: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    parts = [part for item in transact_items for part in item.values()]
    return [(part["TableName"], part.get("Item") or part["Key"]) for part in parts]


def _key_of(backend: Any, name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """Only the key; {} for a table or key that is not right, which the write itself refuses."""
    table = backend.tables.get(name)
    names = [n for n in (table.hash_key_attr, table.range_key_attr) if n] if table else []
    return {n: attributes[n] for n in names} if all(n in attributes for n in names) else {}


def _typed(backend: Any, name: str, key: dict[str, Any]) -> tuple[Any, Any, Any]:
    table = backend.tables[name]
    return table, *backend.get_keys_value(table, key)


def _item(backend: Any, name: str, key: dict[str, Any]) -> Any:
    if not key:
        return None
    try:
        table, partition, sort = _typed(backend, name, key)
        return table.get_item(partition, sort)
    except (ServiceException, ValueError):
        return None


def _put_back(backend: Any, name: str, key: dict[str, Any], item: Any) -> None:
    if not key:
        return
    table, partition, sort = _typed(backend, name, key)
    place, at = (table.items[partition], sort) if table.range_key_attr else (table.items, partition)
    if item is None:
        place.pop(at, None)
    else:
        place[at] = item


def _image(item: Any) -> dict[str, Any] | None:
    return None if item is None else dict(item.to_json()["Attributes"])
