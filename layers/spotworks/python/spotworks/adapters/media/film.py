"""A video of the user's: what it is, what is heard in it, and a picture of it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from spotworks.adapters.media.outside import MAX_SECONDS, MAX_SIDE, opened_video
from spotworks.adapters.media.process import run
from spotworks.domain.captions import Span
from spotworks.errors import InvalidRequest

Pictures = NDArray[np.uint8]
"""Number x height x width x 3, RGB."""

FORMATS = "mov,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,wav,mp3,aac,flac"
ANY_VIDEO = ("-protocol_whitelist", "file", "-format_whitelist", FORMATS)

_RATE = 16_000  # Hz, at which speech is looked for
_STEP = 160  # samples: 10 ms
_SHORTEST_PAUSE, _SHORTEST_SPEECH = 15, 8  # steps
_LEAST_RANGE = 8.0  # dB between speech and what is round it, or all is taken for speech


@dataclass(frozen=True)
class Film:
    """width, height: as shown, upright and with square pixels. sound: the codec's name, "" without sound.

    stretch: whether its pixels are not square; is_bt709: tagged so, or untagged and high definition.
    still: whether it is one picture, which is shown as long as its sound lasts.
    """

    path: Path
    width: int
    height: int
    seconds: Fraction
    fps: Fraction
    sound: str
    stretch: bool
    is_bt709: bool = True
    still: bool = False


def opened(path: Path) -> Film:
    """Raises InvalidRequest naming "video", in one line, for whatever cannot be captioned."""
    if not path.is_file():
        raise InvalidRequest(f"video: there is no file {path.name}", field="video")

    def refusal(reason: str) -> InvalidRequest:
        return InvalidRequest(f"video: {path.name} {reason}", field="video")

    with opened_video(path, FORMATS, refusal) as (container, stream):
        return _film(path, container, stream)


def _film(path: Path, container: av.container.InputContainer, stream: "av.VideoStream") -> Film:
    frames, still = container.decode(stream), False
    frame = next(frames, None)
    if frame is None:
        raise InvalidRequest(f"video: {path.name} holds no frame that decodes", field="video")
    seconds = Fraction(container.duration or 0, av.time_base)
    if stream.duration and stream.time_base:
        seconds = max(seconds, Fraction(stream.duration) * stream.time_base)
    if not 0 < seconds <= MAX_SECONDS:
        raise InvalidRequest(
            f"video: {path.name} says it is {float(seconds):.0f} s long; up to {MAX_SECONDS // 3600} hours are taken",
            field="video",
        )
    with suppress(av.error.FFmpegError):  # what breaks off here is captioned as far as it goes
        still = next(frames, None) is None
    aspect = stream.sample_aspect_ratio or Fraction(1)
    width, height = round(frame.width * aspect), frame.height
    if frame.rotation % 180:
        width, height = height, width
    if max(width, height) > MAX_SIDE or min(width, height) < 16:
        raise InvalidRequest(f"video: is {width}x{height}; sides must be from 16 to {MAX_SIDE} pixels", field="video")
    audio = container.streams.audio
    return Film(
        path=path, width=width + width % 2, height=height + height % 2, seconds=seconds,
        fps=Fraction(stream.average_rate or 30), sound=audio[0].codec_context.name if audio else "",
        stretch=aspect != 1, is_bt709=_is_bt709(stream.codec_context.colorspace, frame.height), still=still,
    )  # fmt: skip


def _is_bt709(tag: int, height: int) -> bool:
    """tag: of ISO/IEC 23091-2, 2 where there is none."""
    return tag == 1 or (tag in {0, 2} and height >= 720)


def upright(film: Film) -> str:
    """The filter that makes the picture what `Film` says: square pixels, even sides. FFmpeg turns it itself."""
    square = f"scale={film.width}:{film.height}," if film.stretch else ""
    return f"{square}setsar=1,pad=ceil(iw/2)*2:ceil(ih/2)*2"


def moving(film: Film) -> str:
    """The filter that repeats a film's one picture to its end, so that words can change over it; "" for others."""
    return f"{_held(film)},trim=end={float(film.seconds):.6f}," if film.still else ""


def _held(film: Film) -> str:
    """The last picture stays for ever; tpad counts by a rate, which odd files do not have."""
    return f"fps={min(max(film.fps, 25), 60)},tpad=stop=-1:stop_mode=clone"


