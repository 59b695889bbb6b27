"""Files that are whole or not there."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from spotworks.adapters.media.whole import put, work_folder, write_whole


def test_text_and_bytes_arrive_as_they_are(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.srt", "\u0447\u0430\u0439\n")
    write_whole(tmp_path / "b.png", b"\x89")
    assert (tmp_path / "a.srt").read_text(encoding="utf-8") == "\u0447\u0430\u0439\n"
    assert {path.name for path in tmp_path.iterdir()} == {"a.srt", "b.png"}


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """The limit of a process on the size of its files stands for it."""
    (tmp_path / "a.srt").write_text("before")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2, before[1]))  # Python ignores SIGXFSZ
    try:
        with pytest.raises(OSError, match="large"):
            write_whole(tmp_path / "a.srt", "after")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


def test_two_at_work_in_one_place_have_folders_of_their_own_that_are_gone_at_last(tmp_path: Path) -> None:
    with work_folder(tmp_path / "out") as one, work_folder(tmp_path / "out") as other:
        (one / "half").touch()
        assert list(other.iterdir()) == []
        assert (one / "half").exists()
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_that_works_there(tmp_path: Path) -> None:
    code = "import os, sys; from pathlib import Path; from spotworks.adapters.media.whole import work_folder\n"
    code += "with work_folder(Path(sys.argv[1])) as folder: (folder / 'half').touch(); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, tmp_path], check=False)
    assert list(tmp_path.glob("*/half"))
    with work_folder(tmp_path) as folder:
        assert list(tmp_path.iterdir()) == [folder]


def test_files_are_put_together_or_not_at_all(tmp_path: Path) -> None:
    made = [tmp_path / "a", tmp_path / "b"]
    for path in made:
        path.write_text("new")
    out = tmp_path / "out"
    (out / "b").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        put(made, out)
    assert not (out / "a").exists()
    (out / "b").rmdir()
    assert put(made, out) == (out / "a", out / "b")
    assert [path.read_text() for path in sorted(out.iterdir())] == ["new", "new"]
