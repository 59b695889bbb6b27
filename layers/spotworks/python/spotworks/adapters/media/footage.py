"""The user's footage: what it is, whether it can be cut from, and where its shots are.

Shots are told apart by key frames, where encoders begin anew at every cut: a file is judged without decoding it whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from spotworks.adapters.media.listening import listened
from spotworks.adapters.media.outside import opened_video
from spotworks.adapters.media.reframe import SubjectFramer
from spotworks.adapters.media.sources import FOOTAGE_FORMATS
from spotworks.adapters.rules import rules_of
from spotworks.errors import AssetRejected, RenderFailed
from spotworks.ports import Footage, FootageShot

MAX_SECONDS = 1_800
MIN_SECONDS = Fraction(1, 2)
MIN_SIDE, MAX_SIDE = 160, 4_096
MAX_SHOTS = 24
_LEAST = Fraction(4, 5)  # seconds of a shot worth cutting from
_LOOKED_AT = 600  # key frames
_CUT = 22.0  # mean difference in Lab between two key frames that makes a cut
_POSTER = 1_080  # pixels of its longer side
_SUFFIXES = {"mov": ".mp4", "avi": ".avi", "mpegts": ".ts"}
_WEB = {"vp8", "vp9", "av1"}  # what makes a Matroska file a WebM
_SEND = "send MP4, MOV, WebM, MKV or AVI as a camera or a phone writes it"


@dataclass(frozen=True)
class _Look:
    """A key frame: when it is shown, and a small copy in Lab."""

    at: Fraction
    small: NDArray[np.float32]


class FootageIntake:
    """Satisfies ports.FootageIntake."""

    @property
    def rules(self) -> str:
        modules = ("footage", "listening", "outside", "sounds", "bs1770")
        return rules_of(*(f"adapters.media.{name}" for name in modules)) + SubjectFramer().rules

    def check(self, video: Path, *, name: str = "footage") -> Footage:
        """Raises AssetRejected, saying what is wrong and what to send instead."""
        with opened_video(video, FOOTAGE_FORMATS, lambda reason: _unopened(name, reason)) as (container, stream):
            try:
                return _judged(container, stream, name)
            except RenderFailed as error:
                raise _reject(name, f"does not decode ({error.message})", _SEND) from error


def _judged(container: av.container.InputContainer, stream: "av.VideoStream", name: str) -> Footage:
    rate = stream.average_rate or stream.guessed_rate
    if not rate or not 1 <= rate <= 240:
        raise _reject(name, f"{rate or 0} frames a second", "send between 1 and 240")
    stream.thread_type = "AUTO"
    first = next(container.decode(stream), None)
    if first is None:
        raise _reject(name, "no frame of it decodes", _SEND)
    turned = bool(first.rotation % 180)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    shown = round(first.width * aspect), first.height
    width, height = shown[::-1] if turned else shown
    if min(width, height) < MIN_SIDE or max(width, height) > MAX_SIDE:
        raise _reject(name, f"{width}x{height} pixels", f"send sides from {MIN_SIDE} to {MAX_SIDE:,}")
    seconds = _seconds(container, stream)
    if not MIN_SECONDS <= seconds <= MAX_SECONDS:
        raise _reject(
            name, f"{float(seconds):.1f} s long", f"send from {float(MIN_SECONDS)} s to {MAX_SECONDS // 60} min"
        )
    shots = _shots(container, stream, seconds)
    if not shots:
        raise _reject(name, "no frame of it decodes", _SEND)
    sound = listened(Path(container.name)) if container.streams.audio else None
    return Footage(
        suffix=_suffix(container.format.name.split(",")[0], stream.codec_context.name), width=width, height=height,
        seconds=seconds, fps=Fraction(rate), has_sound=sound is not None and not sound.is_silent, sound=sound,
        shots=tuple(shots),
    )  # fmt: skip


def _suffix(container: str, codec: str) -> str:
    return _SUFFIXES.get(container, ".webm" if codec in _WEB else ".mkv")


def _seconds(container: av.container.InputContainer, stream: "av.VideoStream") -> Fraction:
    if stream.duration and stream.time_base:
        return Fraction(stream.duration) * stream.time_base
    return Fraction(container.duration or 0, av.time_base)


def _shots(container: av.container.InputContainer, stream: "av.VideoStream", seconds: Fraction) -> list[FootageShot]:
    """The longest of them in playing order, each with a picture of its middle."""
    looks = list(_looks(container, stream, seconds))
    if not looks:
        return []
    edges = [Fraction(0)]
    for before, after in pairwise(looks):
        if float(np.abs(after.small - before.small).mean()) > _CUT and after.at - edges[-1] >= _LEAST:
            edges.append(after.at)
    edges.append(seconds)
    spans = [(a, b) for a, b in pairwise(edges) if b - a >= min(_LEAST, seconds)]
    spans = sorted(sorted(spans, key=lambda span: span[0] - span[1])[:MAX_SHOTS])
    framer = SubjectFramer()
    found = []
    for start, end in spans:
        poster = _poster(container, stream, (start + end) / 2)
        if poster is not None:
            subject = framer.still(poster).subject
            found.append(FootageShot(start=start, length=end - start, poster=poster, subject=subject))
    return found


def _looks(container: av.container.InputContainer, stream: "av.VideoStream", seconds: Fraction) -> Iterator[_Look]:
    container.seek(0)
    stream.codec_context.skip_frame = "NONKEY"
    begin, apart, last = stream.start_time or 0, seconds / _LOOKED_AT, Fraction(-1)
    for frame in container.decode(stream):
        if frame.pts is None:
            continue
        at = (frame.pts - begin) * Fraction(stream.time_base or 1)
        if at - last >= apart:
            last = at
            small = frame.reformat(32, 32, "rgb24").to_ndarray()
            yield _Look(max(at, Fraction(0)), cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32))


def _poster(container: av.container.InputContainer, stream: "av.VideoStream", at: Fraction) -> bytes | None:
    """A JPEG of the key frame at or before a moment, upright and with square pixels."""
    time_base = Fraction(stream.time_base or 1)
    container.seek(int(at / time_base) + (stream.start_time or 0), stream=stream)
    frame = next(container.decode(stream), None)
    if frame is None:  # in transport streams a jump ends beyond the key frame: its first picture, then
        container.seek(0)
        frame = next(container.decode(stream), None)
    if frame is None:
        return None
    aspect = stream.sample_aspect_ratio or Fraction(1)
    wide = float(frame.width * aspect)
    scale = min(1.0, _POSTER / max(wide, float(frame.height)))
    size = max(2, round(wide * scale)), max(2, round(frame.height * scale))
    picture = np.rot90(frame.reformat(*size, "bgr24").to_ndarray(), round(frame.rotation / 90))
    _, body = cv2.imencode(".jpg", np.ascontiguousarray(picture), [cv2.IMWRITE_JPEG_QUALITY, 88])
    return bytes(body.tobytes())


def _unopened(name: str, reason: str) -> AssetRejected:
    """reason: may say itself what to send."""
    return AssetRejected(f"{name}: {reason}" + ("" if ";" in reason else f"; {_SEND}"), field="footage_assets")


def _reject(name: str, problem: str, advice: str) -> AssetRejected:
    return AssetRejected(f"{name}: {problem}; {advice}", field="footage_assets")
