"""Whether a photo is seen in a picture, and how much it is stretched: by features that agree on one place (SIFT)."""

import itertools

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.domain.research import Box

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

RICH = 60  # features that a photo needs to be looked for: with fewer, not finding it says nothing
STRETCHED = 1.05  # between the two axes: more is seen
_PICTURE = 960  # pixels: the long side at which a picture is searched
_PHOTO = 480
_RATIO = 0.75  # of the distances to the nearest and to the second feature (Lowe 2004)
_FEATURES = 10  # that agree on one place
_MOST = 800  # of a picture's features, the clearest
_TILE = 416  # pixels: SIFT holds 230 bytes for each that it looks at, so that a large picture is looked at in tiles
_SEAM = 64  # pixels that a tile shows of the next: large features reach over its edge


def subject(photo: Grey, focus: Box) -> Grey:
    """Of a photo, grey, BGR or BGRA: its subject with a little round it. What is transparent is grey."""
    if photo.ndim == 3 and photo.shape[2] == 4:
        alpha = photo[..., 3:].astype(np.float32) / 255
        photo = (photo[..., :3] * alpha + 128 * (1 - alpha)).astype(np.uint8)
    grey = cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY) if photo.ndim == 3 else photo
    height, width = grey.shape
    edge = 0.05
    left, top = max(0.0, focus.x - edge), max(0.0, focus.y - edge)
    right, bottom = min(1.0, focus.x + focus.w + edge), min(1.0, focus.y + focus.h + edge)
    part = grey[int(top * height) : max(1, int(bottom * height)), int(left * width) : max(1, int(right * width))]
    return _at_most(np.asarray(part, np.uint8), _PHOTO)


def _at_most(picture: Grey, side: int) -> Grey:
    scale = min(1.0, side / max(picture.shape))
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def searched(picture: Grey) -> Grey:
    """A picture in the size in which `stretched` searches it."""
    return _at_most(picture, _PICTURE)


def features(photo: Grey) -> int:
    return len(cv2.SIFT.create(_MOST).detect(photo, None))


def stretched(photo: Grey, picture: Grey) -> float | None:
    """How much longer one axis of the photo has become than the other in a picture; None if it is not seen."""
    placed = _placed(photo, searched(picture))
    if placed is None:
        return None
    wide, narrow = np.linalg.svd(placed, compute_uv=False)
    stretch = float(wide / max(narrow, 1e-6))
    return stretch if stretch < 3 else None  # no layout does that: the features agree by chance


def _placed(photo: Grey, frame: Grey) -> npt.NDArray[np.float64] | None:
    """How the photo's axes lie in the frame, by features that agree; None where too few do."""
    (points, one), (places, other) = _described(photo), _described(frame)
    if not len(one) or len(other) < 2:
        return None
    pairs = cv2.BFMatcher().knnMatch(one, other, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance]
    if len(good) < _FEATURES:
        return None
    here = points[[match.queryIdx for match in good]]
    there = places[[match.trainIdx for match in good]]
    cv2.setRNGSeed(1)
    found, agreeing = cv2.estimateAffine2D(here, there, ransacReprojThreshold=3.0)
    if found is None or int(agreeing.sum()) < _FEATURES:
        return None
    return np.asarray(found[:, :2], np.float64)


def _described(picture: Grey) -> tuple[Floats, Floats]:
    """Places (x, y) of the clearest features, and what they look like. A tile gives what lies in itself alone."""
    sift = cv2.SIFT.create(_MOST)
    places, looks, clear = [np.zeros((0, 2), np.float32)], [np.zeros((0, 128), np.float32)], [np.zeros(0, np.float32)]
    rows, columns = (_tiles(side) for side in picture.shape)
    for (top, bottom), (left, right) in itertools.product(rows, columns):
        first = np.array((max(0, left - _SEAM), max(0, top - _SEAM)), np.int32)
        tile = picture[first[1] : bottom + _SEAM, first[0] : right + _SEAM]
        found, described = sift.detectAndCompute(tile, None)
        if described is None:
            continue
        at = np.array([point.pt for point in found], np.float32) + first.astype(np.float32)
        own = ((at >= (left, top)) & (at < (right, bottom))).all(axis=1)
        places.append(at[own])
        looks.append(np.asarray(described[own], np.float32))
        clear.append(np.array([point.response for point in found], np.float32)[own])
    best = np.argsort(-np.concatenate(clear), kind="stable")[:_MOST]
    return np.concatenate(places)[best], np.concatenate(looks)[best]


def _tiles(side: int) -> list[tuple[int, int]]:
    """First and last of each tile along an axis, at multiples of 32: SIFT halves pictures, and so finds the same."""
    count = -(-side // _TILE)
    edges = [round(side * n / count / 32) * 32 for n in range(1, count)]
    return list(itertools.pairwise([0, *edges, side]))
