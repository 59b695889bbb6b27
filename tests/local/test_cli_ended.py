"""`captions` and `export` that are killed or run out of disk: nothing half-written, and the next run does."""

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from local.cli import main
from local.client import Client
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.timeline import Timeline
from tests.fakes.api import FakeApi, serving
from tests.fakes.media import make_media

RUN = """
import os, sys, threading, time
from pathlib import Path
from local.cli import main

made, end = sys.argv[1], int(sys.argv[2])

def watch():
    while not list(Path().glob(made)):
        time.sleep(0.0005)
    os.kill(os.getpid(), end)

threading.Thread(target=watch, daemon=True).start()
sys.exit(main(sys.argv[3:]))
"""
CAPTIONS = ["captions", "film.mp4", "--script", "script.txt", "--burn", "--no-align", "--out", "out"]
CAPTIONED = {"film.srt", "film.vtt", "film.captions.json", "film.captioned.mp4"}
PACKAGE = {"spot.mp4", "mezzanine.mov", "spot.vtt", "vast.xml", "checks.json"}
ENDS = {signal.SIGTERM: 130, signal.SIGKILL: -signal.SIGKILL}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fake API's, its edit small and wide; and a film that takes a while to burn into."""
    folder = make_media(tmp_path_factory.mktemp("media"))
    edit = Timeline.model_validate_json((folder / "timeline.json").read_bytes())
    wide = edit.model_copy(update={"width": 320, "height": 180})
    (folder / "timeline.json").write_text(wide.model_dump_json())
    source = ("-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=5", "-f", "lavfi", "-i", "sine=330:d=5")
    coder = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    subprocess.run([find_ffmpeg(), "-v", "error", *source, *coder, folder / "film.mp4"], check=True)
    return folder


@pytest.fixture
def here(media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "film.mp4").hardlink_to(media / "film.mp4")
    (tmp_path / "script.txt").write_text("Good morning to you. We roast coffee every Monday.")
    return tmp_path


@pytest.fixture
def api(media: Path, here: Path) -> Iterator[FakeApi]:
    with serving(FakeApi(media)) as api:
        yield api


def ott(api: FakeApi) -> list[str]:
    job = api.add(prompt="Tea", title="Hot tea")
    api.play(job)
    about = ["--format", "ott", "--base-url", "https://a.example", "--out", "out"]
    return ["export", job.video_id, *about, "--server", api.url]


def killed(arguments: list[str], once: str, end: signal.Signals) -> int:
    """The exit code of a command that gets a signal once a file is there; nothing of it is left running.

    once: a pattern of its path.
    """
    run = [sys.executable, "-c", RUN, once, str(int(end)), *arguments]
    code = subprocess.run(run, capture_output=True, timeout=60, check=False).returncode
    limit = time.monotonic() + 10
    while [one for one in psutil.process_iter(["cwd", "status"]) if _is_here(one)]:
        assert time.monotonic() < limit
        time.sleep(0.05)
    return code


def _is_here(process: psutil.Process) -> bool:
    about = process.info
    dead = about["status"] == psutil.STATUS_ZOMBIE or process.pid == os.getpid()
    return not dead and str(about["cwd"] or "").startswith(str(Path.cwd()))


def left() -> set[str]:
    """What lies in the folder; where a command worked is "work"."""
    return {"work" if path.name.startswith(".spotworks-") else path.name for path in Path("out").iterdir()}


@pytest.mark.parametrize("end", ENDS)
def test_killed_captions_publish_nothing_and_come_out_when_run_again(end: signal.Signals, here: Path) -> None:
    assert killed(CAPTIONS, "out/.spotworks-*/burned.mp4", end) == ENDS[end]
    assert left() == ({"work"} if end == signal.SIGKILL else set())
    assert main(CAPTIONS) == 0
    assert left() == CAPTIONED


def test_a_killed_package_publishes_nothing_and_comes_out_when_run_again(api: FakeApi) -> None:
    command = ott(api)
    assert killed(command, "out/.spotworks-*/mezzanine.mov", signal.SIGKILL) == -signal.SIGKILL
    assert left() == {"work"}
    assert main(command) == 1, "two seconds is a length that nobody sells"
    assert left() == PACKAGE


# A full disk


@pytest.fixture
def full(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An FFmpeg that finds no room for a burned video, nor for a mezzanine."""
    script = here / "ffmpeg"
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *burned.mp4*|*prores_ks*) echo "No space left on device" >&2; exit 1;; esac\n'
        f'exec {find_ffmpeg()} "$@"\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(script))
    find_ffmpeg.cache_clear()
    yield
    find_ffmpeg.cache_clear()


@pytest.mark.usefixtures("full")
def test_captions_on_a_full_disk_say_so_and_leave_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(CAPTIONS) == 1
    assert capsys.readouterr().err == "spotworks: No space left on device: free some and run again\n"
    assert left() == set()


@pytest.mark.usefixtures("full")
def test_a_package_on_a_full_disk_says_so_and_leaves_nothing(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ott(api)) == 1
    assert "No space left on device: free some" in capsys.readouterr().err
    assert left() == set()


def test_a_caption_file_for_which_there_is_no_room_is_not_there(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A limit on the size of files stands for the full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, before[1]))  # Python ignores SIGXFSZ
    try:
        assert main(CAPTIONS) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "cannot be written (File too large)" in capsys.readouterr().err
    assert left() == set()


def test_a_download_for_which_there_is_no_room_is_not_there(api: FakeApi) -> None:
    Path(f".voice-01.wav.{os.getpid()}.part").symlink_to("/dev/full")
    Path(".voice-01.wav.99999999.part").touch()  # of a process that is no more
    with Client(api.url) as client, pytest.raises(OSError, match="space"):
        client.download(api.file("voice-01.wav"), Path("voice-01.wav"))
    assert list(Path().glob("*voice*")) == []
