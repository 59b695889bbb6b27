"""What a picture clip shows, frame by frame: stills under a moving camera, and footage."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
import av.error
import cv2
import numpy as np
from av.video.reformatter import Colorspace

from spotworks.adapters.media.planes import (
    CLOSEST,
    OVERSAMPLING,
    REDUCED,
    SHARPEN,
    Planes,
    empty,
    from_bgr,
    jpeg_size,
    read_picture,
    shrunk,
)  # fmt: skip
from spotworks.adapters.media.window import look, with_margin
from spotworks.domain.reframing import CropPath, crop_at, is_still
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera, Easing
from spotworks.errors import RenderFailed

# Demuxers that footage may come in, whatever its name says.
FOOTAGE_FORMATS = "mov,matroska,webm,avi,mpegts"
_SMALL = 480  # pixels: the shorter side of a preview, at most


class Layer(Protocol):
    """One clip at one frame; drawn in any thread. Equal to itself alone: two of them may look the same or not."""

    def draw(self, into: Planes, *, zoom: float = 1.0) -> None:
        """zoom: 1.2 comes closer, 0.8 steps back and mirrors what lies outside."""
        ...


class Source(Protocol):
    """An opened clip. `at` is asked for rising frames, from 0."""

    def at(self, frame: int) -> Layer: ...

    def close(self) -> None: ...


def ease(t: float, easing: Easing) -> float:
    """0..1 to 0..1: quadratic in and out, smoothstep for both."""
    match easing:
        case "linear":
            return t
        case "ease_in":
            return t * t
        case "ease_out":
            return t * (2 - t)
        case "ease_in_out":
            return t * t * (3 - 2 * t)


def speed(t: float, easing: Easing) -> float:
    """How fast `ease` rises at t; 1 on average."""
    match easing:
        case "linear":
            return 1.0
        case "ease_in":
            return 2 * t
        case "ease_out":
            return 2 - 2 * t
        case "ease_in_out":
            return 6 * t * (1 - t)


@dataclass(frozen=True, eq=False)
class StillLayer:
    """A window with its centre at (x, y) and `step` picture pixels per output pixel."""

    planes: Planes
    x: float
    y: float
    step: float

    def draw(self, into: Planes, *, zoom: float = 1.0) -> None:
        height, width = into.y.shape
        step = self.step / zoom
        look(self.planes, self.x - width * step / 2, self.y - height * step / 2, step, into, mirror=zoom < 1)


@dataclass(frozen=True, eq=False)
class RestingLayer:
    """What a camera at rest sees, drawn once."""

    layer: StillLayer
    seen: Planes

    def draw(self, into: Planes, *, zoom: float = 1.0) -> None:
        if zoom != 1:
            self.layer.draw(into, zoom=zoom)
            return
        for plane, target in zip(self.seen, into, strict=True):
            np.copyto(target, plane)


def _step(box: Box, picture: tuple[float, float], frame: tuple[int, int]) -> float:
    """Picture pixels per output pixel of the largest window of the frame's ratio inside the box."""
    return max(1e-3, min(box.w * picture[0] / frame[0], box.h * picture[1] / frame[1]))


def _wanted(camera: Camera, picture: tuple[int, int], frame: tuple[int, int]) -> float:
    """The scale at which a picture is sampled well wherever the camera is."""
    steps = _step(camera.start, picture, frame), _step(camera.end, picture, frame)
    return max(OVERSAMPLING / max(steps), CLOSEST / min(steps))


class StillSource:
    """A picture under a camera move of `frames` frames; afterwards the camera rests.

    Nothing is ever stretched: where a window has another ratio than the frame, the largest part
    of it that has the frame's ratio is shown.
    """

    def __init__(self, path: Path, name: str, camera: Camera, size: tuple[int, int], frames: int) -> None:
        known, by = jpeg_size(path), 1
        if known is not None:
            by = max(number for number in REDUCED if number == 1 or number * _wanted(camera, known, size) <= 1)
        picture = read_picture(path, name, by=by)
        full = known if known is not None and by > 1 else (picture.shape[1], picture.shape[0])
        picture, scale = shrunk(picture, by * _wanted(camera, full, size))
        self._planes = with_margin(from_bgr(picture, sharpen=SHARPEN))
        self._picture = (full[0] * scale / by, full[1] * scale / by)
        self._camera, self._size, self._frames = camera, size, frames
        self._resting = self._rest() if camera.start == camera.end else None

    def at(self, frame: int) -> Layer:
        return self._resting or self._moved(frame)

    def _rest(self) -> RestingLayer:
        layer, seen = self._moved(0), empty(*self._size)
        layer.draw(seen)
        return RestingLayer(layer, seen)

    def _moved(self, frame: int) -> StillLayer:
        t = ease(min(1.0, frame / max(1, self._frames - 1)), self._camera.easing)
        a, b = self._camera.start, self._camera.end
        box = Box(x=_mix(a.x, b.x, t), y=_mix(a.y, b.y, t), w=_mix(a.w, b.w, t), h=_mix(a.h, b.h, t))
        width, height = self._picture
        step = _step(box, self._picture, self._size)
        return StillLayer(self._planes, (box.x + box.w / 2) * width, (box.y + box.h / 2) * height, step)

    def close(self) -> None:
        pass


