"""What a content mode says of itself, and what it makes its edit from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.brand import Margins
from spotworks.domain.brief import MODE_NAME
from spotworks.domain.captions import Captions
from spotworks.domain.clip import ClipDocument
from spotworks.domain.drawing import Drawn
from spotworks.domain.research import References
from spotworks.domain.sound import Effects, Music, SoundFacts, Voice
from spotworks.domain.timeline import Loudness

DEFAULT_MODE = "ai_video"

Need = Literal["pictures", "footage"]


class ModeInfo(Frozen):
    """A mode, for people and for forms.

    summary: one sentence. needs: of which at least one has to be given; empty for none.
    generates: whether scenes are made by the model that the brief names, at its price.
    options: the JSON schema of `mode_options`. offline: whether it works without a network and an account.
    cost, licence: notes, "" where there is nothing to say. available: False with the reason in why_not.
    """

    name: Annotated[str, Field(pattern=MODE_NAME)]
    title: str
    summary: str
    needs: tuple[Need, ...] = ()
    generates: bool = False
    options: dict[str, Any] = Field(default_factory=dict)
    offline: bool = True
    cost: str = ""
    licence: str = ""
    available: bool = True
    why_not: str = ""


@dataclass(frozen=True)
class Material:
    """All that an edit is made from.

    canvas: width and height in pixels. clips: of the scenes that are generated, by scene and chunk.
    drawn: what the mode asked for, in its order. facts: what was heard in the sound files, by key.
    loudness: the target of the placement. caption_style: a preset, or None for nothing burned in.
    free: what words keep clear of.
    """

    canvas: tuple[int, int]
    fps: Fraction
    clips: Mapping[tuple[int, int], ClipDocument]
    references: References
    drawn: tuple[Drawn, ...]
    voice: Voice
    effects: Effects
    music: Music
    captions: Captions
    facts: Mapping[str, SoundFacts] = field(default_factory=dict)
    loudness: Loudness = field(default_factory=Loudness)
    free: Margins | None = None
    caption_style: str | None = "ad"
