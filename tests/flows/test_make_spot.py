"""The real embedded cloud, driven through the API: start, follow, play, cancel, retry."""

import av
import httpx
import pytest

from tests.flows.conftest import ESPRESSO, SHORT, Client

pytestmark = pytest.mark.flow


def test_every_file_of_a_finished_video_can_be_fetched(finished):
    status, _ = finished
    assert set(status["files"]) >= {
        "spot.mp4", "preview.mp4", "captions.srt", "captions.vtt", "storyboard.png", "thumbnail.jpg",
        "timeline.json", "timeline.otio", "report.json",
    }  # fmt: skip
    for name, url in status["files"].items():
        assert httpx.get(url).status_code == 200, name


def test_the_video_has_the_asked_frames_and_plays_from_the_middle(finished, tmp_path):
    status, _ = finished
    url = status["final_video_url"]
    part = httpx.get(url, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert len(part.content) == 100
    path = tmp_path / "spot.mp4"
    path.write_bytes(httpx.get(url).content)
    with av.open(str(path)) as video:
        assert sum(1 for _ in video.decode(video=0)) == 180
        assert {stream.type for stream in video.streams} == {"video", "audio"}


def test_the_websocket_tells_the_whole_story_in_order(finished, client):
    status, heard = finished
    assert [event["seq"] for event in heard] == list(range(1, len(heard) + 1))
    assert [event["seq"] for event in client.events(status["video_id"])] == [event["seq"] for event in heard]
    progress = [event["progress"] for event in heard]
    assert progress == sorted(progress)
    assert progress[-1] == 100
    assert heard[-1]["status"] == "completed"


def test_the_status_has_the_fields_that_clients_rely_on(finished):
    status, _ = finished
    assert status["progress"] == 100
    assert status["current_chunk_index"] == status["total_chunks"] >= 2
    assert len(status["animatic_urls"]) == len(status["scenes"])
    assert float(status["cost_usd"]) > 0
    assert status["stitched_video_url"]


def test_the_report_says_what_was_made_by_whom_and_what_the_checks_found(finished):
    status, _ = finished
    report = httpx.get(status["files"]["report.json"]).json()
    assert {thing["model"] for thing in report["made"]} >= {"local", "espeak-ng", "composed", "camera move"}
    assert all(check["passed"] for check in report["quality"]["checks"])
    assert {phase["phase"] for phase in report["phases"]} >= {"screenplay", "media", "render", "quality"}
    assert report["cost_usd"] == status["cost_usd"]
    assert report["request_id"]


def test_words_are_checked_against_what_the_asked_placement_covers(finished):
    status, _ = finished
    report = httpx.get(status["files"]["report.json"]).json()
    [safe] = [check for check in report["quality"]["checks"] if check["name"] == "safe area"]
    assert safe["passed"]
    assert safe["wanted"].startswith("inside the safe area of TikTok, in the feed: ")


def test_one_request_id_runs_through_every_log(finished, cloud):
    status, _ = finished
    wanted = httpx.get(status["files"]["report.json"]).json()["request_id"]
    logs = {path.stem for path in (cloud.state / "logs").glob("*.log") if wanted in path.read_text()}
    assert {"ServeApi", "AdmitSpot", "WriteScreenplay", "StartImage", "StartVoice", "SettleSpot"} <= logs
    assert any(name.lower().startswith(("render", "batch")) for name in logs), sorted(logs)


def test_the_same_brief_again_makes_nothing_anew(finished, client):
    video_id = client.generate(**ESPRESSO, reference_assets=[client.upload()])
    again = client.completed(video_id)
    report = httpx.get(again["files"]["report.json"]).json()
    assert all(thing["reused"] for thing in report["made"])
    assert again["cost_usd"] == "0"


def test_a_cancelled_video_stops_and_a_retry_finishes_it(client):
    video_id = client.generate(prompt="A quiet bookshop with a reading corner", seed=7)
    client.until(video_id, lambda status: status["current_phase"] in {"media", "captions", "timeline", "render"})
    assert client.http.post(f"/api/videos/{video_id}/cancel").status_code == 202
    assert client.status(video_id)["status"] == "cancelled"
    assert client.http.post(f"/api/videos/{video_id}/cancel").status_code == 409
    assert client.http.post(f"/api/videos/{video_id}/retry").status_code == 202
    status = client.completed(video_id)
    assert status["attempt"] == 2
    assert any(event["reused"] for event in client.events(video_id)), "what was made before is used again"


def test_gates_wait_for_a_person(finished, client):
    """Of the brief of `finished`, so that everything is found and nothing made again."""
    asked = ESPRESSO | {"reference_assets": [client.upload()], "approvals": ["concept", "storyboard", "final"]}
    video_id = client.generate(**asked)
    approve = f"/api/videos/{video_id}/approve"
    client.until(video_id, lambda status: status["gate"] == "concept")
    shown = client.http.get(f"/api/videos/{video_id}/concepts").json()
    assert (len(shown["concepts"]), shown["chosen"], shown["spent_usd"]) == (1, None, "0")
    assert client.http.post(approve, json={"gate": "concept", "concept": 1}).status_code == 202
    waiting = client.until(video_id, lambda status: status["gate"] == "storyboard")
    assert client.http.get(f"/api/videos/{video_id}/concepts").json()["by"] == "person"
    assert waiting["status"] == "awaiting_approval"
    assert waiting["animatic_urls"]
    assert client.http.post(approve, json={"gate": "final", "approved": True}).status_code == 409
    assert client.http.post(approve, json={"gate": "storyboard", "approved": True}).status_code == 202
    client.until(video_id, lambda status: status["gate"] == "final")
    assert client.http.post(approve, json={"gate": "final", "approved": False}).status_code == 202
    status = client.until(video_id, lambda status: status["status"] == "failed")
    assert status["failure"]["error"] == "ApprovalRejected"


def test_the_same_key_gives_the_same_job_and_another_body_a_conflict(client):
    first = client.generate({"Idempotency-Key": "once"}, prompt="A pair of running shoes")
    assert client.generate({"Idempotency-Key": "once"}, prompt="A pair of running shoes") == first
    other = client.http.post("/api/generate", json={"prompt": "Boots"}, headers={"Idempotency-Key": "once"})
    assert other.status_code == 409
    client.http.post(f"/api/videos/{first}/cancel")


def test_another_tenants_video_is_not_there(finished, cloud):
    status, _ = finished
    stranger = Client(cloud, "stranger")
    video_id = status["video_id"]
    assert stranger.http.get(f"/api/status/{video_id}").status_code == 404
    assert stranger.http.delete(f"/api/videos/{video_id}").status_code == 404
    assert stranger.http.post("/api/tickets", json={"video_id": video_id}).status_code == 404
    assert stranger.http.get("/api/videos").json()["videos"] == []


def test_variations_are_videos_of_their_own(client):
    reply = client.http.post(
        "/api/generate", json=SHORT | {"prompt": "A paper planner", "mode": "minimal_text", "variations": 2}
    ).json()
    assert len(set(reply["video_ids"])) == 2
    reports = []
    for video_id in reply["video_ids"]:
        status = client.completed(video_id)
        reports.append(httpx.get(status["files"]["report.json"]).json())
    assert reports[0]["seed"] != reports[1]["seed"]
