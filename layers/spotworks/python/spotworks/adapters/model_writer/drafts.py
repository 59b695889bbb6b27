"""What a language model is asked to fill in. Nothing in it can name a tenant, a budget, a page or where it is shown."""

from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.beats import Move
from spotworks.domain.plan_checks import BUTTON, DETAIL, HEADLINE, KICKER, MAX_SCENES

Line = Annotated[str, Field(max_length=600)]
Short = Annotated[str, Field(max_length=120)]
Words = Annotated[str, Field(max_length=600, pattern=r"\w")]  # of which a prompt is made: never blank
Layout = Literal["hero", "type", "split", "detail", "quote", "steps", "compare", "offer", "end_card", "framed"]
Mood = Literal["uplifting", "calm", "tense", "playful", "epic", "warm"]


class StrategyDraft(Frozen):
    concept: Line
    visual_language: Line
    narrative_arc: Line
    hook: Line
    audience: Line
    mood: Short
    lighting: Line
    camera: Line
    tempo: Literal["slow", "medium", "fast"] = "medium"
    recommendations: Annotated[tuple[Line, ...], Field(max_length=5)] = ()


class SubjectDraft(Frozen):
    kind: Literal["product", "place", "service", "app", "event"]
    name: Annotated[str, Field(max_length=120, pattern=r"\w")]
    description: Line
    in_english: Short = ""


class SceneDraft(Frozen):
    """seconds: shares of the video's time, which is the brief's; kicker to button: as ScreenText has them."""

    beat: Short
    seconds: Annotated[float, Field(gt=0, le=1_200, allow_inf_nan=False)]
    layout: Layout
    move: Move
    shot: Words
    action: Line
    motion: Words
    sound: Words
    voice_over: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    kicker: Annotated[str, Field(max_length=KICKER)] = ""
    headline: Annotated[str, Field(max_length=HEADLINE)] = ""
    detail: Annotated[str, Field(max_length=DETAIL)] = ""
    button: Annotated[str, Field(max_length=BUTTON)] = ""


class ScreenplayDraft(Frozen):
    title: Short
    subject: SubjectDraft
    wardrobe: Line = ""
    setting: Words
    light: Line = ""
    music_mood: Mood
    scenes: Annotated[tuple[SceneDraft, ...], Field(min_length=1, max_length=MAX_SCENES)]
