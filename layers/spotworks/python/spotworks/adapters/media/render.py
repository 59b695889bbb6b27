"""Timeline in, MP4 out: picture encoded and sound mixed side by side, then joined without another generation."""

import errno
import hashlib
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import av
import av.error

from spotworks.adapters.media.encode import encode
from spotworks.adapters.media.mix import mix
from spotworks.adapters.media.process import SAFE_INPUT, disk_guard, run
from spotworks.adapters.media.profiles import FALLBACK, SETTINGS, Settings, frame_size
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.generation import Profile
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed
from spotworks.ports import Rendered

AUDIO, VIDEO = "audio.m4a", "video.mp4"
VERSION = 3  # raised when the same timeline would look or sound different; old checkpoints are then left alone


@dataclass(frozen=True)
class Job:
    """One attempt at a render. work: scratch folder on the checkpoints' file system."""

    ffmpeg: Path
    threads: int
    timeline: Timeline
    size: tuple[int, int]
    media: Path
    checkpoints: Path
    work: Path
    progress: Callable[[float], None]


class FfmpegRenderer:
    """threads: how many compose and encode; all cores if None."""

    def __init__(self, ffmpeg: Path | None = None, threads: int | None = None) -> None:
        self._ffmpeg = ffmpeg
        self._threads = threads or os.cpu_count() or 2

    def render(
        self,
        timeline: Timeline,
        *,
        profile: Profile,
        media: Path,
        out: Path,
        checkpoints: Path,
        progress: Callable[[float], None] = lambda _: None,
    ) -> Rendered:
        """See ports.Renderer. Checkpoints of another timeline or profile are made again, not used."""
        began, cpu = time.monotonic(), _cpu_seconds()
        if not timeline.picture or timeline.length < 1:
            raise RenderFailed("the timeline holds no picture")
        media, out, checkpoints = media.resolve(), out.resolve(), checkpoints.resolve()
        job = Job(
            self._ffmpeg or find_ffmpeg(), self._threads, timeline,
            frame_size(timeline.width, timeline.height, profile), media, checkpoints,
            checkpoints.parent / f".{checkpoints.name}.work", progress,
        )  # fmt: skip
        with disk_guard():
            checkpoints.mkdir(parents=True, exist_ok=True)
            out.parent.mkdir(parents=True, exist_ok=True)
            settings, resumed = _settled(job, profile, out)
        progress(1.0)
        return Rendered(
            frames=timeline.length, seconds=time.monotonic() - began, cpu_seconds=_cpu_seconds() - cpu,
            encoder=str(settings), fallback=settings != SETTINGS[profile], resumed_from=resumed,
            peak_rss_mb=_peak_rss_mb(),
        )  # fmt: skip


def _settled(job: Job, profile: Profile, out: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings that worked, the profile's own or its fallback's, and the checkpoints used."""
    fallback = FALLBACK.get(profile)
    try:
        return SETTINGS[profile], _attempt(job, SETTINGS[profile], out)
    except RenderFailed:
        if fallback is None:
            raise
    return fallback, _attempt(job, fallback, out)


def _attempt(job: Job, settings: Settings, out: Path) -> tuple[str, ...]:
    """Makes what no checkpoint holds yet, then the file. Returns the names of the checkpoints used."""
    tag = _tag(job.timeline, settings)
    sound, picture = job.checkpoints / AUDIO, job.checkpoints / VIDEO
    resumed = tuple(path.name for path in (sound, picture) if _is_complete(path, tag))
    shutil.rmtree(job.work, ignore_errors=True)  # of a run that was killed
    job.work.mkdir()
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="sound") as beside:
            mixing = None if AUDIO in resumed else beside.submit(_mix, job, settings, tag)
            if VIDEO not in resumed:
                _encode(job, settings, tag, mixing)
            if mixing is not None:
                mixing.result()
        _join(job, out)
    finally:
        shutil.rmtree(job.work, ignore_errors=True)
    return resumed


def _encode(job: Job, settings: Settings, tag: str, mixing: Future[None] | None) -> None:
    def progress(share: float) -> None:
        if mixing is not None and mixing.done():
            mixing.result()  # a failed mix ends the render now, not after the last frame
        job.progress(0.97 * share)

    encode(
        job.ffmpeg, job.timeline, job.media, job.work / VIDEO, settings=settings, size=job.size,
        threads=job.threads, tag=tag, progress=progress,
    )  # fmt: skip
    _deliver(job.work / VIDEO, job.checkpoints / VIDEO)


def _mix(job: Job, settings: Settings, tag: str) -> None:
    with disk_guard():
        mix(job.ffmpeg, job.timeline, job.media, job.work / AUDIO, settings=settings, tag=tag)
        _deliver(job.work / AUDIO, job.checkpoints / AUDIO)


def _join(job: Job, out: Path) -> None:
    """Picture and sound into one file, index first, neither encoded again."""
    joined = job.work / "joined.mp4"
    run(
        [str(job.ffmpeg), "-v", "error", "-nostdin", "-y",
         *SAFE_INPUT, "-i", str(job.checkpoints / VIDEO), *SAFE_INPUT, "-i", str(job.checkpoints / AUDIO),
         "-map", "0:v:0", "-map", "1:a:0", "-c", "copy", "-map_metadata", "-1", "-movflags", "+faststart",
         str(joined)],
        wall_seconds=120 + float(job.timeline.seconds),
    )  # fmt: skip
    _deliver(joined, out)


def _deliver(made: Path, to: Path) -> None:
    """Moves a finished file into place in one step, across file systems too."""
    try:
        made.replace(to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = to.with_name(f".{to.name}.part")
        shutil.copyfile(made, beside)
        beside.replace(to)
        made.unlink()


def _tag(timeline: Timeline, settings: Settings) -> str:
    """What a checkpoint was made from; written into its comment."""
    return hashlib.sha256(f"{VERSION} {timeline.model_dump_json()} {settings}".encode()).hexdigest()[:32]


def _is_complete(checkpoint: Path, tag: str) -> bool:
    """Files arrive here by a rename, so one that opens is whole; the tag tells whose it is."""
    try:
        with av.open(str(checkpoint), options={"protocol_whitelist": "file"}) as container:
            return container.metadata.get("comment") == tag
    except (av.error.FFmpegError, OSError):
        return False


def _cpu_seconds() -> float:
    """Of this process and of its ended children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak_rss_mb() -> int:
    """This process at its largest and the largest child, as if both had been so at once; kilobytes on Linux."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_maxrss for usage in usages) // (1024 if sys.platform != "darwin" else 1024 * 1024)
