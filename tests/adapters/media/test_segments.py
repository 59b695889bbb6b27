"""Renders in segments: the same video as in one piece, made again only where something changed."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.render import AUDIO, FfmpegRenderer
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderInterrupted
from spotworks.ports import Rendered
from tests.adapters.media.spots import captions, clean_spot, clip, frames, texture, timeline


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
