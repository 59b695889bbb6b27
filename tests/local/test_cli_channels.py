"""`spotworks channels` against the fake API."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.cli import main
from tests.fakes.api import FakeApi, serving
from tests.fakes.media import make_media


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_media(tmp_path_factory.mktemp("media"))


@pytest.fixture
def api(media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApi]:
    monkeypatch.chdir(tmp_path)
    with serving(FakeApi(media)) as api:
        monkeypatch.setenv("SPOTWORKS_SERVER", api.url)
        api.pace = 0.005
        yield api


def add(name: str = "tea", *more: str) -> int:
    return main(["channels", "add", name, "--theme", "Tips about tea", "--audience", "home brewers", *more])


def test_a_channel_is_added_listed_shown_and_removed(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["channels", "list"]) == 0
    assert "No channels yet" in capsys.readouterr().out
    assert add("tea", "--duration", "15", "--placement", "reels") == 0
    sent = {"prompt": "Tips about tea", "audience": "home brewers", "duration": "15", "placement": "reels"}
    assert api.channels["tea"].items() >= sent.items()
    assert "tea: every day at 06:00 UTC a video of “Tips about tea”" in capsys.readouterr().out
    assert main(["channels", "list"]) == 0
    assert "Tips about tea" in capsys.readouterr().out
    assert main(["channels", "show", "tea", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["brief"]["audience"] == "home brewers"
    assert main(["channels", "remove", "tea"]) == 0
    assert api.channels == {}
    assert main(["channels", "remove", "tea"]) == 2
    assert "there is no channel tea" in capsys.readouterr().err


def test_a_channel_is_written_over_only_when_asked(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert add() == 0
    assert add("tea", "--language", "ru") == 1
    assert "--replace writes over it" in capsys.readouterr().err
    assert api.channels["tea"]["language"] == "en"
    assert add("tea", "--language", "ru", "--replace") == 0
    assert api.channels["tea"]["language"] == "ru"


@pytest.mark.parametrize(
    ("more", "field"),
    [(["--duration", "2"], "duration"), (["--image", "none.jpg"], "image"), (["--aspect", "3:2"], "aspect")],
)  # fmt: skip
def test_what_is_wrong_is_said_before_anything_is_sent(
    api: FakeApi, capsys: pytest.CaptureFixture[str], more: list[str], field: str
) -> None:
    assert add("tea", *more) == 2
    assert f"{field}: " in capsys.readouterr().err
    assert api.channels == {}


def test_a_name_that_is_none_is_refused(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert add("../videos") == 2
    assert "cannot be a channel" in capsys.readouterr().err


def test_a_channels_video_is_started_for_a_day_and_afresh(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    add()
    capsys.readouterr()
    assert main(["channels", "run", "tea", "--day", "2026-11-21", "--fresh"]) == 0
    assert api.runs == [{"channel": "tea", "day": "2026-11-21", "refresh": True}]
    assert capsys.readouterr().out == "Started video001: `spotworks watch video001` follows it.\n"


def test_with_a_folder_it_is_watched_and_its_files_left_there(api: FakeApi) -> None:
    add()
    assert main(["channels", "run", "tea", "--out", "today"]) == 0
    assert Path("today/spot.mp4").is_file()


def test_daily_now_runs_the_channel_daily(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["daily", "--now"]) == 2
    assert "there is no daily brief yet" in capsys.readouterr().err
    assert main(["daily", "--set", "A tip about tea", "--now", "--json"]) == 0
    assert api.runs == [{"channel": "daily", "day": None, "refresh": False}]
    assert json.loads(capsys.readouterr().out) == {"video_ids": ["video001"]}
