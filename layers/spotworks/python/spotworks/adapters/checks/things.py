"""Things that have to be seen: the user's photo in its scenes, and something on the thumbnail."""

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.checks.exam import Exam, Finding, Rule, seconds
from spotworks.domain.quality import Hero
from spotworks.errors import RenderFailed

Grey = npt.NDArray[np.uint8]

_FRAME = 960  # pixels: the long side at which a frame is searched
_PHOTO = 480
_RATIO = 0.75  # of the distances to the nearest and to the second feature (Lowe 2004)
_FEATURES = 10  # that agree on one place
_RICH = 60  # features that a photo needs to be looked for: with fewer, not finding it says nothing
_STRETCH = 1.05  # between the two axes
_CONTRAST = 8.0  # luma levels of standard deviation: less is a blank picture


def _hero(exam: Exam) -> Finding:
    """A photo may be seen in part or behind words, so it counts as there if any of its scenes shows it."""
    exam.readings()  # a video that does not decode shows nothing
    photos = [(hero, _photo(hero)) for hero in exam.beside.heroes]
    rich = [(hero, photo) for hero, photo in photos if _features(photo) >= _RICH]
    extra = f"; {len(photos) - len(rich)} photos too plain to look for" if len(rich) < len(photos) else ""
    found, looked, missed = 0, 0, []
    for hero, photo in rich:
        seen = []
        for picture in (p for p in exam.readings().pictures if p.frame in hero.frames):
            stretch = _stretch(photo, picture.planes[0])
            if stretch is not None and stretch > _STRETCH:
                at = seconds(picture.frame, exam.edit.fps)
                return Finding(False, f"the photo is stretched by {stretch - 1:.0%} at {at:.1f} s", at)
            seen.append(stretch is not None)
        found, looked = found + sum(seen), looked + len(seen)
        if seen and not any(seen):
            missed.append(hero.frames[0])
    if rich and not looked:
        raise RenderFailed("no frame could be looked at")
    if missed:
        at = seconds(missed[0], exam.edit.fps)
        return Finding(False, f"the photo is not seen in any of its scenes, as at {at:.1f} s", at)
    return Finding(True, f"found in {found} of {looked} scenes looked at{extra}")


def _photo(hero: Hero) -> Grey:
    """The subject with a little round it. What is transparent is grey."""
    found = cv2.imread(str(hero.path), cv2.IMREAD_UNCHANGED)
    if found is None:
        raise RenderFailed(f"the photo {hero.path.name} does not open")
    if found.ndim == 3 and found.shape[2] == 4:
        alpha = found[..., 3:].astype(np.float32) / 255
        found = (found[..., :3] * alpha + 128 * (1 - alpha)).astype(np.uint8)
    grey = cv2.cvtColor(found, cv2.COLOR_BGR2GRAY) if found.ndim == 3 else found
    height, width = grey.shape
    box, edge = hero.focus, 0.05
    left, top = max(0.0, box.x - edge), max(0.0, box.y - edge)
    right, bottom = min(1.0, box.x + box.w + edge), min(1.0, box.y + box.h + edge)
    part = grey[int(top * height) : max(1, int(bottom * height)), int(left * width) : max(1, int(right * width))]
    return _at_most(np.asarray(part, np.uint8), _PHOTO)


def _at_most(picture: Grey, side: int) -> Grey:
    scale = min(1.0, side / max(picture.shape))
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _features(photo: Grey) -> int:
    return len(cv2.SIFT.create(nfeatures=800).detect(photo, None))


def _stretch(photo: Grey, frame: Grey) -> float | None:
    """How much longer one axis of the photo has become than the other in a frame; None if it is not seen."""
    placed = _placed(photo, _at_most(frame, _FRAME))
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


def _thumbnail(exam: Exam) -> Finding:
    path = exam.beside.thumbnail
    assert path is not None
    if not path.is_file():
        return Finding(False, "there is none")
    found = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if found is None:
        return Finding(False, "does not open")
    spread = float(found.std())
    return Finding(spread >= _CONTRAST, f"{found.shape[1]}x{found.shape[0]}, contrast {spread:.0f} levels")


RULES = (
    Rule("hero", "the photo in each scene that shows it, undistorted", _hero, "photos"),
    Rule("thumbnail", f"a picture with a contrast of {_CONTRAST:g} levels or more", _thumbnail, "thumbnail"),
)
