"""What bytes say of themselves."""

from pathlib import Path

import pytest

from spotworks.adapters.media.probe import MediaProber
from tests.adapters.media.spots import plain, tone


def test_the_length_of_a_sound(tmp_path: Path) -> None:
    found = MediaProber().sound(tone(tmp_path / "a.wav", 1.25, 300).read_bytes())
    assert found is not None
    assert found.seconds == 1.25


def test_a_sound_cut_off_is_as_long_as_what_is_left(tmp_path: Path) -> None:
    content = tone(tmp_path / "a.wav", 2, 300).read_bytes()
    found = MediaProber().sound(content[: len(content) // 2])
    assert found is not None
    assert abs(found.seconds - 1) < 0.01


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_the_size_of_a_picture(tmp_path: Path, suffix: str) -> None:
    assert MediaProber().picture_size(plain(tmp_path / f"a{suffix}", (1, 2, 3), (64, 48)).read_bytes()) == (64, 48)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"#EXTM3U\nhttp://example.com\n", bytes(5000)])
def test_what_does_not_decode_is_none(content: bytes) -> None:
    assert MediaProber().sound(content) is None
    assert MediaProber().picture_size(content) is None
