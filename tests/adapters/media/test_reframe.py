"""Reframing, on footage drawn by program: a ball before a busy ground."""

import io
import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from spotworks.adapters.media.compositor import Compositor
from spotworks.adapters.media.planes import empty
from spotworks.adapters.media.reframe import HASTE, SPEED, SubjectFramer
from spotworks.domain.reframing import crop_at, is_still, window
from spotworks.domain.timeline import Footage, PictureClip
from spotworks.errors import RenderFailed
from tests.adapters.media.spots import timeline

SIZE, FPS, FRAMES, RADIUS = (320, 180), 30, 90, 18
PORTRAIT = (1080, 1920)
Way = Callable[[int], tuple[float, float]]


def ground(seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).random((11, 40, 3)).astype(np.float32)
    return np.clip(cv2.resize(noise, (SIZE[0] + 300, SIZE[1]), interpolation=cv2.INTER_CUBIC) * 60 + 80, 0, 255)


def ball(picture: np.ndarray, at: tuple[float, float], colour=(30, 60, 230)) -> np.ndarray:
    cv2.circle(picture, (round(at[0] * SIZE[0]), round(at[1] * SIZE[1])), RADIUS, colour, -1)
    return picture


def film(path: Path, way: Way, *, cut: int = FRAMES, pan: float = 0.0) -> Path:
    """way: the ball's middle in fractions; cut: the frame from which another ground is behind it."""
    first, second = ground(1), 255 - ground(2)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "16"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number in range(FRAMES):
            left = round(number * pan)
            behind = (first if number < cut else second)[:, left : left + SIZE[0]]
            picture = ball(behind.astype(np.uint8).copy(), way(number))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode())
    return path


def followed(path: Path, canvas: tuple[int, int] = PORTRAIT):
    return SubjectFramer().footage(path, offset=0, frames=FRAMES, fps=Fraction(FPS), canvas=canvas)


def assert_inside(paths, way: Way, canvas: tuple[int, int] = PORTRAIT) -> None:
    width, _ = window(SIZE, canvas)
    for number in range(FRAMES):
        off = abs(crop_at(paths, number)[0] - way(number)[0]) + RADIUS / SIZE[0]
        assert off <= width / 2 + 1e-3, f"frame {number}"


WAYS = {
    "across": lambda n: (0.15 + 0.7 * n / (FRAMES - 1), 0.5),
    "to and fro": lambda n: (0.5 + 0.2 * math.sin(2 * math.pi * n / FRAMES), 0.5),
    "in a corner": lambda n: (0.1, 0.7),
}


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("pan", [0.0, 1.5], ids=["camera at rest", "camera panning"])
def test_the_subject_stays_inside_the_frame(tmp_path, name, pan):
    assert_inside(followed(film(tmp_path / "f.mp4", WAYS[name], pan=pan)), WAYS[name])


def test_the_path_keeps_its_limits_when_the_subject_does_not(tmp_path):
    paths = followed(film(tmp_path / "f.mp4", lambda n: (0.15 if n < 40 else 0.85, 0.5)))
    side, _ = window(SIZE, PORTRAIT)
    assert len(paths) == 1
    xs = [crop_at(paths, number)[0] for number in range(FRAMES)]
    assert max(abs(b - a) for a, b in pairwise(xs)) * FPS <= SPEED * side * 1.01
    assert max(abs(a - 2 * b + c) for a, b, c in zip(xs, xs[1:], xs[2:], strict=False)) * FPS**2 <= HASTE * side * 1.01
    assert xs[0] < 0.35
    assert xs[-1] > 0.65


def test_a_subject_that_only_trembles_gives_a_crop_at_rest(tmp_path):
    paths = followed(film(tmp_path / "f.mp4", lambda n: (0.7 + 0.006 * math.sin(n), 0.5 + 0.006 * math.cos(2 * n))))
    assert is_still(paths)
    assert_inside(paths, lambda _: (0.7, 0.5))


def test_at_a_cut_in_the_footage_the_crop_jumps_at_that_very_frame(tmp_path):
    def way(number: int) -> tuple[float, float]:
        return (0.2, 0.5) if number < 50 else (0.8, 0.5)

    paths = followed(film(tmp_path / "f.mp4", way, cut=50))
    assert [path.start for path in paths] == [0, 50]
    assert is_still(paths)
    assert_inside(paths, way)


def test_a_square_crop_moves_less_than_a_tall_one(tmp_path):
    video = film(tmp_path / "f.mp4", WAYS["across"])
    way = {canvas: [crop_at(followed(video, canvas), n)[0] for n in (0, FRAMES - 1)] for canvas in [PORTRAIT, (8, 8)]}
    assert way[8, 8][1] - way[8, 8][0] < way[PORTRAIT][1] - way[PORTRAIT][0]
    assert_inside(followed(video, (8, 8)), WAYS["across"], (8, 8))


def test_what_is_drawn_follows_the_path_and_holds_the_whole_subject(tmp_path):
    """The path through the compositor: the ball's red is all there in every frame."""
    film(tmp_path / "f.mp4", WAYS["across"])
    source = Footage(key="f.mp4", crop=followed(tmp_path / "f.mp4"))
    clip = PictureClip(scene=0, chunk=0, start=0, length=FRAMES, source=source)
    compositor = Compositor(timeline(clip), tmp_path, (100, 178))
    into, red = empty(100, 178), []
    for number in range(0, FRAMES):
        compositor.frame(number).draw(into, lambda: empty(100, 178))
        if number % 10 == 0:
            red.append(int((into.v > 170).sum()))
    compositor.close()
    assert min(red) > 0.9 * max(red)


@pytest.mark.parametrize("at", [(0.15, 0.5), (0.5, 0.5), (0.85, 0.4)])
def test_the_subject_of_a_still_is_found(at):
    picture = ball(ground(3)[:, : SIZE[0]].astype(np.uint8), at)
    body = io.BytesIO()
    Image.fromarray(picture[..., ::-1]).save(body, "PNG")
    framed = SubjectFramer().still(body.getvalue())
    assert (framed.width, framed.height) == SIZE
    box = framed.subject
    assert (box.x + box.w / 2, box.y + box.h / 2) == pytest.approx(at, abs=0.03)


def test_what_does_not_decode_is_named(tmp_path):
    (tmp_path / "f.mp4").write_bytes(b"no video")
    with pytest.raises(RenderFailed, match="does not decode"):
        followed(tmp_path / "f.mp4")
    with pytest.raises(RenderFailed, match="does not decode"):
        SubjectFramer().still(b"no picture")
