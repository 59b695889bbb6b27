"""What a person asks for."""

import json
import math
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from spotworks.domain.base import Frozen, Seconds, Usd
from spotworks.domain.brand import BrandKit
from spotworks.domain.languages import canonical

Aspect = Literal["9:16", "16:9", "1:1", "4:5"]
Language = Annotated[str, Field(max_length=35), AfterValidator(canonical)]
Quality = Literal["draft", "standard", "broadcast"]
Gate = Literal["concept", "storyboard", "final"]

MAX_PROMPT = 5_000
MAX_SECONDS = 1_200
MIN_SECONDS = 3
MAX_REFERENCES = 8
MAX_FOOTAGE = 12
MAX_CONCEPTS = 4
MAX_OPTIONS = 4_000  # characters of mode_options as JSON
MODE_NAME = r"^[a-z][a-z0-9_]{1,39}$"

# Long side 1920; 4:5 and 1:1 as Instagram's feed takes them.
CANVAS: dict[str, tuple[int, int]] = {
    "9:16": (1080, 1920),
    "16:9": (1920, 1080),
    "1:1": (1080, 1080),
    "4:5": (1080, 1350),
}


_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9}|/\d{1,9})?", re.ASCII)


def _finite(value: object) -> object:
    """Fraction("nan") raises a ValueError of its own wording; say it in ours."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Fraction):
        raise ValueError("must be a number of seconds")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a number of seconds")
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):  # Fraction("1e999999999") would be computed, digit by digit
            raise ValueError("must be a number of seconds")
        try:
            return Fraction(value)
        except ZeroDivisionError as error:
            raise ValueError("must be a number of seconds") from error
    if isinstance(value, float):
        return Fraction(str(value))
    return value


# Marks of writing direction: invisible, often copied along, and able to turn the words round them about.
_DIRECTION = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))

_ASSET_ID = re.compile(r"^[A-Za-z0-9_-]{1,64}$", re.ASCII)


def _readable(text: str) -> str:
    """Plain text: one form of each letter, no control characters."""
    text = unicodedata.normalize("NFC", text).translate(_DIRECTION).strip()
    if any(unicodedata.category(c) in {"Cs", "Cc"} and c not in "\n\t\r" for c in text):
        raise ValueError("holds control characters; send plain UTF-8 text")
    return text


def _shown_as_it_is(text: str) -> str:
    """What appears word for word in the video; whether its letters can be drawn is known where the fonts are."""
    if text and not any(c.isalnum() for c in text):
        raise ValueError("needs letters or digits: emoji and signs alone cannot be drawn")
    return text


def _asset_id(text: str) -> str:
    if not _ASSET_ID.fullmatch(text):
        raise ValueError("is not the id of an upload; POST /api/upload gives one")
    return text


class Options(dict[str, Any]):
    """Settings that nobody changes, so that a brief can be a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(json.dumps(self, sort_keys=True, default=str))


def _small(options: dict[str, Any]) -> Options:
    if len(json.dumps(options, default=str)) > MAX_OPTIONS:
        raise ValueError(f"must have at most {MAX_OPTIONS:,} characters as JSON")
    return Options(options)


Text = Annotated[str, AfterValidator(_readable)]
Shown = Annotated[Text, AfterValidator(_shown_as_it_is)]
Other = Annotated[str, Field(max_length=80, exclude_if=lambda name: name == "local")]
"""A model's name; "local" is left out of JSON, so that what was stored, and the seed made of it, stay the same."""
RouteBy = Literal["price", "speed", "preference"]
ClipSound = Literal["no", "auto", "yes"]
PagePictures = Annotated[
    tuple[Annotated[int, Field(ge=1, le=MAX_REFERENCES)], ...] | None,
    Field(max_length=MAX_REFERENCES, exclude_if=lambda numbers: numbers is None),
]
AssetId = Annotated[str, AfterValidator(_asset_id), Field(json_schema_extra={"pattern": _ASSET_ID.pattern})]


