"""The composed picture, before captions and encoding."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from spotworks.adapters.media.compositor import Compositor, Spares
from spotworks.adapters.media.overlays import pose
from spotworks.adapters.media.planes import Planes, empty
from spotworks.adapters.media.transitions import blend
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera
from spotworks.domain.timeline import Overlay, Timeline
from spotworks.errors import RenderFailed
from tests.adapters.media.spots import REST, SIZE, badge, clip, footage, plain, texture, timeline

RED, BLUE = (0, 0, 255), (255, 0, 0)
RED_Y, BLUE_Y = 63, 32  # of BT.709, limited range


def compose(spot: Timeline, media: Path, *numbers: int, size: tuple[int, int] = SIZE) -> list[Planes]:
    compositor, shown = Compositor(spot, media, size), []
    for number in range(max(numbers) + 1):
        frame = compositor.frame(number)
        if number in numbers:
            shown.append(empty(*size))
            frame.draw(shown[-1], Spares(size))
    compositor.close()
    return shown


def two(media: Path, kind: Any, frames: int = 9) -> Timeline:
    plain(media / "red.png", RED)
    plain(media / "blue.png", BLUE)
    return timeline(
        clip("red.png", 0, 20, REST), clip("blue.png", 20, 20, REST, transition=kind, transition_frames=frames)
    )


def test_colours_are_those_of_bt709(tmp_path: Path) -> None:
    (frame,) = compose(two(tmp_path, "cut"), tmp_path, 0)
    assert abs(int(frame.y[100, 100]) - RED_Y) <= 1
    assert abs(int(frame.u[50, 50]) - 102) <= 1
    assert abs(int(frame.v[50, 50]) - 240) <= 1


def test_a_cut_changes_from_one_frame_to_the_next(tmp_path: Path) -> None:
    before, after = compose(two(tmp_path, "cut"), tmp_path, 19, 20)
    assert np.ptp(before.y) <= 1
    assert abs(int(after.y.mean()) - BLUE_Y) <= 1


def test_a_crossfade_is_half_of_each_in_the_middle(tmp_path: Path) -> None:
    (middle,) = compose(two(tmp_path, "crossfade"), tmp_path, 24)
    assert abs(float(middle.y.mean()) - (RED_Y + BLUE_Y) / 2) <= 1


def test_a_wipe_uncovers_from_the_left(tmp_path: Path) -> None:
    (middle,) = compose(two(tmp_path, "wipe"), tmp_path, 24)
    assert abs(int(middle.y[100, 2]) - BLUE_Y) <= 1
    assert abs(int(middle.y[100, -3]) - RED_Y) <= 1
    steps = np.diff(middle.y[100].astype(int))
    assert steps.min() >= 0, "one soft edge, no stripes"


def test_a_push_moves_a_tall_picture_up(tmp_path: Path) -> None:
    (middle,) = compose(two(tmp_path, "push"), tmp_path, 24)
    assert abs(int(middle.y[2, 90]) - RED_Y) <= 1
    assert abs(int(middle.y[-3, 90]) - BLUE_Y) <= 1


def test_a_dip_is_black_in_the_middle(tmp_path: Path) -> None:
    (middle,) = compose(two(tmp_path, "dip"), tmp_path, 24)
    assert int(middle.y.max()) <= 17
    assert abs(int(middle.u[0, 0]) - 128) <= 1


@pytest.mark.parametrize("kind", ["crossfade", "wipe", "push", "zoom", "whip", "dip"])
def test_a_transition_ends_with_the_new_picture_alone(tmp_path: Path, kind: str) -> None:
    before, after = compose(two(tmp_path, kind), tmp_path, 19, 29)
    assert abs(int(before.y.mean()) - RED_Y) <= 1
    assert np.ptp(after.y) <= 1
    assert abs(int(after.y.mean()) - BLUE_Y) <= 1


class Flat:
    """A layer of one level."""

    def __init__(self, level: int) -> None:
        self._level = level

    def draw(self, into: Planes, *, zoom: float = 1.0) -> None:
        for plane in into:
            plane[:] = self._level


def whipped(media: Path, *numbers: int, easing: Any = None) -> list[Planes]:
    """Frames of a whip from 20 on, of 19 frames, between two pictures with detail."""
    texture(media / "a.png", seed=1)
    texture(media / "b.png", seed=2)
    spot = timeline(
        clip("a.png", 0, 20, REST),
        clip("b.png", 20, 40, REST, transition="whip", transition_frames=19, transition_easing=easing),
    )
    return compose(spot, media, *numbers)


def detail(frame: Planes) -> float:
    """How much neighbouring columns differ: what a smear along the rows takes away."""
    return float(np.abs(np.diff(frame.y.astype(int), axis=1)).mean())


def test_a_whip_smears_the_more_the_faster_it_is_and_never_shows_an_edge(tmp_path: Path) -> None:
    shown = whipped(tmp_path, 19, 20, 22, 29, 36, 38, 39)
    sharp = [detail(frame) for frame in shown]
    assert sharp[1] > sharp[2] > 2 * sharp[3]
    assert 2 * sharp[3] < sharp[4] < sharp[5]
    assert sharp[0] > sharp[3] * 3
    for frame in shown:
        assert frame.y.min() >= 70, "the pictures hold nothing darker: no black comes in"


def test_a_whip_moves_the_pictures_to_the_left_to_fractions_of_a_pixel(tmp_path: Path) -> None:
    for name, at in (("a.png", 150), ("b.png", 30)):
        picture = np.full((320, 180, 3), 80, np.uint8)
        picture[:, at - 6 : at + 6] = 220
        cv2.imwrite(str(tmp_path / name), picture)
    spot = timeline(
        clip("a.png", 0, 20, REST), clip("b.png", 20, 40, REST, transition="whip", transition_frames=19)
    )  # fmt: skip
    bars = [
        float((np.arange(SIZE[0]) * light).sum() / light.sum())
        for light in (
            np.maximum(0, frame.y[100].astype(float) - 90) for frame in compose(spot, tmp_path, 19, 20, 38, 40)
        )
    ]
    way = 3 * SIZE[0] * 0.05**2 * (3 - 2 * 0.05)  # a twentieth of the time, by smoothstep
    assert bars[0] - bars[1] == pytest.approx(way, abs=0.15)
    assert bars[2] - bars[3] == pytest.approx(way, abs=0.15)


def test_a_whip_has_one_soft_seam(tmp_path: Path) -> None:
    (middle,) = compose(two(tmp_path, "whip"), tmp_path, 24)
    assert abs(int(middle.y[100, 0]) - RED_Y) <= 1
    assert abs(int(middle.y[100, -1]) - BLUE_Y) <= 1
    steps = np.diff(middle.y[100].astype(int))
    assert steps.max() <= 0
    assert steps.min() >= -4


@pytest.mark.parametrize("easing", ["linear", "ease_in", "ease_out", "ease_in_out"])
def test_what_a_whip_does_not_draw_is_not_seen(easing: Any) -> None:
    """The old picture is not drawn once it is past, nor the new one before it comes: what was in its place then?"""
    old, new = (Flat(level) for level in (60, 120))
    for t in np.linspace(0.02, 0.98, 49):
        shown = []
        for rubbish in (0, 255):
            into, spare = empty(*SIZE), empty(*SIZE)
            for plane in (*into, *spare):
                plane[:] = rubbish
            blend("whip", float(t), old, new, into, spare, easing=easing)
            shown.append(into)
        assert all(np.array_equal(a, b) for a, b in zip(*shown, strict=True)), t


@pytest.mark.parametrize(
    ("kind", "own"),
    [("crossfade", "linear"), ("dip", "linear"), ("wipe", "ease_in_out"), ("push", "ease_in_out"),
     ("zoom", "ease_in_out"), ("whip", "ease_in_out")],
)  # fmt: skip
def test_without_an_easing_a_transition_goes_at_its_kinds_own(tmp_path: Path, kind: Any, own: Any) -> None:
    spot = two(tmp_path, kind)
    texture(tmp_path / "red.png")
    named = spot.picture[1].model_copy(update={"transition_easing": own})
    numbers = range(20, 29)
    plainly = compose(spot, tmp_path, *numbers)
    for before, after in zip(
        plainly, compose(spot.model_copy(update={"picture": (spot.picture[0], named)}), tmp_path, *numbers), strict=True
    ):
        assert np.array_equal(before.y, after.y)


@pytest.mark.parametrize(("easing", "share"), [("linear", 0.3), ("ease_in", 0.09), ("ease_out", 0.51)])
def test_a_transition_follows_its_easing(tmp_path: Path, easing: Any, share: float) -> None:
    spot = two(tmp_path, "crossfade")
    eased = spot.picture[1].model_copy(update={"transition_easing": easing})
    (frame,) = compose(spot.model_copy(update={"picture": (spot.picture[0], eased)}), tmp_path, 22)
    assert abs(float(frame.y.mean()) - (RED_Y + (BLUE_Y - RED_Y) * share)) <= 1


def test_a_whip_that_starts_slowly_is_sharp_at_first_and_smeared_at_last(tmp_path: Path) -> None:
    first, last = whipped(tmp_path, 20, 38, easing="ease_in")
    assert detail(first) > 3 * detail(last)


def test_a_picture_of_another_ratio_is_cut_never_stretched(tmp_path: Path) -> None:
    picture = np.full((400, 1200, 3), 60, np.uint8)
    cv2.circle(picture, (600, 200), 60, (250, 250, 250), -1)
    cv2.imwrite(str(tmp_path / "wide.png"), picture)
    (frame,) = compose(timeline(clip("wide.png", 0, 10, REST)), tmp_path, 0)
    _, _, width, height = cv2.boundingRect((frame.y > 150).astype(np.uint8))
    assert abs(width - height) <= 1
    assert abs(width - 120 * SIZE[1] / 400) <= 2


def waves(path: Path, size: tuple[int, int]) -> Path:
    """Ten along x and ten along y, under noise, so that eight bits hide no small shift."""
    x, y = (45 * np.sin(2 * np.pi * 10 * (np.arange(n) + 0.5) / n) for n in size)
    noise = np.random.default_rng(1).uniform(-10, 10, size[::-1])
    cv2.imwrite(str(path), np.tile((128 + x[None] + y[:, None] + noise).round().astype(np.uint8)[..., None], (1, 1, 3)))
    return path


def stray(seen: np.ndarray[Any, Any], start: float, side: float) -> float:
    """Output pixels between the part of `waves` that is seen along an axis and the one that should be."""
    turns = 2 * np.pi * 10 * (start + (np.arange(seen.size) + 0.5) / seen.size * side)
    parts = np.linalg.lstsq(np.stack([np.sin(turns), np.cos(turns), np.ones_like(turns)], 1), seen, rcond=None)[0]
    return float(np.arctan2(parts[1], parts[0]) / (2 * np.pi * 10) / side * seen.size)


@pytest.mark.parametrize("size", [(240, 428), (180, 320), (90, 160)], ids=["enlarged", "own size", "shrunk"])
@pytest.mark.parametrize(
    ("x", "y", "side"), [(0.005, 0.002, 0.8), (0.1, 0.1, 0.8), (0.0, 0.01, 0.99), (0.1, 0.05, 0.76)]
)
def test_a_camera_moves_evenly_at_any_speed(
    tmp_path: Path, x: float, y: float, side: float, size: tuple[int, int]
) -> None:
    waves(tmp_path / "a.png", (240, 428))
    camera = Camera(start=Box(x=0, y=0, w=0.8, h=0.8), end=Box(x=x, y=y, w=side, h=side), easing="linear")
    shown = compose(timeline(clip("a.png", 0, 13, camera)), tmp_path, *range(13), size=size)
    # The picture is a little taller than the frame: of the box's height the middle part is seen.
    for axis, to, part in ((0, x, 1.0), (1, y, size[1] / 428 * 240 / size[0])):
        off = []
        for n, frame in enumerate(shown):
            box = 0.8 + (side - 0.8) * n / 12
            seen = frame.y.astype(float).mean(axis)
            off.append(stray(seen, to * n / 12 + box * (1 - part) / 2, box * part))
        assert np.abs(off).max() < 0.02
        assert np.abs(np.diff(off)).max() < 0.02


def test_the_camera_goes_on_under_the_transition_that_ends_its_clip(tmp_path: Path) -> None:
    texture(tmp_path / "a.png")
    plain(tmp_path / "b.png", RED)
    move = Camera(start=Box(x=0, y=0, w=0.8, h=0.8), end=Box(x=0.2, y=0.2, w=0.8, h=0.8), easing="linear")
    spot = timeline(
        clip("a.png", 0, 10, move), clip("b.png", 10, 10, REST, transition="wipe", transition_frames=8)
    )  # fmt: skip
    at_cut, under = compose(spot, tmp_path, 10, 12)
    right = np.s_[:, -40:]  # not yet wiped
    assert np.abs(at_cut.y[right].astype(int) - under.y[right]).mean() > 1


def overlaid(media: Path, bgra: tuple[int, int, int, int], **about: Any) -> Timeline:
    plain(media / "blue.png", BLUE)
    badge(media / "badge.png", (61, 41), bgra)
    given: dict[str, Any] = {"enter": "none", "exit": "none", "start": 5, "length": 20, "motion_frames": 5}
    overlay = Overlay(scene=0, key="badge.png", x=31, y=51, width=61, height=41, **(given | about))
    return timeline(clip("blue.png", 0, 40, REST), overlays=(overlay,))


def test_an_overlay_covers_exactly_its_box_for_exactly_its_time(tmp_path: Path) -> None:
    before, on, last, after = compose(overlaid(tmp_path, (0, 0, 255, 255)), tmp_path, 4, 5, 24, 25)
    for frame in (on, last):
        changed = np.abs(frame.y.astype(int) - before.y) > 8
        assert cv2.boundingRect(changed.astype(np.uint8)) == (31, 51, 61, 41)
        assert abs(int(frame.y[70, 60]) - RED_Y) <= 1
    assert np.array_equal(before.y, after.y)


def test_an_overlay_is_blended_by_its_alpha(tmp_path: Path) -> None:
    (frame,) = compose(overlaid(tmp_path, (0, 0, 255, 128)), tmp_path, 10)
    assert abs(int(frame.y[70, 60]) - (RED_Y + BLUE_Y) / 2) <= 2
    assert abs(int(frame.v[35, 30]) - (240 + 118) / 2) <= 2


def test_an_overlay_partly_outside_is_cut_off(tmp_path: Path) -> None:
    spot = overlaid(tmp_path, (0, 0, 255, 255))
    outside = spot.overlays[0].model_copy(update={"x": -30, "y": 300})
    (frame,) = compose(spot.model_copy(update={"overlays": (outside,)}), tmp_path, 10)
    assert abs(int(frame.y[310, 10]) - RED_Y) <= 1


@pytest.mark.parametrize("motion", ["fade", "rise", "slide", "pop"])
def test_a_motion_comes_in_step_by_step_and_ends_in_place(tmp_path: Path, motion: str) -> None:
    spot = overlaid(tmp_path, (0, 0, 255, 255), enter=motion, exit=motion)
    resting = overlaid(tmp_path, (0, 0, 255, 255))
    shown = compose(spot, tmp_path, 4, 5, 7, 12, 22, 24, 25)
    (goal,) = compose(resting, tmp_path, 12)
    distance = [float(np.abs(frame.y.astype(int) - goal.y).mean()) for frame in shown]
    assert distance[3] == 0
    assert distance[0] == distance[6] > 0
    assert distance[1] > distance[2] > 0
    assert 0 < distance[4] < distance[5]


def test_a_pose_at_rest_is_the_same_for_every_motion() -> None:
    assert len({pose(m, 1.0, 40) for m in ("none", "fade", "rise", "slide", "pop")}) == 1  # type: ignore[arg-type]


def test_overlays_shrink_with_the_frame(tmp_path: Path) -> None:
    before, on = compose(overlaid(tmp_path, (0, 0, 255, 255)), tmp_path, 4, 10, size=(90, 160))
    x, y, width, height = cv2.boundingRect((np.abs(on.y.astype(int) - before.y) > 8).astype(np.uint8))
    assert max(abs(x - 15.5), abs(y - 25.5), abs(width - 30.5), abs(height - 20.5)) <= 1


def filmed(path: Path, fps: int, count: int, size: tuple[int, int] = (320, 240)) -> Path:
    """Footage whose frame n has luma 20 + 4n."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "10", "preset": "ultrafast"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for number in range(count):
            planes = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
            planes[: size[1]] = 20 + 4 * number
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_footage_plays_at_its_own_speed_whatever_its_rate(tmp_path: Path) -> None:
    filmed(tmp_path / "film.mp4", fps=15, count=20)
    shown = compose(timeline(footage("film.mp4", 0, 30)), tmp_path, 0, 1, 2, 11, 20)
    assert [round((float(f.y.mean()) - 20) / 4) for f in shown] == [0, 0, 1, 5, 10]


