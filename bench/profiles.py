"""How close each profile comes to bare encoding of the same frames, overlays and every transition included."""

import tempfile
from functools import partial
from pathlib import Path

from bench.jobs import render
from bench.material import spot
from bench.measure import cost, line, pairs
from bench.peers import commands
from spotworks.adapters.media.profiles import SETTINGS, frame_size
from spotworks.domain.generation import Profile

PROFILES: tuple[Profile, ...] = ("preview", "draft", "standard")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        media = Path(folder)
        timeline, raw = spot(media), media / "frames.yuv"
        for profile in PROFILES:
            size = frame_size(timeline.width, timeline.height, profile)
            cost(partial(commands.raw_frames, timeline, media, raw, profile))
            bare = partial(commands.bare, raw, size, SETTINGS[profile], media / "bare.mp4")
            a, b, wall, cpu = pairs(partial(render, timeline, media, profile), bare, 1)
            line(f"Spotworks, {profile}", a, (media / f"{profile}.mp4").stat().st_size)
            line("bare x264 of the same frames", b, (media / "bare.mp4").stat().st_size)
            print(f"  -> {wall:.2f} of its wall, {cpu:.2f} of its CPU")
