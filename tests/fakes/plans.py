"""A small plan, whole in every part: two scenes, the second in two chunks."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from spotworks.domain.brief import Brief
from spotworks.domain.model import Model, Price
from spotworks.domain.research import Box, Palette, Research
from spotworks.domain.screenplay import Camera, MusicBrief, Scene, Screenplay, ScreenText, Strategy, Subject

LOCAL = Model(id="local", provider="local", name="local", makes=("clip", "image", "voice", "effects", "music"))
PAID = Model(
    id="paid", provider="vendor", name="paid", makes=("clip",), first_frame="required",
    prices=(Price(usd=Decimal("0.10"), unit="second"), Price(usd=Decimal("0.04"), unit="image")),
    webhook="signed", concurrency=2,
)  # fmt: skip
KEYLESS = Model(
    id="keyless", provider="vendor", name="x", makes=("clip",), available=False, why_not="no key is set", concurrency=1
)
RETIRED = Model(
    id="retired", provider="vendor", name="Retired", makes=("clip",), aliases=("retired_service",),
    lifecycle="shut_down", shut_down_on=date(2026, 9, 24), replaced_by="paid", available=False, concurrency=2,
)  # fmt: skip
ARTIST = Model(
    id="artist", provider="vendor", name="artist", makes=("image",), aspects=("9:16",),
    prices=(Price(usd=Decimal("0.03"), unit="image"),), concurrency=2,
)  # fmt: skip
MODELS = (LOCAL, PAID, KEYLESS, RETIRED, ARTIST)

PALETTE = Palette(accent="#aa3311")
CAMERA = Camera(start=Box(x=0, y=0, w=1, h=1), end=Box(x=0.1, y=0.1, w=0.8, h=0.8))


# The numbers that the plan below says: a brief with these words makes them no invention.
NUMBERED = "Line number 0, line number 1. Headline 0, headline 1."


def make_brief(**about: Any) -> Brief:
    return Brief(**({"prompt": "A red mug that keeps coffee warm", "duration": 10} | about))


def make_strategy() -> Strategy:
    return Strategy(
        concept="Warm hands, warm coffee",
        visual_language="Close, on a cinema camera with a 35mm lens",
        narrative_arc="cold to warm",
        hook="Cold coffee again?",
        audience="commuters",
        mood="warm",
        lighting="low sun",
        camera="slow push",
        inferred={"audience": "commuters"},
    )


def make_scene(index: int, duration: Fraction, chunks: tuple[Fraction, ...] = (), **about: Any) -> Scene:
    plain = {
        "beat": "hook" if index == 0 else "benefit",
        "layout": "hero",
        "visual_prompt": f"A mug, scene {index}",
        "motion_prompt": "push in",
        "audio_prompt": "kitchen",
        "voice_over": (f"Line number {index}.",),
        "text": ScreenText(headline=f"Headline {index}"),
        "camera": CAMERA,
        "transition": "cut" if index == 0 else "crossfade",
    }
    return Scene(index=index, duration=duration, chunks=chunks or (duration,), **(plain | about))


def make_screenplay(duration: Fraction | int = 10, *, seed: int = 7, palette: Palette = PALETTE) -> Screenplay:
    """The first scene takes two fifths, the second the rest in two chunks."""
    first = Fraction(duration) * Fraction(2, 5)
    rest = Fraction(duration) - first
    return play_of((make_scene(0, first), make_scene(1, rest, (rest / 2, rest / 2))), seed=seed, palette=palette)


def play_of(scenes: tuple[Scene, ...], *, seed: int = 7, palette: Palette = PALETTE) -> Screenplay:
    return Screenplay(
        title="The mug",
        language="en",
        brand="Acme",
        seed=seed,
        duration=sum((scene.duration for scene in scenes), Fraction(0)),
        subject=Subject(kind="product", name="mug", description="a red mug"),
        palette=palette,
        scenes=scenes,
        music=MusicBrief(mood="warm", tempo=96, seed=seed),
    )


def make_research(url: str = "https://shop.example/mug") -> Research:
    return Research(url=url, title="The red mug", features=("keeps warm", "red"))


def saying(play: Screenplay, *lines: str) -> Screenplay:
    """The plan with these lines, one a scene."""
    scenes = (s.model_copy(update={"voice_over": (line,)}) for s, line in zip(play.scenes, lines, strict=True))
    return play.model_copy(update={"scenes": tuple(scenes)})
