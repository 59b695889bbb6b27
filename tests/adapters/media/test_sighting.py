"""A photo in a picture that is searched in tiles."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from spotworks.adapters.media.sighting import searched, stretched

Grey = npt.NDArray[np.uint8]


def label() -> Grey:
    photo = np.full((300, 240), 200, np.uint8)
    for row, text in enumerate(("Nordic", "roast", "No. 17", "250 g", "light")):
        cv2.putText(photo, text, (10, 50 + 55 * row), cv2.FONT_HERSHEY_COMPLEX, 1.6, (30,), 4)
    return photo


def frame(width: int, height: int, photo: Grey, left: int, top: int, size: tuple[int, int]) -> Grey:
    ground = np.random.default_rng(3).integers(60, 190, (height // 20, width // 20), np.uint8)
    found = np.asarray(cv2.resize(ground, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    found[top : top + size[1], left : left + size[0]] = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    return found


@pytest.mark.parametrize(("width", "height"), [(540, 960), (960, 540), (960, 960), (768, 960)])
@pytest.mark.parametrize("tall", [1.0, 1.3])
def test_a_photo_across_the_edges_of_tiles_is_found_and_measured(width: int, height: int, tall: float) -> None:
    size = (240, round(300 * tall))
    photo = label()
    shown = frame(width, height, photo, width // 2 - 120, height // 2 - size[1] // 2, size)
    assert stretched(photo, shown) == pytest.approx(tall, abs=0.02)


def test_a_large_picture_is_searched_smaller() -> None:
    assert searched(np.zeros((1920, 1080), np.uint8)).shape == (960, 540)
    assert searched(np.zeros((300, 200), np.uint8)).shape == (300, 200)
