"""Codecs, and the choice of what makes them."""

from pathlib import Path

import av
import numpy as np
import pytest

from spotworks.adapters.media.encoders import ENCODERS, choose, is_usable
from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.screenplay import Camera
from spotworks.domain.timeline import Timeline
from spotworks.errors import ToolMissing
from tests.adapters.media.spots import PUSH_IN, REST, clean_spot, clip, footage, frames, texture, timeline


@pytest.fixture(scope="module")
def spot(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Timeline]:
    media = tmp_path_factory.mktemp("codecs")
    return media, clean_spot(media)


def render(spot: tuple[Path, Timeline], name: str, ffmpeg: Path | None = None, **about: str) -> tuple[Path, str]:
    media, timeline = spot
    out = media / "out" / name
    made = FfmpegRenderer(ffmpeg, threads=2, whole=0, segment=2).render(
        timeline, media=media, out=out, checkpoints=media / name.replace(".", "-"),
        **({"profile": "standard"} | about),  # type: ignore[arg-type]
    )  # fmt: skip
    return out, made.encoder


def psnr(one: Path, other: Path) -> float:
    a, b = np.stack(frames(one)).astype(float), np.stack(frames(other)).astype(float)
    return float(10 * np.log10(255**2 / max(1e-9, np.mean((a - b) ** 2))))


@pytest.fixture(scope="module")
def h264(spot: tuple[Path, Timeline]) -> Path:
    return render(spot, "h264.mp4")[0]


def test_hevc_shows_the_same_picture_and_is_tagged_for_every_player(spot: tuple[Path, Timeline], h264: Path) -> None:
    out, encoder = render(spot, "hevc.mp4", codec="hevc")
    assert encoder == "libx265 veryfast crf 20, aac 160k"
    found = facts(out)
    assert found.picture.startswith("hevc")
    assert (found.frames, found.steady, found.faststart) == (90, True, True)
    with av.open(str(out)) as container:
        assert container.streams.video[0].codec_context.codec_tag == "hvc1"
    assert psnr(out, h264) >= 40


def test_a_mezzanine_is_prores_422_hq_with_pcm(spot: tuple[Path, Timeline], h264: Path) -> None:
    out, encoder = render(spot, "master.mov", profile="mezzanine")
    assert encoder == "prores_ks 422 HQ, pcm 24 bit"
    with av.open(str(out)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        assert (picture.codec_context.name, picture.codec_context.codec_tag) == ("prores", "apch")
        assert picture.codec_context.pix_fmt == "yuv422p10le"
        assert (sound.codec_context.name, sound.codec_context.sample_rate) == ("pcm_s24le", 48_000)
        assert picture.frames == 90
        ten_bit = [frame.reformat(format="yuv420p").to_ndarray()[: frame.height] for frame in container.decode(video=0)]
    error = np.mean((np.stack(ten_bit).astype(float) - np.stack(frames(h264))) ** 2)
    assert 10 * np.log10(255**2 / error) >= 40


def test_another_ffmpeg_makes_the_same_picture(spot: tuple[Path, Timeline], h264: Path) -> None:
    system = Path("/usr/bin/ffmpeg")
    if not system.exists() or system == find_ffmpeg():
        pytest.skip("this machine has one FFmpeg")
    assert psnr(render(spot, "system.mp4", system)[0], h264) >= 40


def test_an_encoder_that_is_listed_without_its_card_is_not_chosen() -> None:
    chosen = choose(find_ffmpeg(), "h264")
    assert chosen[-1].name == "libx264"
    for encoder in ENCODERS["h264"]:
        if encoder.device and not Path(encoder.device).exists():
            assert encoder not in chosen


def test_an_encoder_that_fails_on_a_few_frames_is_not_usable(tmp_path: Path) -> None:
    broken = tmp_path / "ffmpeg"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert not any(is_usable(broken, encoder) for encoders in ENCODERS.values() for encoder in encoders)
    with pytest.raises(ToolMissing, match="no encoder for hevc"):
        choose(broken, "hevc")


def test_hardware_shows_the_same_picture(spot: tuple[Path, Timeline], h264: Path) -> None:
    best = choose(find_ffmpeg(), "h264")[0]
    if best.kind == "cpu":
        pytest.skip("this machine has no encoder but its CPU")
    media, timeline = spot
    out = media / "out/hardware.mp4"
    FfmpegRenderer(encoders=(best.kind,)).render(
        timeline, profile="standard", media=media, out=out, checkpoints=media / "hardware"
    )
    assert psnr(out, h264) >= 35


@pytest.mark.parametrize(
    ("camera", "told"), [(PUSH_IN, b"subme=2"), (REST, b"subme=1"), (None, b"analyse=0x3:0x113 me=hex")],
)  # fmt: skip
def test_x264_does_not_look_for_what_cannot_move(tmp_path: Path, camera: Camera | None, told: bytes) -> None:
    """It writes into the file how it was told to work."""
    texture(tmp_path / "still.png")
    picture = clip("still.png", 0, 15, camera or REST)
    if camera is None:
        render((tmp_path, timeline(picture)), "film.mp4")
        picture = footage("out/film.mp4", 0, 15)
    # Another size than the film's, which would be copied.
    out, _ = render((tmp_path, timeline(picture).model_copy(update={"width": 160})), "made.mp4")
    content = out.read_bytes()
    assert told in content
    assert (b"me=dia" in content) == (camera is not None)


def test_the_same_frames_become_the_same_file_every_time(spot: tuple[Path, Timeline], h264: Path) -> None:
    again, _ = render(spot, "again.mp4")
    assert again.read_bytes() == h264.read_bytes()
