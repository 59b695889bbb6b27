"""Sound files of every kind, read the same way."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from spotworks.adapters.media.sounds import DECLICK, RATE, SoundReader
from spotworks.errors import RenderFailed
from tests.adapters.media.spots import tone


def written(path: Path, channels: np.ndarray, *, layout: str, rate: int = RATE, codec: str = "pcm_s16le") -> Path:
    """channels: (c, n) floats."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        packed = np.ascontiguousarray((channels.T * 32767).astype("<i2")).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def sine(hertz: float, seconds: float = 0.5, rate: int = RATE, level: float = 0.5) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def power(x: np.ndarray, hertz: float) -> float:
    """Amplitude of one frequency."""
    return float(2 * np.abs(np.mean(x * np.exp(-2j * np.pi * hertz * np.arange(x.size) / RATE))))


def read(path: Path, count: int, **about: object) -> np.ndarray:
    reader = SoundReader(path, path.name, **about)  # type: ignore[arg-type]
    found = reader.read(count)
    reader.close()
    return found


def test_a_mono_file_stands_in_the_middle_with_its_power(tmp_path: Path) -> None:
    x = read(tone(tmp_path / "m.wav", 0.5, 500, level=0.5, channels=1), RATE // 2)
    assert np.array_equal(x[0], x[1])
    assert power(x[0], 500) == pytest.approx(0.5 * 0.7071, rel=0.01)


def test_five_channels_are_folded_by_the_itus_shares_and_the_sixth_left_out(tmp_path: Path) -> None:
    tones = np.stack([sine(hertz) for hertz in (400, 600, 800, 100, 1000, 1200)])  # FL FR FC LFE BL BR
    x = read(written(tmp_path / "s.wav", tones, layout="5.1"), RATE // 2)
    wanted = {400: (0.5, 0), 600: (0, 0.5), 800: (0.3536, 0.3536), 100: (0, 0), 1000: (0.3536, 0), 1200: (0, 0.3536)}
    for hertz, (left, right) in wanted.items():
        assert (power(x[0], hertz), power(x[1], hertz)) == pytest.approx((left, right), abs=0.004)


def test_what_adds_up_beyond_full_scale_is_kept_for_the_limiter(tmp_path: Path) -> None:
    x = read(written(tmp_path / "s.wav", np.stack([sine(500, level=0.95)] * 6), layout="5.1"), RATE // 2)
    assert np.abs(x).max() == pytest.approx(0.95 * (1 + 2 * 0.7071), rel=0.01)


@pytest.mark.parametrize("rate", [22_050, 44_100, 96_000])
def test_any_rate_becomes_ours_without_a_change_of_pitch_or_place(tmp_path: Path, rate: int) -> None:
    x = sine(1000, 0.5, rate)
    x[: rate // 4] = 0
    heard = read(written(tmp_path / "r.wav", np.stack([x, x]), layout="stereo", rate=rate), RATE // 2)
    assert power(heard[0][RATE // 4 + 500 :][:4800], 1000) == pytest.approx(0.5, rel=0.02)
    assert abs(int(np.argmax(np.abs(heard[0]) > 0.1)) - RATE // 4) < 48


def test_an_offset_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "ramp.wav"
    x = np.linspace(-0.5, 0.5, RATE)
    written(path, np.stack([x, x]), layout="stereo")
    whole = read(path, RATE)
    later = read(path, 1000, offset=Fraction(12345, RATE))
    assert np.array_equal(later, whole[:, 12345:13345])


@pytest.mark.parametrize(("suffix", "codec", "form"), [("mp4", "aac", "fltp"), ("flac", "flac", "s16")])
def test_a_long_way_into_a_file_is_sought_and_still_exact(tmp_path: Path, suffix: str, codec: str, form: str) -> None:
    path = tmp_path / f"long.{suffix}"
    rng = np.random.default_rng(1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE, layout="stereo", format=form)
        frame = av.AudioFrame.from_ndarray(
            (rng.standard_normal((1, 2 * 13 * RATE)) * 3000).astype("<i2"), format="s16", layout="stereo"
        )
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    near, far = read(path, 13 * RATE), read(path, RATE, offset=Fraction(11))
    assert np.abs(far[:, 4096:] - near[:, 11 * RATE + 4096 : 12 * RATE]).max() < 1e-3


def test_blocks_of_any_length_add_up(tmp_path: Path) -> None:
    path = tone(tmp_path / "a.wav", 0.4, 300)
    reader = SoundReader(path, "a")
    parts = np.concatenate([reader.read(n) for n in (1, 7, 4800, 48, 10_000)], axis=1)
    assert np.array_equal(parts, read(path, 14_856))


def test_sound_that_ends_too_early_ends_softly_and_is_silence_from_there(tmp_path: Path) -> None:
    x = read(tone(tmp_path / "a.wav", 0.3, 1000, level=0.8), RATE // 2)
    end = round(0.3 * RATE)
    assert not x[:, end:].any()
    assert np.abs(x[:, end - 2 : end]).max() < 0.01
    assert np.abs(x[:, end - 2 * DECLICK : end - DECLICK]).max() > 0.7


def test_a_video_without_sound_is_silence_where_that_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    assert not read(path, 100, may_lack=True).any()
    with pytest.raises(RenderFailed, match="no sound"):
        read(path, 100)


def test_what_is_no_sound_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "list.wav").write_text("ffconcat version 1.0\nfile /etc/passwd\n")
    for name, why in (("list.wav", "does not open"), ("none.wav", "not there")):
        with pytest.raises(RenderFailed, match=f"{name}.*{why}"):
            read(tmp_path / name, 10)
