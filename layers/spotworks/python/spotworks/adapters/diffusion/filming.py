"""Frames into an MP4: by NVENC where there is one, else on the CPU."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotworks.adapters.media.encoders import Encoder, choose, output_arguments
from spotworks.adapters.media.process import Running
from spotworks.adapters.media.profiles import Settings
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.errors import RenderFailed

# Encoded once more in the render: better than what is delivered, and still small.
_SETTINGS = Settings("medium", 14, 0)
_COLOURS = "scale=out_color_matrix=bt709:out_range=tv"
_WALL = 600.0  # seconds


def written(frames: NDArray[np.uint8], fps: int, to: Path) -> str:
    """By the first encoder that does it; its name and settings. frames: number, height, width and RGB.

    Raises RenderFailed, DiskFull, ToolMissing.
    """
    ffmpeg = find_ffmpeg()
    *hopes, last = choose(ffmpeg, "h264", ("nvenc", "cpu"))
    for encoder in hopes:
        try:
            return _encoded(frames, fps, to, ffmpeg, encoder)
        except RenderFailed:  # a card that is busy with all the sessions that its driver allows
            continue
    return _encoded(frames, fps, to, ffmpeg, last)


def _encoded(frames: NDArray[np.uint8], fps: int, to: Path, ffmpeg: Path, encoder: Encoder) -> str:
    _, height, width, _ = frames.shape
    argv = [
        str(ffmpeg), "-v", "error", "-nostdin", "-y", *encoder.before,
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-video_size", f"{width}x{height}", "-framerate", str(fps),
        "-i", "pipe:0", "-vf", f"{_COLOURS},{encoder.filters}",
        *output_arguments(encoder, _SETTINGS, threads=0, gop=2 * fps), "-movflags", "+faststart", "-f", "mp4", str(to),
    ]  # fmt: skip
    with Running(argv, wall_seconds=_WALL, cwd=to.parent, feed=True) as process:
        for frame in frames:
            process.write(np.ascontiguousarray(frame).reshape(-1).data)
        process.finish()
    return f"{encoder.name} {_SETTINGS.preset} crf {_SETTINGS.crf}"
