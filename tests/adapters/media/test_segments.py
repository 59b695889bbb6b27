"""Renders in segments: the same video as in one piece, made again only where something changed."""

import shutil
import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from spotworks.adapters.media.conform import looked_at
from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.render import AUDIO, FfmpegRenderer
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.segments import shown
from spotworks.domain.timeline import Overlay, SoundClip, Timeline
from spotworks.errors import RenderFailed, RenderInterrupted
from spotworks.ports import Rendered
from spotworks.stages.render_spot import picture_keys
from tests.adapters.media.spots import (
    badge,
    captions,
    clean_spot,
    clip,
    footage,
    frames,
    samples,
    texture,
    timeline,
    tone,
)


def render(spot: Timeline, media: Path, name: str, *, cut: bool = True, **about: Any) -> tuple[Path, Rendered]:
    out = media / "out" / f"{name}.mp4"
    renderer = FfmpegRenderer(threads=2, whole=0 if cut else 60, segment=1)
    made = renderer.render(
        spot, profile="standard", media=media, out=out, checkpoints=media / (about.pop("kept", name)), **about
    )
    return out, made


def psnr(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> float:
    error = float(np.mean((a.astype(float) - b) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    media = tmp_path_factory.mktemp("segments")
    spot = clean_spot(media)
    return media, render(spot, media, "cut")[0], render(spot, media, "whole", cut=False)[0]


def test_the_join_holds_every_frame_of_the_whole_at_its_time(both: tuple[Path, Path, Path]) -> None:
    assert len(list((both[0] / "cut").glob("part-*"))) == 2
    cut, whole = facts(both[1]), facts(both[2])
    assert (cut.frames, cut.steady, cut.fps) == (whole.frames, True, whole.fps)
    assert (cut.seconds, cut.sound_seconds, cut.faststart) == (whole.seconds, whole.sound_seconds, True)


def test_the_frames_of_the_join_look_like_those_of_the_whole(both: tuple[Path, Path, Path]) -> None:
    worst = min(psnr(a, b) for a, b in zip(frames(both[1]), frames(both[2]), strict=True))
    assert worst > 40


def test_the_join_changes_no_bit_of_a_segment(both: tuple[Path, Path, Path]) -> None:
    joined = np.stack(frames(both[1]))
    parts = sorted((both[0] / "cut").glob("part-*"), key=lambda path: -facts(path).frames)
    alone = [np.stack(frames(part)) for part in parts]
    orders = (alone, alone[::-1])
    assert any(np.array_equal(np.concatenate(order), joined) for order in orders)


def test_every_segment_begins_with_a_key_frame(both: tuple[Path, Path, Path]) -> None:
    with av.open(str(both[1])) as container:
        keys = [p.pts for p in container.demux(video=0) if p.pts is not None and p.is_keyframe]
        base = container.streams.video[0].time_base
    assert [round(key * base * 30) for key in keys][:2] == [0, 45]


def test_the_sound_is_the_same_to_the_sample(both: tuple[Path, Path, Path]) -> None:
    def packets(video: Path) -> list[bytes]:
        with av.open(str(video)) as container:
            return [bytes(packet) for packet in container.demux(audio=0)]

    assert packets(both[1]) == packets(both[2])


def three_scenes(media: Path, word: str = "now") -> Timeline:
    for number in range(3):
        texture(media / f"{number}.png", seed=number)
    said = captions(f"Far away. From here. Until {word}.", step=1.6)
    return timeline(*(clip(f"{n}.png", 100 * n, 100) for n in range(3)), captions=said)


def test_a_changed_word_renders_only_its_own_segments_again(tmp_path: Path) -> None:
    first, _ = render(three_scenes(tmp_path), tmp_path, "first", kept="kept")
    before = {path.name for path in (tmp_path / "kept").glob("part-*")}
    out, made = render(three_scenes(tmp_path, "then"), tmp_path, "second", kept="kept")
    new = {path.name for path in (tmp_path / "kept").glob("part-*")} - before
    assert 0 < len(new) < len(before)
    assert made.resumed_from == (f"{len(before) - len(new)} of {len(before)} segments",)
    assert all(np.array_equal(a, b) for a, b in zip(frames(first)[:30], frames(out)[:30], strict=True))


def test_a_killed_render_loses_at_most_the_segments_in_work(tmp_path: Path) -> None:
    spot = three_scenes(tmp_path)

    def kill(share: float) -> None:
        if list((tmp_path / "kept").glob("part-*")):
            raise RenderInterrupted("the machine is going away")

    with pytest.raises(RenderInterrupted):
        render(spot, tmp_path, "first", kept="kept", progress=kill)
    assert not (tmp_path / "out/first.mp4").exists()
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    out, made = render(spot, tmp_path, "second", kept="kept")
    assert any("of" in word for word in made.resumed_from if word != AUDIO)
    assert facts(out).frames == 300


# Segments on machines of their own

SOURCES = st.sampled_from(["still", "footage", "interlaced"])
CLIP = st.tuples(st.integers(12, 40), SOURCES, st.sampled_from(["cut", "crossfade", "zoom"]))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Media to draw from: pictures, a plain film, one that has to be made plain first, a badge, a sound."""
    media = tmp_path_factory.mktemp("sources")
    for number in range(4):
        texture(media / f"{number}.png", seed=number)
    badge(media / "badge.png", (80, 24), (40, 40, 220, 255))
    tone(media / "music.wav", 8, 110)
    film = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=180x320:r=30:d=3", "-pix_fmt", "yuv420p"]
    subprocess.run([*film, media / "footage.mp4"], check=True)
    subprocess.run([*film, "-x264-params", "interlaced=1", media / "interlaced.mp4"], check=True)
    assert looked_at(media / "interlaced.mp4", "it").interlaced
    return media


def drawn_spot(clips: list[tuple[int, str, str]]) -> Timeline:
    picture, start = [], 0
    for number, (length, kind, transition) in enumerate(clips):
        made = clip(f"{number}.png", start, length) if kind == "still" else footage(f"{kind}.mp4", start, length)
        how = {"transition": transition, "transition_frames": min(8, length)} if number and transition != "cut" else {}
        picture.append(made.model_copy(update=how))
        start += length
    over = Overlay(
        scene=0, key="badge.png", x=50, y=40, width=80, height=24, start=start // 3, length=max(1, start // 2)
    )  # fmt: skip
    return timeline(
        *picture, overlays=(over,), captions=captions("Fresh coffee every quiet morning until late", step=0.4),
        music=(SoundClip(key="music.wav", start=0, length=Fraction(8)),),
    )  # fmt: skip


def made_apart(spot: Timeline, sources: Path, folder: Path) -> tuple[Path, Rendered]:
    """As Batch does it: each part by a renderer that has no more than what it shows, then a last one that joins."""
    checkpoints = folder / "checkpoints"
    checkpoints.mkdir()
    for number, part in enumerate(alone().parts(spot, profile="standard")):
        media = folder / f"machine-{number}"
        media.mkdir()
        for key in picture_keys(shown(spot, part.segment)):
            shutil.copy(sources / key, media / key)
        alone().render_part(spot, number, profile="standard", media=media, out=checkpoints / part.name)
        assert {path.name for path in media.iterdir()} == picture_keys(shown(spot, part.segment))
    out = folder / "joined.mp4"
    return out, alone().render(spot, profile="standard", media=sources, out=out, checkpoints=checkpoints)


def alone() -> FfmpegRenderer:
    """One thread an encoder, as everywhere in these tests: x264 makes other bits with more."""
    return FfmpegRenderer(threads=1, whole=0, segment=1)


@settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(CLIP, min_size=2, max_size=3))
@example([(40, "still", "cut"), (30, "interlaced", "crossfade"), (45, "footage", "zoom")])
def test_parts_made_apart_and_joined_are_the_same_frames_as_one_job_makes(
    sources: Path, clips: list[tuple[int, str, str]]
) -> None:
    spot = drawn_spot(clips)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        joined, made = made_apart(spot, sources, folder)
        whole = folder / "whole.mp4"
        alone().render(spot, profile="standard", media=sources, out=whole, checkpoints=folder / "alone")
        apart, together = frames(joined), frames(whole)
        assert len(apart) == len(together) == spot.length
        assert all(np.array_equal(a, b) for a, b in zip(apart, together, strict=True))
        assert np.array_equal(samples(joined), samples(whole))
        assert any("segments" in word for word in made.resumed_from)


def test_a_part_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RenderFailed, match="scene 1"):
        alone().render_part(
            timeline(clip("gone.png", 0, 40)), 0, profile="standard", media=tmp_path, out=tmp_path / "part.mp4"
        )
    assert list(tmp_path.iterdir()) == []


def test_what_is_shown_twice_is_made_once(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    twice = timeline(*(clip("a.png", 30 * n, 30) for n in range(2)))
    out, _ = render(twice, tmp_path, "twice")
    assert len(list((tmp_path / "twice").glob("part-*"))) == 1
    assert facts(out).frames == 60


def test_segments_of_a_broadcast_rate_do_not_drift(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    rate = Fraction(30000, 1001)
    clips = (clip("a.png", 31 * n, 31) for n in range(6))
    found = facts(render(timeline(*clips, fps=rate), tmp_path, "drift")[0])
    assert (found.frames, found.steady, found.seconds) == (186, True, 186 / rate)
