"""The fast way to look through a window, against the plain one."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.media.planes import Planes, empty
from spotworks.adapters.media.window import look, with_margin

SIZE = (180, 320)
PICTURE = (256, 440)


def ramps() -> Planes:
    """Luma rises along x by half a step a pixel, chroma along y and x: their values tell positions."""
    across, down = np.arange(PICTURE[0]) / 2 + 40, np.arange(PICTURE[1] // 2) / 2 + 40
    luma = np.tile(across.round().astype(np.uint8), (PICTURE[1], 1))
    return Planes(
        luma,
        np.tile(down.round().astype(np.uint8)[:, None], (1, PICTURE[0] // 2)),
        np.tile((np.arange(PICTURE[0] // 2) + 40).astype(np.uint8), (PICTURE[1] // 2, 1)),
    )


RAMPS = with_margin(ramps())


# At a step of exactly 1 every pixel rounds the same way, and eight bits hide up to half a level.
@given(st.floats(0, 20), st.floats(0, 20), st.one_of(st.floats(0.9, 0.99), st.floats(1.01, 1.28)))
def test_every_pixel_comes_from_where_the_window_says(x: float, y: float, step: float) -> None:
    into = empty(*SIZE)
    look(RAMPS, x, y, step, into)
    columns, rows = np.arange(SIZE[0]), np.arange(SIZE[1] // 2)
    luma = (x + (columns + 0.5) * step - 0.5) / 2 + 40
    chroma = ((y + (2 * rows + 1) * step - 0.5) - 0.5) / 4 + 40
    inside = slice(2, -12)  # at the edges the last pixel is repeated
    assert np.abs(into.y[100].astype(float) - luma)[inside].max() < 1
    assert abs(np.mean(into.y[100].astype(float)[inside] - luma[inside])) < 0.15
    assert np.abs(into.u[:, 40].astype(float) - chroma)[inside].max() < 1


@given(st.floats(0, 30), st.floats(0, 30), st.floats(0.8, 1.2))
def test_it_agrees_with_an_affine_warp(x: float, y: float, step: float) -> None:
    noise = np.random.default_rng(3).random((PICTURE[1] // 8, PICTURE[0] // 8)).astype(np.float32)
    picture = (cv2.resize(noise, PICTURE, interpolation=cv2.INTER_CUBIC) * 180 + 30).clip(0, 255).astype(np.uint8)
    half = np.ascontiguousarray(picture[::2, ::2])
    into = empty(*SIZE)
    look(with_margin(Planes(picture, half, half)), x, y, step, into)
    matrix = np.array([[step, 0, x + step / 2 - 0.5], [0, step, y + step / 2 - 0.5]])
    plain = cv2.warpAffine(
        picture, matrix, SIZE, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    difference = np.abs(into.y.astype(int) - plain)
    assert difference.mean() < 0.5
    assert difference.max() <= 4


def test_a_window_that_reaches_outside_shows_the_edge_or_its_mirror() -> None:
    edge, mirrored = empty(*SIZE), empty(*SIZE)
    look(RAMPS, -50, -50, 2.2, edge)
    look(RAMPS, -50, -50, 2.2, mirrored, mirror=True)
    assert int(edge.y[100, 0]) == 40
    assert int(mirrored.y[100, 0]) > 55