class Brief(Frozen):
    """One request for a video. A prompt or a reference image is needed, all else has a default.

    reference_assets, footage_assets, animation_assets: uploaded pictures, videos, Lottie documents.
    page_pictures: which of the pictures that the page offers are shown, by number, the hero first; empty for none; None
    for the best, where no pictures, videos or animations were uploaded.
    aspects: more of them, each a video of its own of the same plan and sound.
    mode, mode_options: how it is made; the mode itself says which options it has.
    model: who makes the clips, and image_model to music_model the rest: names of the catalogue of models, "local" for
    this machine, or "auto" for whoever is set up here and suits best. route_by: by what that is judged, and who is
    tried next where one fails; "preference" is the catalogue's order.
    clip_sound: whether clips are bought with a sound of their own, of models that can leave it out; "auto": where it
    takes no more. Such scenes are given no effects.
    language: of what is said and shown, as a BCP 47 tag; others than domain.languages.RULED need a language model.
    placement: where it will be shown, by its id; "" for social media in general.
    concepts: how many ideas are thought of; concept: which of them is made, from 1; 0: the one that scores best.
    captions: how those in the picture look; "none" leaves them to the files beside the video.
    fresh: whether nothing is used again that was bought, made, judged or read for earlier videos.
    """

    prompt: Annotated[Text, Field(max_length=MAX_PROMPT)] = ""
    title: Annotated[Text, Field(max_length=200)] = ""
    description: Annotated[Text, Field(max_length=MAX_PROMPT)] = ""
    url: Annotated[str, Field(max_length=2_048)] | None = None
    reference_assets: Annotated[tuple[AssetId, ...], Field(max_length=MAX_REFERENCES)] = ()
    footage_assets: Annotated[tuple[AssetId, ...], Field(max_length=MAX_FOOTAGE)] = ()
    animation_assets: Annotated[tuple[AssetId, ...], Field(max_length=MAX_REFERENCES)] = ()
    page_pictures: PagePictures = None
    duration: Annotated[Seconds, BeforeValidator(_finite)] = Fraction(30)
    aspect: Aspect = "9:16"
    aspects: Annotated[tuple[Aspect, ...], Field(max_length=len(CANVAS))] = ()
    fps: Literal[24, 25, 30, 50, 60] = 30
    language: Language = "en"
    mode: Annotated[str, Field(pattern=MODE_NAME)] = "ai_video"
    mode_options: Annotated[dict[str, Any], AfterValidator(_small)] = Field(default_factory=Options)
    placement: Annotated[str, Field(max_length=40, pattern="^[a-z0-9_]*$")] = ""
    captions: Literal["ad", "shorts", "long", "karaoke", "minimal", "none"] = "ad"
    tone: Annotated[Text, Field(max_length=200)] = ""
    audience: Annotated[Text, Field(max_length=200)] = ""
    brand: Annotated[Shown, Field(max_length=80)] = ""
    call_to_action: Annotated[Shown, Field(max_length=80)] = ""
    model: Annotated[str, Field(max_length=80)] = "local"
    image_model: Other = "local"
    voice_model: Other = "local"
    effects_model: Other = "local"
    music_model: Other = "local"
    route_by: Annotated[RouteBy, Field(exclude_if=lambda by: by == "price")] = "price"
    clip_sound: Annotated[ClipSound, Field(exclude_if=lambda sound: sound == "no")] = "no"
    variations: Annotated[int, Field(ge=1, le=8)] = 1
    concepts: Annotated[int, Field(ge=1, le=MAX_CONCEPTS, exclude_if=lambda count: count == 1)] = 1
    concept: Annotated[int, Field(ge=0, le=MAX_CONCEPTS, exclude_if=lambda number: number == 0)] = 0
    quality: Quality = "standard"
    codec: Literal["h264", "hevc"] = "h264"
    fresh: Annotated[bool, Field(exclude_if=lambda fresh: not fresh)] = False
    budget: Annotated[Usd, Field(gt=0, le=1_000, allow_inf_nan=False)] = Decimal("0.50")
    approvals: tuple[Gate, ...] = ()
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    kit: BrandKit | None = None

    @field_validator("duration")
    @classmethod
    def _in_range(cls, value: Fraction) -> Fraction:
        if not MIN_SECONDS <= value <= MAX_SECONDS:
            raise ValueError(f"must be from {MIN_SECONDS} to {MAX_SECONDS:,} seconds")
        return value

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value and not _WEB.match(value):
            raise ValueError("must begin with http:// or https:// and name a site")
        return value or None

    @field_validator("prompt")
    @classmethod
    def _has_words(cls, value: str) -> str:
        letters = [c for c in value if c.isalpha()]
        if value and not letters:
            raise ValueError("needs words: emoji, digits and signs alone say nothing to show")
        return value

    @model_validator(mode="after")
    def _something_to_show(self) -> "Brief":
        if not (self.prompt or self.reference_assets or self.footage_assets or self.url):
            raise ValueError("prompt: say what the video is about, or give an image or a url")
        if self.concept > self.concepts:
            raise ValueError(f"concept: there is no concept {self.concept} of {self.concepts}")
        return self

    @property
    def imagined(self) -> bool:
        """Whether a model may show what no photo is there of."""
        return {self.model, self.image_model} != {"local"}

    @property
    def outputs(self) -> tuple[Aspect, ...]:
        """Every aspect that is rendered, once, the brief's own first."""
        return tuple(dict.fromkeys((self.aspect, *self.aspects)))

    def for_output(self, number: int) -> "Brief":
        """The brief of one output alone."""
        return self.model_copy(update={"aspect": self.outputs[number], "aspects": ()})

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return CANVAS[self.aspect]
