"""Lottie documents: what is taken, what is drawn, and what happens when drawing them goes wrong."""

import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from spotworks.adapters.local.pictures.figures import figure
from spotworks.adapters.media.compositor import Compositor, Spares
from spotworks.adapters.media.lottie import AnimationSource, LottieIntake
from spotworks.adapters.media.lottie_document import MAX_BYTES
from spotworks.adapters.media.planes import empty
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import FIGURES, Figure
from spotworks.domain.research import Box, Palette
from spotworks.domain.timeline import Animation, PictureClip, Timeline
from spotworks.errors import AssetRejected, RenderFailed

SIZE = (64, 96)


def document(frames=30, fps=30, **about):
    """A red square of half the side that moves from left to right."""
    moved = {"a": 1, "k": [{"t": 0, "s": [25, 50], "o": {"x": [0], "y": [0]}, "i": {"x": [1], "y": [1]}},
                           {"t": frames, "s": [75, 50]}]}  # fmt: skip

    def still(value):
        return {"a": 0, "k": value}

    rest = {"o": still(100), "r": still(0), "a": still([0, 0]), "s": still([100, 100])}
    shapes = [
        {"ty": "gr", "it": [
            {"ty": "rc", "p": still([0, 0]), "s": still([50, 50]), "r": still(0)},
            {"ty": "fl", "nm": "accent", "c": still([1, 0, 0, 1]), "o": still(100)},
            {"ty": "tr", "p": still([0, 0]), **rest},
        ]}
    ]  # fmt: skip
    layer = {"ty": 4, "ind": 1, "ks": {**rest, "p": moved}, "shapes": shapes, "ip": 0, "op": frames, "st": 0}
    return {"v": "5.7", "fr": fps, "ip": 0, "op": frames, "w": 100, "h": 100, "assets": [], "layers": [layer], **about}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cv2.imwrite(str(tmp_path / "ground.png"), np.full((SIZE[1], SIZE[0], 3), (200, 60, 20), np.uint8))
    (tmp_path / "square.json").write_text(json.dumps(document()))
    return tmp_path


