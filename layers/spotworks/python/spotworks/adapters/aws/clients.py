"""boto3 clients, one a service and process, and the one place where their failures get our names."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from spotworks.errors import DiskFull, NotFound, StorageUnavailable

_MISSING = {"NoSuchKey", "NoSuchBucket", "404", "NotFound", "ResourceNotFoundException"}


@cache
def client(service: str, endpoint: str | None = None) -> Any:
    """A client with short timeouts. AWS's own calls may be retried: none of them costs money twice."""
    config = Config(
        connect_timeout=3,
        read_timeout=20,
        retries={"mode": "standard", "total_max_attempts": 4},
        s3={"addressing_style": "path" if _is_local() else "auto"},
        signature_version="s3v4" if service == "s3" else None,
        max_pool_connections=32,
    )
    return boto3.client(service, endpoint_url=endpoint, config=config)


def _is_local() -> bool:
    """The embedded cloud has one host for all buckets."""
    if boto3.DEFAULT_SESSION is None:  # of which clients are made; another one costs 25 ms of CPU
        boto3.setup_default_session()
    return bool(boto3.DEFAULT_SESSION._session.get_config_variable("endpoint_url"))


def code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def named_errors(what: str) -> Iterator[None]:
    """Turns what boto3 raises into ours; `what` says what was touched.

    A failed condition is left as it is: only the caller knows what it means.
    """
    try:
        yield
    except ClientError as error:
        if code(error) in {"ConditionalCheckFailedException", "TransactionCanceledException"}:
            raise
        if code(error) in _MISSING:
            raise NotFound(f"{what} is not there") from error
        if code(error) == "507":  # the embedded cloud's alone
            raise DiskFull(f"no space is left on the disk of the state folder (for {what}): free some") from error
        raise StorageUnavailable(f"{what}: {error}") from error
    except BotoCoreError as error:
        raise StorageUnavailable(f"{what}: {error}") from error
