"""What else one brief can ask for: several aspects of one plan, another mode. Each ends in a file that was checked."""

import json

import av
import httpx
import pytest

pytestmark = pytest.mark.flow


def size_and_frames(url, path):
    path.write_bytes(httpx.get(url).content)
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        return stream.width, stream.height, sum(1 for _ in video.decode(video=0))


def checks(cloud, video_id, name):
    """By name, of one output of a job."""
    keys = {found.key: found for found in cloud.resource("s3").Bucket("spotworks-work").objects.all()}
    [key] = [key for key in keys if key.endswith(f"/{video_id}/{name}")]
    report = json.loads(keys[key].get()["Body"].read())
    return {check["name"]: check for check in report["checks"]}


def test_several_aspects_of_one_plan_are_each_rendered_and_checked(client, cloud, tmp_path):
    video_id = client.generate(aspects=["9:16", "1:1"], placement="youtube", reference_assets=[client.upload()])
    files = client.completed(video_id)["files"]
    assert size_and_frames(files["spot.mp4"], tmp_path / "tall.mp4") == (720, 1280, 90)
    assert size_and_frames(files["spot-1x1.mp4"], tmp_path / "square.mp4") == (720, 720, 90)
    for name, edges in (("quality.json", "54-1026 x 96-1632"), ("quality-1x1.json", "54-1026 x 54-918")):
        found = checks(cloud, video_id, name)
        assert all(check["passed"] for check in found.values())
        assert f"YouTube, before and in videos: {edges} px" in found["safe area"]["wanted"]


def test_another_mode_makes_no_picture_and_its_words_are_checked(client, cloud, tmp_path):
    video_id = client.generate(mode="minimal_text", placement="reels")
    status = client.completed(video_id)
    assert size_and_frames(status["final_video_url"], tmp_path / "spot.mp4") == (720, 1280, 90)
    made = httpx.get(status["files"]["report.json"]).json()["made"]
    assert not [thing for thing in made if thing["what"].startswith(("Picture", "Clip"))]
    found = checks(cloud, video_id, "quality.json")
    assert all(check["passed"] for check in found.values())
    assert "Reels" in found["safe area"]["wanted"]
