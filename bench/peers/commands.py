"""The other side of each comparison: the commands, as somebody would write them who follows the documentation."""

import contextlib
import json
import os
import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from bench.venv import python_with
from spotworks.adapters.media.caption_layer import lettered
from spotworks.adapters.media.captions import prepare
from spotworks.adapters.media.compositor import Compositor, Spares
from spotworks.adapters.media.contrast import of_timeline
from spotworks.adapters.media.encode import GOP_SECONDS
from spotworks.adapters.media.planes import views
from spotworks.adapters.media.profiles import Settings, frame_size
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.generation import Profile
from spotworks.domain.timeline import Still, Timeline


def ffmpeg(*arguments: object, cwd: Path | None = None) -> None:
    subprocess.run([find_ffmpeg(), "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True, cwd=cwd)


BT709 = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]


def x264(settings: Settings) -> list[str]:
    return ["-c:v", "libx264", "-preset", settings.preset, "-crf", str(settings.crf), "-threads", str(os.cpu_count())]


def raw_frames(timeline: Timeline, media: Path, out: Path, profile: Profile = "standard") -> None:
    """The very frames that the renderer hands to the encoder, captions and all."""
    size = frame_size(timeline.width, timeline.height, profile)
    frame, spare = np.empty(size[0] * size[1] * 3 // 2, np.uint8), Spares(size)
    letters = lettered(timeline, size, media)
    with contextlib.closing(Compositor(timeline, media, size)) as compositor, out.open("wb") as file:
        compositor.caption(letters, range(timeline.length), find_ffmpeg())
        for number in range(timeline.length):
            compositor.frame(number).draw(views(frame, *size), spare)
            file.write(frame.data)


def bare(raw: Path, size: tuple[int, int], settings: Settings, out: Path) -> None:
    """x264 alone, on finished frames from a file; key frames as far apart as ours."""
    ffmpeg(*_raw(size), "-i", raw, *x264(settings), "-g", 30 * GOP_SECONDS, out)


def _raw(size: tuple[int, int]) -> list[str]:
    """How FFmpeg reads frames of our own."""
    return ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", f"{size[0]}x{size[1]}", "-framerate", "30"]


def grainy(raw: Path, size: tuple[int, int], out: Path) -> None:
    """A clip as it comes from a camera or a video model: with grain that moves, about 36 Mbit/s."""
    ffmpeg(
        *_raw(size), "-i", raw, "-vf", "noise=alls=10:allf=t", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "28M",
        "-pix_fmt", "yuv420p", *BT709, out,
    )  # fmt: skip


def decode(clips: Sequence[Path]) -> None:
    """Every clip decoded to nothing, one after the other."""
    for clip in clips:
        ffmpeg("-threads", os.cpu_count(), "-i", clip, "-f", "null", "-")


def decode_and_bare(clips: Sequence[Path], raw: Path, size: tuple[int, int], settings: Settings, out: Path) -> None:
    decode(clips)
    bare(raw, size, settings, out)


def naive(timeline: Timeline, media: Path, folder: Path, settings: Settings) -> None:
    """Three generations, as most scripts do it: zoompan per picture, xfade over the clips, subtitles, loudnorm."""
    folder.mkdir(exist_ok=True)
    size, clips = f"{timeline.width}x{timeline.height}", timeline.picture
    for number, clip in enumerate(clips):
        assert isinstance(clip.source, Still)
        a, b, frames = clip.source.camera.start, clip.source.camera.end, clip.length + 15
        t = f"on/{frames}"
        zoom, x, y = f"1/({a.w}+({b.w - a.w})*{t})", f"iw*({a.x}+({b.x - a.x})*{t})", f"ih*({a.y}+({b.y - a.y})*{t})"
        ffmpeg(
            "-i", media / clip.source.key, "-vf", f"zoompan=z='{zoom}':x='{x}':y='{y}':d={frames}:s={size}:fps=30",
            "-frames:v", frames, "-pix_fmt", "yuv420p", *x264(settings), folder / f"{number}.mp4",
        )  # fmt: skip
    graph, last = [], "0"
    for number, clip in enumerate(clips[1:], 1):
        offset = float(Fraction(clip.start) / timeline.fps)
        graph.append(f"[{last}][{number}]xfade=transition=fade:duration=0.5:offset={offset}[x{number}]")
        last = f"x{number}"
    inputs = [part for number in range(len(clips)) for part in ("-i", folder / f"{number}.mp4")]
    ffmpeg(*inputs, "-filter_complex", ";".join(graph), "-map", f"[{last}]", *x264(settings), folder / "joined.mp4")
    letters = of_timeline(timeline)
    drawn = prepare(letters.text(letters.style), folder)
    ffmpeg("-i", "joined.mp4", "-vf", drawn, *x264(settings), "captioned.mp4", cwd=folder)
    voice, music = media / timeline.voice[0].key, media / timeline.music[0].key
    mixed = "[1]volume=0.2[m];[0][m]amix=inputs=2:duration=first"
    ffmpeg("-i", voice, "-i", music, "-filter_complex", mixed, folder / "mixed.wav")
    ffmpeg("-i", folder / "mixed.wav", "-af", "loudnorm=I=-14:TP=-1.5:LRA=11", "-ar", 48000, folder / "loud.wav")
    ffmpeg(
        "-i", folder / "captioned.mp4", "-i", folder / "loud.wav", "-c:v", "copy", "-c:a", "aac", "-b:a", "160k",
        folder / "out.mp4",
    )  # fmt: skip


def moviepy(timeline: Timeline, media: Path, folder: Path, settings: Settings) -> None:
    """moviepy_job.py, in a virtual environment of its own."""
    folder.mkdir(exist_ok=True)
    job = folder / "job.json"
    font = Path(__file__).resolve().parents[2] / "layers/spotworks/python/spotworks/fonts/Montserrat-ExtraBold.ttf"
    job.write_text(
        json.dumps(
            {
                "timeline": timeline.model_dump(mode="json"), "media": str(media), "out": str(folder / "out.mp4"),
                "preset": settings.preset, "crf": settings.crf, "font": str(font), "threads": os.cpu_count(),
            }
        )
    )  # fmt: skip
    python, script = python_with("moviepy==2.2.1"), Path(__file__).with_name("moviepy_job.py")
    subprocess.run([python, script, job], check=True)
