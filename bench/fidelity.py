"""How near the picture comes to what an unhurried sampler and the same encoder make."""

import json
import subprocess
from pathlib import Path

import cv2
import numpy as np

from bench.material import MOVES, picture
from bench.peers.commands import bare
from spotworks.adapters.media.planes import empty, from_bgr
from spotworks.adapters.media.profiles import Settings
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.adapters.media.sources import StillSource, ease
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.captions import Captions
from spotworks.domain.timeline import PictureClip, Still, Timeline

SIZE, FRAMES = (1080, 1920), 90
WINDOWS = [(x, y) for x in (40, 412, 784) for y in (300, 1340)]  # corners of the squares in which motion is measured
WINDOW = 256
# Equal tags: FFmpeg converts the colours of one side, before measuring, where they differ.
_SAME = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709,setpts=PTS-STARTPTS"


def vmaf(folder: Path, settings: Settings) -> tuple[float, float]:
    """Of our render, and of bare x264 of the ideal frames at the same settings; both against the ideal frames."""
    folder.mkdir(parents=True, exist_ok=True)
    picture(folder / "still.jpg", SIZE[0] * 4 // 3, SIZE[1] * 4 // 3, 5)
    ideal = folder / "ideal.yuv"
    _write_ideal(folder / "still.jpg", ideal)
    clip = PictureClip(scene=0, chunk=0, start=0, length=FRAMES, source=Still(key="still.jpg", camera=MOVES[0]))
    timeline = Timeline(
        fps=30, width=SIZE[0], height=SIZE[1], length=FRAMES, picture=(clip,),
        captions=Captions(language="en", source="voice"),
    )  # fmt: skip
    FfmpegRenderer().render(
        timeline, profile="standard", media=folder, out=folder / "ours.mp4", checkpoints=folder / "kept"
    )
    bare(ideal, SIZE, settings, folder / "bare.mp4")
    return _vmaf(folder / "ours.mp4", ideal), _vmaf(folder / "bare.mp4", ideal)


def strays(folder: Path) -> tuple[float, float]:
    """Pixels by which our frames stand beside the ideal ones: in the mean, and at most. After `vmaf`, in its folder."""
    source = StillSource(folder / "still.jpg", "still", MOVES[0], SIZE, FRAMES)
    ideal = np.memmap(folder / "ideal.yuv", np.uint8, "r").reshape(FRAMES, -1)
    hann = cv2.createHanningWindow((WINDOW, WINDOW), cv2.CV_32F)
    found, frame = [], empty(*SIZE)
    for number in range(FRAMES):
        source.at(number).draw(frame)
        wanted = ideal[number, : SIZE[0] * SIZE[1]].reshape(SIZE[1], SIZE[0])
        for x, y in WINDOWS:
            ours, theirs = (
                np.float32(plane[y : y + WINDOW, x : x + WINDOW]) for plane in (frame.y, wanted)
            )  # fmt: skip
            found.append(np.abs(cv2.phaseCorrelate(theirs, ours, hann)[0]))
    return float(np.mean(found)), float(np.max(found))


def _write_ideal(still: Path, out: Path) -> None:
    source = cv2.imread(str(still)).astype(np.float32)
    height, width = source.shape[:2]
    camera = MOVES[0]
    with out.open("wb") as file:
        for number in range(FRAMES):
            t = ease(number / (FRAMES - 1), camera.easing)
            x, y, w, h = (a + (b - a) * t for a, b in zip(_box(camera.start), _box(camera.end), strict=True))
            step = min(w * width / SIZE[0], h * height / SIZE[1])
            left = (x + w / 2) * width - SIZE[0] * step / 2
            top = (y + h / 2) * height - SIZE[1] * step / 2
            matrix = np.array([[step, 0, left + step / 2 - 0.5], [0, step, top + step / 2 - 0.5]])
            frame = cv2.warpAffine(
                source, matrix, SIZE, flags=cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
            )
            for plane in from_bgr(np.clip(np.rint(frame), 0, 255).astype(np.uint8)):
                file.write(np.ascontiguousarray(plane).data)


def _box(box: object) -> tuple[float, float, float, float]:
    return tuple(getattr(box, name) for name in "xywh")  # type: ignore[return-value]


def _vmaf(video: Path, ideal: Path) -> float:
    log = video.with_suffix(".json")
    subprocess.run(
        [find_ffmpeg(), "-v", "error", "-i", video, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size",
         f"{SIZE[0]}x{SIZE[1]}", "-framerate", "30", "-i", ideal.name, "-lavfi",
         f"[0:v]{_SAME}[a];[1:v]{_SAME}[b];[a][b]libvmaf=log_fmt=json:log_path={log.name}:n_threads=2",
         "-f", "null", "-"],
        check=True, cwd=video.parent,
    )  # fmt: skip
    return float(json.loads(log.read_text())["pooled_metrics"]["vmaf"]["mean"])
