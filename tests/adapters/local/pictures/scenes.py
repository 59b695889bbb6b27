"""Requests, palettes and references that the picture tests share."""

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from spotworks.adapters.media.intake import PictureIntake
from spotworks.domain.brief import CANVAS
from spotworks.domain.generation import ImageRequest, overscan
from spotworks.domain.research import Box, Palette, Reference
from spotworks.domain.screenplay import Camera, MusicBrief, Scene, Screenplay, ScreenText, Subject
from tests.fakes.files import MemoryFiles

SAMPLES = Path(__file__).resolve().parents[4] / "samples"
DARK = Palette()
LIGHT = Palette(background="#f6f3ee", surface="#e9e2d8", ink="#1b1d22", accent="#c8402f", accent_ink="#ffffff")
TEXT = ScreenText(kicker="Новинка", headline="Coffee the way it was meant to be", detail="19 g, 27 s", button="Order")


def stored(content: bytes, work: MemoryFiles, key: str = "photo") -> Reference:
    """A picture through the intake, into the work bucket."""
    picture = PictureIntake().check(content)
    work.write(key, picture.content)
    return Reference(
        asset_id=key, key=key, width=picture.width, height=picture.height, focus=picture.focus,
        has_alpha=picture.has_alpha,
    )  # fmt: skip


def request(
    layout: str, aspect: str = "9:16", *, reference: Reference | None = None, palette: Palette = DARK, seed: int = 1,
    beat: str = "hook", shrink: int = 4,
) -> ImageRequest:  # fmt: skip
    """For a canvas a quarter of its size, so that a test costs a sixteenth."""
    width, height = overscan(*(side // shrink for side in CANVAS[aspect]))
    return ImageRequest(
        model="local", prompt="", layout=layout, beat=beat, text=TEXT, palette=palette, reference=reference,
        width=width, height=height, seed=seed,
    )  # fmt: skip


def pixels(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)))


def screenplay(*layouts: str, language: str = "en") -> Screenplay:
    whole = Camera(start=Box(x=0, y=0, w=1, h=1), end=Box(x=0, y=0, w=1, h=1))
    scenes = tuple(
        Scene(
            index=index, beat="call_to_action", duration=Fraction(5, 2), layout=layout, visual_prompt="",
            motion_prompt="", audio_prompt="", voice_over=("Most mornings start with coffee that gave up.",) * 2,
            text=TEXT, camera=whole, chunks=(Fraction(5, 2),),
        )
        for index, layout in enumerate(layouts)
    )  # fmt: skip
    return Screenplay(
        title="Coffee", language=language, brand="Pikolo", seed=3, duration=Fraction(5, 2) * len(scenes),
        subject=Subject(kind="product", name="coffee", description=""), palette=DARK, scenes=scenes,
        music=MusicBrief(mood="warm", tempo=96, seed=3),
    )  # fmt: skip
