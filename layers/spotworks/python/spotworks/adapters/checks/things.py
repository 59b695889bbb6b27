"""Things that have to be seen: the user's photo in its scenes, and something on the thumbnail."""

import cv2
import numpy as np

from spotworks.adapters.checks.exam import Exam, Finding, Rule, seconds
from spotworks.adapters.media.planes import jpeg_size
from spotworks.adapters.media.sighting import RICH, STRETCHED, Grey, features, stretched, subject
from spotworks.domain.quality import Hero
from spotworks.errors import RenderFailed

_GREY = cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION  # a sixth of the memory
_CONTRAST = 8.0  # luma levels of standard deviation: less is a blank picture


def _hero(exam: Exam) -> Finding:
    """A photo may be seen in part or behind words, so it counts as there if any of its scenes shows it."""
    exam.readings()  # a video that does not decode shows nothing
    photos = [(hero, _photo(hero)) for hero in exam.beside.heroes]
    rich = [(hero, photo) for hero, photo in photos if features(photo) >= RICH]
    extra = f"; {len(photos) - len(rich)} photos too plain to look for" if len(rich) < len(photos) else ""
    found, looked, missed = 0, 0, []
    for hero, photo in rich:
        seen = []
        for look in (look for look in exam.readings().looks if look.frame in hero.frames):
            stretch = stretched(photo, look.searched) if look.searched is not None else None
            if stretch is not None and stretch > STRETCHED:
                at = seconds(look.frame, exam.edit.fps)
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
    found = cv2.imread(str(hero.path), _GREY if jpeg_size(hero.path) else cv2.IMREAD_UNCHANGED)
    if found is None:
        raise RenderFailed(f"the photo {hero.path.name} does not open")
    return subject(np.asarray(found, np.uint8), hero.focus)


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
