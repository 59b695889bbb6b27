"""Whole renders of tiny spots, looked at with PyAV."""

import stat
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from spotworks.adapters.media.loudness import measure, reading
from spotworks.adapters.media.probe import PICTURE, SOUND, facts
from spotworks.adapters.media.process import disk_guard
from spotworks.adapters.media.profiles import frame_size
from spotworks.adapters.media.render import AUDIO, FfmpegRenderer, deliver
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.subtitles import caption_band
from spotworks.domain.timeline import SoundClip, Timeline
from spotworks.errors import DiskFull, RenderFailed, ToolMissing
from spotworks.ports import Rendered
from tests.adapters.media.spots import (
    RATE,
    REST,
    SIZE,
    captions,
    clean_spot,
    clip,
    frames,
    plain,
    samples,
    texture,
    timeline,
)  # fmt: skip


def render(spot: Timeline, media: Path, profile: str = "standard", ffmpeg: Path | None = None) -> tuple[Path, Rendered]:
    out = media / "out" / f"{profile}.mp4"
    made = FfmpegRenderer(ffmpeg, threads=2).render(
        spot, profile=profile, media=media, out=out, checkpoints=media / "checkpoints"  # type: ignore[arg-type]
    )  # fmt: skip
    return out, made


@pytest.fixture(scope="module")
def spot(tmp_path_factory: pytest.TempPathFactory) -> tuple[Timeline, Path, Path, Rendered]:
    media = tmp_path_factory.mktemp("spot")
    made = clean_spot(media)
    return made, media, *render(made, media)


def test_the_file_is_what_the_timeline_says(spot: tuple[Timeline, Path, Path, Rendered]) -> None:
    found = facts(spot[2])
    assert (found.frames, found.size, found.fps, found.steady) == (90, SIZE, 30, True)
    assert (found.picture, found.sound, found.faststart) == (PICTURE, SOUND, True)
    assert found.seconds == found.sound_seconds == 3


def test_the_sound_ends_with_the_picture_to_the_sample(spot: tuple[Timeline, Path, Path, Rendered]) -> None:
    assert 0 <= samples(spot[2]).shape[1] - 3 * RATE < 1024, "AAC comes in frames of 1024"


def test_the_loudness_meets_the_target_after_encoding(spot: tuple[Timeline, Path, Path, Rendered]) -> None:
    found = measure(find_ffmpeg(), spot[2], wall_seconds=60)
    assert abs(found.integrated + 14) <= 0.5
    assert found.true_peak < -1


def test_the_report_tells_what_was_used(spot: tuple[Timeline, Path, Path, Rendered]) -> None:
    made = spot[3]
    assert (made.frames, made.fallback, made.resumed_from) == (90, False, ())
    assert "veryfast" in made.encoder
    assert made.cpu_seconds > 0
    assert made.peak_rss_mb > 0


def test_captions_are_drawn_in_their_band_and_nowhere_else(spot: tuple[Timeline, Path, Path, Rendered]) -> None:
    timeline_, media, video, _ = spot
    drawn = frames(video)[30].astype(int)
    bare, _ = render(timeline_.model_copy(update={"burn_captions": False}), media, "draft")
    top, bottom = caption_band(*SIZE, "shorts")
    difference = np.abs(drawn - frames(bare)[30]) > 60
    assert difference[top:bottom].mean() > 0.01
    assert difference[: top - 8].mean() < 0.0005
    assert difference[bottom + 8 :].mean() < 0.0005


def test_a_second_run_uses_both_checkpoints(spot: tuple[Timeline, Path, Path, Rendered], tmp_path: Path) -> None:
    timeline_, media, _, _ = spot
    render(timeline_, media)
    out, made = render(timeline_, media)
    assert made.resumed_from == (AUDIO, "1 of 1 segments")
    assert facts(out).frames == 90


