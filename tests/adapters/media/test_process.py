"""The guard that runs FFmpeg."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from spotworks.adapters.media.process import PIPE_BYTES, Running, disk_guard, run
from spotworks.errors import DiskFull, RenderFailed, RenderInterrupted, ToolMissing


def shell(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


def test_what_is_said_on_stderr_comes_back() -> None:
    assert run(shell("echo one >&2; echo two >&2"), wall_seconds=10) == "one\ntwo"


def test_a_failed_exit_names_the_last_words() -> None:
    with pytest.raises(RenderFailed, match=r"exit 3.*no such filter"):
        run(shell("echo no such filter >&2; exit 3"), wall_seconds=10)


def test_a_full_disk_is_told_apart() -> None:
    with pytest.raises(DiskFull):
        run(shell("echo av_interleaved_write_frame: No space left on device >&2; exit 1"), wall_seconds=10)


def test_a_full_disk_under_our_own_writes_is_told_apart() -> None:
    with pytest.raises(DiskFull), disk_guard():
        raise OSError(28, "No space left on device")


def test_other_failures_to_write_stay_what_they_are() -> None:
    with pytest.raises(FileNotFoundError), disk_guard():
        raise FileNotFoundError(2, "no")


def test_a_program_killed_from_outside_may_be_run_again() -> None:
    with pytest.raises(RenderInterrupted, match="SIGKILL"):
        run(shell("kill -9 $$"), wall_seconds=10)


def test_a_missing_program_says_what_to_install() -> None:
    with pytest.raises(ToolMissing, match="install"):
        run(["/nowhere/ffmpeg"], wall_seconds=10)


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="util-linux makes it so")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_program_outlives_a_process_that_is_killed(end: signal.Signals, tmp_path: Path) -> None:
    note = tmp_path / "child"
    script = f"""
from spotworks.adapters.media.process import run
run(["/bin/sh", "-c", "echo $$ > {note}.part; mv {note}.part {note}; exec sleep 60"], wall_seconds=90)
"""
    with subprocess.Popen([sys.executable, "-c", script]) as parent:
        _until(note.exists)
        parent.send_signal(end)
    _until(lambda: not _runs(int(note.read_text())))


def test_the_wall_clock_ends_the_whole_group(tmp_path: Path) -> None:
    note = tmp_path / "child"
    with pytest.raises(RenderFailed, match="took longer"):
        run(shell(f"sleep 60 & echo $! > {note}; wait"), wall_seconds=0.5)
    _until(lambda: not _runs(int(note.read_text())))


def test_a_program_that_stops_reading_reports_its_own_failure() -> None:
    with (
        Running(shell("exec 0<&-; echo broken header >&2; exit 1"), wall_seconds=10, feed=True) as process,
        pytest.raises(RenderFailed, match="broken header"),
    ):
        process.write(memoryview(bytes(1 << 23)))


def test_leaving_the_block_ends_the_program() -> None:
    with Running(shell("cat"), wall_seconds=60, feed=True) as process:
        pid = process._process.pid
    assert not _runs(pid)


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]


@pytest.mark.parametrize("how", ["write", "lend"])
def test_what_is_fed_arrives_whole_and_in_order(how: str, tmp_path: Path) -> None:
    data = os.urandom(3 * PIPE_BYTES + 17)
    with Running(shell(f"cat > {tmp_path}/got"), wall_seconds=20, feed=True) as process:
        getattr(process, how)(memoryview(bytearray(data)))
        process.finish()
    assert (tmp_path / "got").read_bytes() == data


def test_lent_memory_may_change_once_a_pipe_full_more_was_lent(tmp_path: Path) -> None:
    first, second = (bytearray([letter]) * PIPE_BYTES for letter in b"ab")
    with Running(shell(f"cat > {tmp_path}/got"), wall_seconds=20, feed=True) as process:
        process.lend(memoryview(first))
        process.lend(memoryview(second))
        first[:] = bytes(PIPE_BYTES)
        process.finish()
    assert (tmp_path / "got").read_bytes() == b"a" * PIPE_BYTES + b"b" * PIPE_BYTES


@pytest.mark.parametrize("how", ["write", "lend"])
def test_a_program_that_stops_reading_is_a_failed_render(how: str) -> None:
    with Running(shell("exec 0<&-; sleep 0.2"), wall_seconds=20, feed=True) as process:
        time.sleep(0.1)
        with pytest.raises(RenderFailed):
            getattr(process, how)(memoryview(bytearray(3 * PIPE_BYTES)))
