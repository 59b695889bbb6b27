"""The server as a program: what survives it, and what it leaves behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from local.launch import ServerFailed, ensure_server, running
from tests.fakes.cloud import Cloud, eventually, running_cloud
from tests.local.conftest import MINIATURE


def test_a_second_server_on_the_same_state_refuses_in_one_line(cloud: Cloud) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "local.server", "--state", str(cloud.state)], capture_output=True, text=True, timeout=30
    )
    assert second.returncode == 3
    assert second.stderr.count("\n") == 1
    assert "another server is running" in second.stderr


def test_asking_again_finds_the_server_that_runs(cloud: Cloud) -> None:
    assert ensure_server(cloud.state) == cloud.server
    assert running(cloud.state) == cloud.server


def test_it_listens_on_this_machine_only(cloud: Cloud) -> None:
    listening = [c for c in psutil.Process(cloud.server.pid).net_connections() if c.status == "LISTEN"]
    assert {c.laddr.ip for c in listening} == {"127.0.0.1"}


def test_what_was_answered_survives_sigkill_and_nothing_that_it_started_does(tmp_path: Path) -> None:
    state = tmp_path / "state"
    body = os.urandom(2_000_000)
    with running_cloud(state, *MINIATURE) as first:
        s3, table = first.client("s3"), first.resource("dynamodb").Table("spotworks")
        s3.put_object(
            Bucket="spotworks-work", Key="a/ж b.mp4", Body=body, ContentType="video/mp4", Metadata={"seed": "7"}
        )
        s3.put_object(Bucket="spotworks-work", Key="gone", Body=b"x")
        s3.delete_object(Bucket="spotworks-work", Key="gone")
        s3.put_object(Bucket="spotworks-work", Key="twice", Body=b"old")
        s3.put_object(Bucket="spotworks-work", Key="twice", Body=b"new")
        table.put_item(Item={"pk": "p", "sk": "s", "n": 1, "list": [{"a": "Ж"}], "none": None, "raw": b"\x00\xff"})
        table.put_item(Item={"pk": "p", "sk": "dead", "expires": int(time.time()) - 5})
        table.put_item(Item={"pk": "p", "sk": "gone"})
        first.client("dynamodb").transact_write_items(
            TransactItems=[
                {"Delete": {"TableName": "spotworks", "Key": {"pk": {"S": "p"}, "sk": {"S": "gone"}}}},
                {
                    "Update": {
                        "TableName": "spotworks", "Key": {"pk": {"S": "p"}, "sk": {"S": "s"}},
                        "UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "2"}},
                    }
                },
            ]
        )  # fmt: skip
        table.put_item(
            Item={"pk": "T#local#J#v1", "sk": "JOB", "status": "running", "tenant": "local", "video_id": "v1"}
        )
        assert httpx.get(f"{first.url}/").status_code == 201
        started = family(first)
        os.kill(first.server.pid, signal.SIGKILL)
        assert not psutil.wait_procs(started, timeout=10)[1]
    with running_cloud(state, *MINIATURE) as second:
        s3, table = second.client("s3"), second.resource("dynamodb").Table("spotworks")
        got = s3.get_object(Bucket="spotworks-work", Key="a/ж b.mp4")
        assert (got["Body"].read(), got["ContentType"], got["Metadata"]) == (body, "video/mp4", {"seed": "7"})
        assert s3.get_object(Bucket="spotworks-work", Key="twice")["Body"].read() == b"new"
        listed = s3.list_objects_v2(Bucket="spotworks-work")["Contents"]
        assert {"a/ж b.mp4", "twice"} <= {entry["Key"] for entry in listed}
        assert "gone" not in {entry["Key"] for entry in listed}
        item = table.get_item(Key={"pk": "p", "sk": "s"})["Item"]
        assert (item["n"], item["list"], item["none"], bytes(item["raw"])) == (2, [{"a": "Ж"}], None, b"\x00\xff")
        assert "Item" not in table.get_item(Key={"pk": "p", "sk": "gone"})
        assert "Item" not in table.get_item(Key={"pk": "p", "sk": "dead"})
        (note,) = eventually(
            lambda: s3.list_objects_v2(Bucket="spotworks-work", Prefix="events/aws.states/").get("Contents")
        )
        event = json.loads(s3.get_object(Bucket="spotworks-work", Key=note["Key"])["Body"].read())
        assert event["detail"]["status"] == "ABORTED"
        assert json.loads(event["detail"]["input"]) == {"tenant": "local", "video_id": "v1"}
        started = family(second)
    assert not psutil.wait_procs(started, timeout=5)[1]
    assert not (state / "server.json").exists()
    assert running(state) is None


def family(cloud: Cloud) -> list[psutil.Process]:
    """The server, its fork server, and at least one function."""
    found = [server := psutil.Process(cloud.server.pid), *server.children(recursive=True)]
    assert len(found) >= 3
    return found


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match="No module named 'no_such_catalogue'"):
        ensure_server(tmp_path, options=["--catalogue", "no_such_catalogue"])
