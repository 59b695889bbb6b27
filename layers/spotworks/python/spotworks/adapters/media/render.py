"""Timeline in, MP4 out: pictures encoded in segments beside the sound, then joined without another generation."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import av
import av.error

from spotworks.adapters.media.conform import conformed
from spotworks.adapters.media.encode import Pass
from spotworks.adapters.media.encoders import ORDER, choose
from spotworks.adapters.media.join import Part, join
from spotworks.adapters.media.memory import give_back, keep_small, map_large
from spotworks.adapters.media.mix import mix
from spotworks.adapters.media.process import disk_guard
from spotworks.adapters.media.profiles import Settings, frame_size, settings_of
from spotworks.adapters.media.smart_copy import copyable
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.adapters.media.usage import Usage
from spotworks.adapters.media.workers import Piece, encode_all
from spotworks.adapters.rules import rules_of
from spotworks.domain.generation import Codec, Profile
from spotworks.domain.segments import SEGMENT_SECONDS, WHOLE_SECONDS, segments, shown
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed
from spotworks.ports import Rendered, RenderPart

AUDIO = "audio.m4a"
VERSION = 5  # raised when the same timeline would look or sound different; old checkpoints are then left alone
_PICTURE_RULES = (
    *(f"adapters.media.{name}" for name in (
        "caption_layer", "captions", "colour", "compositor", "conform", "encode", "encoders", "lottie", "lottie_frames",
        "overlays", "planes", "sources", "transitions", "whip", "window",
    )),
    "domain.caption_styles", "domain.legibility", "domain.segments", "domain.shades", "domain.subtitles", "fonts",
)  # fmt: skip


@dataclass(frozen=True)
class Job:
    """One render. work: scratch folder on the checkpoints' file system; notes: what is to be told of it."""

    timeline: Timeline
    media: Path
    checkpoints: Path
    work: Path
    progress: Callable[[float], None]
    notes: list[str] = field(default_factory=list)


class FfmpegRenderer:
    """threads: how many compose and encode; all cores if None. encoders: kinds of them, in the order of preference.

    whole, segment: seconds, see domain.segments.
    """

    def __init__(
        self, ffmpeg: Path | None = None, threads: int | None = None, encoders: Sequence[str] = ORDER,
        *, whole: int = WHOLE_SECONDS, segment: int = SEGMENT_SECONDS,
    ) -> None:  # fmt: skip
        self._ffmpeg = ffmpeg
        self._threads = threads or os.cpu_count() or 2
        self._kinds = tuple(encoders)
        self._whole, self._segment = whole, segment

    def parts(self, timeline: Timeline, *, profile: Profile, codec: Codec = "h264") -> tuple[RenderPart, ...]:
        """See ports.Renderer."""
        pieces = self._pieces(timeline, self._passes(timeline, profile, codec)[0])
        return tuple(RenderPart(name=piece.name, segment=piece.segment) for piece in pieces)

    def render_part(
        self,
        timeline: Timeline,
        number: int,
        *,
        profile: Profile,
        media: Path,
        out: Path,
        codec: Codec = "h264",
    ) -> Rendered:
        """See ports.Renderer. By the profile's own settings: other ones would not fit the other parts."""
        usage = Usage()
        keep_small()
        media, out = media.resolve(), out.resolve()
        work = out.parent / f".{out.name}.work"
        how = self._passes(timeline, profile, codec)[0]
        piece = self._pieces(timeline, how)[number]
        with disk_guard():
            work.mkdir(parents=True)
            try:
                plain = conformed(timeline, media, work, how.ffmpeg, [piece.segment])
                encode_all(
                    plain, [piece], media, work, how=how, finished=lambda _, made: deliver(made, out),
                    progress=lambda _: None,
                )  # fmt: skip
            finally:
                shutil.rmtree(work, ignore_errors=True)
        return usage.rendered(piece.segment.length, how.encoder.describe(how.settings))

    def render(
        self,
        timeline: Timeline,
        *,
        profile: Profile,
        media: Path,
        out: Path,
        checkpoints: Path,
        codec: Codec = "h264",
        progress: Callable[[float], None] = lambda _: None,
    ) -> Rendered:
        """See ports.Renderer. Checkpoints of another timeline or profile are made again, not used."""
        usage = Usage()
        keep_small()
        if profile == "preview":  # in a Lambda, beside whatever it did before
            map_large()
            give_back()
        if not timeline.picture or timeline.length < 1:
            raise RenderFailed("the timeline holds no picture")
        media, out, checkpoints = media.resolve(), out.resolve(), checkpoints.resolve()
        job = Job(timeline, media, checkpoints, checkpoints.parent / f".{checkpoints.name}.work", progress)
        with disk_guard():
            checkpoints.mkdir(parents=True, exist_ok=True)
            out.parent.mkdir(parents=True, exist_ok=True)
            passes = self._passes(timeline, profile, codec)
            used, resumed, copied = self._settled(job, passes, out)
        progress(1.0)
        encoder = f"copied, {used.settings.sound}" if copied else used.encoder.describe(used.settings)
        return usage.rendered(
            timeline.length, encoder, fallback=used.settings != passes[0].settings, resumed_from=resumed,
            notes=tuple(job.notes),
        )  # fmt: skip

    def _passes(self, timeline: Timeline, profile: Profile, codec: Codec) -> tuple[Pass, ...]:
        """What is tried, best first: the profile's own settings on every encoder, then its fallback's."""
        ffmpeg, size = self._ffmpeg or find_ffmpeg(), frame_size(timeline.width, timeline.height, profile)
        wanted = settings_of(profile, codec)
        encoders = choose(ffmpeg, wanted[0].codec, self._kinds)
        return tuple(Pass(ffmpeg, e, s, size, self._threads) for s, e in product(wanted, encoders))

    def _pieces(self, timeline: Timeline, how: Pass) -> tuple[Piece, ...]:
        found = segments(timeline, seconds=self._segment, whole=self._whole)
        return tuple(Piece(segment, _tag(shown(timeline, segment), how), how.settings.suffix) for segment in found)

    def _settled(self, job: Job, passes: Sequence[Pass], out: Path) -> tuple[Pass, tuple[str, ...], bool]:
        """The first way that worked, the checkpoints used, and whether the picture was copied."""
        copied = copyable(job.timeline, job.media, passes[0])
        if copied:
            with suppress(RenderFailed):
                return passes[0], self._attempt(job, passes[0], out, copied), True
        for how in passes[:-1]:
            with suppress(RenderFailed):
                return how, self._attempt(job, how, out), False
        return passes[-1], self._attempt(job, passes[-1], out), False

    def _attempt(self, job: Job, how: Pass, out: Path, copied: Sequence[Part] = ()) -> tuple[str, ...]:
        """Makes what no checkpoint holds yet, then the file. Returns what was there, in words."""
        tag, sound = _tag(job.timeline, how), job.checkpoints / AUDIO
        pieces = () if copied else self._pieces(job.timeline, how)
        wanted = {piece.address: piece for piece in pieces}.values()  # what is shown twice is made once
        missing = [piece for piece in wanted if not is_complete(job.checkpoints / piece.name, piece.address)]
        has_sound = is_complete(sound, tag)
        shutil.rmtree(job.work, ignore_errors=True)  # of a run that was killed
        job.work.mkdir()
        try:
            with ThreadPoolExecutor(1, thread_name_prefix="sound") as beside:
                mixing = None if has_sound else beside.submit(_mix, job, how.ffmpeg, how.settings, tag)
                _encode(job, how, missing, mixing)
                if mixing is not None:
                    mixing.result()
            joined = job.work / f"joined{how.settings.suffix}"
            parts = copied or [Part(job.checkpoints / piece.name, piece.segment.length) for piece in pieces]
            join(parts, sound, joined, job.timeline.fps)
            deliver(joined, out)
        finally:
            shutil.rmtree(job.work, ignore_errors=True)
        return _resumed(has_sound, len(wanted) - len(missing), len(wanted))


