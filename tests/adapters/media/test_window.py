"""The fast way to look through a window: where its pixels come from, and what it shows.

Sine waves tell where a window stands by their phase. Noise of several levels is laid over them: without it eight bits
would hide small shifts, since all neighbours that differ by the same few levels round the same way.
"""

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spotworks.adapters.media.planes import Planes, empty
from spotworks.adapters.media.window import look, with_margin

Array = np.ndarray[Any, Any]

SIZE = (180, 320)
PICTURE = (256, 440)
WAVE = 24.0  # pixels of each plane
NEAR = 0.02  # output pixels


def waves(width: int, height: int, seed: int) -> Array:
    """Along x and along y."""
    noise = np.random.default_rng(seed).uniform(-6, 6, (height, width))
    x, y = (55 * np.sin(2 * np.pi * np.arange(n) / WAVE) for n in (width, height))
    return np.asarray((128 + x[None] + y[:, None] + noise).round().astype(np.uint8))


def picture() -> Planes:
    width, height = PICTURE
    return Planes(waves(width, height, 1), *(waves(width // 2, height // 2, seed) for seed in (2, 3)))


WAVES = with_margin(picture())


def stray(seen: Array, first: float, step: float) -> float:
    """Output pixels between where samples of a wave come from and where they should; first: of the first one."""
    turns = 2 * np.pi * (first + np.arange(seen.size) * step) / WAVE
    parts = np.linalg.lstsq(np.stack([np.sin(turns), np.cos(turns), np.ones_like(turns)], 1), seen, rcond=None)[0]
    return float(np.arctan2(parts[1], parts[0]) * WAVE / (2 * np.pi) / step)


def strays(x: float, y: float, step: float) -> list[float]:
    """Of each plane, across and down."""
    into = empty(*SIZE)
    look(WAVES, x, y, step, into)
    luma = (x + step / 2 - 0.5, y + step / 2 - 0.5)
    chroma = ((x + step / 2 - 0.5 - 0.5) / 2, (y + step - 1) / 2)  # left-sited, and between two rows
    return [
        stray(plane.astype(float).mean(axis), first, step)
        for plane, at in zip(into, (luma, chroma, chroma), strict=True)
        for axis, first in enumerate(at)
    ]


@given(st.floats(0, 20), st.floats(0, 20), st.one_of(st.floats(0.9, 1.28), st.floats(0.99, 1.01)))
@example(0.5, 0.5, 1.0)
@example(0.05, 0.95, 1.0)
@example(3.3, 7.7, 0.9999)
@example(3.3, 7.7, 1.0003)
@example(3.3, 7.7, 1.25)
def test_every_plane_comes_from_where_the_window_says(x: float, y: float, step: float) -> None:
    assert np.abs(strays(x, y, step)).max() < NEAR


@pytest.mark.parametrize("step", [0.999, 1.0, 1.001, 1.1, 1.2345])
def test_a_pan_of_a_tenth_of_a_pixel_a_frame_moves_evenly(step: float) -> None:
    off = np.array([strays(2 + n * 0.1 * step, 3 + n * 0.1 * step, step) for n in range(21)])
    assert np.abs(np.diff(off, axis=0)).max() < NEAR


@given(st.floats(0, 30), st.floats(0, 30), st.floats(0.8, 1.2))
def test_it_agrees_with_an_affine_warp(x: float, y: float, step: float) -> None:
    noise = np.random.default_rng(3).random((PICTURE[1] // 8, PICTURE[0] // 8)).astype(np.float32)
    smooth = (cv2.resize(noise, PICTURE, interpolation=cv2.INTER_CUBIC) * 180 + 30).clip(0, 255).astype(np.uint8)
    half = np.ascontiguousarray(smooth[::2, ::2])
    into = empty(*SIZE)
    look(with_margin(Planes(smooth, half, half)), x, y, step, into)
    matrix = np.array([[step, 0, x + step / 2 - 0.5], [0, step, y + step / 2 - 0.5]])
    plain = cv2.warpAffine(
        smooth, matrix, SIZE, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    difference = np.abs(into.y.astype(int) - plain)
    assert difference.mean() < 0.3
    assert difference.max() <= 2


def test_a_window_that_reaches_outside_shows_the_edge_or_its_mirror() -> None:
    ramp = np.tile((np.arange(PICTURE[0]) / 2 + 40).astype(np.uint8), (PICTURE[1], 1))
    ramps = with_margin(Planes(ramp, ramp[::2, ::2], ramp[::2, ::2]))
    edge, mirrored = empty(*SIZE), empty(*SIZE)
    look(ramps, -50, -50, 2.2, edge)
    look(ramps, -50, -50, 2.2, mirrored, mirror=True)
    assert int(edge.y[100, 0]) == 40
    assert int(mirrored.y[100, 0]) > 55
