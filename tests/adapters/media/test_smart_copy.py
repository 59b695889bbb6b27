"""Footage that is copied, packet by packet, instead of being encoded again."""

import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.timeline import Timeline
from spotworks.ports import Rendered
from tests.adapters.media.spots import SIZE, badge, captions, footage, frames, timeline

TAGS = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"]
PARAMETERS = "stitchable=1:keyint=30:open-gop=0:scenecut=0:colorprim=bt709:transfer=bt709:colormatrix=bt709"


def clip(path: Path, *extra: str, rate: int = 30, size: tuple[int, int] = SIZE, start: int = 0) -> Path:
    """Three seconds with B-frames and a key frame every second."""
    source = f"testsrc2=s={size[0]}x{size[1]}:r={rate},trim=start={start}:duration=3,setpts=PTS-STARTPTS"
    subprocess.run(
        [find_ffmpeg(), "-v", "error", "-y", "-f", "lavfi", "-t", str(start + 4), "-i", source, "-c:v", "libx264",
         "-preset", "veryfast", "-pix_fmt", "yuv420p", "-x264-params", PARAMETERS, *TAGS, *extra, path],
        check=True,
    )  # fmt: skip
    return path


def render(spot: Timeline, media: Path) -> tuple[Path, Rendered]:
    out = media / "out.mp4"
    return out, FfmpegRenderer(threads=2).render(
        spot, profile="standard", media=media, out=out, checkpoints=media / "kept"
    )


@pytest.fixture
def media(tmp_path: Path) -> Path:
    clip(tmp_path / "a.mp4")
    clip(tmp_path / "b.mp4", start=3)
    return tmp_path


def test_equal_clips_are_laid_end_to_end_bit_for_bit(media: Path) -> None:
    out, made = render(timeline(footage("a.mp4", 0, 90), footage("b.mp4", 90, 90)), media)
    assert made.encoder == "copied, aac 160k"
    found = facts(out)
    assert (found.frames, found.steady, found.faststart, found.seconds) == (180, True, True, Fraction(6))
    assert np.array_equal(frames(out), frames(media / "a.mp4") + frames(media / "b.mp4"))


def test_a_joined_file_says_that_its_pixels_are_square(media: Path) -> None:
    out, _ = render(timeline(footage("a.mp4", 0, 90)), media)
    assert b"pasp\x00\x00\x00\x01\x00\x00\x00\x01" in out.read_bytes()


def test_a_part_between_key_frames_is_copied_exactly(media: Path) -> None:
    out, made = render(timeline(footage("a.mp4", 0, 30, offset=30), footage("b.mp4", 30, 60)), media)
    assert made.encoder.startswith("copied")
    assert np.array_equal(frames(out), frames(media / "a.mp4")[30:60] + frames(media / "b.mp4")[:60])


def _overlay(media: Path) -> dict[str, Any]:
    from spotworks.domain.timeline import Overlay

    badge(media / "badge.png", (20, 20), (0, 0, 255, 255))
    return {"overlays": (Overlay(scene=0, key="badge.png", x=0, y=0, width=20, height=20, start=0, length=30),)}


@pytest.mark.parametrize("why", ["captions", "overlay", "cut off a key frame", "longer than the clip"])
def test_what_has_to_be_drawn_or_cut_elsewhere_is_encoded(media: Path, why: str) -> None:
    about: dict[str, Any] = {}
    picture = footage("a.mp4", 0, 30)
    match why:
        case "captions":
            about = {"captions": captions("Hello there")}
        case "overlay":
            about = _overlay(media)
        case "cut off a key frame":
            picture = footage("a.mp4", 0, 20, offset=7)
        case _:
            picture = footage("a.mp4", 0, 100)
    out, made = render(timeline(picture, **about), media)
    assert made.encoder.startswith("libx264")
    assert facts(out).frames == picture.length


@pytest.mark.parametrize(
    ("name", "extra", "about"),
    [
        ("another size", [], {"size": (160, 320)}),
        ("another rate", [], {"rate": 25}),
        ("another codec", ["-c:v", "libx265", "-tag:v", "hvc1", "-x265-params", "log-level=error"], {}),
        ("another encoder's making", ["-bf", "0", "-preset", "ultrafast"], {}),
        ("another picture format", ["-pix_fmt", "yuv444p"], {}),
    ],
)
def test_clips_that_differ_are_encoded(media: Path, name: str, extra: list[str], about: dict[str, Any]) -> None:
    clip(media / "b.mp4", *extra, **about)
    out, made = render(timeline(footage("a.mp4", 0, 30), footage("b.mp4", 30, 30)), media)
    assert made.encoder.startswith("libx264"), name
    assert facts(out).frames == 60


@pytest.mark.parametrize(("size", "begins"), [((720, 1280), "copied"), (SIZE, "libx264")])
def test_colours_that_are_said_in_part_are_trusted_in_high_definition_alone(
    tmp_path: Path, size: tuple[int, int], begins: str
) -> None:
    said = PARAMETERS.replace("colorprim=bt709:transfer=bt709", "colorprim=undef:transfer=undef")
    untagged = ["-color_primaries", "unknown", "-color_trc", "unknown"]
    clip(tmp_path / "a.mp4", "-x264-params", said, *untagged, "-t", "1", size=size)
    spot = timeline(footage("a.mp4", 0, 30)).model_copy(update={"width": size[0], "height": size[1]})
    assert render(spot, tmp_path)[1].encoder.startswith(begins)


def test_captions_that_are_not_burned_in_leave_the_picture_as_it_is(media: Path) -> None:
    said = {"captions": captions("Hello there"), "burn_captions": False}
    assert render(timeline(footage("a.mp4", 0, 90), **said), media)[1].encoder.startswith("copied")
