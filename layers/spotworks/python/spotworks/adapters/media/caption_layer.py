"""Captions as bitmaps over composed frames: libass draws each different look once, beside the encoder.

In the encoder's own filter graph it would blend every frame anew, byte by byte: a fifth of all that is not encoding.
"""

import math
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from spotworks.adapters.media.captions import for_rgb, lay_fonts
from spotworks.adapters.media.fontbook import letters_of, shipped
from spotworks.adapters.media.overlays import blend
from spotworks.adapters.media.planes import Plane, Planes, premultiplied_to_yuv
from spotworks.adapters.media.process import Running
from spotworks.domain.legibility import sure
from spotworks.domain.subtitles import ass, caption_band, known
from spotworks.domain.subtitles.looks import looks
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed

_WALL_PER_FRAME = 2.0  # seconds: as long as the encoder has, which takes the looks one by one


@dataclass(frozen=True)
class Lettered:
    """The captions of a video. text: ASS of the band of the frame that begins at row `top` and has this size.

    folder: where the fonts lie.
    """

    text: str
    fps: Fraction
    top: int
    size: tuple[int, int]
    folder: Path


@dataclass(frozen=True, eq=False)
class Bitmap:
    """Premultiplied colour and its alpha, to be laid at (left, top), both even. Equal to itself alone."""

    colour: Planes
    alpha: Planes
    left: int
    top: int

    def draw(self, into: Planes) -> None:
        for plane, source, cover, by in zip(into, self.colour, self.alpha, (1, 2, 2), strict=True):
            blend(plane, source, cover, self.left // by, self.top // by, 1.0)


def lettered(timeline: Timeline, size: tuple[int, int], folder: Path) -> Lettered | None:
    """None without captions to burn in. size: of the frame; folder: gets the fonts. Legible on any picture.

    Not to be called by two threads at once: fonts are read lazily.
    """
    if not timeline.burn_captions or not timeline.captions.cues:
        return None
    canvas = timeline.width, timeline.height
    style = known(timeline.caption_style).branded(timeline.caption_accent)
    style = sure(style, style.size * min(canvas))
    lines = max(len(cue.breaks) + 1 for cue in timeline.captions.cues)
    top, bottom = caption_band(*canvas, style, lines=lines)
    room = round(style.size * min(canvas))  # for marks above capitals, boxes round words, shadows
    band = _on_grid((top - room, bottom + room), canvas, size, centred=style.position == "middle")
    book = shipped(timeline.captions.language)
    lay_fonts(folder, beyond=book.beyond(letters_of(timeline.captions)))
    text = ass(timeline.captions, *canvas, style, timeline.caption_accent, book, band=band)
    top, bottom = (round(row * size[1] / canvas[1]) for row in band)
    return Lettered(for_rgb(text), timeline.fps, top, (size[0], bottom - top), folder)


def _on_grid(
    band: tuple[int, int], canvas: tuple[int, int], size: tuple[int, int], *, centred: bool
) -> tuple[int, int]:
    """Grown to rows of the canvas that are whole and even rows of the frame; else all of it."""
    scale = Fraction(size[0], canvas[0])
    rows = math.lcm(2, scale.numerator) * scale.denominator // scale.numerator
    top, bottom = max(0, band[0]) // rows * rows, -(-band[1] // rows) * rows
    if centred:
        top = min(top, (canvas[1] - bottom) // rows * rows)
        bottom = canvas[1] - top
    return (top, bottom) if 0 <= top < bottom <= canvas[1] else (0, canvas[1])


class CaptionLayer:
    """The captions of some of the video's frames, which are asked for in order.

    Raises ToolMissing; `at` raises RenderFailed, RenderInterrupted.
    """

    def __init__(self, letters: Lettered, frames: range, ffmpeg: Path) -> None:
        found = looks(letters.text, letters.fps, frames)
        self._letters, self._first, self._of_frame = letters, frames.start, found.of_frame
        self._count, self._index = found.count, -1
        self._now: Bitmap | None = None
        self._ahead: Future[Bitmap | None] | None = None
        if not found.count:
            return
        name = f"captions-{frames.start}.ass"
        (letters.folder / name).write_text(found.text, encoding="utf-8")
        self._pipe, give = os.pipe()
        try:
            argv = self._argv(ffmpeg, name, found.apart, give)
            wall = 120 + _WALL_PER_FRAME * len(frames)
            self._process = Running(argv, wall_seconds=wall, cwd=letters.folder, pass_fds=(give,), keep_heap=False)
        except BaseException:
            os.close(self._pipe)
            raise
        finally:
            os.close(give)
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="captions")
        self._ahead = self._reader.submit(self._read)

    def _argv(self, ffmpeg: Path, name: str, apart: int, pipe: int) -> list[str]:
        """In RGB, where FFmpeg's builds agree on colours; alpha=1 leaves colours multiplied by it, over black.

        It draws ahead as far as its queues hold; a short last one saves 25 MB.
        """
        width, height = self._letters.size
        return [
            str(ffmpeg), "-v", "error", "-nostdin", "-thread_queue_size", "1", "-f", "lavfi", "-i",
            f"color=c=black@0:s={width}x{height}:r=1/{apart},format=rgba", "-frames:v", str(self._count),
            "-vf", f"setpts=N+1,ass={name}:fontsdir=fonts:alpha=1", "-fps_mode", "passthrough",
            "-pix_fmt", "bgra", "-thread_queue_size", "1", "-f", "rawvideo", f"pipe:{pipe}",
        ]  # fmt: skip

    def at(self, number: int) -> Bitmap | None:
        """number: of the whole video's frames."""
        look = self._of_frame[number - self._first]
        if look is None:
            return None
        while self._index < look:
            assert self._ahead is not None
            self._now, self._index = self._ahead.result(), self._index + 1
            if self._index + 1 < self._count:
                self._ahead = self._reader.submit(self._read)
        return self._now

    def _read(self) -> Bitmap | None:
        width, height = self._letters.size
        picture = np.empty((height, width, 4), np.uint8)
        view = picture.data.cast("B")
        while view:
            got = os.readv(self._pipe, [view])
            if not got:
                self._process.finish()  # tells why
                raise RenderFailed("the captions broke off")
            view = view[got:]
        return _bitmap(picture, self._letters.top)

    def close(self) -> None:
        if self._ahead is not None:
            self._process.kill()  # ends a read that waits
            self._reader.shutdown()
            with self._process:
                os.close(self._pipe)


def _bitmap(picture: Plane, down: int) -> Bitmap | None:
    """The part of it, BGRA, that shows anything; None if nothing does. down: rows of the frame above it."""
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(picture[..., 3]))
    if not width:
        return None
    right, bottom = left + width + (left + width) % 2, top + height + (top + height) % 2
    left, top = left - left % 2, top - top % 2
    seen = picture[top:bottom, left:right]
    yuv = premultiplied_to_yuv(seen)
    half = (seen.shape[1] // 2, seen.shape[0] // 2)
    alpha = np.ascontiguousarray(seen[..., 3])
    small = np.asarray(cv2.resize(yuv, half, interpolation=cv2.INTER_AREA), np.uint8)
    cover = np.asarray(cv2.resize(alpha, half, interpolation=cv2.INTER_AREA), np.uint8)
    y = np.ascontiguousarray(yuv[..., 0])
    u, v = (np.ascontiguousarray(small[..., channel]) for channel in (1, 2))
    return Bitmap(Planes(y, u, v), Planes(alpha, cover, cover), left, top + down)
