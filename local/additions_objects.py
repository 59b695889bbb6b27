"""moto's S3 with bodies in files, objects that last, and events in the shape that AWS sends.

Metadata reaches a new object only after moto's `put_object`, so writing to the store and telling of new objects
wait until the request has been worked off: `Requests` is the WSGI layer that does both before the answer leaves.
"""

import datetime
import errno
import sqlite3
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from moto.s3 import notifications
from moto.s3.models import FakeKey, S3Backend, s3_backends

from local.arns import ACCOUNT, REGION
from local.store import Store, StoredObject

REASONS = {"Put": "PutObject", "Post": "POST Object", "Copy": "CopyObject"}
Publish = Callable[[str, str, list[str], dict[str, Any]], None]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class BodyFile:
    """Stands for the temporary file in which moto keeps an object's body; opened only while it is read."""

    def __init__(self, path: Path, dropped: Callable[[Path], None]) -> None:
        self._path = path
        self._dropped = dropped
        self._at = 0

    def seek(self, at: int) -> None:
        self._at = at

    def read(self, size: int = -1) -> bytes:
        with open(self._path, "rb") as body:
            body.seek(self._at)
            content = body.read(size)
        self._at += len(content)
        return content

    def close(self) -> None:
        """The object is being overwritten or deleted; the body may go once that is written down."""
        self._dropped(self._path)


class Objects:
    """Keeps the buckets' objects in the store. publish: for the events of buckets that send them."""

    def __init__(self, store: Store, publish: Publish) -> None:
        self._store = store
        self._publish = publish
        self._request = threading.local()
        self._lock = threading.Lock()
        self._dropped: deque[Path] = deque()

    def install(self) -> None:
        put, delete, copy = S3Backend.put_object, S3Backend.delete_object, S3Backend.copy_object

        def put_object(backend: Any, bucket_name: str, key_name: str, *args: Any, **kwargs: Any) -> Any:
            key = put(backend, bucket_name, key_name, *args, **kwargs)
            self._touched(bucket_name, key_name)
            return key

        def delete_object(backend: Any, bucket_name: str, key_name: str, *args: Any, **kwargs: Any) -> Any:
            result = delete(backend, bucket_name, key_name, *args, **kwargs)
            self._touched(bucket_name, key_name)
            return result

        def copy_object(backend: Any, src_key: Any, bucket: str, name: str, *args: Any, **kwargs: Any) -> None:
            copy(backend, src_key, bucket, name, *args, **kwargs)
            if src_key.checksum_type == "COMPOSITE":  # of the parts; moto gives it to the copy as one of the whole
                copied = backend.get_bucket(bucket).keys.get(name)
                copied.checksum_value = copied.checksum_algorithm = None

        S3Backend.put_object, S3Backend.delete_object, S3Backend.copy_object = put_object, delete_object, copy_object
        notifications._send_event_bridge_message = self._created

    def load(self, bucket: str) -> None:
        """Yesterday's objects, without reading their bodies."""
        keys = s3_backends[ACCOUNT]["aws"].get_bucket(bucket).keys
        for stored in self._store.objects(bucket):
            keys.setlist(stored.name, [self._key(stored)])

    def _key(self, stored: StoredObject) -> FakeKey:
        about = {"etag": stored.etag, "version_id": "null", "bucket_name": stored.bucket}
        key = FakeKey(stored.name, b"", ACCOUNT, REGION, **about)
        key._value_buffer = BodyFile(self._store.path(stored.file), self._dropped.append)
        key.contentsize = stored.size
        key.last_modified = datetime.datetime.fromtimestamp(stored.modified, datetime.UTC).replace(tzinfo=None)
        key.set_metadata(dict(stored.metadata), replace=False)
        return key

    def begin(self) -> None:
        self._request.touched, self._request.events = set(), []

    def finish(self) -> None:
        """Writes what the request touched, then tells of it. Raises OSError or sqlite3.Error."""
        with self._lock:
            for bucket, name in self._request.touched:
                try:
                    self._write(bucket, name)
                except (OSError, sqlite3.Error):
                    self._put_back(bucket, name)
                    raise
            while self._request.touched and self._dropped:
                self._store.drop_body(self._dropped.popleft())
        for event in self._request.events:
            self._publish(*event)

    def _touched(self, bucket: str, name: str) -> None:
        if hasattr(self._request, "touched"):
            self._request.touched.add((bucket, name))

    def _write(self, bucket: str, name: str) -> None:
        key = s3_backends[ACCOUNT]["aws"].get_bucket(bucket).keys.get(name)
        if not isinstance(key, FakeKey):
            self._store.delete_object(bucket, name)
            return
        if isinstance(key._value_buffer, BodyFile):
            return
        etag = key.etag.strip('"')
        file = self._store.write_body(key.value)
        modified = key.last_modified.replace(tzinfo=datetime.UTC).timestamp()
        self._store.write_object(StoredObject(bucket, name, file, key.size, etag, modified, dict(key.metadata)))
        key._value_buffer.close()
        key._value_buffer = BodyFile(self._store.path(file), self._dropped.append)
        if key.multipart:
            key.multipart.dispose()

    def _put_back(self, bucket: str, name: str) -> None:
        """What could not be written is not there: the object is again what it was before the request."""
        keys = s3_backends[ACCOUNT]["aws"].get_bucket(bucket).keys
        if name in keys:
            keys.pop(name)
        if stored := self._store.find_object(bucket, name):
            keys.setlist(name, [self._key(stored)])

    def _created(self, account_id: str, bucket: Any, event_name: str, key: Any) -> None:
        """https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html"""
        kind, _, how = str(getattr(event_name, "value", event_name)).removeprefix("s3:").partition(":")
        if kind != "ObjectCreated" or not hasattr(self._request, "events"):
            return
        about = {"key": key.name, "size": key.size, "etag": key.etag.strip('"'), "sequencer": uuid.uuid4().hex[:16]}
        detail = {
            "version": "0", "bucket": {"name": bucket.name}, "object": about, "request-id": uuid.uuid4().hex[:16],
            "requester": ACCOUNT, "source-ip-address": "127.0.0.1", "reason": REASONS.get(how, how),
        }  # fmt: skip
        self._request.events.append(("aws.s3", "Object Created", [f"arn:aws:s3:::{bucket.name}"], detail))


