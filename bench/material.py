"""A synthetic spot for the render benchmark: detailed stills, panels, words, voice-like and music-like sound."""

import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from spotworks.domain.captions import Captions
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera
from spotworks.domain.sound import Word
from spotworks.domain.subtitles import cues
from spotworks.domain.timeline import Overlay, PictureClip, SoundClip, Still, Timeline

RATE = 48_000
TEXT = {
    "en": "Every morning starts with a choice. You can rush, or you can take five quiet minutes for the coffee "
    "that was roasted in the next street. Ground fresh, brewed slowly, served by people who know your name.",
    "ru": "Каждое утро начинается с выбора. Можно спешить, а можно взять пять тихих минут для кофе, который "
    "обжарили на соседней улице. Свежий помол, медленная заварка и люди, которые знают вас по имени.",
}
MOVES = (
    Camera(start=Box(x=0, y=0, w=1, h=1), end=Box(x=0.07, y=0.07, w=0.86, h=0.86)),
    Camera(start=Box(x=0.1, y=0.05, w=0.87, h=0.87), end=Box(x=0, y=0, w=1, h=1)),
    Camera(start=Box(x=0, y=0.08, w=0.88, h=0.88), end=Box(x=0.12, y=0.02, w=0.88, h=0.88)),
)
KINDS = ("cut", "crossfade", "wipe", "push", "zoom", "dip", "crossfade")


def picture(path: Path, width: int, height: int, seed: int) -> None:
    """A landscape of noise in octaves with fine grain: about as hard to encode as a photograph."""
    random = np.random.default_rng(seed)
    field = np.zeros((height, width, 3), np.float32)
    for octave in range(2, 9):
        rows, columns = 2**octave * height // width + 2, 2**octave + 2
        noise = random.standard_normal((rows, columns, 3)).astype(np.float32)
        field += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) * 70 / 1.7 ** (octave - 2)
    field += random.standard_normal((height, width, 1)).astype(np.float32) * 3
    hue = random.uniform(60, 180, 3).astype(np.float32)
    # As the local makers and the intake of uploads write their stills.
    cv2.imwrite(str(path), np.clip(field * 0.6 + hue, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 94])


def panel(path: Path, width: int, height: int, label: str) -> None:
    """A rounded label on nothing."""
    image = np.zeros((height, width, 4), np.uint8)
    cv2.rectangle(image, (8, 8), (width - 8, height - 8), (40, 90, 230, 235), -1, cv2.LINE_AA)
    cv2.putText(
        image, label, (30, height * 2 // 3), cv2.FONT_HERSHEY_DUPLEX, height / 60, (255, 255, 255, 255), 4, cv2.LINE_AA
    )
    cv2.imwrite(str(path), image)


def sound(path: Path, seconds: float, *, voice: bool, seed: int = 0) -> None:
    """Bursts at a speaker's rhythm, or a steady chord."""
    random = np.random.default_rng(seed)
    t = np.arange(int(seconds * RATE)) / RATE
    if voice:
        tone = sum(np.sin(2 * np.pi * 140 * k * t + random.uniform(0, 6)) / k for k in range(1, 20))
        wave_ = tone * np.clip(np.sin(2 * np.pi * 2.2 * t), 0, 1) * 0.25
    else:
        wave_ = (
            sum(np.sin(2 * np.pi * f * t) for f in (220, 277.2, 329.6, 440))
            * 0.1
            * (0.8 + 0.2 * np.sin(2 * np.pi * 2 * t))
        )
    channels = 1 if voice else 2
    data = np.repeat(np.clip(wave_ * 32767, -32768, 32767).astype("<i2")[:, None], channels, 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(data.tobytes())


def spot(
    folder: Path, *, seconds: int = 30, size: tuple[int, int] = (1080, 1920), scenes: int = 7, language: str = "en",
    fps: int = 30,
) -> Timeline:  # fmt: skip
    """Writes the media into `folder` and describes their edit."""
    folder.mkdir(parents=True, exist_ok=True)
    width, height = size
    length = seconds * fps
    edges = [round(length * i / scenes) for i in range(scenes + 1)]
    clips, overlays = [], []
    for scene in range(scenes):
        picture(folder / f"still{scene}.jpg", width * 4 // 3, height * 4 // 3, scene)
        kind: Any = KINDS[scene % len(KINDS)]
        clips.append(
            PictureClip(
                scene=scene, chunk=0, start=edges[scene], length=edges[scene + 1] - edges[scene],
                source=Still(key=f"still{scene}.jpg", camera=MOVES[scene % len(MOVES)]),
                transition=kind, transition_frames=0 if kind == "cut" else fps // 2,
            )
        )  # fmt: skip
        for row, (enter, leave) in enumerate((("rise", "fade"), ("pop", "slide"))):
            name = f"panel{scene}{row}.png"
            box = width * 3 // 4, height // 12
            panel(folder / name, *box, f"Line {row + 1} of {scene + 1}")
            overlays.append(
                Overlay(
                    scene=scene, key=name, x=width // 8, y=height // 8 + row * height // 9, width=box[0], height=box[1],
                    start=edges[scene] + 15 + 6 * row, length=edges[scene + 1] - edges[scene] - 25,
                    enter=enter, exit=leave,
                )
            )  # fmt: skip
    sound(folder / "voice.wav", seconds * 0.9, voice=True)
    sound(folder / "music.wav", seconds + 3, voice=False)
    spoken = (TEXT[language].split() * 4)[: int(seconds * 2.3)]
    words = [
        Word(text=w, start=Fraction(i * 10, 23) + Fraction(1, 5), end=Fraction(i * 10, 23) + Fraction(11, 20))
        for i, w in enumerate(spoken)
    ]
    return Timeline(
        fps=Fraction(fps), width=width, height=height, length=length, picture=tuple(clips), overlays=tuple(overlays),
        voice=(SoundClip(key="voice.wav", start=6, length=Fraction(seconds * 9, 10)),),
        music=(SoundClip(key="music.wav", start=0, length=Fraction(seconds + 3), gain=-8),),
        captions=Captions(language=language, source="voice", cues=cues(words, language)),
    )  # fmt: skip
