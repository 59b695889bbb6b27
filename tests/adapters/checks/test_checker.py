"""Each check against a video with exactly that defect, and against a clean one."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from spotworks.adapters.checks.checker import RULES, FfmpegChecker
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.captions import Captions
from spotworks.domain.placement import Placement, SafeArea
from spotworks.domain.quality import Exhibits
from spotworks.domain.timeline import Animation, Timeline
from tests.adapters.media.spots import REST, clean_spot, clip, timeline

Defective = Callable[..., Path]


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([str(find_ffmpeg()), "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True)


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
        ffmpeg("-i", clean[1], *arguments, out)
        return out

    return make


COLOURS = "colorprim=bt709:transfer=bt709:colormatrix=bt709"
TAGS = ("-x264-params", COLOURS, "-color_range", "tv")
BARE = ("-c:v", "libx264", "-preset", "ultrafast", "-movflags", "+faststart")
PICTURE = (*BARE, *TAGS)
SAME_SOUND = ("-c:a", "copy")
SAME_PICTURE = ("-c:v", "copy", "-movflags", "+faststart", "-c:a", "aac", "-b:a", "160k")
STROBE = "drawbox=x=0:y=0:w=iw:h={share}*ih:t=fill:c={colour}:enable='lt(mod(n,{period}),{period}/2)'"
FIVE_HERTZ, TWO_HERTZ = 6, 15  # frames


def strobe(colour: str, period: int, share: float = 0.6) -> tuple[str, ...]:
    """A dark ground on which a bright part of the screen comes and goes; captions stay below it."""
    dark = "drawbox=x=0:y=0:w=iw:h=0.6*ih:t=fill:c=0x202020"
    return ("-vf", f"{dark},{STROBE.format(share=share, colour=colour, period=period)}", *PICTURE, *SAME_SOUND)


def failures(video: Path, spot: Timeline | None, **beside: object) -> set[str]:
    report = FfmpegChecker().check(video, spot, profile="standard", beside=Exhibits(**beside))
    return {check.name for check in report.failures}


def test_a_clean_spot_passes_every_check(clean: tuple[Timeline, Path]) -> None:
    beside = Exhibits(voice=clean[1].parent)
    report = FfmpegChecker().check(clean[1], clean[0], profile="standard", beside=beside)
    assert report.failures == ()
    assert all(check.measured and check.wanted for check in report.checks)
    assert report.left_out == (
        "bit rate: needs a placement",
        "hero: needs a timeline and the photos",
        "thumbnail: needs a thumbnail",
    )
    assert len(report.checks) + len(report.left_out) == len(RULES)
    assert "of 90 frames looked at in full size" in report.notes[0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("-vf", "scale=240:428,setsar=1", *PICTURE, *SAME_SOUND), {"resolution"}),
        (("-r", "25", *PICTURE, *SAME_SOUND), {"frame rate", "frames"}),
        (("-c:v", "mpeg4", "-q:v", "3", "-movflags", "+faststart", "-color_primaries", "bt709", "-color_trc", "bt709",
          "-colorspace", "bt709", "-color_range", "tv", *SAME_SOUND), {"codec", "profile", "scan"}),
        (("-level", "6.2", *PICTURE, *SAME_SOUND), {"profile"}),
        (("-pix_fmt", "yuv444p", *PICTURE, *SAME_SOUND), {"pixel format", "profile"}),
        ((*BARE, "-vf", "setparams=color_primaries=bt470bg:color_trc=smpte170m:colorspace=bt470bg", *SAME_SOUND),
         {"colour tags"}),
        (("-vf", "setsar=4/3", *PICTURE, *SAME_SOUND), {"pixel shape"}),
        ((*BARE, "-flags", "+ildct+ilme", *TAGS, *SAME_SOUND), {"scan"}),
        (("-c", "copy"), {"fast start"}),
        (("-vf", "drawbox=t=fill:c=black:enable='between(t,1.1,2.0)'", *PICTURE, *SAME_SOUND), {"black", "captions"}),
        (("-vf", "drawbox=t=fill:c=black:enable='lt(t,0.2)'", *PICTURE, *SAME_SOUND), {"black"}),
        (("-vf", "loop=loop=45:size=1:start=20,setpts=N/30/TB", "-frames:v", "90", *PICTURE, *SAME_SOUND),
         {"freeze", "captions"}),
        (strobe("white", FIVE_HERTZ), {"flashes"}),
        (strobe("0xb00000", FIVE_HERTZ), {"flashes"}),
        (strobe("white", 2), {"flashes"}),  # every other frame
        (("-vf", "lutyuv=y='val*1.9':u=128:v=128", *PICTURE, *SAME_SOUND), {"levels"}),
        (("-vf", "gblur=sigma=9", *PICTURE, *SAME_SOUND), {"captions"}),
        (("-an", "-c:v", "copy", "-movflags", "+faststart"),
         {"sound format", "sound length", "sound offset", "silence", "loudness", "true peak", "two meters", "clipping",
          "caption drift"}),
        (("-ar", "44100", *SAME_PICTURE), {"sound format"}),
        (("-ac", "1", *SAME_PICTURE), {"sound format"}),
        (("-af", "atrim=end=2.6", *SAME_PICTURE), {"sound length"}),
        (("-af", "volume=-4dB", *SAME_PICTURE), {"loudness"}),
        (("-af", "volume=0:enable='between(t,0.5,2.7)'", *SAME_PICTURE), {"silence"}),
        (("-af", "adelay=500|500,atrim=end=3", *SAME_PICTURE), {"caption drift"}),
    ],
)  # fmt: skip
def test_one_defect_fails_its_check(
    clean: tuple[Timeline, Path], defective: Defective, arguments: tuple[str, ...], expected: set[str]
) -> None:
    found = failures(defective(*arguments), clean[0], voice=clean[1].parent)
    # Cutting half of the sound away changes its loudness and where its voice seems to begin, and nothing else.
    assert expected <= found <= expected | ({"loudness", "caption drift"} if "silence" in expected else set())


def test_an_animation_may_pause(clean: tuple[Timeline, Path], defective: Defective) -> None:
    video = defective("-vf", "loop=loop=45:size=1:start=20,setpts=N/30/TB", "-frames:v", "90", *PICTURE, *SAME_SOUND)
    drawn = Animation(key="check.json", ground="a.png")
    picture = tuple(clip.model_copy(update={"source": drawn}) for clip in clean[0].picture)
    assert "freeze" not in failures(video, clean[0].model_copy(update={"picture": picture}))


@pytest.mark.parametrize(
    "arguments",
    [
        strobe("white", TWO_HERTZ),
        strobe("0xb00000", TWO_HERTZ),
        strobe("white", FIVE_HERTZ, 0.2),
        strobe("0x303030", 6),
    ],
    ids=["slow", "slow red", "small", "faint"],
)
def test_what_flashes_slowly_or_faintly_or_in_a_corner_passes(
    clean: tuple[Timeline, Path], defective: Defective, arguments: tuple[str, ...]
) -> None:
    assert failures(defective(*arguments), clean[0]) == set()


def test_flashes_are_reported_with_their_worst_second(clean: tuple[Timeline, Path], defective: Defective) -> None:
    late = "drawbox=x=0:y=0:w=iw:h=0.6*ih:t=fill:c=white:enable='gt(t,1.8)*lt(mod(n,6),3)'"
    report = FfmpegChecker().check(defective("-vf", late, *PICTURE, *SAME_SOUND), clean[0], profile="standard")
    [flashes] = [check for check in report.checks if check.name == "flashes"]
    assert not flashes.passed
    assert 4.5 <= float(flashes.measured.split()[0]) <= 5.5
    assert flashes.at == pytest.approx(1.8, abs=0.25)


def test_sound_that_begins_late_fails(clean: tuple[Timeline, Path], tmp_path: Path) -> None:
    out = tmp_path / "late.mp4"
    ffmpeg("-i", clean[1], "-itsoffset", "0.101", "-i", clean[1], "-map", "0:v", "-map", "1:a", "-c", "copy",
           "-movflags", "+faststart", out)  # fmt: skip
    report = FfmpegChecker().check(out, clean[0], profile="standard")
    assert [(check.name, check.measured) for check in report.failures if check.name == "sound offset"] == [
        ("sound offset", "sound 80 ms late")
    ]


def test_sound_cut_off_at_full_scale_is_clipped(clean: tuple[Timeline, Path], defective: Defective) -> None:
    found = failures(defective("-af", "volume=24dB", *SAME_PICTURE), clean[0], voice=clean[1].parent)
    assert found == {"clipping", "true peak", "loudness"}


def test_peaks_over_the_limit_fail(clean: tuple[Timeline, Path], defective: Defective) -> None:
    clicks = "volume='if(lt(mod(t,0.5),0.0003),30,1)':eval=frame"
    video = defective("-af", f"asetnsamples=n=12,{clicks}", *SAME_PICTURE)
    assert "true peak" in failures(video, clean[0])


def test_a_cut_short_picture_fails_by_its_frames(clean: tuple[Timeline, Path], defective: Defective) -> None:
    assert "frames" in failures(defective("-frames:v", "80", *PICTURE, *SAME_SOUND), clean[0])


def test_voice_without_captions_fails(clean: tuple[Timeline, Path]) -> None:
    mute = clean[0].model_copy(update={"captions": Captions(language="en", source="voice")})
    assert failures(clean[1], mute) == {"captions"}


def place(**about: object) -> Placement:
    given = {
        "id": "here", "name": "Here", "aspects": ("9:16",), "lufs": -14.0, "true_peak": -1.0, "longest": "60",
        "safe": SafeArea(left=0.05, top=0.1, right=0.05, bottom=0.1), "basis": "practice", "source": "", "checked": "",
    }  # fmt: skip
    return Placement.model_validate(given | about)


def test_text_outside_the_safe_area_of_a_placement_fails_and_inside_passes(clean: tuple[Timeline, Path]) -> None:
    assert failures(clean[1], clean[0], placement=place()) == set()
    covered = place(safe=SafeArea(left=0.05, top=0.1, right=0.05, bottom=0.4))  # the captions' place
    assert failures(clean[1], clean[0], placement=covered) == {"safe area"}
    [badge] = clean[0].overlays
    low = clean[0].model_copy(update={"overlays": (badge.model_copy(update={"x": -4}),)})
    assert failures(clean[1], low) == {"safe area"}


@pytest.mark.parametrize(("x", "expected"), [(3, set()), (-4, {"safe area"})])
def test_a_word_has_to_stand_inside_and_its_shadow_need_not(
    clean: tuple[Timeline, Path], x: int, expected: set[str]
) -> None:
    """The area begins at 9 of 180 pixels, the word 8 pixels behind the edge of its layer."""
    [badge] = clean[0].overlays
    word = badge.model_copy(update={"x": x, "ink": (8, 4, badge.width - 8, badge.height - 4)})
    assert failures(clean[1], clean[0].model_copy(update={"overlays": (word,)}), placement=place()) == expected


def test_a_bit_rate_outside_the_window_of_a_placement_fails(clean: tuple[Timeline, Path]) -> None:
    assert failures(clean[1], clean[0], placement=place(bit_rate=(10, 90_000))) == set()
    assert failures(clean[1], clean[0], placement=place(bit_rate=(60_000, 90_000))) == {"bit rate"}


@pytest.mark.parametrize("blank", [True, False])
def test_a_blank_thumbnail_fails(clean: tuple[Timeline, Path], tmp_path: Path, blank: bool) -> None:
    picture = np.full((64, 36), 90, np.uint8)
    picture[20:40] = 90 if blank else 200
    cv2.imwrite(str(tmp_path / "thumbnail.jpg"), picture)
    expected = {"thumbnail"} if blank else set()
    assert failures(clean[1], clean[0], thumbnail=tmp_path / "thumbnail.jpg") == expected


def test_a_missing_thumbnail_fails(clean: tuple[Timeline, Path], tmp_path: Path) -> None:
    assert failures(clean[1], clean[0], thumbnail=tmp_path / "none.jpg") == {"thumbnail"}


def test_a_still_under_a_resting_camera_may_stand(tmp_path: Path) -> None:
    spot = clean_spot(tmp_path)
    standing = timeline(clip("a.png", 0, 60, REST), captions=spot.captions.model_copy(update={"cues": ()}))
    assert failures(rendered(standing, tmp_path), standing) == set()


def test_a_dip_to_black_is_meant(tmp_path: Path) -> None:
    clean_spot(tmp_path)
    dipping = timeline(
        clip("a.png", 0, 45), clip("b.png", 45, 45, transition="dip", transition_frames=45)
    )  # fmt: skip
    assert failures(rendered(dipping, tmp_path), dipping) == set()


def rendered(spot: Timeline, media: Path) -> Path:
    out = media / "out.mp4"
    FfmpegRenderer(threads=2).render(spot, profile="standard", media=media, out=out, checkpoints=media / "checkpoints")
    return out


def test_a_voice_whose_files_are_not_at_hand_is_not_listened_for(clean: tuple[Timeline, Path]) -> None:
    report = FfmpegChecker().check(clean[1], clean[0], profile="standard")
    assert "caption drift: needs a timeline and the files of its voice" in report.left_out


def test_a_voice_that_is_missing_in_the_sound_fails(clean: tuple[Timeline, Path], tmp_path: Path) -> None:
    mute = clean[0].model_copy(update={"voice": ()})
    out = tmp_path / "mute.mp4"
    FfmpegRenderer(threads=2).render(
        mute, profile="standard", media=clean[1].parent, out=out, checkpoints=tmp_path / "checkpoints"
    )
    assert failures(out, clean[0], voice=clean[1].parent) == {"caption drift"}


def test_any_video_is_checked_without_a_timeline_and_what_needs_one_is_named(clean: tuple[Timeline, Path]) -> None:
    report = FfmpegChecker().check(clean[1], None, profile="standard")
    assert report.failures == ()
    left_out = {line.partition(":")[0] for line in report.left_out}
    assert {"frames", "resolution", "captions", "caption drift", "safe area", "loudness", "hero"} <= left_out


def test_a_placement_judges_the_loudness_of_any_video(clean: tuple[Timeline, Path]) -> None:
    assert failures(clean[1], None, placement=place()) == set()
    assert failures(clean[1], None, placement=place(lufs=-24)) == {"loudness"}


MEASURED = {"black", "freeze", "flashes", "levels", "silence", "loudness", "true peak", "two meters", "clipping"}


def test_without_ffmpeg_what_needs_it_fails_and_the_rest_is_measured(clean: tuple[Timeline, Path]) -> None:
    beside = Exhibits(voice=clean[1].parent)
    report = FfmpegChecker(Path("/nowhere/ffmpeg")).check(clean[1], clean[0], profile="standard", beside=beside)
    failed = {check.name for check in report.failures}
    assert failed == MEASURED | {"captions", "caption drift", "safe area"}
    assert all("could not measure" in check.measured for check in report.failures)


@pytest.mark.parametrize("body", ["", "exit 0", "echo 'I: -14.0 LUFS Peak: -2.0 dBFS' >&2; exit 1"])
def test_meters_that_fail_or_say_nothing_are_no_pass(clean: tuple[Timeline, Path], tmp_path: Path, body: str) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    report = FfmpegChecker(script).check(clean[1], clean[0], profile="standard")
    assert {check.name for check in report.failures} >= MEASURED


@pytest.mark.parametrize("content", [None, b"", b"\x00" * 4096])
def test_what_is_not_a_video_fails_every_check(
    clean: tuple[Timeline, Path], tmp_path: Path, content: bytes | None
) -> None:
    video = tmp_path / "broken.mp4"
    if content is not None:
        video.write_bytes(content)
    report = FfmpegChecker().check(video, clean[0], profile="standard")
    assert report.failures == report.checks != ()


def test_a_truncated_file_does_not_pass(clean: tuple[Timeline, Path], tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    whole = clean[1].read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    assert not FfmpegChecker().check(cut, clean[0], profile="standard").passed


def test_a_true_peak_limit_of_a_placement_is_its_own(clean: tuple[Timeline, Path]) -> None:
    strict = clean[0].model_copy(update={"loudness": clean[0].loudness.model_copy(update={"true_peak": -12.0})})
    assert failures(clean[1], strict) == {"true peak"}


def test_checking_leaves_nothing_behind(clean: tuple[Timeline, Path], tmp_path: Path) -> None:
    video = Path(shutil.copy(clean[1], tmp_path / "spot.mp4"))
    FfmpegChecker().check(video, clean[0], profile="standard")
    assert list(tmp_path.iterdir()) == [video]
