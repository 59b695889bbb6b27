"""Crops and camera moves of other ratios."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.brief import CANVAS
from spotworks.domain.reframing import CropPath, crop_at, is_still, reframed, window
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera

PARTS = st.floats(0, 1, allow_nan=False)
CANVASES = st.sampled_from(sorted(CANVAS.values()))
POINTS = st.lists(st.tuples(PARTS, PARTS), min_size=1, max_size=12).map(tuple)


@st.composite
def boxes(draw, least=0.05, most=1.0):
    w, h = draw(st.floats(least, most)), draw(st.floats(least, most))
    return Box(x=draw(st.floats(0, 1 - w)), y=draw(st.floats(0, 1 - h)), w=w, h=h)


@given(POINTS, st.integers(1, 15))
def test_a_path_is_no_faster_and_no_hastier_than_its_points(points, step):
    path = CropPath(step=step, points=points)
    end = step * (len(points) - 1)
    xs = [crop_at([path], frame)[0] for frame in range(end + 1)]
    speed = max((abs(b[0] - a[0]) for a, b in pairwise(points)), default=0.0) / step
    haste = max(
        (abs(a[0] - 2 * b[0] + c[0]) for a, b, c in zip(points, points[1:], points[2:], strict=False)), default=0.0
    ) / step**2  # fmt: skip
    assert all(abs(b - a) <= speed + 1e-9 for a, b in pairwise(xs))
    assert all(abs(a - 2 * b + c) <= haste + 1e-9 for a, b, c in zip(xs, xs[1:], xs[2:], strict=False))
    assert crop_at([path], 0) == pytest.approx(points[0])
    assert crop_at([path], end) == pytest.approx(points[-1])


def test_at_a_cut_the_crop_jumps_and_before_it_does_not_lean_towards_it():
    paths = (CropPath(points=((0.2, 0.5),) * 3, step=4), CropPath(start=6, points=((0.8, 0.5),) * 2, step=4))
    assert [round(crop_at(paths, frame)[0], 6) for frame in range(9)] == [0.2] * 6 + [0.8] * 3
    assert is_still(paths)


def test_without_a_path_the_middle_is_shown():
    assert crop_at((), 7) == (0.5, 0.5)


@given(st.integers(100, 4000), st.integers(100, 4000), CANVASES)
def test_the_largest_window_has_the_canvas_ratio_and_touches_two_edges(width, height, canvas):
    w, h = window((width, height), canvas)
    assert w * width / (h * height) == pytest.approx(canvas[0] / canvas[1])
    assert max(w, h) == 1


@given(boxes(least=0.5), boxes(least=0.5), boxes(most=0.6), st.sampled_from([(1440, 2560), (2560, 1440)]), CANVASES)
def test_a_reframed_move_stays_in_the_picture_with_the_ratio_and_the_subject(start, end, subject, picture, canvas):
    camera = reframed(Camera(start=start, end=end), subject, picture, canvas)
    wide, tall = window(picture, canvas)
    for box in (camera.start, camera.end):
        assert box.w * picture[0] / (box.h * picture[1]) == pytest.approx(canvas[0] / canvas[1])
        assert -1e-9 <= box.x <= box.x + box.w <= 1 + 1e-9
        assert -1e-9 <= box.y <= box.y + box.h <= 1 + 1e-9
        if subject.w <= wide:
            assert box.x <= subject.x + 1e-9
            assert subject.x + subject.w <= box.x + box.w + 1e-9
        if subject.h <= tall:
            assert box.y <= subject.y + 1e-9
            assert subject.y + subject.h <= box.y + box.h + 1e-9
