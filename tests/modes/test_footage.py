"""The user's videos: what is taken, where its shots are, and what is refused."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from spotworks.adapters.media.footage import FootageIntake
from spotworks.errors import AssetRejected


def film(
    path: Path, *shots: tuple[int, float], size=(320, 180), fps=25, sound=True, codec="libx264", level=0.1
) -> Path:
    """shots: a shade and seconds each; texture that moves. level: of its tone."""
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 60, (size[1], size[0] * 2, 3), np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        audio = out.add_stream("aac", rate=48_000) if sound else None
        number = 0
        for shade, seconds in shots:
            for step in range(round(seconds * fps)):
                picture = noise[:, step % size[0] : step % size[0] + size[0]] + np.uint8(shade)
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
                frame.pts, number = number, number + 1
                out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if audio is not None:
            samples = level * np.sin(np.arange(round(number / fps * 48_000)) / 8, dtype=np.float32)[None]
            frame = av.AudioFrame.from_ndarray(samples, format="flt", layout="mono")
            frame.sample_rate = 48_000
            out.mux(audio.encode(frame))
            out.mux(audio.encode(None))
    return path


def test_a_video_is_taken_with_its_measures(tmp_path):
    found = FootageIntake().check(film(tmp_path / "a.mp4", (40, 2)))
    assert (found.width, found.height, found.fps, found.has_sound, found.suffix) == (320, 180, 25, True, ".mp4")
    assert found.seconds == pytest.approx(2, abs=0.05)
    assert found.sound.lufs == pytest.approx(-23, abs=0.5)  # as BS.1770 has it for a sine of -20 dBFS in one channel
    assert [(shot.start, shot.length) for shot in found.shots] == [(0, found.seconds)]


def test_a_sound_track_in_which_nothing_is_heard_is_none(tmp_path):
    assert not FootageIntake().check(film(tmp_path / "a.mp4", (40, 2), level=0.0)).has_sound


def test_cuts_are_found_where_they_are(tmp_path):
    found = FootageIntake().check(film(tmp_path / "a.mov", (10, 2), (190, 1.6), (80, 2.4), sound=False))
    assert [round(float(shot.start), 2) for shot in found.shots] == [0, 2, 3.6]
    assert sum(shot.length for shot in found.shots) == found.seconds
    assert not found.has_sound


def test_each_shot_has_a_picture_of_its_own(tmp_path):
    import cv2

    found = FootageIntake().check(film(tmp_path / "a.mp4", (10, 2), (190, 2)))
    shades = [cv2.imdecode(np.frombuffer(shot.poster, np.uint8), 1).mean() for shot in found.shots]
    assert shades == [pytest.approx(40, abs=25), pytest.approx(218, abs=25)]


def test_webm_is_taken_too(tmp_path):
    assert FootageIntake().check(film(tmp_path / "a.webm", (40, 1), codec="libvpx", sound=False)).suffix == ".webm"


@pytest.mark.parametrize(("suffix", "codec"), [(".mkv", "libx264"), (".avi", "mpeg4"), (".ts", "libx264")])
def test_what_cameras_and_recorders_write_is_taken_too(tmp_path, suffix, codec):
    """With one key frame: where a jump ends beyond it, as in a transport stream, the first picture stands for all."""
    found = FootageIntake().check(film(tmp_path / f"a{suffix}", (40, 2), codec=codec, sound=False))
    assert found.suffix == suffix
    assert float(found.seconds) == pytest.approx(2, abs=0.05)
    assert len(found.shots) == 1


def refused(path: Path) -> str:
    with pytest.raises(AssetRejected) as error:
        FootageIntake().check(path, name=path.name)
    assert error.value.field == "footage_assets"
    return error.value.message


def test_a_playlist_in_disguise_is_refused(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n")
    assert refused(path) == "a.mp4: is a playlist, not a video; send the video itself"


@pytest.mark.parametrize("content", [b"", b"not a video", b"\x00" * 5_000, b"ffconcat version 1.0\nfile /etc/passwd"])
def test_what_is_no_video_is_refused(tmp_path, content):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    assert refused(path).startswith("a.mp4: ")


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "libx264"), ("a.webm", "libvpx")])
def test_a_video_that_is_cut_short_is_refused(tmp_path, name, codec):
    path = film(tmp_path / name, (40, 2), codec=codec, sound=False)
    path.write_bytes(path.read_bytes()[:-3_000])
    assert "is cut off" in refused(path)


def test_sound_alone_is_refused(tmp_path):
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as out:
        audio = out.add_stream("aac", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.float32), format="flt", layout="mono")
        frame.sample_rate = 48_000
        out.mux(audio.encode(frame))
        out.mux(audio.encode(None))
    assert "no picture, only audio" in refused(path)


def test_one_too_small_or_too_short_is_refused(tmp_path):
    assert "128x96 pixels" in refused(film(tmp_path / "small.mp4", (40, 1), size=(128, 96)))
    assert "0.2 s long" in refused(film(tmp_path / "short.mp4", (40, Fraction(1, 5)), sound=False))
