"""What the golden frames are taken from: each mode, each caption style, each transition, small and short."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from gallery.reels import PHOTOS, TRANSITIONS, captioned, middles, render, turning
from spotworks.adapters.media.caption_layer import lettered
from spotworks.adapters.media.compositor import Compositor, Frame, Spares
from spotworks.adapters.media.planes import views
from spotworks.adapters.media.profiles import frame_size
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.caption_styles import PRESETS
from spotworks.domain.script import Script
from spotworks.domain.timeline import Timeline
from spotworks.modes import InstalledModes
from spotworks.modes.standalone import edit_of
from tests.golden.ssim import Likeness, likeness
from tests.modes.material import NAMES

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
    """An edit. moments: seconds at which frames are taken, by their names."""

    name: str
    timeline: Timeline
    media: Path
    moments: dict[str, float]

    def video(self) -> Path:
        """Rendered once and kept beside the media."""
        out = self.media.parent / f"{self.name}.mp4"
        return out if out.exists() else render(self.timeline, self.media, out)

    def frames(self, ffmpeg: Path | None = None) -> dict[str, Picture]:
        """As the renderer hands them to its encoder, whose losses are no part of how they look."""
        timeline, ffmpeg = self.timeline, ffmpeg or find_ffmpeg()
        size, found = frame_size(timeline.width, timeline.height, "preview"), {}
        numbers = {int(seconds * timeline.fps): name for name, seconds in self.moments.items()}
        with contextlib.closing(Compositor(timeline, self.media, size)) as compositor:
            letters = lettered(timeline, size, self.media.parent)
            compositor.caption(letters, range(timeline.length), ffmpeg)
            for number in range(max(numbers) + 1):
                frame = compositor.frame(number)
                if number in numbers:
                    found[numbers[number]] = _picture(frame, size)
        return found


def _picture(frame: Frame, size: tuple[int, int]) -> Picture:
    planes = np.empty(size[0] * size[1] * 3 // 2, np.uint8)
    frame.draw(views(planes, *size), Spares(size))
    picture = cv2.cvtColor(planes.reshape(-1, size[0]), cv2.COLOR_YUV2RGB_I420)
    return np.asarray(cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA), np.uint8)


def mode_spot(name: str, folder: Path) -> Spot:
    media = folder / name / "media"
    timeline = edit_of(InstalledModes().find(name), SCRIPT, None, config={}, media=media)
    moments = {f"mode-{name}-{n}": float(timeline.seconds) * part for n, part in enumerate(MOMENTS, 1)}
    return Spot(name, timeline, media, moments)


def caption_spot(style: str, folder: Path) -> Spot:
    media = folder / f"captions-{style}" / "media"
    timeline = captioned(style, media, SIZE, seconds=CAPTION_AT + Fraction(1, 5))
    return Spot(style, timeline, media, {f"captions-{style}": float(CAPTION_AT)})


def transition_spot(folder: Path) -> Spot:
    media = folder / "transitions" / "media"
    kinds = [kind for kind in TRANSITIONS if kind != "cut"]
    timeline = turning(kinds, media, SIZE, rest=6)
    names = [f"transition-{kind}" for kind in kinds]
    return Spot("transitions", timeline, media, dict(zip(names, middles(timeline), strict=True)))


def all_spots(folder: Path) -> Iterator[Spot]:
    yield from (mode_spot(name, folder) for name in NAMES)
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
