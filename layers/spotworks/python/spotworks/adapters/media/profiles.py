"""What each quality profile means: the frame's size, the encoder's settings, the file that comes out."""

from dataclasses import dataclass, replace
from typing import Literal

from spotworks.domain.generation import Codec, Profile


@dataclass(frozen=True)
class Settings:
    """preset, crf: as libx264 means them; every other encoder is told what looks the same.

    short_side: the frame is scaled down to it, never up; None for the canvas itself.
    audio_rate in kbit/s, 0 for PCM.
    is_measured: the encoded sound is measured and corrected, else it is as foretold.
    moves: all that does, words laid over the picture apart: anything, only a camera over stills, or nothing.
    """

    preset: str
    crf: int
    audio_rate: int
    short_side: int | None = None
    codec: Codec | Literal["prores"] = "h264"
    is_measured: bool = True
    moves: Literal["anything", "camera", "nothing"] = "anything"

    @property
    def sound(self) -> str:
        return f"aac {self.audio_rate}k" if self.audio_rate else "pcm 24 bit"

    @property
    def suffix(self) -> str:
        """Of the file that is delivered; its format goes by it."""
        return ".mov" if self.codec == "prores" else ".mp4"

    def sound_arguments(self) -> list[str]:
        """For FFmpeg: how the mix is written."""
        if not self.audio_rate:
            return ["-c:a", "pcm_s24le", "-f", "mov"]
        return ["-c:a", "aac", "-b:a", f"{self.audio_rate}k", "-f", "mp4"]


SETTINGS: dict[Profile, Settings] = {
    "preview": Settings("ultrafast", 26, 96, short_side=360, is_measured=False),
    "draft": Settings("veryfast", 26, 128, short_side=720),
    "standard": Settings("veryfast", 20, 160),
    "broadcast": Settings("slow", 18, 192),
    "mezzanine": Settings("hq", 0, 0, codec="prores"),
}

FALLBACK: dict[Profile, Settings] = {"broadcast": Settings("medium", 23, 128)}
"""Tried when a profile's own settings fail."""


def settings_of(profile: Profile, codec: Codec) -> tuple[Settings, ...]:
    """In the order in which they are tried."""
    wanted = (SETTINGS[profile], *filter(None, (FALLBACK.get(profile),)))
    return tuple(s if s.codec == "prores" else replace(s, codec=codec) for s in wanted)


def frame_size(width: int, height: int, profile: Profile) -> tuple[int, int]:
    """Width and height of the encoded frame for a canvas; both even, as 4:2:0 needs."""
    short = SETTINGS[profile].short_side or min(width, height)
    scale = min(1.0, short / min(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)
