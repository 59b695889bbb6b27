"""Following a job: every event once and in order, whatever becomes of the socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.client import ApiError, Client, Unreachable
from tests.fakes.api import FakeApi, serving


@pytest.fixture
def api(tmp_path: Path) -> Iterator[FakeApi]:
    with serving(FakeApi(tmp_path)) as api:
        yield api


def numbers(api: FakeApi, **about: float) -> list[int]:
    job = api.add()
    api.pace = 0.005
    with Client(api.url) as client:
        found = []
        for event in client.follow(job.video_id, **about):  # type: ignore[arg-type]
            found.append(event["seq"])
            if len(found) == 1:  # being watched from its first event
                import threading

                threading.Thread(target=api.play, args=(job,), daemon=True).start()
    assert found == list(range(1, len(job.events) + 1))
    return found


def test_events_come_by_the_socket(api: FakeApi) -> None:
    numbers(api)
    assert api.opened == 1


def test_a_socket_that_breaks_is_opened_again_from_the_last_event(api: FakeApi) -> None:
    api.sockets = "drop"
    numbers(api, poll_s=0.01)
    assert api.opened > 1


def test_without_a_socket_events_are_polled(api: FakeApi) -> None:
    api.sockets = "refuse"
    numbers(api, poll_s=0.01)
    assert api.opened == 0


def test_a_push_that_was_lost_is_fetched(api: FakeApi) -> None:
    api.lost = {3, 7, 8}
    numbers(api)


def test_a_last_push_that_was_lost_is_fetched_after_a_silence(api: FakeApi) -> None:
    api.lost = set(range(20, 40))
    numbers(api, quiet_s=0.2)


def test_the_end_of_an_earlier_attempt_is_not_the_end(api: FakeApi) -> None:
    api.fails_at = "Rendering"
    job = api.add()
    api.play(job)
    with Client(api.url) as client:
        client.retry(job.video_id)
        seen = []
        for event in client.follow(job.video_id):
            seen.append(event["message"])
            if event["message"] == "Trying again":
                api.play(job)
    assert seen[-1] == "Finished"


def test_an_unknown_video_is_an_error_of_the_api(api: FakeApi) -> None:
    with Client(api.url) as client, pytest.raises(ApiError) as error:
        list(client.follow("nope"))
    assert (error.value.status, error.value.error) == (404, "NotFound")


def test_a_download_is_whole_or_not_there(api: FakeApi, tmp_path: Path) -> None:
    (tmp_path / "spot.mp4").write_bytes(b"video")
    target = tmp_path / "to" / "spot.mp4"
    with Client(api.url) as client:
        assert client.download(api.file("spot.mp4"), target) == 5
        with pytest.raises(Unreachable):
            client.download("http://127.0.0.1:9/gone.mp4", tmp_path / "to" / "gone.mp4")
    assert [path.name for path in target.parent.iterdir()] == ["spot.mp4"]


def test_the_same_key_gives_the_same_job(api: FakeApi) -> None:
    with Client(api.url) as client:
        first = client.generate({"prompt": "Tea"}, key="k")
        assert client.generate({"prompt": "Tea"}, key="k") == first
    assert len(api.jobs) == 1
