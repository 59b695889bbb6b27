"""Tiny spots for the render tests: media written by program, and the timeline that edits them."""

import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from spotworks.domain.captions import Captions
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera
from spotworks.domain.sound import Word
from spotworks.domain.subtitles import cues
from spotworks.domain.timeline import Footage, Overlay, PictureClip, SoundClip, Still, Timeline

RATE = 48_000
FPS = 30
SIZE = (180, 320)
WHOLE = Box(x=0, y=0, w=1, h=1)
REST = Camera(start=WHOLE, end=WHOLE, easing="linear")
PUSH_IN = Camera(start=WHOLE, end=Box(x=0.1, y=0.1, w=0.8, h=0.8), easing="linear")


def texture(path: Path, size: tuple[int, int] = (240, 428), seed: int = 1) -> Path:
    """Smooth blobs: something to see moving, cheap to encode, nowhere near black or white."""
    noise = np.random.default_rng(seed).random((size[1] // 16 + 2, size[0] // 16 + 2, 3)).astype(np.float32)
    picture = cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC) * 90 + 80
    cv2.imwrite(str(path), np.clip(picture, 0, 255).astype(np.uint8))
    return path


def plain(path: Path, bgr: tuple[int, int, int], size: tuple[int, int] = (240, 428)) -> Path:
    cv2.imwrite(str(path), np.full((size[1], size[0], 3), bgr, np.uint8))
    return path


def badge(path: Path, size: tuple[int, int], bgra: tuple[int, int, int, int]) -> Path:
    cv2.imwrite(str(path), np.full((size[1], size[0], 4), bgra, np.uint8))
    return path


def tone(path: Path, seconds: float, hertz: float, level: float = 0.2, channels: int = 2) -> Path:
    """A steady sine."""
    samples = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    data = np.repeat((samples * 32767).astype("<i2")[:, None], channels, 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(data.tobytes())
    return path


def words(text: str, start: float = 0.2, step: float = 0.35) -> tuple[Word, ...]:
    return tuple(
        Word(text=word, start=Fraction(start + i * step).limit_denominator(1000),
             end=Fraction(start + i * step + step * 0.9).limit_denominator(1000))
        for i, word in enumerate(text.split())
    )  # fmt: skip


def captions(text: str, language: str = "en", **timing: float) -> Captions:
    return Captions(language=language, source="voice", cues=cues(words(text, **timing), language))


def clip(key: str, start: int, length: int, camera: Camera = PUSH_IN, **about: Any) -> PictureClip:
    return PictureClip(
        scene=0, chunk=0, start=start, length=length, source=Still(key=key, camera=camera), **about
    )  # fmt: skip


def footage(key: str, start: int, length: int, offset: int = 0) -> PictureClip:
    return PictureClip(scene=0, chunk=0, start=start, length=length, source=Footage(key=key, offset=offset))


def timeline(*picture: PictureClip, **about: Any) -> Timeline:
    given: dict[str, Any] = {
        "fps": Fraction(FPS), "width": SIZE[0], "height": SIZE[1], "length": sum(c.length for c in picture),
        "picture": picture, "captions": Captions(language="en", source="voice"),
    }  # fmt: skip
    return Timeline(**(given | about))


def clean_spot(folder: Path) -> Timeline:
    """Three seconds with everything: two stills, a crossfade, an overlay, voice, effect, music, captions."""
    texture(folder / "a.png", seed=1)
    texture(folder / "b.png", seed=2)
    badge(folder / "badge.png", (80, 24), (40, 40, 220, 255))
    tone(folder / "voice.wav", 2.4, 300, channels=1)
    tone(folder / "music.wav", 4, 110)
    tone(folder / "pop.wav", 0.1, 900)
    return timeline(
        clip("a.png", 0, 45),
        clip("b.png", 45, 45, transition="crossfade", transition_frames=10),
        overlays=(Overlay(scene=0, key="badge.png", x=50, y=40, width=80, height=24, start=10, length=60),),
        voice=(SoundClip(key="voice.wav", start=6, length=Fraction(12, 5)),),
        effects=(SoundClip(key="pop.wav", start=45, length=Fraction(1, 10), gain=-6),),
        music=(SoundClip(key="music.wav", start=0, length=Fraction(4), gain=-10),),
        captions=captions("A quiet morning needs good coffee today", step=0.33),
    )


def frames(video: Path) -> list[np.ndarray[Any, Any]]:
    """Every frame's luma."""
    with av.open(str(video)) as container:
        return [frame.to_ndarray()[: frame.height] for frame in container.decode(video=0)]


def samples(media: Path) -> np.ndarray[Any, Any]:
    """Sound as channels x samples, floats, as a player hears it."""
    with av.open(str(media)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
