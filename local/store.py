"""What lasts: items and objects of the embedded cloud in one SQLite file and a folder of object bodies.

A write is committed before its caller is answered, so that it survives the death of the process (not a power
cut: nothing is fsynced). Executions, connections and logs of the services do not last.
"""

import base64
import json
import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.ballast import Ballast

SCHEMA = """
CREATE TABLE IF NOT EXISTS item (tbl TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (tbl, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS object (
  bucket TEXT, name TEXT, file TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, etag TEXT NOT NULL,
  modified REAL NOT NULL, metadata TEXT NOT NULL, PRIMARY KEY (bucket, name)) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Change:
    """One item before and after, in DynamoDB's JSON; None where there was or is none. keys: of the table."""

    table: str
    keys: dict[str, Any]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class StoredObject:
    """An object of a bucket. file: its body, under the store's folder; modified: Unix time."""

    bucket: str
    name: str
    file: str
    size: int
    etag: str
    modified: float
    metadata: dict[str, str] = field(default_factory=dict)


class Store:
    """Safe from any thread. Every method may raise OSError or sqlite3.Error when the disk is full."""

    def __init__(self, folder: Path) -> None:
        self._bodies = folder / "objects"
        self._bodies.mkdir(parents=True, exist_ok=True)
        self._ballast = Ballast(folder / "ballast")
        self._lock = threading.Lock()
        self._base = sqlite3.connect(folder / "state.sqlite", check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.executescript(SCHEMA)
        self._sweep()

    def write_items(self, changes: Sequence[Change]) -> None:
        """All of them or none."""
        with self._lock:
            try:
                self._write_items(changes)
            except sqlite3.OperationalError:
                if not self._ballast.drop():
                    raise
                self._write_items(changes)

    def _write_items(self, changes: Sequence[Change]) -> None:
        with self._transaction():
            for change in changes:
                place = (change.table, json.dumps(change.keys))
                if change.after is None:
                    self._base.execute("DELETE FROM item WHERE tbl=? AND key=?", place)
                else:
                    row = (*place, json.dumps(change.after, default=_from_bytes))
                    self._base.execute("INSERT OR REPLACE INTO item VALUES (?,?,?)", row)

    def items(self, table: str) -> Iterator[dict[str, Any]]:
        for (body,) in self._base.execute("SELECT body FROM item WHERE tbl=?", (table,)).fetchall():
            yield json.loads(body, object_hook=_to_bytes)

    def path(self, file: str) -> Path:
        return self._bodies / file[:2] / file

    def write_body(self, body: bytes) -> str:
        """The name of a new file with this content."""
        file = uuid.uuid4().hex
        path = self.path(file)
        try:
            self._ballast.require()
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body)
        except OSError:
            path.unlink(missing_ok=True)
            self._ballast.drop()
            raise
        return file

    def write_object(self, stored: StoredObject) -> None:
        row = (stored.bucket, stored.name, stored.file, stored.size, stored.etag, stored.modified)
        with self._lock:
            self._base.execute(
                "INSERT OR REPLACE INTO object VALUES (?,?,?,?,?,?,?)", (*row, json.dumps(stored.metadata))
            )

    def delete_object(self, bucket: str, name: str) -> None:
        with self._lock:
            self._base.execute("DELETE FROM object WHERE bucket=? AND name=?", (bucket, name))

    def find_object(self, bucket: str, name: str) -> StoredObject | None:
        return next((stored for stored in self.objects(bucket) if stored.name == name), None)

    def objects(self, bucket: str) -> Iterator[StoredObject]:
        rows = self._base.execute("SELECT * FROM object WHERE bucket=?", (bucket,)).fetchall()
        for _, name, file, size, etag, modified, metadata in rows:
            yield StoredObject(bucket, name, file, size, etag, modified, json.loads(metadata))

    def drop_body(self, path: Path) -> None:
        """Deletes a file, unless an object still has it as its body."""
        with self._lock:
            if not self._base.execute("SELECT 1 FROM object WHERE file=?", (path.name,)).fetchone():
                path.unlink(missing_ok=True)

    def expire_objects(self, bucket: str, before: float) -> None:
        """What a lifecycle rule would do."""
        with self._lock:
            self._base.execute("DELETE FROM object WHERE bucket=? AND modified<?", (bucket, before))
        self._sweep()

    def close(self) -> None:
        with self._lock:
            self._base.close()

    def _sweep(self) -> None:
        """Bodies that no object names, and objects whose body is gone: what a kill in between leaves."""
        named = {file for (file,) in self._base.execute("SELECT file FROM object")}
        found = {entry.name: entry for folder in self._bodies.iterdir() for entry in os.scandir(folder)}
        for name in found.keys() - named:
            os.unlink(found[name].path)
        lost = [(file,) for file in named - found.keys()]
        self._base.executemany("DELETE FROM object WHERE file=?", lost)

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._base)


class _Transaction:
    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __enter__(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._base.execute("COMMIT")
        elif self._base.in_transaction:  # SQLite ends it by itself when the disk is full
            self._base.execute("ROLLBACK")


def _from_bytes(raw: bytes) -> dict[str, str]:
    """Binary attributes, which moto keeps as bytes. No map has a plain string in it, so nothing else looks so."""
    return {"base64": base64.b64encode(raw).decode()}


def _to_bytes(found: dict[str, Any]) -> Any:
    encoded = found.get("base64") if len(found) == 1 else None
    return base64.b64decode(encoded) if isinstance(encoded, str) else found