def test_footage_begins_at_its_offset_and_rests_on_its_last_frame(tmp_path: Path) -> None:
    filmed(tmp_path / "film.mp4", fps=30, count=12)
    shown = compose(timeline(footage("film.mp4", 0, 30, offset=4)), tmp_path, 0, 5, 25)
    assert [round((float(f.y.mean()) - 20) / 4) for f in shown] == [4, 9, 11]


@pytest.mark.parametrize("content", [None, b"not a picture"])
def test_a_picture_that_cannot_be_shown_is_named_with_its_scene(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(RenderFailed, match=r"scene 1: a\.png"):
        compose(timeline(clip("a.png", 0, 10)), tmp_path, 0)


def test_footage_that_is_a_playlist_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_text("#EXTM3U\n#EXTINF:1,\nhttp://example.com/a.ts\n")
    with pytest.raises(RenderFailed, match="scene 1"):
        compose(timeline(footage("film.mp4", 0, 10)), tmp_path, 0)


def alike(spot: Timeline, media: Path) -> list[int]:
    """The frames that are equal to the one after them."""
    compositor = Compositor(spot, media, SIZE)
    shown = [compositor.frame(number) for number in range(spot.length)]
    compositor.close()
    return [number for number in range(spot.length - 1) if shown[number] == shown[number + 1]]


def test_frames_that_look_the_same_are_equal_and_no_others(tmp_path: Path) -> None:
    plain(tmp_path / "red.png", RED)
    badge(tmp_path / "badge.png", (40, 20), (255, 255, 255, 255))
    rising = Overlay(
        scene=0, key="badge.png", x=20, y=20, width=40, height=20, start=4, length=20, exit="none", motion_frames=4
    )  # fmt: skip
    assert alike(timeline(clip("red.png", 0, 12, REST), overlays=(rising,)), tmp_path) == [0, 1, 2, 8, 9, 10]
    assert alike(timeline(clip("red.png", 0, 12), overlays=(rising,)), tmp_path) == []
    assert alike(two(tmp_path, "crossfade"), tmp_path) == [*range(19), *range(29, 39)]


def test_a_frame_of_footage_that_is_seen_twice_is_one_frame(tmp_path: Path) -> None:
    filmed(tmp_path / "film.mp4", fps=15, count=20)
    assert alike(timeline(footage("film.mp4", 0, 8)), tmp_path) == [0, 2, 4, 6]
