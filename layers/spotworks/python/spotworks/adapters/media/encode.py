"""The picture: composed frames lent to one FFmpeg that encodes and writes."""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from spotworks.adapters.media.caption_layer import Lettered
from spotworks.adapters.media.compositor import Compositor, Frame, Spares
from spotworks.adapters.media.encoders import Encoder, output_arguments
from spotworks.adapters.media.planes import Plane, views
from spotworks.adapters.media.process import PIPE_BYTES, Running
from spotworks.adapters.media.profiles import Settings
from spotworks.domain.segments import Segment, seen
from spotworks.domain.timeline import Still, Timeline

BT709 = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
GOP_SECONDS = 2
WALL_PER_FRAME = 2.0  # seconds; a slow machine takes a tenth of it


@dataclass(frozen=True)
class Pass:
    """How a picture is encoded. size: of the frame; threads: that compose and encode."""

    ffmpeg: Path
    encoder: Encoder
    settings: Settings
    size: tuple[int, int]
    threads: int


def encode(
    timeline: Timeline, segment: Segment, media: Path, out: Path, *,
    how: Pass, letters: Future[Lettered | None], tag: str, progress: Callable[[int], None],
) -> None:  # fmt: skip
    """Writes the picture of a segment alone.

    letters: the captions, None for none; waited for once the stills are being opened.
    progress: called with the number of frames handed to the encoder.
    Raises RenderFailed, RenderInterrupted, DiskFull.
    """
    cv2.setNumThreads(1)  # frames are the unit of work; threads inside one would only fight
    argv = _argv(timeline, out, replace(how, settings=replace(how.settings, moves=_moves(timeline, segment))), tag)
    wall = 120 + WALL_PER_FRAME * segment.length
    compositor = Compositor(timeline, media, how.size, first=segment.start)
    with contextlib.closing(compositor), Running(argv, wall_seconds=wall, cwd=out.parent, feed=True) as process:
        compositor.caption(letters.result(), range(segment.start, segment.end), how.ffmpeg)
        for number, frame in enumerate(_frames(compositor, segment, how)):
            process.lend(frame.data)
            if number % 15 == 0:
                progress(number)
        process.finish()


def _moves(timeline: Timeline, segment: Segment) -> Literal["anything", "camera", "nothing"]:
    """See Settings."""
    sources = [timeline.picture[number].source for number in seen(timeline, (segment,))]
    cameras = [source.camera for source in sources if isinstance(source, Still)]
    if len(cameras) < len(sources):
        return "anything"
    return "nothing" if all(camera.start == camera.end for camera in cameras) else "camera"


def _argv(timeline: Timeline, out: Path, how: Pass, tag: str) -> list[str]:
    rate = f"{timeline.fps.numerator}/{timeline.fps.denominator}"
    gop = max(1, round(GOP_SECONDS * timeline.fps))
    return [
        str(how.ffmpeg), "-v", "error", "-nostdin", "-y", *how.encoder.before,
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", f"{how.size[0]}x{how.size[1]}", "-framerate", rate,
        "-i", "pipe:0", "-vf", ",".join(filter(None, (BT709, how.encoder.filters))),
        *output_arguments(how.encoder, how.settings, threads=how.threads, gop=gop),
        "-metadata", f"comment={tag}", "-f", how.settings.suffix[1:], str(out),
    ]  # fmt: skip


def _frames(compositor: Compositor, segment: Segment, how: Pass) -> Iterator[Plane]:
    """Composed frames in order; each is overwritten once the next few have been asked for.

    One that looks like the frame before it is not drawn again. Half the threads draw: it is less work than encoding.
    """
    depth, (width, height) = how.threads + 2, how.size
    size = width * height * 3 // 2
    lent = -(-PIPE_BYTES // size)  # frames that the encoder may still be reading
    free = deque(np.empty((depth + lent, size), np.uint8))
    pending: deque[Future[Plane]] = deque()
    spare = Spares(how.size)

    def draw(frame: Frame, buffer: Plane) -> Plane:
        frame.draw(views(buffer, width, height), spare)
        return buffer

    def next_drawn() -> Plane:
        drawn = pending.popleft()
        if not pending or pending[0] is not drawn:
            free.append(drawn.result())
        return drawn.result()

    with ThreadPoolExecutor(max(1, how.threads // 2), thread_name_prefix="compose") as pool:
        last = None
        for number in range(segment.start, segment.end):
            frame = compositor.frame(number)
            pending.append(pending[-1] if frame == last else pool.submit(draw, frame, free.popleft()))
            last = frame
            if len(pending) >= depth:
                yield next_drawn()
        while pending:
            yield next_drawn()
