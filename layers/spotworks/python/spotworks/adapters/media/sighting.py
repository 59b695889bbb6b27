"""Whether a photo is seen in a picture, and how much it is stretched: by features that agree on one place (SIFT)."""

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.domain.research import Box

Grey = npt.NDArray[np.uint8]

RICH = 60  # features that a photo needs to be looked for: with fewer, not finding it says nothing
STRETCHED = 1.05  # between the two axes: more is seen
_PICTURE = 960  # pixels: the long side at which a picture is searched
_PHOTO = 480
_RATIO = 0.75  # of the distances to the nearest and to the second feature (Lowe 2004)
_FEATURES = 10  # that agree on one place


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


def features(photo: Grey) -> int:
    return len(cv2.SIFT.create(nfeatures=800).detect(photo, None))


def stretched(photo: Grey, picture: Grey) -> float | None:
    """How much longer one axis of the photo has become than the other in a picture; None if it is not seen."""
    placed = _placed(photo, _at_most(picture, _PICTURE))
    if placed is None:
        return None
    wide, narrow = np.linalg.svd(placed, compute_uv=False)
    stretch = float(wide / max(narrow, 1e-6))
    return stretch if stretch < 3 else None  # no layout does that: the features agree by chance


def _placed(photo: Grey, frame: Grey) -> npt.NDArray[np.float64] | None:
    """How the photo's axes lie in the frame, by features that agree; None where too few do."""
    sift = cv2.SIFT.create(nfeatures=800)
    (points, one), (places, other) = sift.detectAndCompute(photo, None), sift.detectAndCompute(frame, None)
    if one is None or other is None or len(other) < 2:
        return None
    pairs = cv2.BFMatcher().knnMatch(one, other, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance]
    if len(good) < _FEATURES:
        return None
    here = np.array([points[match.queryIdx].pt for match in good], np.float32)
    there = np.array([places[match.trainIdx].pt for match in good], np.float32)
    cv2.setRNGSeed(1)
    found, agreeing = cv2.estimateAffine2D(here, there, ransacReprojThreshold=3.0)
    if found is None or int(agreeing.sum()) < _FEATURES:
        return None
    return np.asarray(found[:, :2], np.float64)
