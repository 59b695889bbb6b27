"""Room for the table on a disk that other programs fill."""

from pathlib import Path

import pytest

from local.ballast import BYTES, Ballast


def test_a_full_disk_takes_no_large_writes_until_there_is_room_again(tmp_path: Path) -> None:
    path = tmp_path / "ballast"
    left = [100 * BYTES]
    ballast = Ballast(path, lambda _: left[0])
    ballast.require()
    assert ballast.drop()
    left[0] = 2 * BYTES - 1
    with pytest.raises(OSError, match=r"No space left on device: .*") as caught:
        ballast.require()
    assert caught.value.filename == str(tmp_path)
    assert not ballast.drop()
    left[0] = 2 * BYTES
    ballast.require()
    assert path.stat().st_size == BYTES


def test_a_start_on_a_full_disk_gives_its_room_to_the_table(tmp_path: Path) -> None:
    path = tmp_path / "ballast"
    Ballast(path)
    assert path.exists()
    Ballast(path, lambda _: BYTES)
    assert path.exists()
    Ballast(path, lambda _: BYTES - 1)
    assert not path.exists()
