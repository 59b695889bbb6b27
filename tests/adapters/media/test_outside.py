"""Videos from outside: what a huge or a long one costs before it is refused, and what its container says."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from spotworks.adapters.media.outside import opened_video
from spotworks.adapters.media.sources import FOOTAGE_FORMATS
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.errors import RenderFailed

LOOKS = {
    "conform": "from spotworks.adapters.media.conform import looked_at; looked_at(path, 'a')",
    "footage": "from spotworks.adapters.media.footage import FootageIntake; FootageIntake().check(path)",
    "film": "from spotworks.adapters.media.film import opened; opened(path)",
    "render": "from tests.adapters.media.test_conform import shown; shown(path)",
}  # fmt: skip


def made(path: Path, *arguments: str) -> Path:
    subprocess.run([find_ffmpeg(), "-v", "error", "-y", *arguments, path], check=True)
    return path


@pytest.fixture(scope="module")
def sixteen_k(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A frame of it takes 200 MB, and libx265 five seconds: -i color=navy:s=15360x8640 -pix_fmt yuv420p, then gzip."""
    huge = tmp_path_factory.mktemp("huge") / "huge.mp4"
    huge.write_bytes(gzip.decompress((Path(__file__).parent / "huge.mp4.gz").read_bytes()))
    return huge


@pytest.mark.parametrize("look", LOOKS)
def test_a_16k_video_is_refused_before_a_frame_of_it_is_decoded(look: str, sixteen_k: Path) -> None:
    script = f"""
from pathlib import Path
from spotworks.errors import SpotworksError
from tests.fakes.memory import peak_mb
path = Path({str(sixteen_k)!r})
try:
    {LOOKS[look]}
except SpotworksError as error:
    print(error.message)
print(peak_mb())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    said, megabytes = done.stdout.strip().splitlines()
    assert "15360x8640" in said
    assert int(megabytes) < 300, "imports take half of it"


def test_the_sound_of_hours_is_listened_to_in_little_memory(tmp_path: Path) -> None:
    """As floats it would be 115 MB."""
    sound = ("-f", "lavfi", "-i", "sine=440:r=16000:d=1800", "-f", "lavfi", "-i", "color=navy:s=64x64:r=0.1:d=1800")
    film = made(tmp_path / "long.mkv", *sound, "-c:a", "pcm_s16le", "-c:v", "libx264", "-preset", "ultrafast")
    script = f"""
from pathlib import Path
from spotworks.adapters.media.film import opened, speech
from tests.fakes.memory import peak_mb
film = opened(Path({str(film)!r}))
before = peak_mb()
speech(film)
print(peak_mb() - before)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60


def test_a_matroska_whose_writer_did_not_know_its_length_is_taken(tmp_path: Path) -> None:
    """As browsers record: the length of the segment is left open."""
    live = made(
        tmp_path / "live.webm", "-f", "lavfi", "-i", "testsrc2=s=320x180:d=1", "-c:v", "libvpx", "-live", "1"
    )  # fmt: skip
    with opened_video(live, FOOTAGE_FORMATS, RenderFailed) as (_, stream):
        assert stream.codec_context.width == 320


@pytest.mark.parametrize("count", [5, 12, 40, 60])
def test_a_matroska_that_ends_within_its_head_is_refused_in_words(count: int, tmp_path: Path) -> None:
    whole = made(tmp_path / "a.mkv", "-f", "lavfi", "-i", "testsrc2=s=320x180:d=1", "-c:v", "libx264").read_bytes()
    (tmp_path / "b.mkv").write_bytes(whole[:count])
    with pytest.raises(RenderFailed, match="cut off"), opened_video(
        tmp_path / "b.mkv", FOOTAGE_FORMATS, RenderFailed
    ):  # fmt: skip
        pass


def test_a_coding_that_nothing_here_decodes_is_refused_as_perhaps_encrypted(tmp_path: Path) -> None:
    """FairPlay calls its H.264 "drmi"."""
    source = ("-f", "lavfi", "-i", "testsrc2=s=320x180:d=0.2", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    plain = made(tmp_path / "a.mp4", *source).read_bytes()
    assert plain.count(b"avc1\0\0") == 1
    (tmp_path / "drm.mp4").write_bytes(plain.replace(b"avc1\0\0", b"drmi\0\0"))
    with pytest.raises(RenderFailed, match="or is encrypted; send it as plain H"), opened_video(
        tmp_path / "drm.mp4", FOOTAGE_FORMATS, RenderFailed
    ):  # fmt: skip
        pass


def test_a_format_that_is_not_taken_is_told_with_those_that_are(tmp_path: Path) -> None:
    film = made(tmp_path / "a.avi", "-f", "lavfi", "-i", "testsrc2=s=320x180:d=0.2", "-c:v", "mpeg4")
    with pytest.raises(RenderFailed, match=r"no format that is taken \(MP4, MOV, MKV\)"), opened_video(
        film, "mov,matroska", RenderFailed
    ):  # fmt: skip
        pass
