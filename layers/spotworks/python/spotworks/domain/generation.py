"""One thing to be made: the request, its content address, and what came of it."""

import hashlib
import json
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Frozen, Seconds, Usd
from spotworks.domain.brand import Margins
from spotworks.domain.research import Palette, Reference
from spotworks.domain.screenplay import Camera, MusicBrief, Scene, ScreenText


class ImageRequest(Frozen):
    """A storyboard picture, 4/3 of the canvas so that the camera has room to move.

    layout, text: for makers that compose; prompt: for makers that imagine.
    take: how many earlier scenes show the same photo in the same layout, for makers that compose to vary it.
    free: where words will not stand, for makers that compose to make room elsewhere.
    """

    kind: Literal["image"] = "image"
    model: str
    prompt: str
    layout: str
    beat: str
    text: ScreenText
    palette: Palette
    reference: Reference | None = None
    width: int
    height: int
    seed: int
    take: int = 0
    free: Margins | None = None
    version: int = 2


class ClipRequest(Frozen):
    """One chunk of video from a first frame. first_frame: a key in the work bucket.

    references: keys of pictures of the subject, for a model that takes them; sound: one of its own, of a model that can
    leave it out; resolution: one of the model's, "" for its default. None is part of the address if it is not there.
    """

    kind: Literal["clip"] = "clip"
    model: str
    prompt: str
    first_frame: str
    camera: Camera
    duration: Seconds
    fps: int
    width: int
    height: int
    seed: int
    references: Annotated[tuple[str, ...], Field(exclude_if=lambda keys: not keys)] = ()
    sound: Annotated[bool, Field(exclude_if=lambda sound: not sound)] = False
    resolution: Annotated[str, Field(exclude_if=lambda name: not name)] = ""
    version: int = 1


class VoiceLine(Frozen):
    """room: seconds the line may take before it would run into the next scene.

    shorter: what is said instead where the text takes longer than that, before it is said faster; "" for nothing.
    """

    scene: int
    line: int
    text: str
    room: Seconds
    shorter: Annotated[str, Field(exclude_if=lambda text: not text)] = ""


class VoiceRequest(Frozen):
    kind: Literal["voice"] = "voice"
    model: str
    language: str
    lines: tuple[VoiceLine, ...]
    mood: str = ""
    seed: int
    version: int = 1


class EffectCue(Frozen):
    """A moment that wants a sound: "whoosh", "impact", "riser", "pop", "sparkle", "tick", "swell"."""

    name: str
    at: Seconds


class EffectsRequest(Frozen):
    kind: Literal["effects"] = "effects"
    model: str
    cues: tuple[EffectCue, ...]
    seed: int
    version: int = 1


class MusicRequest(Frozen):
    """cuts: seconds at which scenes begin, for the arrangement to follow."""

    kind: Literal["music"] = "music"
    model: str
    brief: MusicBrief
    duration: Seconds
    cuts: tuple[Seconds, ...] = ()
    version: int = 2  # 2: the document tells its beats


Profile = Literal["preview", "draft", "standard", "broadcast", "mezzanine"]
"""The quality of a render; "mezzanine" is ProRes 422 HQ with PCM, for editors and stations."""
Codec = Literal["h264", "hevc"]


class RenderRequest(Frozen):
    """timeline: digest of the timeline; the timeline itself lies in the work bucket under `key`.

    codec: passed over by the profile "mezzanine".
    """

    kind: Literal["render"] = "render"
    model: str = "render"
    timeline: str
    key: str
    profile: Profile
    codec: Codec = "h264"
    version: int = 1


GenerationRequest = Annotated[
    ImageRequest | ClipRequest | VoiceRequest | EffectsRequest | MusicRequest | RenderRequest,
    Field(discriminator="kind"),
]


class Made(Frozen):
    """A finished generation: where it is and what it cost.

    key: in the work bucket; reused: it was there already and nothing was spent.
    bought_by: the wait that it was made for (ports.flow.Wait.buyer), so that what one paid for is booked by it alone.
    spend_id: of the ledger's line that it was bought with, whose buyer has booked it; "" for what is booked yet.
    """

    key: str
    model: str
    cost_usd: Usd
    seconds: float = 0.0
    reused: bool = False
    note: str = ""
    bought_by: Annotated[str, Field(exclude_if=lambda wait: not wait)] = ""
    spend_id: Annotated[str, Field(exclude_if=lambda line: not line)] = ""


def digest(request: Frozen) -> str:
    """The content address: sha256 over everything that shapes the result."""
    canonical = json.dumps(request.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def overscan(width: int, height: int) -> tuple[int, int]:
    """Size of a storyboard picture for a canvas: 4/3 of it, even."""
    return (round(width * Fraction(4, 3) / 2) * 2, round(height * Fraction(4, 3) / 2) * 2)


__all__ = [
    "ClipRequest",
    "Codec",
    "EffectCue",
    "EffectsRequest",
    "GenerationRequest",
    "ImageRequest",
    "Made",
    "MusicRequest",
    "Profile",
    "RenderRequest",
    "Scene",
    "VoiceLine",
    "VoiceRequest",
    "digest",
    "overscan",
]