def _mix(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


@dataclass(frozen=True, eq=False)
class FootageLayer:
    """A decoded frame of the frame's own size."""

    planes: Planes

    def draw(self, into: Planes, *, zoom: float = 1.0) -> None:
        if zoom == 1.0:
            for plane, target in zip(self.planes, into, strict=True):
                np.copyto(target, plane)
            return
        height, width = into.y.shape
        step = 1 / zoom
        picture = with_margin(self.planes)
        look(picture, width * (1 - step) / 2, height * (1 - step) / 2, step, into, mirror=zoom < 1)


class FootageSource:
    """A video file, scaled to cover the frame, cropped about its middle or along a path, at the timeline's rate.

    Frame n shows what the file shows at (offset + n) / fps; past its end the last frame stays.
    """

    def __init__(
        self, path: Path, name: str, offset: int, size: tuple[int, int], fps: Fraction, crop: Sequence[CropPath] = ()
    ) -> None:
        self._name, self._offset, self._size, self._fps, self._crop = name, offset, size, fps, crop
        self._slides = not is_still(crop)
        self._shown: tuple[av.VideoFrame, tuple[float, float], FootageLayer] | None = None
        if not path.is_file():
            raise RenderFailed(f"{name}: the file is not there")
        try:
            self._container = av.open(
                str(path), options={"format_whitelist": FOOTAGE_FORMATS, "protocol_whitelist": "file"}
            )
            self._stream = self._container.streams.video[0]
        except (av.error.FFmpegError, IndexError) as error:
            raise RenderFailed(f"{name}: the video does not open") from error
        if min(size) > _SMALL:
            self._stream.thread_type = "AUTO"
        else:  # each thread holds frames of the file's own size: 8 MB a clip of 720p, for a Lambda's preview
            self._stream.codec_context.thread_count = 1
        self._decoded = self._decode()
        self._now = self._next(None)
        if self._now is None:
            raise RenderFailed(f"{name}: the video holds no picture")
        self._ahead = self._next(self._now)

    def _decode(self) -> Generator[av.VideoFrame, None, None]:
        start = self._stream.start_time or 0
        for frame in self._container.decode(self._stream):
            if frame.pts is not None:
                frame.pts -= start
                yield frame

    def _next(self, current: av.VideoFrame | None) -> av.VideoFrame | None:
        try:
            return next(self._decoded, None)
        except av.error.FFmpegError as error:
            if current is None:
                raise RenderFailed(f"{self._name}: the video does not decode") from error
            return None

    def at(self, frame: int) -> FootageLayer:
        moment = (self._offset + frame) / self._fps
        while self._ahead is not None and self._time(self._ahead) <= moment:
            self._now, self._ahead = self._ahead, self._next(self._ahead)
        assert self._now is not None
        at = crop_at(self._crop, frame)
        if self._shown is None or self._shown[0] is not self._now or self._shown[1] != at:
            self._shown = self._now, at, FootageLayer(cover(self._now, self._size, at, slides=self._slides))
        return self._shown[2]

    def _time(self, frame: av.VideoFrame) -> Fraction:
        """Rounded down by a quarter of a frame, so that time bases such as 1/1000 do not fall one frame behind."""
        assert frame.pts is not None
        return frame.pts * Fraction(self._stream.time_base or 1) - Fraction(1, 4) / self._fps

    def close(self) -> None:
        self._decoded.close()  # it holds this object in a cycle, which would keep decoder and threads for long
        self._container.close()


def cover(
    frame: av.VideoFrame, size: tuple[int, int], at: tuple[float, float] = (0.5, 0.5), *, slides: bool = False
) -> Planes:
    """A decoded frame as BT.709 planes of `size`, filling it, cropped about `at` (fractions of the frame).

    slides: to a fraction of a pixel, for a crop that moves; else at whole pixels, where nothing is lost or copied.
    """
    width, height = size
    scale = max(width / frame.width, height / frame.height)
    scaled_width = max(width, round(frame.width * scale / 2) * 2)
    scaled_height = max(height, round(frame.height * scale / 2) * 2)
    scaled = frame.reformat(
        scaled_width, scaled_height, "yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range="MPEG"
    )
    raw = _seen(scaled)
    across = min(max(0.0, at[0] * scaled_width - width / 2), scaled_width - width)
    down = min(max(0.0, at[1] * scaled_height - height / 2), scaled_height - height)
    if slides:
        result = empty(width, height)
        for plane, target, by in zip(raw, result, (1, 2, 2), strict=True):
            shift = np.array([[1, 0, across / by], [0, 1, down / by]], np.float64)
            cv2.warpAffine(
                plane, shift, target.shape[::-1], dst=target, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )  # fmt: skip
        return result
    left, top = int(across) // 2 * 2, int(down) // 2 * 2
    return Planes(
        *(
            plane[top // by : (top + height) // by, left // by : (left + width) // by]
            for plane, by in zip(raw, (1, 2, 2), strict=True)
        )
    )


def _seen(frame: av.VideoFrame) -> Planes:
    """The planes of a yuv420p frame where the decoder put them; they keep the frame alive."""
    return Planes(
        *(
            np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
            for plane in frame.planes
        )
    )
