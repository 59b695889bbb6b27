"""Where a crop of another ratio looks: at the subject of a still, after the subject of footage.

The subject is a face, else what stands out or moves (subject.py); a path then keeps it inside the crop while moving
as little as it can: the smoothest line through the room that the subject leaves, within limits of speed and of its
change. A subject at rest gives a path at rest. At a cut inside the footage the path begins anew.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import av.error
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spotworks.adapters.media import faces, subject
from spotworks.adapters.media.sources import FOOTAGE_FORMATS
from spotworks.adapters.rules import rules_of
from spotworks.domain.reframing import CropPath, Point, window
from spotworks.domain.research import Box
from spotworks.errors import RenderFailed
from spotworks.ports import Framed

Thumbs = NDArray[np.uint8]
Line = NDArray[np.float64]

SAMPLE = Fraction(1, 4)  # seconds from one look at the subject to the next
SPEED = 1.25  # sides of the crop a second, at most
HASTE = 3.0  # change of speed: sides of the crop a second, in a second
_SIDE = 128  # longest side of the copies that are judged
_CUT = 14.0  # mean difference in Lab between two frames that makes a cut, if it also stands out among its neighbours
_OUTLIER = 0.1  # of the picture: what a look may differ from the looks about it
_MARGIN = 0.08  # of the crop's side, kept free round the subject
_DEAD = 0.1  # of the crop's side: what a subject may always wander before the path follows
_REST = 0.015  # of the crop's side: a path that moves less than this rests


class SubjectFramer:
    """Satisfies ports.Framer."""

    @property
    def rules(self) -> str:
        return rules_of(*(f"adapters.media.{part}" for part in ("reframe", "subject", "faces")), "domain.reframing")

    def still(self, picture: bytes) -> Framed:
        """Raises RenderFailed if it does not decode."""
        try:
            with Image.open(io.BytesIO(picture), formats=["JPEG", "PNG", "WEBP"]) as image:
                image.load()
                return Framed(width=image.width, height=image.height, subject=subject.standing_out(image))
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            raise RenderFailed("a picture to reframe does not decode") from error

    def footage(
        self, video: Path, *, offset: int, frames: int, fps: Fraction, canvas: tuple[int, int]
    ) -> tuple[CropPath, ...]:
        """Raises RenderFailed if it does not decode."""
        step = max(1, round(SAMPLE * fps))
        film = _watched(video, offset, frames, fps, step)
        side = window(film.size, canvas)
        edges = [0, *_cuts(film.thumbs), len(film.thumbs)]
        return tuple(_path(film, a, b, step, side, fps) for a, b in pairwise(edges))


@dataclass(frozen=True)
class _Film:
    """thumbs: small Lab copies of the clip's frames at the timeline's rate; size: of the originals, in pixels.

    heads: those that are seen in every few of these frames.
    """

    thumbs: Thumbs
    size: tuple[int, int]
    heads: dict[int, list[subject.Spot]]


def _watched(video: Path, offset: int, frames: int, fps: Fraction, step: int) -> _Film:
    found: list[Thumbs] = []
    heads: dict[int, list[subject.Spot]] = {}
    try:
        options = {"format_whitelist": FOOTAGE_FORMATS, "protocol_whitelist": "file"}
        with av.open(str(video), options=options) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            size = (stream.codec_context.width, stream.codec_context.height)
            for number, frame in _numbered(container.decode(stream), fps):
                if number >= offset + frames:
                    break
                if number - offset >= len(found):
                    due = range(-(-len(found) // step) * step, number - offset + 1, step)
                    heads |= dict.fromkeys(due, _heads(frame) if due else [])
                    found += [_thumb(frame)] * (number - offset + 1 - len(found))
    except (av.error.FFmpegError, IndexError) as error:
        raise RenderFailed(f"{video.name}: the video does not decode") from error
    if not found:
        raise RenderFailed(f"{video.name}: the video holds no picture at frame {offset}")
    found += [found[-1]] * (frames - len(found))  # past the end the last frame stays
    return _Film(np.stack(found), size, heads)


def _numbered(decoded: Iterator[av.VideoFrame], fps: Fraction) -> Iterator[tuple[int, av.VideoFrame]]:
    """Each frame with the frame of the timeline that it is first seen in."""
    start: Fraction | None = None
    for frame in decoded:
        if frame.pts is not None and frame.time_base is not None:
            moment = frame.pts * Fraction(frame.time_base)
            start = moment if start is None else start
            yield max(0, round((moment - start) * fps)), frame


def _thumb(frame: av.VideoFrame) -> Thumbs:
    scale = _SIDE / max(frame.width, frame.height)
    small = frame.reformat(max(16, round(frame.width * scale)), max(16, round(frame.height * scale)), "rgb24")
    return np.asarray(cv2.cvtColor(small.to_ndarray(), cv2.COLOR_RGB2LAB), np.uint8)


def _heads(frame: av.VideoFrame) -> list[subject.Spot]:
    scale = min(1.0, faces.LOOKED_AT / min(frame.width, frame.height))
    small = frame.reformat(max(16, round(frame.width * scale)), max(16, round(frame.height * scale)), "rgb24")
    return subject.heads(np.asarray(small.to_ndarray(), np.uint8))


def _cuts(thumbs: Thumbs) -> list[int]:
    """First frames of new shots: unlike the frame before, and more so than the frames about them are."""
    if len(thumbs) < 2:
        return []
    apart = np.array([np.abs(b.astype(np.int16) - a).mean() for a, b in pairwise(thumbs)])
    cuts: list[int] = []
    for at in map(int, np.flatnonzero(apart > _CUT)):
        about = np.delete(apart[max(0, at - 4) : at + 5], min(at, 4))
        if about.size == 0 or apart[at] > 3 * np.median(about) + 2:
            cuts.append(at + 1)
    return cuts


@dataclass(frozen=True)
class _Room:
    """Where the crop's middle may be along one axis, sample by sample, so that the subject is inside."""

    least: Line
    most: Line