class Requests:
    """The WSGI layer round moto: who may call, and writing before answering.

    origins: web pages that may call from a browser. Any other page of the user's browser is refused, and so
    are names that only resolve to this machine: the services here have no other lock.
    """

    def __init__(self, app: Application, objects: Objects, origins: Iterable[str]) -> None:
        self._app = app
        self._objects = objects
        self._origins = frozenset(origins)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "").rpartition(":")[0]
        origin = environ.get("HTTP_ORIGIN")
        if host not in {"127.0.0.1", "localhost"} or (origin is not None and origin not in self._origins):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"this server answers only to this machine and its own pages"]
        answer: list[Any] = []
        self._objects.begin()
        try:
            body = self._app(environ, lambda *args: answer.append(args))
            self._objects.finish()
        except (OSError, sqlite3.Error) as error:
            print(f"local: could not write the state: {error}", flush=True)
            return _not_written(error, start_response)
        start_response(*answer[-1])
        return body


def _not_written(error: OSError | sqlite3.Error, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """507 for a full disk, which boto3 does not try again; `spotworks.adapters.aws.clients` knows it."""
    full = getattr(error, "errno", 0) in {errno.ENOSPC, errno.EDQUOT}
    full = full or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    start_response(
        "507 Insufficient Storage" if full else "500 Internal Server Error", [("Content-Type", "text/plain")]
    )
    return [b""]
