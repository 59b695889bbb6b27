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
_STRETCH = 1.05  # between the two axes
_COARSE = 240  # pixels: the long side for matching by picture, where there are few features
# Of a correlation: the bottle of the tests reached 0.94 where it is and 0.59 where it is not. It tells little of a
# stretch (0.89 at a quarter), which only features find.
_ALIKE = 0.7
_DETAIL = 12.0  # luma levels of standard deviation that a photo needs to be looked for at all
_CONTRAST = 8.0  # luma levels of standard deviation: less is a blank picture


def _hero(exam: Exam) -> Finding:
    looked, plain, lost = 0, 0, []
    for hero in exam.beside.heroes:
        photo = _photo(hero)
        if photo.std() < _DETAIL:
            plain += 1
            continue
        for picture in exam.readings().pictures:
            if picture.frame in hero.frames:
                looked += 1
                problem = _problem(photo, picture.planes[0])
                if problem:
                    lost.append((picture.frame, problem))
    exam.readings()  # a video that does not decode shows nothing
    if not looked and not plain:
        raise RenderFailed("no frame could be looked at")
    if not lost:
        extra = f"; {plain} photos too plain to look for" if plain else ""
        return Finding(True, f"found in {looked} of {looked} scenes looked at{extra}")
    at = seconds(lost[0][0], exam.edit.fps)
    return Finding(False, f"{lost[0][1]} at {at:.1f} s; {len(lost)} of {looked} scenes", at)


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


def _problem(photo: Grey, frame: Grey) -> str:
    """What is wrong with the photo in a frame, "" if nothing is."""
    placed = _placed(photo, _at_most(frame, _FRAME))
    if placed is not None:
        wide, narrow = np.linalg.svd(placed, compute_uv=False)
        stretch = wide / max(narrow, 1e-6)
        if stretch <= _STRETCH:
            return ""
        return f"the photo is stretched by {stretch - 1:.0%}" if stretch < 3 else "the photo is not seen"
    return "" if _resembled(photo, frame) >= _ALIKE else "the photo is not seen"


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


def _resembled(photo: Grey, frame: Grey) -> float:
    """The best correlation with the photo at any place and size, undistorted."""
    frame = _at_most(frame, _COARSE)
    best = 0.0
    for share in np.geomspace(0.15, 1.0, 16):
        small = _at_most(photo, max(8, round(share * _COARSE)))
        if all(a <= b for a, b in zip(small.shape, frame.shape, strict=True)) and small.std() > 2:
            best = max(best, float(cv2.matchTemplate(frame, small, cv2.TM_CCOEFF_NORMED).max()))
    return best


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
