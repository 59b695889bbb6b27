"""A bucket in memory."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from spotworks.errors import NotFound


class MemoryFiles:
    """Satisfies ports.Files.

    objects: the bodies by key; headers: content type and metadata by key; writes: every key written,
    in order, repeats included; buckets: where `copy` finds other buckets by name.
    """

    def __init__(self, name: str = "work", buckets: "dict[str, MemoryFiles] | None" = None) -> None:
        self.name = name
        self.objects: dict[str, bytes] = {}
        self.headers: dict[str, tuple[str, dict[str, str]]] = {}
        self.writes: list[str] = []
        self.buckets = {} if buckets is None else buckets
        self.buckets[name] = self

    def read(self, key: str) -> bytes:
        try:
            return self.objects[key]
        except KeyError:
            raise NotFound(f"{self.name}/{key}: no such object") from None

    def read_many(self, keys: Sequence[str]) -> Sequence[bytes | None]:
        return [self.objects.get(key) for key in keys]

    def write(
        self,
        key: str,
        body: bytes,
        *,
        content_type: str = "application/octet-stream",
        metadata: dict[str, str] | None = None,
    ) -> None:
        self.objects[key] = bytes(body)
        self.headers[key] = (content_type, dict(metadata or {}))
        self.writes.append(key)

    def exists(self, key: str) -> bool:
        return key in self.objects

    def size(self, key: str) -> int:
        return len(self.read(key))

    def etag(self, key: str) -> str:
        return hashlib.md5(self.read(key), usedforsecurity=False).hexdigest()

    def metadata(self, key: str) -> dict[str, str]:
        self.read(key)
        return self.headers[key][1]

    def download(self, key: str, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(self.read(key))

    def download_many(self, files: Mapping[str, Path]) -> None:
        for key, path in files.items():
            self.download(key, path)

    def upload(self, path: Path, key: str, *, content_type: str, metadata: dict[str, str] | None = None) -> None:
        self.write(key, path.read_bytes(), content_type=content_type, metadata=metadata)

    def copy(
        self, key: str, to_bucket: str, to_key: str, *, content_type: str, metadata: dict[str, str] | None = None
    ) -> None:
        self.buckets[to_bucket].write(to_key, self.read(key), content_type=content_type, metadata=metadata)

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.objects.pop(key, None)
            self.headers.pop(key, None)

    def list(self, prefix: str) -> Sequence[str]:
        return sorted(key for key in self.objects if key.startswith(prefix))

    def url(self, key: str, *, seconds: int = 3600, filename: str | None = None) -> str:
        named = f"&filename={filename}" if filename else ""
        return f"memory://{self.name}/{key}?seconds={seconds}{named}"

    def upload_form(self, key: str, *, content_type: str, max_bytes: int, seconds: int = 300) -> dict[str, Any]:
        fields = {"key": key, "Content-Type": content_type, "max": str(max_bytes), "seconds": str(seconds)}
        return {"url": f"memory://{self.name}", "fields": fields}
