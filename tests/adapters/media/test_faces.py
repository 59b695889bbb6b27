"""Faces: found in a real photograph wherever it stands, and kept in the frame of other ratios."""

import io
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from spotworks.adapters.local.pictures import pixels
from spotworks.adapters.local.pictures.compose import compose
from spotworks.adapters.local.pictures.photo import Photo
from spotworks.adapters.media import subject
from spotworks.adapters.media.faces import faces
from spotworks.adapters.media.intake import PictureIntake
from spotworks.adapters.media.reframe import SubjectFramer
from spotworks.domain.brief import CANVAS
from spotworks.domain.generation import ImageRequest, overscan
from spotworks.domain.reframing import crop_at, is_still, reframed, window
from spotworks.domain.research import Box, Palette
from spotworks.domain.screenplay import Camera, ScreenText

HERE = Path(__file__).parent
SAMPLES = HERE.parents[2] / "samples"
FACE = (0.444, 0.255)  # its middle in the photograph, and half its height, in sides
HALF = 0.12
FPS, FRAMES, SIZE = 30, 60, (640, 360)
OTHERS = [(1080, 1920), (1080, 1080), (1080, 1350)]
Way = Callable[[int], tuple[float, float]]


@pytest.fixture(scope="module")
def portrait() -> np.ndarray:
    """RGB, 512 x 512."""
    return np.asarray(Image.open(HERE / "photographs/astronaut.jpg").convert("RGB"))


def scene(
    portrait: np.ndarray, size: tuple[int, int], at: tuple[float, float], side: int, ball: float = 0.8
) -> np.ndarray:
    """The portrait with its face at a place, on a grey ground on which a red ball stands out more than it does."""
    width, height = size
    ground = np.full((height, width, 3), 120, np.uint8)
    ground[:, ::7] = 110
    photo = cv2.resize(portrait, (side, side), interpolation=cv2.INTER_AREA)
    left, top = round(at[0] * width - FACE[0] * side), round(at[1] * height - FACE[1] * side)
    a, b = max(0, left), max(0, top)
    part = photo[b - top : height - top, a - left : width - left]
    ground[b : b + part.shape[0], a : a + part.shape[1]] = part
    far = 0.9 if at[0] < 0.5 else 0.1
    cv2.circle(ground, (round(far * width), round(ball * height)), height // 9, (255, 20, 10), -1)
    return ground


@pytest.mark.parametrize("side", [240, 512, 800])
@pytest.mark.parametrize("at", [(0.2, 0.4), (0.5, 0.3), (0.83, 0.5)])
def test_a_face_is_found_in_its_place_from_a_tenth_of_the_height(portrait, side, at):
    found = faces(scene(portrait, (900, 420), at, side))
    box = found[0].box
    assert (box.x + box.w / 2, box.y + box.h / 2) == pytest.approx(at, abs=0.04)
    assert box.h * 420 / side == pytest.approx(0.19, abs=0.06)
    assert len(found) == 1


@pytest.mark.parametrize("name", ["coffee.jpg", "chelsea.jpg", "rocket.jpg"])
def test_no_face_is_seen_in_a_cup_a_cat_or_a_rocket(name):
    assert faces(np.asarray(Image.open(SAMPLES / name).convert("RGB"))) == []


def test_the_head_is_the_focus_of_a_picture_and_the_ball_is_not(portrait):
    body = io.BytesIO()
    Image.fromarray(scene(portrait, (900, 420), (0.25, 0.4), 420)).save(body, "PNG")
    for box in (PictureIntake().check(body.getvalue()).focus, SubjectFramer().still(body.getvalue()).subject):
        assert box.x < 0.25 < box.x + box.w
        assert box.y < 0.4 < box.y + box.h
        assert box.x + box.w < 0.5


def test_of_two_faces_the_larger_and_more_central_is_the_subject(portrait):
    picture = scene(portrait, (1200, 420), (0.4, 0.35), 520)
    picture[150:414, 900:1140] = cv2.resize(portrait[:330, 80:380], (240, 264), interpolation=cv2.INTER_AREA)
    first, second = subject.heads(picture)
    assert first.box.x < 0.4 < first.box.x + first.box.w
    assert second.box.x > 0.7


def film(path: Path, portrait: np.ndarray, way: Way) -> Path:
    """With the portrait on its way, and the ball up and down at the other end, always in movement."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "18"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number in range(FRAMES):
            picture = scene(portrait, SIZE, way(number), 300, ball=0.5 + 0.4 * math.sin(number / 3))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


WAYS: dict[str, Way] = {
    "at rest": lambda _: (0.7, 0.45),
    "across": lambda n: (0.2 + 0.6 * n / (FRAMES - 1), 0.45),
    "to and fro": lambda n: (0.5 + 0.15 * math.sin(2 * math.pi * n / FRAMES), 0.45),
}


@pytest.fixture(scope="module")
def films(portrait, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("films")
    return {name: film(folder / f"{name}.mp4", portrait, way) for name, way in WAYS.items()}


@pytest.mark.parametrize("canvas", OTHERS, ids=["9x16", "1x1", "4x5"])
@pytest.mark.parametrize("name", WAYS)
def test_a_face_in_footage_stays_in_the_crop(films, name, canvas):
    paths = SubjectFramer().footage(films[name], offset=0, frames=FRAMES, fps=Fraction(FPS), canvas=canvas)
    side, _ = window(SIZE, canvas)
    half = HALF * 300 / SIZE[0] * 0.8  # a face is higher than it is wide
    for number in range(FRAMES):
        assert abs(crop_at(paths, number)[0] - WAYS[name](number)[0]) + half <= side / 2, f"frame {number}"
    if name == "at rest":
        assert is_still(paths)


@pytest.mark.parametrize("canvas", OTHERS, ids=["9x16", "1x1", "4x5"])
@pytest.mark.parametrize("x", [0.15, 0.5, 0.85])
def test_a_camera_move_over_a_picture_of_a_vendor_keeps_the_face(portrait, x, canvas):
    body = io.BytesIO()
    Image.fromarray(scene(portrait, (1280, 720), (x, 0.4), 640)).save(body, "PNG")
    framed = SubjectFramer().still(body.getvalue())
    move = Camera(start=Box(x=0, y=0, w=1, h=1), end=Box(x=0.1, y=0.1, w=0.8, h=0.8))
    camera = reframed(move, framed.subject, (framed.width, framed.height), canvas)
    half = HALF * 640 / 1280 * 0.8
    for box in (camera.start, camera.end):
        assert box.x <= x - half
        assert x + half <= box.x + box.w
        assert box.y <= 0.4 - HALF * 640 / 720


@pytest.mark.parametrize("aspect", CANVAS)
@pytest.mark.parametrize("layout", ["hero", "split", "detail", "compare", "offer"])
def test_what_is_composed_of_a_portrait_shows_the_face(portrait, layout, aspect):
    body = io.BytesIO()
    Image.fromarray(scene(portrait, (1280, 720), (0.25, 0.4), 700)).save(body, "PNG")
    checked = PictureIntake().check(body.getvalue())
    width, height = overscan(*(side // 2 for side in CANVAS[aspect]))
    request = ImageRequest(
        model="local", prompt="", layout=layout, beat="hook", text=ScreenText(headline="Hi"), palette=Palette(),
        width=width, height=height, seed=1,
    )  # fmt: skip
    picture = compose(request, Photo(pixels.decode(checked.content), checked.focus))
    inset = height // 8, width // 8  # a camera may show no more than this
    assert faces(picture[inset[0] : -inset[0], inset[1] : -inset[1]])