def drawn(folder: Path, frame: int, **about) -> np.ndarray:
    """BGR of one frame of the square over blue."""
    source = Animation(key="square.json", ground="ground.png", **about)
    opened = AnimationSource(folder, "scene 1", source, SIZE, Fraction(30))
    try:
        planes = empty(*SIZE)
        opened.at(frame).draw(planes)
    finally:
        opened.close()
    raw = np.concatenate([plane.reshape(-1) for plane in planes]).reshape(SIZE[1] * 3 // 2, SIZE[0])
    return cv2.cvtColor(raw, cv2.COLOR_YUV2BGR_I420)


def middle_of_red(picture: np.ndarray) -> float | None:
    """Its column, in fractions of the width; None without any."""
    red = (picture[..., 2] > 150) & (picture[..., 0] < 90)
    return float(np.flatnonzero(red.any(0)).mean() / SIZE[0]) if red.any() else None


def test_the_document_moves_over_its_ground(folder):
    first, last = (middle_of_red(drawn(folder, frame)) for frame in (0, 27))
    assert first == pytest.approx(0.25, abs=0.03)
    assert last == pytest.approx(0.70, abs=0.03)
    corner = [int(value) for value in drawn(folder, 0)[-4, -4]]
    assert corner == pytest.approx([200, 60, 20], abs=12), "what it does not cover is the ground"


def test_it_keeps_its_ratio_inside_its_box(folder):
    picture = drawn(folder, 0, box=Box(x=0.0, y=0.5, w=1.0, h=0.5))
    red = (picture[..., 2] > 150) & (picture[..., 0] < 90)
    rows, columns = np.flatnonzero(red.any(1)), np.flatnonzero(red.any(0))
    assert rows[0] >= SIZE[1] / 2
    assert rows[-1] - rows[0] == pytest.approx(columns[-1] - columns[0], abs=3)


@pytest.mark.parametrize(
    ("frame", "about", "place"),
    [(30, {}, 0.25), (45, {}, 0.5), (30, {"loop": False}, 0.73), (15, {"speed": Fraction(1, 2)}, 0.375),
     (0, {"offset": 15}, 0.5)],
)  # fmt: skip
def test_loop_speed_and_offset_choose_the_frame(folder, frame, about, place):
    assert middle_of_red(drawn(folder, frame, **about)) == pytest.approx(place, abs=0.03)


def test_a_document_of_another_rate_keeps_its_time(folder):
    (folder / "square.json").write_text(json.dumps(document(frames=12, fps=12)))
    assert middle_of_red(drawn(folder, 15)) == pytest.approx(0.5, abs=0.04), "half a second of one second"


def test_frames_asked_for_in_order_are_those_asked_for_alone(folder):
    source = AnimationSource(folder, "s", Animation(key="square.json", ground="ground.png"), SIZE, Fraction(30))
    places = [float(source.at(frame).picture[..., 3].argmax(1).max()) for frame in range(0, 28, 3)]
    source.close()
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_the_compositor_opens_it_as_a_clip(folder):
    clip = PictureClip(
        scene=0, chunk=0, start=0, length=30, source=Animation(key="square.json", ground="ground.png")
    )  # fmt: skip
    timeline = Timeline(
        fps=Fraction(30), width=SIZE[0], height=SIZE[1], length=30, picture=(clip,),
        captions=Captions(language="en", source="voice"),
    )  # fmt: skip
    compositor, planes = Compositor(timeline, folder, SIZE), empty(*SIZE)
    compositor.frame(0).draw(planes, Spares(SIZE))
    compositor.close()
    assert planes.v.max() > 200, "red"


def test_one_that_rlottie_gives_up_on_fails_by_name(folder):
    (folder / "square.json").write_text(json.dumps(document(layers="none", w=100, h=100)))
    with pytest.raises((RenderFailed, AssetRejected)):
        drawn(folder, 0)


@pytest.mark.parametrize("name", FIGURES)
def test_our_figures_are_documents_in_the_colours_of_the_video(name):
    palette = Palette(accent="#123456")
    content = figure(Figure(scene=0, name=name), palette).content
    facts = LottieIntake().check(content, name=name)
    assert (facts.width, facts.fps) == (1000, 30)
    assert b"[0.0706,0.2039,0.3373,1]" in content


def test_a_good_document_is_taken_with_its_measures():
    facts = LottieIntake().check(json.dumps(document(frames=45)).encode())
    assert (facts.width, facts.height, facts.frames, facts.fps) == (100, 100, 45, 30)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "this is not JSON"),
        (b"\x89PNG", "this is not JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"[1]", "no Lottie document"),
        (b'{"v": "5"}', "no Lottie document"),
        (b" " * (MAX_BYTES + 1), "is more than 2 MB"),
        (json.dumps(document(assets=[{"id": "i", "u": "/etc/", "p": "passwd"}])).encode(), "lies in another file"),
        (json.dumps(document(layers=7)).encode(), "cannot be drawn"),
        (json.dumps(document(assets=7)).encode(), "cannot be drawn"),
        (json.dumps(document(fr=0)).encode(), "frame rate"),
        (json.dumps(document(fr=float("nan"))).encode(), "frame rate"),
        (json.dumps(document(w="100")).encode(), "width"),
        (json.dumps(document(h=-100)).encode(), "height"),
        (json.dumps(document(op=float("inf"))).encode(), "last frame"),
        (json.dumps(document(op=0)).encode(), "shows no frames"),
        (json.dumps(document(moved={"a": 0, "k": 1, "x": "while (true) {}"})).encode(), "moves by expressions"),
        (json.dumps(document(frames=30 * 3_600)).encode(), "send up to"),
        (json.dumps(document(w=100_000)).encode(), "send up to"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(content, why):
    with pytest.raises(AssetRejected, match=rf"^a\.json: .*{why}") as refused:
        LottieIntake().check(content, name="a.json")
    assert refused.value.field == "animation_assets"
