"""Conformance: S3 as browsers and functions use it, and the events of new objects."""

import json
import uuid

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.fakes.cloud import Cloud, eventually
from tests.local.test_lambdas import _noted

BODY = bytes(range(256)) * 4096


@pytest.fixture
def key() -> str:
    return f"t/local/{uuid.uuid4().hex}.mp4"


def test_a_presigned_url_plays_in_parts(cloud: Cloud, key: str) -> None:
    s3 = cloud.client("s3")
    s3.put_object(Bucket="spotworks-work", Key=key, Body=BODY, ContentType="video/mp4", Metadata={"seed": "7"})
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "spotworks-work", "Key": key})
    assert url.startswith(cloud.aws)
    part = httpx.get(url, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, BODY[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(BODY)}"
    assert part.headers["content-type"] == "video/mp4"
    assert httpx.get(url, headers={"Range": "bytes=1048000-"}).content == BODY[1048000:]
    assert httpx.get(url).content == BODY


def test_a_presigned_url_can_make_the_browser_save(cloud: Cloud, key: str) -> None:
    s3 = cloud.client("s3")
    s3.put_object(Bucket="spotworks-work", Key=key, Body=b"x")
    named = 'attachment; filename="my spot.mp4"'
    parameters = {"Bucket": "spotworks-work", "Key": key, "ResponseContentDisposition": named}
    answer = httpx.get(s3.generate_presigned_url("get_object", Params=parameters))
    assert answer.headers["content-disposition"] == named


def test_a_form_uploads_a_file_from_the_page(cloud: Cloud) -> None:
    s3 = cloud.client("s3")
    key = f"drop/local/{uuid.uuid4().hex}.jpg"
    form = s3.generate_presigned_post(
        "spotworks-uploads", key, Fields={"Content-Type": "image/jpeg"},
        Conditions=[{"Content-Type": "image/jpeg"}, ["content-length-range", 1, 5_000_000]],
    )  # fmt: skip
    before = set(_noted(cloud, "aws.s3"))
    answer = httpx.post(
        form["url"], data=form["fields"], files={"file": ("a.jpg", BODY, "image/jpeg")}, headers={"Origin": cloud.url}
    )
    assert answer.status_code in {200, 201, 204}
    assert answer.headers["access-control-allow-origin"] in {"*", cloud.url}
    got = s3.get_object(Bucket="spotworks-uploads", Key=key)
    assert (got["Body"].read(), got["ContentType"]) == (BODY, "image/jpeg")
    (fresh,) = eventually(lambda: set(_noted(cloud, "aws.s3")) - before)
    event = json.loads(s3.get_object(Bucket="spotworks-work", Key=fresh)["Body"].read())
    assert event["detail-type"] == "Object Created"
    assert event["detail"]["bucket"]["name"] == "spotworks-uploads"
    assert event["detail"]["object"]["key"] == key
    assert event["detail"]["object"]["size"] == len(BODY)
    assert event["time"].endswith("Z")


def test_only_keys_that_match_the_rule_call_its_function(cloud: Cloud) -> None:
    s3 = cloud.client("s3")
    before = set(_noted(cloud, "aws.s3"))
    s3.put_object(Bucket="spotworks-uploads", Key="elsewhere/a.jpg", Body=b"x")
    s3.put_object(Bucket="spotworks-work", Key="drop/a.jpg", Body=b"x")
    s3.put_object(Bucket="spotworks-uploads", Key="drop/local/b.jpg", Body=b"x")
    (fresh,) = eventually(lambda: set(_noted(cloud, "aws.s3")) - before)
    event = json.loads(s3.get_object(Bucket="spotworks-work", Key=fresh)["Body"].read())
    assert event["detail"]["object"]["key"] == "drop/local/b.jpg"


def test_a_large_upload_in_parts_and_a_copy_are_whole(cloud: Cloud, key: str, tmp_path) -> None:
    s3 = cloud.client("s3")
    big = BODY * 12
    (tmp_path / "big").write_bytes(big)
    s3.upload_file(str(tmp_path / "big"), "spotworks-work", key, ExtraArgs={"ContentType": "video/mp4"})
    source = {"Bucket": "spotworks-work", "Key": key}
    s3.copy_object(
        Bucket="spotworks-published", Key=key, CopySource=source, MetadataDirective="REPLACE",
        ContentType="video/mp4", Metadata={"model": "local"},
    )  # fmt: skip
    got = s3.get_object(Bucket="spotworks-published", Key=key)
    assert got["Body"].read() == big
    assert got["Metadata"] == {"model": "local"}


def test_a_page_of_another_site_is_turned_away(cloud: Cloud, key: str) -> None:
    url = cloud.client("s3").generate_presigned_url("put_object", Params={"Bucket": "spotworks-work", "Key": key})
    assert httpx.put(url, content=b"x", headers={"Origin": "https://evil.example"}).status_code == 403
    assert httpx.get(f"{cloud.aws}/spotworks-work", headers={"Host": "evil.example"}).status_code == 403


def test_a_state_that_cannot_be_written_fails_the_call_and_says_so(cloud: Cloud, key: str) -> None:
    s3 = cloud.client("s3")
    bodies, aside = cloud.state / "objects", cloud.state / "aside"
    bodies.rename(aside)
    bodies.write_text("in the way")
    try:
        with pytest.raises(ClientError) as caught:
            s3.put_object(Bucket="spotworks-work", Key=key, Body=b"x")
    finally:
        bodies.unlink()
        aside.rename(bodies)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
    assert "could not write the state" in (cloud.state / "logs" / "server.log").read_text()
    s3.put_object(Bucket="spotworks-work", Key=key, Body=b"y")
    assert s3.get_object(Bucket="spotworks-work", Key=key)["Body"].read() == b"y"
