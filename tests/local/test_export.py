"""`spotworks export`, against a server that plays the API."""

import json
from collections.abc import Iterator
from pathlib import Path

import opentimelineio as otio
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
        yield api


def finished(api: FakeApi) -> str:
    job = api.add(prompt="Tea", title="Hot tea")
    api.play(job)
    return job.video_id


def test_the_edit_is_written_for_editors(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", finished(api), "--format", "otio", "--server", api.url]) == 0
    assert "out/hot-tea/otio/timeline.otio" in capsys.readouterr().out
    timeline = otio.adapters.read_from_file("out/hot-tea/otio/timeline.otio")
    assert timeline.name == "Hot tea"
    assert timeline.duration().to_seconds() == pytest.approx(2)
    assert not Path("out/hot-tea/otio/media").exists()


def test_with_its_media_every_reference_of_the_edit_is_a_file_beside_it(api: FakeApi) -> None:
    assert main(["export", finished(api), "--with-media", "--out", "edit", "--server", api.url, "--json"]) == 0
    timeline = otio.adapters.read_from_file("edit/timeline.otio")
    urls = [clip.media_reference.target_url for clip in timeline.find_clips()]
    assert urls
    assert all((Path("edit") / url).stat().st_size > 0 for url in urls)
    assert {path.name for path in Path("edit").iterdir()} == {"timeline.otio", "media"}


def test_a_video_without_an_edit_says_so(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    job = api.add(prompt="Tea")
    assert main(["export", job.video_id, "--server", api.url]) == 1
    assert f"{job.video_id} has no timeline.json yet" in capsys.readouterr().err


def test_a_strange_format_names_those_there_are(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", finished(api), "--format", "fcpxml", "--server", api.url, "--json"]) == 2
    printed = capsys.readouterr()
    assert "format: must be one of otio, ott" in printed.err
    assert json.loads(printed.out)["field"] == "format"


def test_ott_wants_to_know_where_the_files_will_be(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", finished(api), "--format", "ott", "--server", api.url]) == 2
    assert "base-url: say where the files will be served from" in capsys.readouterr().err
    assert main(["export", finished(api), "--format", "ott", "--base-url", "http://a", "--server", api.url]) == 2
    assert "base-url: must begin with https://" in capsys.readouterr().err


def test_ott_of_a_tall_video_says_which_aspect_to_make(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["export", finished(api), "--format", "ott", "--base-url", "https://a.example", "--server", api.url]
    assert main(arguments) == 2
    assert "aspects: OTT takes 16:9, this edit is 360x640; make it with --aspects 16:9" in capsys.readouterr().err


def test_what_offers_something_that_is_over_is_not_packaged_for_television(
    api: FakeApi, capsys: pytest.CaptureFixture[str]
) -> None:
    video = finished(api)
    api.jobs[video].offer = {"ends": "2027-06-30", "over": True, "note": "offer ended 30 June 2027; do not show it"}
    arguments = ["export", video, "--format", "ott", "--base-url", "https://a.example", "--server", api.url, "--json"]
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert "the video's offer ended 30 June 2027; do not show it. Make it anew" in printed.err
    assert json.loads(printed.out)["error"] == "OfferEnded"
    assert main(["export", video, "--server", api.url]) == 0  # an editor may have it, and take the offer out