def take_frame(
    ffmpeg: Path, film: Film, at: Fraction, filters: str, coder: Sequence[str], out: Path, cwd: Path | None = None
) -> None:
    """The frame at a moment through filters, if there is one. coder: arguments that end with `out`.

    Transport streams, and files whose times are wrong, may have nothing after a jump, and there is nothing after the
    last picture: they are read up to there, and the last picture stays.
    """
    begin = [str(ffmpeg), "-v", "error", "-nostdin", "-y"]
    source = [*ANY_VIDEO, "-i", str(film.path.resolve()), "-map", "0:V:0", "-frames:v", "1", "-vf"]
    run([*begin, "-ss", f"{float(at):.3f}", *source, filters, *coder], wall_seconds=120, cwd=cwd)
    if not out.exists() or not out.stat().st_size:
        there = f"{_held(film)},trim=start={float(at):.3f}"
        run([*begin, *source, f"{there},{filters}", *coder], wall_seconds=120 + float(at), cwd=cwd)


def pictures(ffmpeg: Path, film: Film, moments: Sequence[Fraction], folder: Path) -> Pictures:
    """The frames at some moments. folder: to work in. Raises RenderFailed, ToolMissing."""
    found = []
    for number, at in enumerate(moments):
        out = folder / f"picture-{number}.raw"
        take_frame(ffmpeg, film, at, upright(film), ["-pix_fmt", "rgb24", "-f", "rawvideo", str(out)], out)
        raw = np.fromfile(out, np.uint8)
        out.unlink()
        if raw.size != film.width * film.height * 3:
            raise InvalidRequest(f"video: {film.path.name} shows nothing at {float(at):.2f} s", field="video")
        found.append(raw.reshape(film.height, film.width, 3))
    return np.stack(found)


def speech(film: Film) -> tuple[Span, ...]:
    """Where somebody speaks, by energy; nothing for a film without sound."""
    if not film.sound:
        return ()
    levels = _levels(film.path)
    if not levels.size:
        return ()
    quiet, loud = (float(np.percentile(levels, share)) for share in (10, 95))
    if loud < -60:
        return ()
    if loud - quiet < _LEAST_RANGE:
        return (Span(start=Fraction(0), end=min(film.seconds, Fraction(len(levels), 100))),)
    heard = levels > quiet + 0.4 * (loud - quiet)
    heard = _closed(_closed(heard, value=False, least=_SHORTEST_PAUSE), value=True, least=_SHORTEST_SPEECH)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], heard, [False]]).astype(np.int8)))
    return tuple(
        Span(start=Fraction(int(a), 100), end=Fraction(int(b), 100))
        for a, b in zip(edges[0::2], edges[1::2], strict=True)
    )


def _levels(path: Path) -> NDArray[np.float32]:
    """Loudness of every 10 ms in dB; bass counts little, so that music hides speech less."""
    powers: list[NDArray[np.float64]] = []
    rest, last = np.empty(0, np.float32), np.float32(0)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=_RATE)
    try:
        with av.open(str(path), options={"protocol_whitelist": "file", "format_whitelist": FORMATS}) as container:
            for frame in chain(container.decode(audio=0), [None]):
                for piece in resampler.resample(frame):
                    samples = np.concatenate([[last], piece.to_ndarray()[0]]).astype(np.float32)
                    last = samples[-1]
                    sharp = np.concatenate([rest, samples[1:] - np.float32(0.95) * samples[:-1]])
                    whole = len(sharp) // _STEP * _STEP
                    powers.append(np.mean(sharp[:whole].reshape(-1, _STEP).astype(np.float64) ** 2, axis=1))
                    rest = sharp[whole:]
    except av.error.FFmpegError:
        pass  # a sound that breaks off is heard as far as it goes
    power = np.concatenate(powers) if powers else np.empty(0)
    return np.asarray(10 * np.log10(power + 1e-10), np.float32)


def _closed(heard: NDArray[np.bool_], *, value: bool, least: int) -> NDArray[np.bool_]:
    """Stretches of a value that are shorter than `least` become the other."""
    edges = np.flatnonzero(np.diff(np.concatenate([[not value], heard, [not value]]) == value))
    result = heard.copy()
    for start, end in zip(edges[0::2], edges[1::2], strict=True):
        if end - start < least:
            result[start:end] = not value
    return result
