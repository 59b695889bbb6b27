"""One plan in several aspects: which part of a picture or of footage each shows. Pure.

Places and sizes are fractions of the source picture, upright, from its top left.
"""

from bisect import bisect_right
from collections.abc import Sequence

from spotworks.domain.base import Frozen
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera

Point = tuple[float, float]

_MARGIN = 0.03  # of the window's side: kept free between the subject and the frame's edge


class CropPath(Frozen):
    """Where the middle of a crop goes, from frame `start` of the clip to the next path or the end.

    points: control points of a uniform cubic B-spline, one each `step` frames, the first at `start`. Between them the
    spline moves no faster, and changes its speed no faster, than the points do.
    """

    start: int = 0
    step: int = 1
    points: tuple[Point, ...]


def crop_at(paths: Sequence[CropPath], frame: int) -> Point:
    """The middle of the crop at a frame of the clip; the picture's own without a path."""
    if not paths:
        return (0.5, 0.5)
    path = paths[max(0, bisect_right([path.start for path in paths], frame) - 1)]
    return _along(path.points, (frame - path.start) / path.step)


def _along(points: tuple[Point, ...], t: float) -> Point:
    """The spline at `t` steps. Its ends go on straight, so that it begins and ends in its first and last point."""
    t = min(max(t, 0.0), len(points) - 1.0)
    first = min(int(t), max(len(points) - 2, 0))
    u = t - first
    weights = ((1 - u) ** 3 / 6, (3 * u**3 - 6 * u**2 + 4) / 6, (-3 * u**3 + 3 * u**2 + 3 * u + 1) / 6, u**3 / 6)
    near = [_point(points, first + n) for n in (-1, 0, 1, 2)]
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, near, strict=True)) for axis in (0, 1))
    return (x, y)


def _point(points: tuple[Point, ...], index: int) -> Point:
    if len(points) == 1:
        return points[0]
    if index < 0:
        return _beyond(points[0], points[1])
    return points[index] if index < len(points) else _beyond(points[-1], points[-2])


def _beyond(end: Point, before: Point) -> Point:
    return (2 * end[0] - before[0], 2 * end[1] - before[1])


def window(picture: tuple[int, int], canvas: tuple[int, int]) -> Point:
    """Width and height of the largest part of a picture that has the canvas's ratio."""
    ratio = canvas[0] * picture[1] / (canvas[1] * picture[0])
    return (min(1.0, ratio), min(1.0, 1 / ratio))


def is_still(paths: Sequence[CropPath]) -> bool:
    """Whether nothing moves within any path: whole pixels will do then."""
    return all(len(set(path.points)) == 1 for path in paths)


def reframed(camera: Camera, subject: Box, picture: tuple[int, int], canvas: tuple[int, int]) -> Camera:
    """A camera move made for another ratio, over the same picture: as close, in the same direction, on the subject.

    The subject stays inside both windows if the largest can hold it; else its middle stays in their middle.
    """
    wide, tall = window(picture, canvas)

    def moved(old: Box) -> Box:
        near = min(1.0, max(old.w, old.h, (subject.w + _MARGIN) / wide, (subject.h + _MARGIN) / tall))
        w, h = wide * near, tall * near
        return Box(
            x=_placed(old.x + old.w / 2, w, subject.x, subject.w),
            y=_placed(old.y + old.h / 2, h, subject.y, subject.h),
            w=w,
            h=h,
        )

    return Camera(start=moved(camera.start), end=moved(camera.end), easing=camera.easing)


def _placed(wish: float, side: float, subject: float, length: float) -> float:
    """The near edge of a window along one axis: its middle at the wish, as far as subject and picture allow."""
    room = side - length
    least, most = subject + length + _MARGIN * side / 2 - side, subject - _MARGIN * side / 2
    at = wish - side / 2
    at = subject - room / 2 if least > most else min(max(at, least), most)
    return min(max(at, 0.0), 1.0 - side)
