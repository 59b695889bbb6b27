"""The other two entrances: an image dropped into the bucket, and the daily schedule."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.cloud import eventually
from tests.flows.conftest import ESPRESSO, PHOTO, Client

pytestmark = pytest.mark.flow


def bucket(cloud, name):
    return next(b["Name"] for b in cloud.client("s3").list_buckets()["Buckets"] if name in b["Name"])


def newer(client, before):
    """The videos that were not there before."""
    return [v for v in client.http.get("/api/videos").json()["videos"] if v["video_id"] not in before]


def known(client):
    return {video["video_id"] for video in client.http.get("/api/videos").json()["videos"]}


def test_an_image_dropped_into_the_bucket_becomes_a_video(cloud, client, finished):
    """With the brief of `finished` in its metadata, so that everything is found and nothing made again."""
    before = known(client)
    asked = {name: str(value) for name, value in ESPRESSO.items()}
    cloud.client("s3").put_object(
        Bucket=bucket(cloud, "uploads"), Key="drop/local/red_cup.jpg", Body=PHOTO.read_bytes(), Metadata=asked
    )
    (video,) = eventually(lambda: newer(client, before))
    assert video["title"] == "Espresso"
    assert client.completed(video["video_id"])["progress"] == 100


def test_a_file_that_is_no_picture_starts_nothing(cloud):
    cloud.client("s3").put_object(Bucket=bucket(cloud, "uploads"), Key="drop/careless/notes.jpg", Body=b"hello")
    client = Client(cloud, "careless")
    logs = cloud.state / "logs/AcceptUpload.log"
    eventually(lambda: logs.exists() and "AssetRejected" in logs.read_text())
    assert client.http.get("/api/videos").json()["videos"] == []


def test_the_daily_schedule_makes_a_video_by_itself(cloud, client, finished):
    before = known(client)
    brief = ESPRESSO | {"reference_assets": [client.upload()]}
    assert client.http.put("/api/daily", json=brief).status_code == 200
    scheduler = cloud.client("scheduler")
    group, name = next(
        (s["GroupName"], s["Name"]) for s in scheduler.list_schedules()["Schedules"] if s["Name"] == "daily"
    )  # fmt: skip
    daily = scheduler.get_schedule(GroupName=group, Name=name)
    soon = (datetime.now(UTC) + timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%S")
    scheduler.create_schedule(
        GroupName=group, Name="daily-soon", ScheduleExpression=f"at({soon})", Target=daily["Target"],
        FlexibleTimeWindow={"Mode": "OFF"},
    )  # fmt: skip
    (video,) = eventually(lambda: newer(client, before))
    assert client.completed(video["video_id"])["status"] == "completed"
    client.http.delete("/api/daily")
