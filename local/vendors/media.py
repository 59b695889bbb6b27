"""The files that fakes deliver: real pictures, clips and sounds of the shape that was asked for, or broken ones."""

import hashlib
import io
import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from local.vendors.faults import Fault

if TYPE_CHECKING:
    from local.vendors.shop import Ask

FPS = 24
RATE = 44_100
_HELD = 3  # frames of a clip that show the same: drawing each anew took nearly twice the CPU
_ELSEWHERE = b"<html>our files are elsewhere today</html>"
_STROKE = 0.25  # seconds in which an effect loses two thirds of its level


def sides(aspect: str, short: int) -> tuple[int, int]:
    """Width and height of an aspect such as "9:16", the shorter of them as told; even, as encoders want them."""
    across, down = map(int, aspect.split(":"))
    scale = short / min(across, down)
    return round(across * scale / 2) * 2, round(down * scale / 2) * 2


def sides_like(picture: bytes, short: int) -> tuple[int, int]:
    """The same in the picture's ratio; 16:9 for what is no picture."""
    found = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) if picture else None
    return sides("16:9" if found is None else f"{found.shape[1]}:{found.shape[0]}", short)


def made(ask: "Ask", fault: Fault | None = None) -> tuple[bytes, str]:
    """Content and content type."""
    if fault == "empty":
        return b"", "application/octet-stream"
    seconds = ask.seconds / 3 if fault == "wrong_length" else ask.seconds
    match ask.kind:
        case "image":
            content, kind = _picture(ask.prompt, ask.picture, ask.width, ask.height, fault)
        case "clip":
            content, kind = (
                _clip(ask.prompt, ask.picture, seconds, ask.width, ask.height, ask.sound, fault),
                "video/mp4",
            )
        case _:
            content, kind = _sound(ask.kind, ask.prompt, seconds, ask.container, fault)
    return (content[: len(content) // 3], kind) if fault == "corrupt" else (content, kind)


def _still(prompt: str, picture: bytes, width: int, height: int) -> NDArray[np.uint8]:
    """The picture that was sent, filling the frame; or a soft ground with discs in rings, all of it by the prompt: what
    was asked for in other words looks otherwise, and has an edge that is sharp, as vendors' pictures do.
    """
    if picture:
        found = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
        if found is not None:
            scale = max(width / found.shape[1], height / found.shape[0])
            size = max(width, round(found.shape[1] * scale)), max(height, round(found.shape[0] * scale))
            found = cv2.resize(found, size, interpolation=cv2.INTER_AREA)
            top, left = (found.shape[0] - height) // 2, (found.shape[1] - width) // 2
            return np.ascontiguousarray(found[top : top + height, left : left + width]).astype(np.uint8)
    dice = hashlib.sha256(prompt.encode()).digest()
    a, b, c = (np.array([dice[i], dice[i + 1], dice[i + 2]], float) for i in (0, 3, 6))
    down, across = np.linspace(0, 1, height)[:, None, None], np.linspace(0, 1, width)[None, :, None]
    slope = (down, across, (down + across) / 2, (down + 1 - across) / 2)[dice[9] % 4]
    ground = np.broadcast_to(a * (1 - slope) + b * slope, (height, width, 3)).astype(np.uint8).copy()
    for x, y, size in (dice[10:13], dice[13:16], dice[16:19]):
        centre = round(width * (0.1 + 0.8 * x / 255)), round(height * (0.1 + 0.8 * y / 255))
        radius = round(min(width, height) * (0.1 + 0.25 * size / 255))
        ring = (255.0,) * 3 if ground[centre[1], centre[0]].mean() < 128 else (0.0,) * 3
        cv2.circle(ground, centre, radius, tuple(map(float, c)), -1, cv2.LINE_AA)
        cv2.circle(ground, centre, radius, ring, max(2, min(width, height) // 100), cv2.LINE_AA)
    return ground


def size_of(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a picture, or None for what is none."""
    found = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) if picture else None
    return None if found is None else (found.shape[1], found.shape[0])


@lru_cache(maxsize=16)
def _picture(prompt: str, picture: bytes, width: int, height: int, fault: Fault | None) -> tuple[bytes, str]:
    if fault == "wrong_codec":
        return _ELSEWHERE, "text/html"
    return bytes(cv2.imencode(".png", _still(prompt, picture, width, height))[1].tobytes()), "image/png"


@lru_cache(maxsize=64)
def _clip(
    prompt: str, picture: bytes, seconds: float, width: int, height: int, has_sound: bool, fault: Fault | None
) -> bytes:  # fmt: skip
    """An MP4 with a slow push-in."""
    ground, out = _still(prompt, picture, width, height), io.BytesIO()
    codec = "mpeg4" if fault == "wrong_codec" else "libx264"
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream(codec, FPS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        if codec == "libx264":
            stream.options = {"preset": "ultrafast", "crf": "28"}
        voice = container.add_stream("aac", RATE, layout="stereo") if has_sound else None
        count = max(1, round(seconds * FPS))
        for number in range(count):
            if number % _HELD == 0:
                turn = cv2.getRotationMatrix2D((width / 2, height / 2), 0, 1 + 0.08 * number / count)
                moved = av.VideoFrame.from_ndarray(cv2.warpAffine(ground, turn, (width, height)), "bgr24")
                frame = moved.reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if voice is not None:
            tone = (_tone(seconds, prompt) * 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(np.repeat(tone, 2)[None], "s16", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
            container.mux(voice.encode(frame))
            container.mux(voice.encode())
    return out.getvalue()


def spoken_for(text: str) -> float:
    """Seconds that the fakes' voices take for a text: an even pace, and a moment of quiet at both ends."""
    return 0.3 + 0.075 * len(text)


def word_times(text: str, seconds: float) -> list[tuple[str, float, float]]:
    """When the fakes' voices say each word in so many seconds: as long as its letters, a gap after it."""
    step = (seconds - 0.3) / max(len(text), 1)
    return [
        (found[0], 0.15 + found.start() * step, 0.15 + (found.end() - 0.4) * step)
        for found in re.finditer(r"\S+", text)
    ]  # fmt: skip


@lru_cache(maxsize=16)
def _sound(kind: str, text: str, seconds: float, container: str, fault: Fault | None) -> tuple[bytes, str]:
    return _encoded(_sounding(kind, text, seconds), container, fault)


def _sounding(kind: str, text: str, seconds: float) -> NDArray[np.float64]:
    """A buzz for each word of a voice; a stroke that dies away for an effect; a song of a tone and a drum."""
    if kind == "voice":
        at = np.arange(max(1, round(seconds * RATE))) / RATE
        said = np.zeros(at.size)
        for _, start, end in word_times(text, seconds):
            said += np.clip(np.minimum(at - start, end - at) * 200, 0, 1)
        pitch = 110 + hashlib.sha256(text.encode()).digest()[0] / 3
        return np.asarray(0.15 * said * sum(np.sin(2 * np.pi * pitch * n * at) / n for n in range(1, 9)))
    tone = _tone(seconds, text)
    if kind == "effect":
        tone = tone * np.exp(-np.arange(tone.size) / RATE / _STROKE)
    if kind == "song":
        since = (np.arange(tone.size) / RATE) % 0.5
        tone = 0.4 * tone + 0.4 * np.exp(-since / 0.06) * np.sin(2 * np.pi * 60 * since)
    return tone


def _encoded(samples: NDArray[np.float64], container: str, fault: Fault | None) -> tuple[bytes, str]:
    whole = (samples * 32767).astype(np.int16)
    if fault == "wrong_codec":
        return _ELSEWHERE, "text/html"
    if container == "pcm":
        return whole.tobytes(), "audio/pcm"
    codec, kind = ("pcm_s16le", "audio/wav") if container == "wav" else ("libmp3lame", "audio/mpeg")
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(whole[None], "s16", "mono")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(format=stream.format, rate=RATE, layout="mono", frame_size=stream.frame_size or 0)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return out.getvalue(), kind


def _tone(seconds: float, text: str) -> NDArray[np.float64]:
    pitch = 180 + hashlib.sha256(text.encode()).digest()[0]
    at = np.arange(max(1, round(seconds * RATE))) / RATE
    swell = np.minimum(1, np.minimum(at, seconds - at) * 8).clip(0)
    return np.asarray(0.3 * swell * np.sin(2 * np.pi * pitch * at))
