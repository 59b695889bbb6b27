"""What the golden frames are taken from: each mode, each caption style, each transition, small and short."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from gallery.reels import PHOTOS, TRANSITIONS, captioned, middles, render, turning
from spotworks.domain.caption_styles import PRESETS
from spotworks.domain.generation import Profile
from spotworks.domain.script import Script
from spotworks.domain.timeline import Timeline
from spotworks.modes import BUILT_IN, InstalledModes
from spotworks.modes.preview import stills
from spotworks.modes.standalone import edit_of
from tests.golden.ssim import Likeness, likeness

FRAMES = Path(__file__).parent / "frames"
SIZE = (270, 480)
QUALITY = 88  # of WebP
MOMENTS = (0.4, 0.9)  # of a mode's video: its words, its end card
CAPTION_AT = Fraction(1)  # seconds
SCRIPT = Script(
    paragraphs=("Save 20% on slow mornings.",), headlines=("Slow mornings",), brand="Monday Roast",
    call_to_action="Come in", pictures=PHOTOS[:2], quality="preview", seed=3,
)  # fmt: skip

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Spot:
    """A rendered edit. moments: seconds at which frames are taken, by their names."""

    name: str
    timeline: Timeline
    media: Path
    moments: dict[str, float]
    profile: Profile = "preview"

    def video(self, ffmpeg: Path | None = None) -> Path:
        """Rendered once and kept beside the media."""
        out = self.media.parent / f"{self.name}.mp4"
        return out if out.exists() else render(self.timeline, self.media, out, profile=self.profile, ffmpeg=ffmpeg)

    def frames(self, ffmpeg: Path | None = None) -> dict[str, Picture]:
        shown = stills(self.video(ffmpeg), list(self.moments.values()))
        return {
            name: np.asarray(cv2.resize(np.asarray(picture), SIZE, interpolation=cv2.INTER_AREA), np.uint8)
            for name, picture in zip(self.moments, shown, strict=True)
        }


def mode_spot(name: str, folder: Path) -> Spot:
    media = folder / name / "media"
    timeline = edit_of(InstalledModes().find(name), SCRIPT, None, config={}, media=media)
    moments = {f"mode-{name}-{n}": float(timeline.seconds) * part for n, part in enumerate(MOMENTS, 1)}
    return Spot(name, timeline, media, moments)


def caption_spot(style: str, folder: Path) -> Spot:
    """Encoded well: over a photograph, a preview's losses alone differ by 0.04 where a pixel differs by 1."""
    media = folder / f"captions-{style}" / "media"
    timeline = captioned(style, media, SIZE, seconds=CAPTION_AT + Fraction(1, 5))
    return Spot(style, timeline, media, {f"captions-{style}": float(CAPTION_AT)}, "standard")


def transition_spot(folder: Path) -> Spot:
    media = folder / "transitions" / "media"
    kinds = [kind for kind in TRANSITIONS if kind != "cut"]
    timeline = turning(kinds, media, SIZE, rest=6)
    names = [f"transition-{kind}" for kind in kinds]
    return Spot("transitions", timeline, media, dict(zip(names, middles(timeline), strict=True)))


def all_spots(folder: Path) -> Iterator[Spot]:
    yield from (mode_spot(name, folder) for name in BUILT_IN)
    yield from (caption_spot(style, folder) for style in PRESETS)
    yield transition_spot(folder)


def path_of(name: str) -> Path:
    return FRAMES / f"{name}.webp"


def packed(picture: Picture) -> bytes:
    """As it is kept."""
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])[1].tobytes())


def unpacked(content: bytes) -> Picture:
    return np.asarray(cv2.cvtColor(cv2.imdecode(np.frombuffer(content, np.uint8), 1), cv2.COLOR_BGR2RGB), np.uint8)


def compared(name: str, picture: Picture) -> Likeness:
    """With the golden frame. Both went through the same compression, so that its loss is no difference."""
    return likeness(unpacked(path_of(name).read_bytes()), unpacked(packed(picture)))
