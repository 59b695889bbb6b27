"""What each quality profile means: the frame's size and the encoder's settings."""

from dataclasses import dataclass

from spotworks.domain.generation import Profile


@dataclass(frozen=True)
class Settings:
    """short_side: the frame is scaled down to it, never up; None for the canvas itself.

    audio_rate in kbit/s; audio_coder: FFmpeg's search in its AAC encoder, "fast" at half the cost of "twoloop".
    """

    preset: str
    crf: int
    audio_rate: int
    short_side: int | None = None
    audio_coder: str = "twoloop"

    def __str__(self) -> str:
        return f"libx264 {self.preset} crf {self.crf}, aac {self.audio_rate}k"


SETTINGS: dict[Profile, Settings] = {
    "preview": Settings("ultrafast", 26, 96, short_side=360, audio_coder="fast"),
    "draft": Settings("veryfast", 26, 128, short_side=720),
    "standard": Settings("veryfast", 20, 160),
    "broadcast": Settings("slow", 18, 192),
}

FALLBACK: dict[Profile, Settings] = {"broadcast": Settings("medium", 23, 128)}
"""Tried when a profile's own settings fail."""


def frame_size(width: int, height: int, profile: Profile) -> tuple[int, int]:
    """Width and height of the encoded frame for a canvas; both even, as 4:2:0 needs."""
    short = SETTINGS[profile].short_side or min(width, height)
    scale = min(1.0, short / min(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)
