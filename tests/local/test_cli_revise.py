"""`spotworks revise` and `spotworks storyboard` against the fake API."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.cli import main
from tests.fakes.api import FakeApi, FakeJob, serving
from tests.fakes.media import make_media


class Terminal(io.StringIO):
    """A keyboard with an answer typed on it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_media(tmp_path_factory.mktemp("media"))


@pytest.fixture
def api(media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApi]:
    monkeypatch.chdir(tmp_path)
    with serving(FakeApi(media)) as api:
        api.pace = 0.005
        yield api


@pytest.fixture
def finished(api: FakeApi) -> FakeJob:
    job = api.add("A bottle")
    api.play(job)
    return job


@pytest.fixture
def waiting(api: FakeApi) -> FakeJob:
    job = api.add("A bottle", approvals=["storyboard"])
    api.play(job)
    return job


def test_what_it_changes_and_costs_is_shown_before_it_is_made(
    api: FakeApi, finished: FakeJob, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["revise", finished.video_id, "warmer, make it pop", "--yes", "--server", api.url]) == 0
    printed = capsys.readouterr().out
    told, _, made = printed.partition("Made again, for $0.0021 at most: ")
    assert "Iteration 2 of video001:" in told
    assert f"scene 2: line: {finished.line(1)} -> Nothing here is warm." in told
    assert "scenes 1-4: picture: Warmer light." in told
    assert "not done: “make it pop”: not understood" in told
    assert made.startswith("pictures of scenes 2, 3, voice-over, render and checks.")
    assert [asked["dry_run"] for asked in finished.asked_for] == [True, False]
    assert Path("out/a-bottle-2/spot.mp4").is_file()
    assert "Reused from before" in made


@pytest.mark.parametrize(("answer", "code", "made"), [("y\n", 0, 2), ("n\n", 1, 1), ("", 1, 1)])
def test_a_person_is_asked(
    api: FakeApi, finished: FakeJob, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, made: int
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert main(["revise", finished.video_id, "warmer", "--server", api.url]) == code
    assert len(api.jobs) == made


def test_where_nobody_can_be_asked_it_says_how_to_go_on(
    api: FakeApi, finished: FakeJob, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert main(["revise", finished.video_id, "warmer", "--server", api.url]) == 2
    assert "give --yes to make it, or --dry-run" in capsys.readouterr().err
    assert api.requests == []


def test_a_dry_run_makes_nothing(api: FakeApi, finished: FakeJob, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["revise", finished.video_id, "warmer", "--dry-run", "--json", "--server", api.url]) == 0
    assert json.loads(capsys.readouterr().out)["iteration"] == 2
    assert len(api.jobs) == 1


def test_a_refused_remark_is_told_in_the_servers_words(
    api: FakeApi, finished: FakeJob, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["revise", finished.video_id, "pop", "--yes", "--server", api.url]) == 2
    assert capsys.readouterr().err == "spotworks: remark: “pop”: not understood\n"
    assert main(["revise", finished.video_id, " ", "--yes", "--server", api.url]) == 2


def test_a_video_in_the_making_is_not_revised(
    api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["revise", waiting.video_id, "warmer", "--yes", "--server", api.url]) == 1
    assert "only a finished one can be revised" in capsys.readouterr().err


def test_the_storyboard_shows_scenes_lines_and_what_going_on_costs(
    api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["storyboard", waiting.video_id, "--server", api.url]) == 0
    printed = capsys.readouterr().out
    assert " 2  benefit, 3.75 s  picture not drawn yet" in printed
    assert f"    line    {waiting.line(1)}" in printed
    assert "    picture A bottle, view 2" in printed
    assert "Still to be made, for $0.0021 at most: pictures of scenes 2, 3, voice-over, render and checks." in printed
    assert f"Another picture:  spotworks storyboard {waiting.video_id} --scene 2 --redraw" in printed
    assert f"Go on, or stop:   spotworks approve {waiting.video_id}, or with --reject" in printed


def test_a_scene_is_edited_and_shown_anew(api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["storyboard", waiting.video_id, "--scene", "2", "--line", "Hot.", "--redraw", "--server", api.url]
    assert main(asked) == 0
    assert waiting.asked_for == [{"line": "Hot.", "redraw": True}]
    assert "    line    Hot." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [(["--line", "x"], "scene: say which scene to edit"), (["--scene", "2"], "scene: say what to change")],
)
def test_half_an_edit_is_refused(
    api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert main(["storyboard", waiting.video_id, *arguments, "--server", api.url]) == 2
    assert why in capsys.readouterr().err


def test_until_the_sheet_is_drawn_the_pictures_that_are_there_are_saved(
    api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["storyboard", waiting.video_id, "--out", "sheet.png", "--server", api.url]
    assert main(asked) == 1
    assert "no picture is drawn yet" in capsys.readouterr().err
    waiting.pictures = 2
    assert main(asked) == 0
    assert sorted(path.name for path in Path().glob("sheet*")) == ["sheet-1.png", "sheet-2.png"]
    assert "Scene 2: sheet-2.png" in capsys.readouterr().err