def _path(film: _Film, start: int, end: int, step: int, side: Point, fps: Fraction) -> CropPath:
    """The crop's way through one shot, from frame start to frame end - 1."""
    looks = [*range(start, end, step)]
    if looks[-1] < end - 1:  # the spline goes on to the shot's last frame
        looks.append(end - 1)
    boxes = _faces(film.heads, looks) or subject.followed(film.thumbs[looks])
    seconds = float(step / fps)
    lines = [
        _line(_room(boxes, axis, side[axis]), side[axis], seconds) if side[axis] < 1 else np.full(len(boxes), 0.5)
        for axis in (0, 1)
    ]
    points = [(round(float(x), 5), round(float(y), 5)) for x, y in zip(*lines, strict=True)]
    return CropPath(start=start, step=step, points=tuple(points))


def _faces(heads: Mapping[int, Sequence[subject.Spot]], looks: Sequence[int]) -> list[Box]:
    """The same head at each look, if at least half of the frames in that shot that were searched show one."""
    searched = [frame for frame in heads if looks[0] <= frame <= looks[-1]]
    seen = [frame for frame in searched if heads[frame]]
    if not seen or 2 * len(seen) < len(searched):
        return []
    way = np.array([(box.x, box.y, box.w, box.h) for box in subject.through([heads[frame] for frame in seen])])
    x, y, w, h = (np.interp(looks, seen, line) for line in way.T)
    return [Box(x=x[n], y=y[n], w=w[n], h=h[n]) for n in range(len(looks))]


def _room(boxes: Sequence[Box], axis: int, side: float) -> _Room:
    near = _without_outliers(np.array([(box.x, box.y)[axis] for box in boxes]))
    far = _without_outliers(np.array([(box.x + box.w, box.y + box.h)[axis] for box in boxes]))
    least, most = far + _MARGIN * side - side / 2, near - _MARGIN * side + side / 2
    middle, dead = (near + far) / 2, _DEAD * side / 2
    tight = most - least < 2 * dead
    least, most = np.where(tight, middle - dead, least), np.where(tight, middle + dead, most)
    return _Room(*(np.clip(edge, side / 2, 1 - side / 2) for edge in (least, most)))


def _without_outliers(values: Line) -> Line:
    """A look that lies far from both the one before and the one after is taken for wrong (a Hampel filter)."""
    padded = np.pad(values, 1, mode="edge")
    middle = np.median(np.stack([padded[:-2], values, padded[2:]]), axis=0)
    return np.asarray(np.where(np.abs(values - middle) > _OUTLIER, middle, values))


def _line(room: _Room, side: float, seconds: float) -> Line:
    """The way through the room with the least change of speed, then the least speed; limits come before room.

    A quadratic programme, solved by alternating directions (Boyd et al. 2011, section 5).
    """
    count = len(room.least)
    middle = float(np.median((room.least + room.most) / 2))
    if count < 3:
        return np.full(count, middle)
    place, first, second = np.eye(count), np.diff(np.eye(count), axis=0), np.diff(np.eye(count), 2, axis=0)
    speed, haste = SPEED * side * seconds, HASTE * side * seconds**2
    parts = np.vstack([place, first, second])
    bend = 200.0 * second.T @ second + 2.0 * first.T @ first + 1e-4 * place
    rho, pull = 40.0, 4000.0
    solve = np.linalg.inv(bend + rho * parts.T @ parts)
    line, split = np.full(count, middle), np.zeros(len(parts))
    slack = np.zeros(len(parts))
    for _ in range(800):
        line = solve @ (1e-4 * middle + rho * parts.T @ (split - slack))
        wish = parts @ line + slack
        inside = np.clip(wish[:count], room.least, room.most)
        split[:count] = (rho * wish[:count] + pull * inside) / (rho + pull)
        split[count : 2 * count - 1] = np.clip(wish[count : 2 * count - 1], -speed, speed)
        split[2 * count - 1 :] = np.clip(wish[2 * count - 1 :], -haste, haste)
        slack = wish - split
    return _limited(line, side, speed, haste)


def _limited(line: Line, side: float, speed: float, haste: float) -> Line:
    """What the solver left over its limits is taken off; a path that hardly moves rests."""
    if np.ptp(line) < _REST * side:
        return np.full(len(line), float(np.mean(line)))
    over = max(np.abs(np.diff(line)).max() / speed, np.abs(np.diff(line, 2)).max() / haste, 1.0)
    mean = float(np.mean(line))
    return np.asarray(np.clip(mean + (line - mean) / over, side / 2, 1 - side / 2))
