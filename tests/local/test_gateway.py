"""Conformance: what API Gateway makes of a request, and of a function's answer."""

import asyncio
import base64
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from botocore.exceptions import ClientError
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.fakes.cloud import Cloud


def event_of(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_request_becomes_payload_two(cloud: Cloud) -> None:
    answer = httpx.get(f"{cloud.url}/things/a%20b?x=1&x=2&y=%D0%96", headers={"Cookie": "p=1; q=2", "X-Two": "Value"})
    event = event_of(answer)
    assert event["version"] == "2.0"
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "GET /things/{thing}"
    assert event["pathParameters"] == {"thing": "a b"}
    assert event["queryStringParameters"] == {"x": "1,2", "y": "Ж"}
    assert event["cookies"] == ["p=1", "q=2"]
    assert event["headers"]["x-two"] == "Value"
    assert "cookie" not in event["headers"]
    assert event["requestContext"]["http"]["method"] == "GET"
    assert "body" not in event
    assert answer.headers["x-own"] == "yes"
    assert answer.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]


def test_a_fixed_route_goes_before_one_with_a_parameter(cloud: Cloud) -> None:
    assert event_of(httpx.get(f"{cloud.url}/things/special"))["routeKey"] == "GET /things/special"


def test_text_travels_as_text_and_files_in_base64(cloud: Cloud) -> None:
    text = event_of(httpx.post(f"{cloud.url}/things", json={"a": "Ж"}))
    assert (json.loads(text["body"]), text["isBase64Encoded"]) == ({"a": "Ж"}, False)
    form = event_of(httpx.post(f"{cloud.url}/things", files={"image": ("a.png", bytes(range(256)), "image/png")}))
    assert form["isBase64Encoded"] is True
    assert bytes(range(256)) in base64.b64decode(form["body"])


def test_answers_may_be_binary_or_bare(cloud: Cloud) -> None:
    binary = httpx.get(f"{cloud.url}/?binary=1")
    assert (binary.content, binary.headers["content-type"]) == (bytes(range(256)), "image/x")
    assert httpx.get(f"{cloud.url}/?plain=1").json() == {"hello": "there"}


@pytest.mark.parametrize(
    ("method", "path", "status", "error", "message"),
    [
        ("GET", "/nope", 404, "NotFound", "there is no GET /nope; /docs lists what there is"),
        ("DELETE", "/things", 404, "NotFound", "there is no DELETE /things; this address takes POST"),
        ("BREW", "/things", 405, "NotFound", "there is no BREW here; /docs lists what there is"),
        ("GET", "/?fail=1", 500, "InternalError", "the API failed; logs/server.log in the state folder says why"),
    ],
)
def test_the_gateways_own_answers(
    cloud: Cloud, method: str, path: str, status: int, error: str, message: str
) -> None:  # fmt: skip
    answer = httpx.request(method, cloud.url + path)
    assert (answer.status_code, answer.json()) == (status, {"error": error, "message": message, "field": None})


def chunks() -> Iterator[bytes]:
    for _ in range(161):
        yield b"x" * 65_536


@pytest.mark.parametrize("body", [b"x" * (10 * 1024 * 1024 + 1), chunks()], ids=["declared", "chunked"])
def test_ten_megabytes_is_the_limit(cloud: Cloud, body: Any) -> None:
    answer = httpx.post(f"{cloud.url}/things", content=body)
    assert (answer.status_code, answer.json()["field"]) == (413, "body")
    assert "more than 10 MB" in answer.json()["message"]


def test_a_body_that_says_it_is_too_long_is_not_waited_for(cloud: Cloud) -> None:
    address = urlsplit(cloud.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
        wire.sendall(b"POST /things HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 11000000\r\n\r\n{")
        assert wire.recv(100).startswith(b"HTTP/1.1 413 ")


def test_the_tenant_comes_from_the_token_and_public_routes_need_none(cloud: Cloud) -> None:
    def claims(**headers: str) -> Any:
        return httpx.get(f"{cloud.url}/things/x", headers=headers)

    def tenant(answer: httpx.Response) -> str:
        return str(event_of(answer)["requestContext"]["authorizer"]["jwt"]["claims"]["custom:tenant"])

    assert tenant(claims()) == "local"
    assert tenant(claims(Authorization="Bearer tenant:acme-2")) == "acme-2"
    for wrong in ("Bearer tenant:Acme", "Bearer tenant:", "Bearer secret", "Basic eA==", "Bearer tenant:a/b"):
        assert claims(Authorization=wrong).status_code == 401
        assert claims(Authorization=wrong).json()["field"] == "Authorization"
    public = event_of(httpx.get(f"{cloud.url}/", headers={"Authorization": "whatever"}))
    assert "authorizer" not in public["requestContext"]


def test_a_page_of_another_site_is_turned_away(cloud: Cloud) -> None:
    assert httpx.post(f"{cloud.url}/things", headers={"Origin": "https://evil.example"}).status_code == 403
    assert httpx.get(f"{cloud.url}/", headers={"Host": "evil.example"}).status_code == 403
    assert httpx.post(f"{cloud.url}/things", headers={"Origin": cloud.url}).status_code == 201


def test_fifty_requests_at_once_are_all_answered(cloud: Cloud) -> None:
    async def all_of_them() -> list[int]:
        async with httpx.AsyncClient(timeout=60) as client:
            answers = await asyncio.gather(*(client.get(f"{cloud.url}/things/{n}") for n in range(50)))
        return [answer.status_code for answer in answers]

    assert asyncio.run(all_of_them()) == [201] * 50


def live(cloud: Cloud, ticket: str) -> Any:
    return connect(cloud.url.replace("http", "ws") + f"/live?ticket={ticket}")


def test_a_socket_is_let_in_by_its_ticket_and_answered_over_the_connections_api(cloud: Cloud) -> None:
    async def talk() -> None:
        async with live(cloud, "good") as socket:
            await socket.send("hello Ж")
            connection, _, text = str(await asyncio.wait_for(socket.recv(), 20)).partition(" ")
            assert text == "hello Ж"
            manager = cloud_manager(cloud)
            await asyncio.to_thread(manager.post_to_connection, ConnectionId=connection, Data=b"pushed")
            assert await asyncio.wait_for(socket.recv(), 20) == "pushed"
            assert "ConnectedAt" in await asyncio.to_thread(manager.get_connection, ConnectionId=connection)
        with pytest.raises(ClientError) as caught:
            await asyncio.to_thread(manager.post_to_connection, ConnectionId=connection, Data=b"late")
        assert caught.value.response["Error"]["Code"] == "GoneException"

    asyncio.run(talk())


def test_a_socket_without_a_good_ticket_is_refused(cloud: Cloud) -> None:
    async def knock() -> None:
        async with live(cloud, "bad"):
            pass

    with pytest.raises(InvalidStatus):
        asyncio.run(knock())


def cloud_manager(cloud: Cloud) -> Any:
    import boto3

    return boto3.client("apigatewaymanagementapi", endpoint_url=f"{cloud.url}/ws-management", region_name="us-east-1")