def test_a_killed_run_leaves_only_whole_files_and_is_taken_up(tmp_path: Path) -> None:
    made = clean_spot(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        FfmpegRenderer(threads=2).render(
            made, profile="preview", media=tmp_path, out=tmp_path / "out.mp4", checkpoints=tmp_path / "checkpoints",
            progress=_interrupt,
        )  # fmt: skip
    assert {path.name for path in (tmp_path / "checkpoints").iterdir()} <= {AUDIO}
    assert not (tmp_path / "out.mp4").exists()
    out, again = render(made, tmp_path, "preview")
    assert set(again.resumed_from) <= {AUDIO}
    assert facts(out).frames == 90


def _interrupt(share: float) -> None:
    if share > 0.1:
        raise KeyboardInterrupt


def test_checkpoints_of_another_timeline_are_not_used(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    render(timeline(clip("a.png", 0, 10)), tmp_path)
    out, made = render(timeline(clip("a.png", 0, 12)), tmp_path)
    assert made.resumed_from == ()
    assert facts(out).frames == 12


def test_a_damaged_checkpoint_is_made_again(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    made = timeline(clip("a.png", 0, 10))
    render(made, tmp_path)
    [part] = (tmp_path / "checkpoints").glob("part-*")
    part.write_bytes(b"half a file")
    assert render(made, tmp_path)[1].resumed_from == (AUDIO,)


def test_progress_rises_to_one(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    told: list[float] = []
    FfmpegRenderer().render(
        timeline(clip("a.png", 0, 60)), profile="preview", media=tmp_path, out=tmp_path / "o.mp4",
        checkpoints=tmp_path / "c", progress=told.append,
    )  # fmt: skip
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 3


def test_the_preview_is_the_same_edit_at_a_small_size(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    wide = timeline(clip("a.png", 0, 10), width=960, height=540)
    found = facts(render(wide, tmp_path, "preview")[0])
    assert (found.frames, found.size) == (10, (640, 360))


@pytest.mark.parametrize(
    ("canvas", "profile", "size"),
    [
        ((1080, 1920), "preview", (360, 640)),
        ((1080, 1920), "draft", (720, 1280)),
        ((1080, 1920), "standard", (1080, 1920)),
        ((1080, 1350), "preview", (360, 450)),
        ((180, 320), "preview", (180, 320)),
        ((1081, 1921), "broadcast", (1080, 1920)),
    ],
)
def test_frames_are_even_and_never_larger_than_the_canvas(
    canvas: tuple[int, int], profile: str, size: tuple[int, int]
) -> None:
    assert frame_size(*canvas, profile) == size  # type: ignore[arg-type]


def test_broadcast_rates_are_exact(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    rate = Fraction(30000, 1001)
    found = facts(render(timeline(clip("a.png", 0, 31), fps=rate), tmp_path)[0])
    assert (found.fps, found.frames, found.steady) == (rate, 31, True)
    assert abs(found.sound_seconds - 31 / rate) < Fraction(1, RATE)


def test_a_spot_without_sound_has_a_silent_track(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    out, _ = render(timeline(clip("a.png", 0, 30)), tmp_path)
    assert np.abs(samples(out)).max() < 1e-4
    assert facts(out).sound == SOUND


def test_colours_survive_the_encoder(tmp_path: Path) -> None:
    plain(tmp_path / "red.png", (0, 0, 255))
    out, _ = render(timeline(clip("red.png", 0, 10, REST)), tmp_path)
    assert abs(int(frames(out)[5][100, 100]) - 63) <= 2


def test_cyrillic_and_hostile_words_are_drawn(tmp_path: Path) -> None:
    plain(tmp_path / "a.png", (90, 90, 90))
    spot = timeline(clip("a.png", 0, 60, REST), captions=captions("Кофе {\\b0} 100% \\N: 'да', вот", "ru", step=0.25))
    out, _ = render(spot, tmp_path)
    top, bottom = caption_band(*SIZE, "shorts")
    assert all((frames(out)[n][top:bottom] > 180).sum() > 60 for n in (8, 20, 30, 40))


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(RenderFailed, match=r"scene 1: gone\.png"):
        render(timeline(clip("gone.png", 0, 10)), tmp_path)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_sound_is_named(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    lost = SoundClip(key="gone.wav", start=0, length=Fraction(1))
    with pytest.raises(RenderFailed, match=r"voice: gone\.wav"):
        render(timeline(clip("a.png", 0, 10), voice=(lost,)), tmp_path)


def test_a_timeline_without_a_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderFailed, match="no picture"):
        render(timeline(length=30), tmp_path)


def test_without_ffmpeg_it_says_so(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    with pytest.raises(ToolMissing, match="install"):
        render(timeline(clip("a.png", 0, 10)), tmp_path, ffmpeg=tmp_path / "ffmpeg")


def wrapper(folder: Path, condition: str, message: str) -> Path:
    """An FFmpeg that fails with `message` whenever its arguments hold `condition`."""
    script = folder / "ffmpeg"
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *"{condition}"*) echo "{message}" >&2; exit 1;; esac\nexec {find_ffmpeg()} "$@"\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


def test_broadcast_falls_back_to_lighter_settings_and_says_so(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    out, made = render(timeline(clip("a.png", 0, 10)), tmp_path, "broadcast", wrapper(tmp_path, "-preset slow", "no"))
    assert made.fallback
    assert made.encoder == "libx264 medium crf 23, aac 128k"
    assert facts(out).frames == 10


def test_other_profiles_do_not_fall_back(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    with pytest.raises(RenderFailed, match="odd failure"):
        render(timeline(clip("a.png", 0, 10)), tmp_path, "standard", wrapper(tmp_path, "-framerate", "odd failure"))


def test_a_full_disk_is_named_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    full = wrapper(tmp_path, "libx264", "No space left on device")
    with pytest.raises(DiskFull):
        render(timeline(clip("a.png", 0, 10)), tmp_path, "broadcast", full)
    assert not list((tmp_path / "checkpoints").glob("part-*"))
    assert not list(tmp_path.glob(".*"))


def test_a_disk_that_is_full_at_the_last_step_is_left_as_it_was(tmp_path: Path) -> None:
    """Of the video's folder, on another file system than the checkpoints."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system")
    made = plain(tmp_path / "made.png", (90, 90, 90))
    with tempfile.TemporaryDirectory(dir=memory) as name:
        (Path(name) / ".out.mp4.part").symlink_to("/dev/full")
        with pytest.raises(DiskFull), disk_guard():
            deliver(made, Path(name) / "out.mp4")
        assert list(Path(name).iterdir()) == []
        assert made.exists()
        deliver(made, Path(name) / "out.mp4")
        assert [path.name for path in Path(name).iterdir()] == ["out.mp4"]


def test_a_meter_that_says_nothing_is_an_error() -> None:
    with pytest.raises(RenderFailed, match="meter"):
        reading("Summary:\n  Integrated loudness:\n")
    with pytest.raises(RenderFailed, match="no number"):
        reading("Summary:\n    I:   nan LUFS\n    Peak:  -1.0 dBFS\n")
