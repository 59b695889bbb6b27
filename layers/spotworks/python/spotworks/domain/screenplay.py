"""The plan of one video: what is said, shown and heard, scene by scene."""

from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Frozen, Seconds
from spotworks.domain.research import Box, Palette

Transition = Literal["cut", "crossfade", "wipe", "push", "zoom", "whip", "dip"]
Easing = Literal["linear", "ease_in", "ease_out", "ease_in_out"]
TransitionEasing = Annotated[Easing | None, Field(exclude_if=lambda easing: easing is None)]
"""A transition's easing, None for its kind's own. That is left out of JSON, so that what was stored stays the same."""


_TAKES = 40
"""How far apart two takes of a scene are in chance: more than a plan has scenes, so that no two share one."""


class Strategy(Frozen):
    """The idea behind the video. visual_language names a camera and a lens."""

    schema_version: int = 1
    concept: str
    visual_language: str
    narrative_arc: str
    hook: str
    audience: str
    mood: str
    lighting: str
    camera: str
    tempo: Literal["slow", "medium", "fast"] = "medium"
    recommendations: tuple[str, ...] = ()
    inferred: dict[str, str] = Field(default_factory=dict)
    """What the brief did not say and the planner chose: field to value, shown to the user."""
    idea: Annotated[str, Field(exclude_if=lambda idea: not idea)] = ""
    """Which of the planner's ideas it is, where it has some of its own: an id of catalogue/ideas.toml."""


class Subject(Frozen):
    """What every scene is about; later scenes refer to it by name.

    in_english: the name as prompts have it, where its own is in another script or shows nothing ("Plant 10,000 trees").
    """

    kind: str
    name: str
    description: str
    in_english: Annotated[str, Field(exclude_if=lambda name: not name)] = ""

    @property
    def in_prompts(self) -> str:
        return self.in_english or self.name


class Continuity(Frozen):
    """What stays the same from scene to scene, in English, as prompts have it. Empty where nothing is fixed."""

    subject: str
    wardrobe: str = ""
    setting: str = ""
    light: str = ""


class Camera(Frozen):
    """A move over a still: the visible window at the first and last frame, in fractions of the picture.

    Both windows have the canvas's own ratio once the picture has it too; w and h are equal then.
    """

    start: Box
    end: Box
    easing: Easing = "ease_in_out"


class ScreenText(Frozen):
    """Words on the picture. Empty strings are not drawn."""

    kicker: str = ""
    headline: str = ""
    detail: str = ""
    button: str = ""


class Scene(Frozen):
    """One beat of the video.

    layout: a picture template of adapters/local/pictures ("hero", "type", "split", "detail", "quote",
    "steps", "compare", "offer", "end_card", "framed"); picture: index into References.pictures, or None for none.
    chunks: seconds of each clip of video, in order; they add up to `duration`.
    chain: models to try in order; the last is always a local one.
    transition: how this scene begins; transition_easing: None for that kind's own.
    effect: the sound that underlines this beat, an EffectCue's name or "".
    generated: whether a picture and clips are made for it; if not, the mode shows something that is there.
    chance: what its picture and clips are drawn by in the place of `index`: of a scene that moved up when another was
    dropped, or is drawn anew. Left out of JSON where it is None.
    """

    index: int
    beat: str
    duration: Seconds
    layout: str
    visual_prompt: str
    motion_prompt: str
    audio_prompt: str
    voice_over: tuple[str, ...]
    text: ScreenText
    camera: Camera
    picture: int | None = None
    transition: Transition = "cut"
    transition_easing: TransitionEasing = None
    effect: str = ""
    chunks: tuple[Seconds, ...]
    chain: tuple[str, ...] = ("local",)
    generated: bool = True
    chance: Annotated[int | None, Field(exclude_if=lambda chance: chance is None)] = None

    @property
    def draw(self) -> int:
        return self.index if self.chance is None else self.chance

    @property
    def origin(self) -> int:
        """Its index in the first plan of the creative."""
        return self.draw % _TAKES

    @property
    def retakes(self) -> int:
        """How often it was drawn anew."""
        return self.draw // _TAKES

    def anew(self) -> "Scene":
        """The same scene, drawn by another chance."""
        return self.model_copy(update={"chance": self.draw + _TAKES})


class MusicBrief(Frozen):
    """mood: "uplifting", "calm", "tense", "playful", "epic", "warm"; tempo in beats a minute."""

    mood: str
    tempo: int
    seed: int


class Screenplay(Frozen):
    """Scenes in playing order; their durations add up to the brief's exactly.

    notes: what the client should know of this plan, each "name: words".
    voice_mood: what it is spoken in, "" (and then not in JSON) for the music's.
    """

    schema_version: int = 1
    title: str
    language: str
    brand: str
    seed: int
    duration: Seconds
    subject: Subject
    palette: Palette
    scenes: tuple[Scene, ...]
    music: MusicBrief
    notes: Annotated[tuple[str, ...], Field(exclude_if=lambda notes: not notes)] = ()
    writer: str = "local"
    continuity: Annotated[Continuity | None, Field(exclude_if=lambda sheet: sheet is None)] = None
    voice_mood: Annotated[str, Field(exclude_if=lambda mood: not mood)] = ""

    makers: dict[str, tuple[str, ...]] = Field(default_factory=dict, exclude_if=lambda makers: not makers)
    """By kind ("image", "voice", "effects", "music") the models to try in order; without one, this machine."""

    def makers_of(self, kind: str) -> tuple[str, ...]:
        return self.makers.get(kind, ("local",))

    @property
    def has_deep_voice(self) -> bool:
        return (self.voice_mood or self.music.mood) in {"epic", "tense"}