def _resumed(has_sound: bool, found: int, of: int) -> tuple[str, ...]:
    return (*([AUDIO] if has_sound else []), *([f"{found} of {of} segments"] if found else []))


def _encode(job: Job, how: Pass, missing: Sequence[Piece], mixing: Future[None] | None) -> None:
    there = job.timeline.length - sum(piece.segment.length for piece in missing)

    def progress(frames: int) -> None:
        if mixing is not None and mixing.done():
            mixing.result()  # a failed mix ends the render now, not after the last frame
        job.progress(0.97 * (there + frames) / job.timeline.length)

    def finished(piece: Piece, made: Path) -> None:
        deliver(made, job.checkpoints / piece.name)

    shown = [piece.segment for piece in missing]
    plain = conformed(job.timeline, job.media, job.checkpoints, how.ffmpeg, shown)
    encode_all(plain, missing, job.media, job.work, how=how, finished=finished, progress=progress)


def _mix(job: Job, ffmpeg: Path, settings: Settings, tag: str) -> None:
    made = job.work / AUDIO
    with disk_guard():
        mixed = mix(ffmpeg, job.timeline, job.media, made, settings=settings, tag=tag)
        job.notes.extend(filter(None, [mixed.missed]))
        deliver(made, job.checkpoints / AUDIO)


def deliver(made: Path, to: Path) -> None:
    """Moves a finished file into place in one step, across file systems too."""
    try:
        made.replace(to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = to.with_name(f".{to.name}.part")
        try:
            shutil.copyfile(made, beside)
            beside.replace(to)
        finally:
            beside.unlink(missing_ok=True)
        made.unlink()


def _tag(timeline: Timeline, how: Pass) -> str:
    """What a checkpoint was made from and by which rules; written into its comment."""
    rules = f"{VERSION} {rules_of(*_PICTURE_RULES)} {how.settings} {how.encoder.name} {how.size}"
    return hashlib.sha256(f"{rules} {timeline.model_dump_json()}".encode()).hexdigest()[:32]


def is_complete(checkpoint: Path, tag: str) -> bool:
    """Files arrive here by a rename, so one that opens is whole; the tag tells whose it is."""
    try:
        with av.open(str(checkpoint), options={"protocol_whitelist": "file"}) as container:
            return container.metadata.get("comment") == tag
    except (av.error.FFmpegError, OSError):
        return False
