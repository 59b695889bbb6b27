"""The master from which a buyer makes every other file: ProRes 422 HQ with PCM, and one ready to be served.

The mezzanine is encoded from the composed frames; the file to be served from the mezzanine, as a buyer's own would be.
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from spotworks.adapters.media.caption_layer import lettered
from spotworks.adapters.media.compositor import Compositor, Spares
from spotworks.adapters.media.planes import views
from spotworks.adapters.media.process import SAFE_INPUT, Running, run
from spotworks.domain.timeline import Timeline

_BT709 = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
_TAGS = ("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
_WALL_PER_FRAME = 3.0  # seconds; a machine that is not busy takes a twentieth


@dataclass(frozen=True)
class Rates:
    """kbit/s. mean: what is aimed at; least, most: the window that a placement takes."""

    least: int = 4_000
    most: int = 10_000
    mean: int = 8_000


def write_mezzanine(ffmpeg: Path, timeline: Timeline, media: Path, sound: Path, out: Path) -> None:
    """A .mov: ProRes 422 HQ, 10 bits, and the sound as it is. sound: a WAV; out: its folder is worked in.

    Frames are composed in 4:2:0 of 8 bits; what ProRes adds is that nothing more is lost in later generations.
    Raises RenderFailed, RenderInterrupted, DiskFull.
    """
    size, rate = (timeline.width, timeline.height), f"{timeline.fps.numerator}/{timeline.fps.denominator}"
    letters = lettered(timeline, size, out.parent)
    argv = [
        str(ffmpeg), "-v", "error", "-nostdin", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", f"{size[0]}x{size[1]}", "-framerate", rate,
        "-i", "pipe:0", *SAFE_INPUT, "-i", str(sound), "-map", "0:v:0", "-map", "1:a:0",
        "-vf", _BT709,
        "-c:v", "prores_ks", "-profile:v", "hq", "-vendor", "apl0", "-pix_fmt", "yuv422p10le", *_TAGS,
        "-c:a", "copy", "-f", "mov", str(out),
    ]  # fmt: skip
    cv2.setNumThreads(1)
    frame, spare = np.empty(size[0] * size[1] * 3 // 2, np.uint8), Spares(size)
    wall = 120 + _WALL_PER_FRAME * timeline.length
    with (
        contextlib.closing(Compositor(timeline, media, size)) as compositor,
        Running(argv, wall_seconds=wall, cwd=out.parent, feed=True) as process,
    ):
        compositor.caption(letters, range(timeline.length), ffmpeg)
        for number in range(timeline.length):
            compositor.frame(number).draw(views(frame, *size), spare)
            process.write(frame.data)
        process.finish()


def write_served(ffmpeg: Path, mezzanine: Path, sound: Path, out: Path, *, fps: float, rates: Rates) -> None:
    """An .mp4 in the window of rates: H.264 High, level 4.0 (4.2 above 30 frames a second), the AAC as it is.

    Pictures too plain to fill the window are stuffed up to it: buyers' checks read the rate, not the picture.
    """
    _served(ffmpeg, mezzanine, sound, out, fps=fps, rate=rates.mean, most=rates.most, stuffed=False)
    seconds = _seconds(mezzanine)
    if out.stat().st_size * 8 / 1000 / seconds < rates.least * 1.05:
        rate = round(rates.least * 1.25)
        _served(ffmpeg, mezzanine, sound, out, fps=fps, rate=rate, most=rate, stuffed=True)


def _served(
    ffmpeg: Path, mezzanine: Path, sound: Path, out: Path, *, fps: float, rate: int, most: int, stuffed: bool
) -> None:
    hrd = ":nal-hrd=cbr:filler=1" if stuffed else ""
    level = "4.0" if fps <= 30 else "4.2"
    run(
        [str(ffmpeg), "-v", "error", "-nostdin", "-y", *SAFE_INPUT, "-i", str(mezzanine), *SAFE_INPUT, "-i", str(sound),
         "-map", "0:v:0", "-map", "1:a:0", "-c:v", "libx264", "-preset", "medium", "-profile:v", "high",
         "-level:v", level, "-pix_fmt", "yuv420p", "-b:v", f"{rate}k", "-maxrate", f"{most}k", "-bufsize", f"{most}k",
         *(("-minrate", f"{rate}k") if stuffed else ()), "-g", str(round(2 * fps)),
         "-x264-params", f"colorprim=bt709:transfer=bt709:colormatrix=bt709:open-gop=0{hrd}", *_TAGS,
         "-c:a", "copy", "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", str(out)],
        wall_seconds=600 + 60 * _seconds(mezzanine),
    )  # fmt: skip


def _seconds(video: Path) -> float:
    import av

    with av.open(str(video), options={"protocol_whitelist": "file", "format_whitelist": "mov"}) as container:
        return (container.duration or 0) / 1_000_000
