"""Files in an S3 bucket."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from spotworks.adapters.aws.clients import client, named_errors
from spotworks.adapters.media.memory import keep_small
from spotworks.errors import NotFound

_DELETE_AT_ONCE = 1000  # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
_AT_ONCE = 8

Result = TypeVar("Result")


class S3Files:
    def __init__(self, bucket: str) -> None:
        self.bucket = bucket
        self._s3 = client("s3")

    def read(self, key: str) -> bytes:
        with named_errors(key):
            body: bytes = self._s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
            return body

    def read_many(self, keys: Sequence[str]) -> Sequence[bytes | None]:
        return _together(self._find, keys)

    def _find(self, key: str) -> bytes | None:
        try:
            return self.read(key)
        except NotFound:
            return None

    def write(
        self,
        key: str,
        body: bytes,
        *,
        content_type: str = "application/octet-stream",
        metadata: dict[str, str] | None = None,
    ) -> None:
        with named_errors(key):
            self._s3.put_object(
                Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, Metadata=metadata or {}
            )

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except NotFound:
            return False
        return True

    def size(self, key: str) -> int:
        with named_errors(key):
            return int(self._s3.head_object(Bucket=self.bucket, Key=key)["ContentLength"])

    def etag(self, key: str) -> str:
        with named_errors(key):
            return str(self._s3.head_object(Bucket=self.bucket, Key=key)["ETag"]).strip('"')

    def metadata(self, key: str) -> dict[str, str]:
        with named_errors(key):
            found: dict[str, str] = self._s3.head_object(Bucket=self.bucket, Key=key)["Metadata"]
            return found

    def download(self, key: str, to: Path) -> None:
        keep_small()  # by a few threads, each of which would take a heap of its own
        to.parent.mkdir(parents=True, exist_ok=True)
        with named_errors(key):
            self._s3.download_file(self.bucket, key, str(to))

    def download_many(self, files: Mapping[str, Path]) -> None:
        _together(lambda key: self.download(key, files[key]), list(files))

    def upload(self, path: Path, key: str, *, content_type: str, metadata: dict[str, str] | None = None) -> None:
        with named_errors(key):
            extra = {"ContentType": content_type, "Metadata": metadata or {}}
            self._s3.upload_file(str(path), self.bucket, key, ExtraArgs=extra)

    def copy(
        self, key: str, to_bucket: str, to_key: str, *, content_type: str, metadata: dict[str, str] | None = None
    ) -> None:
        with named_errors(key):
            self._s3.copy_object(
                Bucket=to_bucket,
                Key=to_key,
                CopySource={"Bucket": self.bucket, "Key": key},
                ContentType=content_type,
                Metadata=metadata or {},
                MetadataDirective="REPLACE",
            )

    def delete(self, keys: Iterable[str]) -> None:
        names = [{"Key": key} for key in keys]
        for first in range(0, len(names), _DELETE_AT_ONCE):
            batch = names[first : first + _DELETE_AT_ONCE]
            with named_errors(self.bucket):
                self._s3.delete_objects(Bucket=self.bucket, Delete={"Objects": batch, "Quiet": True})

    def list(self, prefix: str) -> Sequence[str]:
        with named_errors(prefix):
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
            return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def url(self, key: str, *, seconds: int = 3600, filename: str | None = None) -> str:
        about = {"Bucket": self.bucket, "Key": key}
        if filename:
            about["ResponseContentDisposition"] = f'attachment; filename="{filename}"'
        return str(self._s3.generate_presigned_url("get_object", Params=about, ExpiresIn=seconds))

    def upload_form(self, key: str, *, content_type: str, max_bytes: int, seconds: int = 300) -> dict[str, Any]:
        form = self._s3.generate_presigned_post(
            self.bucket,
            key,
            Fields={"Content-Type": content_type},
            ExpiresIn=seconds,
            Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, max_bytes]],
        )
        return {"url": form["url"], "fields": form["fields"]}


def _together(call: Callable[[str], Result], keys: Sequence[str]) -> list[Result]:
    """The call for each key, in their order; a boto3 client may be shared by threads."""
    if len(keys) < 2:
        return [call(key) for key in keys]
    with ThreadPoolExecutor(min(_AT_ONCE, len(keys))) as pool:
        return list(pool.map(call, keys))
