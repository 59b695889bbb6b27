"""How close a whole render comes to bare encoding of the same frames: `python -m bench.render [seconds]`.

Both are measured in one run, one after the other, so that their ratio holds on a busy machine too.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.material import spot
from spotworks.adapters.media.profiles import SETTINGS, frame_size
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.generation import Profile
from spotworks.domain.timeline import Timeline

PROFILES: tuple[Profile, ...] = ("preview", "draft", "standard")


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds, children included."""
    began, cpu = time.monotonic(), _cpu()
    work()
    return time.monotonic() - began, _cpu() - cpu


def _cpu() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def bare(video: Path, raw: Path, timeline: Timeline, profile: Profile) -> tuple[float, float]:
    """x264 alone, at the profile's settings, on the frames of a finished video, from a file."""
    ffmpeg, settings = str(find_ffmpeg()), SETTINGS[profile]
    width, height = frame_size(timeline.width, timeline.height, profile)
    subprocess.run([ffmpeg, "-v", "error", "-y", "-i", video, "-f", "rawvideo", raw], check=True)
    encode = [
        ffmpeg, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", f"{width}x{height}",
        "-framerate", "30", "-i", raw, "-c:v", "libx264", "-preset", settings.preset, "-crf", str(settings.crf),
        "-threads", str(os.cpu_count()), "-f", "null", "-",
    ]  # fmt: skip
    found = cost(lambda: subprocess.run(encode, check=True))
    raw.unlink()
    return found


def main(seconds: int = 30) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        media = Path(folder)
        timeline = spot(media, seconds=seconds)
        print(f"{seconds} s, {timeline.width}x{timeline.height}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print("profile    wall s   CPU s   bare wall   bare CPU   wall x   CPU x   RSS MB   MB")
        for profile in PROFILES:
            out = media / f"{profile}.mp4"
            made = FfmpegRenderer().render(
                timeline, profile=profile, media=media, out=out, checkpoints=media / "checkpoints" / profile
            )  # fmt: skip
            wall, cpu = bare(out, media / "frames.yuv", timeline, profile)
            print(
                f"{profile:9} {made.seconds:7.1f} {made.cpu_seconds:7.1f} {wall:11.1f} {cpu:10.1f} "
                f"{made.seconds / wall:8.2f} {made.cpu_seconds / cpu:7.2f} {made.peak_rss_mb:8} "
                f"{out.stat().st_size / 1e6:4.1f}"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
