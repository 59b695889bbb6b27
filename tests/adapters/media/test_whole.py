"""Files that are whole or not there."""

import errno
from pathlib import Path

import pytest

from spotworks.adapters.media.whole import work_folder, write_whole


def test_text_and_bytes_arrive_as_they_are(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.srt", "\u0447\u0430\u0439\n")
    write_whole(tmp_path / "b.png", b"\x89")
    assert (tmp_path / "a.srt").read_text(encoding="utf-8") == "\u0447\u0430\u0439\n"
    assert {path.name for path in tmp_path.iterdir()} == {"a.srt", "b.png"}


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("before")
    (tmp_path / ".a.srt.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="space") as error:
        write_whole(tmp_path / "a.srt", "after")
    assert error.value.errno == errno.ENOSPC
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


def test_a_work_folder_is_empty_at_first_whoever_was_killed_in_it_and_gone_at_last(tmp_path: Path) -> None:
    (tmp_path / "work/of").mkdir(parents=True)
    (tmp_path / "work/of/before").touch()
    with work_folder(tmp_path / "work") as folder:
        assert list(folder.iterdir()) == []
        (folder / "half").touch()
    assert list(tmp_path.iterdir()) == []
