"""`spotworks check` on files of the user's."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from local.cli.app import run
from spotworks.adapters.media.tools import find_ffmpeg


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("own") / "own.mp4"
    subprocess.run(
        [str(find_ffmpeg()), "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=180x320:r=30:d=1",
         "-f", "lavfi", "-i", "sine=330:r=48000:d=1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
         "-c:a", "aac", "-ac", "2", "-shortest", str(out)],
        check=True,
    )  # fmt: skip
    return out


def test_a_video_is_measured_and_what_needs_a_timeline_is_named(
    video: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(video), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    failed = {check["name"] for check in report["checks"] if not check["passed"]}
    assert {"fast start", "colour tags"} <= failed
    assert "codec" not in failed
    assert "frames: needs a timeline" in report["left_out"]
    assert not report["passed"]


def test_a_placement_brings_its_target(video: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(video), "--placement", "ott"]) == 1
    shown = capsys.readouterr().out
    assert "FAIL loudness" in shown
    assert "wanted: -24 LUFS" in shown


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("empty.mp4", lambda _: b"", "is empty"),
        ("noise.mp4", lambda _: bytes(range(256)) * 16, "does not open as a video"),
        ("half.mp4", lambda body: body[: len(body) // 2], "is cut off"),
        ("drm.mp4", lambda body: body.replace(b"avc1\0\0", b"drmi\0\0"), "is encrypted"),
        ("list.mp4", lambda _: b"#EXTM3U\nfile:///etc/passwd\n", "is a playlist"),
    ],
)
def test_a_video_that_there_is_no_use_in_measuring_is_refused_in_one_line(
    video: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, change: Callable[[bytes], bytes],
    reason: str,
) -> None:  # fmt: skip
    (tmp_path / name).write_bytes(change(video.read_bytes()))
    assert run(["check", str(tmp_path / name)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"spotworks: video: {name} ")
    assert reason in err


def test_a_video_of_one_frame_is_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = ("-f", "lavfi", "-i", "color=gray:s=180x320:r=30", "-frames:v", "1", "-pix_fmt", "yuv420p")
    subprocess.run([find_ffmpeg(), "-v", "error", *source, "-c:v", "libx264", tmp_path / "one.mp4"], check=True)
    assert run(["check", str(tmp_path / "one.mp4"), "--json"]) == 1
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["levels"]["passed"]


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["nowhere.mp4"], "video"),
        (["{here}/notes.txt"], "video"),
        (["{video}", "--placement", "moon"], "placement"),
        (["{video}", "--timeline", "{here}/notes.txt"], "timeline"),
        (["{video}", "--timeline", "nowhere.json"], "timeline"),
        (["{video}", "--profile", "best"], "profile"),
    ],
)
def test_what_cannot_be_checked_is_said_by_field(
    video: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], field: str
) -> None:
    (tmp_path / "notes.txt").write_text("not a video")
    given = [argument.format(here=tmp_path, video=video) for argument in arguments]
    assert run(["check", *given, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["field"] == field
