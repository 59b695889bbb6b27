"""The other two entrances: an image dropped into the bucket, and the daily schedule."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.cloud import eventually
from tests.flows.conftest import PHOTO, SHORT, Client

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("flows")]


def bucket(cloud, name):
    return next(b["Name"] for b in cloud.client("s3").list_buckets()["Buckets"] if name in b["Name"])


def test_an_image_dropped_into_the_bucket_becomes_a_video(cloud):
    asked = {"duration": "3", "quality": "draft", "prompt": "A cup of espresso"}
    cloud.client("s3").put_object(
        Bucket=bucket(cloud, "uploads"), Key="drop/dropper/red_cup.jpg", Body=PHOTO.read_bytes(), Metadata=asked
    )
    client = Client(cloud, "dropper")
    (video,) = eventually(lambda: client.http.get("/api/videos").json()["videos"])
    assert video["title"] == "red cup"
    status = client.completed(video["video_id"])
    assert status["progress"] == 100


def test_a_file_that_is_no_picture_starts_nothing(cloud):
    cloud.client("s3").put_object(Bucket=bucket(cloud, "uploads"), Key="drop/careless/notes.jpg", Body=b"hello")
    client = Client(cloud, "careless")
    logs = cloud.state / "logs/AcceptUpload.log"
    eventually(lambda: logs.exists() and "AssetRejected" in logs.read_text())
    assert client.http.get("/api/videos").json()["videos"] == []


def test_the_daily_schedule_makes_a_video_by_itself(cloud):
    client = Client(cloud, "earlybird")
    assert client.http.put("/api/daily", json=SHORT).status_code == 200
    scheduler = cloud.client("scheduler")
    group, name = next((s["GroupName"], s["Name"]) for s in scheduler.list_schedules()["Schedules"])
    daily = scheduler.get_schedule(GroupName=group, Name=name)
    soon = (datetime.now(UTC) + timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%S")
    scheduler.create_schedule(
        GroupName=group, Name="daily-soon", ScheduleExpression=f"at({soon})", Target=daily["Target"],
        FlexibleTimeWindow={"Mode": "OFF"},
    )  # fmt: skip
    (video,) = eventually(lambda: client.http.get("/api/videos").json()["videos"], 30)
    assert client.completed(video["video_id"])["status"] == "completed"
    client.http.delete("/api/daily")
