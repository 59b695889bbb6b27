"""The picture: composed frames piped into one FFmpeg that draws the captions, encodes and writes."""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from spotworks.adapters.media.captions import caption_filter
from spotworks.adapters.media.compositor import Compositor, Frame, Spares
from spotworks.adapters.media.planes import Plane, views
from spotworks.adapters.media.process import Running
from spotworks.adapters.media.profiles import Settings
from spotworks.domain.timeline import Timeline

BT709 = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
X264_BT709 = "colorprim=bt709:transfer=bt709:colormatrix=bt709:open-gop=0"
GOP_SECONDS = 2
WALL_PER_FRAME = 2.0  # seconds; a slow machine takes a tenth of it


def encode(
    ffmpeg: Path, timeline: Timeline, media: Path, out: Path, *, settings: Settings, size: tuple[int, int],
    threads: int, tag: str, progress: Callable[[float], None],
) -> None:  # fmt: skip
    """Writes the picture alone, captions burned in. out: its folder is worked in.

    progress: called with the share of frames handed to the encoder.
    Raises RenderFailed, RenderInterrupted, DiskFull.
    """
    cv2.setNumThreads(1)  # frames are the unit of work; threads inside one would only fight
    drawn = caption_filter(timeline, out.parent, ffmpeg)
    argv = _argv(ffmpeg, timeline, out, settings=settings, size=size, threads=threads, tag=tag, drawn=drawn)
    wall = 120 + WALL_PER_FRAME * timeline.length
    compositor = Compositor(timeline, media, size)
    with contextlib.closing(compositor), Running(argv, wall_seconds=wall, cwd=out.parent, feed=True) as process:
        for number, frame in enumerate(_frames(compositor, timeline.length, size, threads)):
            process.write(frame.data)
            if number % 15 == 0:
                progress(number / timeline.length)
        process.finish()


def _argv(
    ffmpeg: Path, timeline: Timeline, out: Path, *, settings: Settings, size: tuple[int, int],
    threads: int, tag: str, drawn: str,
) -> list[str]:  # fmt: skip
    rate = f"{timeline.fps.numerator}/{timeline.fps.denominator}"
    gop = max(1, round(GOP_SECONDS * timeline.fps))
    return [
        str(ffmpeg), "-v", "error", "-nostdin", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", f"{size[0]}x{size[1]}", "-framerate", rate,
        "-i", "pipe:0",
        "-vf", ",".join(filter(None, (BT709, drawn))),
        "-c:v", "libx264", "-preset", settings.preset, "-crf", str(settings.crf), "-threads", str(threads),
        "-pix_fmt", "yuv420p", "-g", str(gop), "-x264-params", X264_BT709,
        "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-metadata", f"comment={tag}", "-f", "mp4", str(out),
    ]  # fmt: skip


def _frames(compositor: Compositor, length: int, size: tuple[int, int], threads: int) -> Iterator[Plane]:
    """Composed frames in order; each is overwritten once the next few have been asked for."""
    depth = threads + 2
    free = deque(np.empty(size[0] * size[1] * 3 // 2, np.uint8) for _ in range(depth + 1))
    pending: deque[Future[Plane]] = deque()
    spare = Spares(size)

    def draw(frame: Frame, buffer: Plane) -> Plane:
        frame.draw(views(buffer, *size), spare)
        return buffer

    with ThreadPoolExecutor(threads, thread_name_prefix="compose") as pool:
        for number in range(length):
            pending.append(pool.submit(draw, compositor.frame(number), free.popleft()))
            if len(pending) >= depth:
                buffer = pending.popleft().result()
                yield buffer
                free.append(buffer)
        while pending:
            yield pending.popleft().result()
