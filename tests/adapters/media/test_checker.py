"""Each check against a video with exactly that defect, and against a clean one."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from spotworks.adapters.media.checker import FfmpegChecker
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.captions import Captions
from spotworks.domain.timeline import Timeline
from tests.adapters.media.spots import REST, clean_spot, clip, timeline

Defective = Callable[..., Path]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Timeline, Path]:
    media = tmp_path_factory.mktemp("clean")
    spot = clean_spot(media)
    out = media / "spot.mp4"
    FfmpegRenderer(threads=2).render(spot, profile="standard", media=media, out=out, checkpoints=media / "checkpoints")
    return spot, out


@pytest.fixture(scope="module")
def defective(clean: tuple[Timeline, Path], tmp_path_factory: pytest.TempPathFactory) -> Defective:
    """The clean spot run through FFmpeg once more."""

    def make(*arguments: str) -> Path:
        out = tmp_path_factory.mktemp("defective") / "spot.mp4"
        subprocess.run(
            [str(find_ffmpeg()), "-v", "error", "-nostdin", "-i", str(clean[1]), *arguments, str(out)], check=True
        )  # fmt: skip
        return out

    return make


TAGS = ("-x264-params", "colorprim=bt709:transfer=bt709:colormatrix=bt709", "-color_range", "tv")
PICTURE = ("-c:v", "libx264", "-preset", "ultrafast", *TAGS, "-movflags", "+faststart")
SAME_SOUND = ("-c:a", "copy")
SAME_PICTURE = ("-c:v", "copy", "-movflags", "+faststart", "-c:a", "aac", "-b:a", "160k")


def failures(video: Path, spot: Timeline) -> set[str]:
    return {check.name for check in FfmpegChecker().check(video, spot, profile="standard").failures}


def test_a_clean_spot_passes_every_check(clean: tuple[Timeline, Path]) -> None:
    report = FfmpegChecker().check(clean[1], clean[0], profile="standard")
    assert report.failures == ()
    assert len(report.checks) == 13
    assert all(check.measured and check.wanted for check in report.checks)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("-vf", "scale=240:428", *PICTURE, *SAME_SOUND), {"resolution"}),
        (("-r", "25", *PICTURE, *SAME_SOUND), {"frame rate", "frames"}),
        (("-vf", "drawbox=t=fill:c=black:enable='between(t,1.1,2.0)'", *PICTURE, *SAME_SOUND), {"black"}),
        (("-vf", "drawbox=t=fill:c=black:enable='lt(t,0.2)'", *PICTURE, *SAME_SOUND), {"black"}),
        (("-vf", "loop=loop=45:size=1:start=20,setpts=N/30/TB", "-frames:v", "90", *PICTURE, *SAME_SOUND), {"freeze"}),
        (("-pix_fmt", "yuv444p", *PICTURE, *SAME_SOUND), {"picture format"}),
        (("-c:v", "libx264", "-preset", "ultrafast", "-movflags", "+faststart", "-vf",
          "setparams=color_primaries=bt470bg:color_trc=smpte170m:colorspace=bt470bg", *SAME_SOUND), {"picture format"}),
        (("-c", "copy"), {"fast start"}),
        (("-an", "-c:v", "copy", "-movflags", "+faststart"),
         {"sound format", "sound length", "silence", "loudness", "true peak"}),
        (("-ar", "44100", *SAME_PICTURE), {"sound format"}),
        (("-ac", "1", *SAME_PICTURE), {"sound format"}),
        (("-af", "atrim=end=2.6", *SAME_PICTURE), {"sound length"}),
        (("-af", "volume=-4dB", *SAME_PICTURE), {"loudness"}),
        (("-af", "volume=0:enable='between(t,0.4,2.8)'", *SAME_PICTURE), {"silence"}),
        (("-vf", "gblur=sigma=9:enable='1'", *PICTURE, *SAME_SOUND), {"captions"}),
    ],
)  # fmt: skip
def test_one_defect_fails_its_check(
    clean: tuple[Timeline, Path], defective: Defective, arguments: tuple[str, ...], expected: set[str]
) -> None:
    found = failures(defective(*arguments), clean[0])
    # Cutting half of the sound away changes its loudness too; nothing else may come along.
    assert expected <= found <= expected | ({"loudness"} if "silence" in expected else set())


def test_peaks_over_the_limit_fail(clean: tuple[Timeline, Path], defective: Defective) -> None:
    clicks = "volume='if(lt(mod(t,0.5),0.0003),30,1)':eval=frame"
    video = defective("-af", f"asetnsamples=n=12,{clicks}", *SAME_PICTURE)
    assert "true peak" in failures(video, clean[0])


def test_a_cut_short_picture_fails_by_its_frames(clean: tuple[Timeline, Path], defective: Defective) -> None:
    assert "frames" in failures(defective("-frames:v", "80", *PICTURE, *SAME_SOUND), clean[0])


def test_voice_without_captions_fails(clean: tuple[Timeline, Path]) -> None:
    mute = clean[0].model_copy(update={"captions": Captions(language="en", source="voice")})
    assert failures(clean[1], mute) == {"captions"}


def test_a_still_under_a_resting_camera_may_stand(tmp_path: Path) -> None:
    spot = clean_spot(tmp_path)
    standing = timeline(clip("a.png", 0, 60, REST), captions=spot.captions.model_copy(update={"cues": ()}))
    out = tmp_path / "still.mp4"
    FfmpegRenderer(threads=2).render(
        standing, profile="standard", media=tmp_path, out=out, checkpoints=tmp_path / "checkpoints"
    )  # fmt: skip
    assert failures(out, standing) == set()


def test_a_dip_to_black_is_meant(tmp_path: Path) -> None:
    clean_spot(tmp_path)
    dipping = timeline(
        clip("a.png", 0, 45), clip("b.png", 45, 45, transition="dip", transition_frames=45)
    )  # fmt: skip
    out = tmp_path / "dip.mp4"
    FfmpegRenderer(threads=2).render(
        dipping, profile="standard", media=tmp_path, out=out, checkpoints=tmp_path / "checkpoints"
    )  # fmt: skip
    assert failures(out, dipping) == set()


def test_without_ffmpeg_what_needs_it_fails_and_the_rest_is_measured(clean: tuple[Timeline, Path]) -> None:
    report = FfmpegChecker(Path("/nowhere/ffmpeg")).check(clean[1], clean[0], profile="standard")
    assert {check.name for check in report.failures} == {
        "black", "freeze", "silence", "loudness", "true peak", "captions",
    }  # fmt: skip
    assert all("could not measure" in check.measured for check in report.failures)


@pytest.mark.parametrize("body", ["", "exit 0", "echo 'I: -14.0 LUFS Peak: -2.0 dBFS' >&2; exit 1"])
def test_meters_that_fail_or_say_nothing_are_no_pass(clean: tuple[Timeline, Path], tmp_path: Path, body: str) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    report = FfmpegChecker(script).check(clean[1], clean[0], profile="standard")
    assert {"black", "freeze", "silence", "loudness", "true peak"} <= {check.name for check in report.failures}


@pytest.mark.parametrize("content", [None, b"", b"\x00" * 4096])
def test_what_is_not_a_video_fails_every_check(
    clean: tuple[Timeline, Path], tmp_path: Path, content: bytes | None
) -> None:
    video = tmp_path / "broken.mp4"
    if content is not None:
        video.write_bytes(content)
    report = FfmpegChecker().check(video, clean[0], profile="standard")
    assert len(report.failures) == len(report.checks) == 13


def test_a_truncated_file_does_not_pass(clean: tuple[Timeline, Path], tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    whole = clean[1].read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    assert not FfmpegChecker().check(cut, clean[0], profile="standard").passed


def test_a_true_peak_limit_of_a_placement_is_its_own(clean: tuple[Timeline, Path]) -> None:
    strict = clean[0].model_copy(update={"loudness": clean[0].loudness.model_copy(update={"true_peak": -12.0})})
    assert failures(clean[1], strict) == {"true peak"}
