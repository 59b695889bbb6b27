"""Where boto3's failures get our names."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from spotworks.adapters.aws.clients import client, named_errors
from spotworks.errors import DiskFull, NotFound, StorageUnavailable


def failing(code):
    return ClientError({"Error": {"Code": code, "Message": "m"}}, "GetObject")


@pytest.mark.parametrize("code", ["NoSuchKey", "NoSuchBucket", "404", "ResourceNotFoundException"])
def test_what_is_missing_is_not_found(code):
    with pytest.raises(NotFound, match="the thing is not there"), named_errors("the thing"):
        raise failing(code)


def test_the_embedded_clouds_full_disk_is_told_apart():
    with pytest.raises(DiskFull, match="no space is left on the disk of the state folder"), named_errors("the thing"):
        raise failing("507")


@pytest.mark.parametrize(
    "error", [failing("SlowDown"), failing(""), EndpointConnectionError(endpoint_url="https://x.example")]
)
def test_everything_else_may_be_tried_again(error):
    with pytest.raises(StorageUnavailable, match="the thing"), named_errors("the thing"):
        raise error


@pytest.mark.parametrize("code", ["ConditionalCheckFailedException", "TransactionCanceledException"])
def test_a_condition_that_did_not_hold_is_left_to_the_caller(code):
    with pytest.raises(ClientError), named_errors("the thing"):
        raise failing(code)


def test_a_client_is_made_once():
    assert client("s3") is client("s3")
