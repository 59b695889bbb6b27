"""What a person asks for."""

import math
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from spotworks.domain.base import Frozen, Seconds, Usd

Aspect = Literal["9:16", "16:9", "1:1", "4:5"]
Language = Literal["en", "ru"]
Quality = Literal["draft", "standard", "broadcast"]
Gate = Literal["storyboard", "final"]

MAX_PROMPT = 5_000
MAX_SECONDS = 1_200
MIN_SECONDS = 3
MAX_REFERENCES = 8

# Long side 1920; 4:5 and 1:1 as Instagram's feed takes them.
CANVAS: dict[str, tuple[int, int]] = {
    "9:16": (1080, 1920),
    "16:9": (1920, 1080),
    "1:1": (1080, 1080),
    "4:5": (1080, 1350),
}


_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9}|/\d{1,9})?", re.ASCII)


def _finite(value: object) -> object:
    """Fraction("nan") raises a ValueError of its own wording; say it in ours."""
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


def _readable(text: str) -> str:
    """Text that the shipped fonts and the two planners' languages can carry."""
    text = unicodedata.normalize("NFC", text).strip()
    if any(unicodedata.category(c) in {"Cs", "Cc"} and c not in "\n\t\r" for c in text):
        raise ValueError("holds control characters; send plain UTF-8 text")
    return text


Text = Annotated[str, AfterValidator(_readable)]
AssetId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class Brief(Frozen):
    """One request for a video. A prompt or a reference image is needed, all else has a default."""

    prompt: Annotated[Text, Field(max_length=MAX_PROMPT)] = ""
    title: Annotated[Text, Field(max_length=200)] = ""
    description: Annotated[Text, Field(max_length=MAX_PROMPT)] = ""
    url: Annotated[str, Field(max_length=2_048)] | None = None
    reference_assets: Annotated[tuple[AssetId, ...], Field(max_length=MAX_REFERENCES)] = ()
    duration: Annotated[Seconds, BeforeValidator(_finite)] = Fraction(30)
    aspect: Aspect = "9:16"
    fps: Literal[24, 25, 30, 50, 60] = 30
    language: Language = "en"
    tone: Annotated[Text, Field(max_length=200)] = ""
    audience: Annotated[Text, Field(max_length=200)] = ""
    brand: Annotated[Text, Field(max_length=80)] = ""
    call_to_action: Annotated[Text, Field(max_length=80)] = ""
    model: Annotated[str, Field(max_length=80)] = "local"
    variations: Annotated[int, Field(ge=1, le=8)] = 1
    quality: Quality = "standard"
    budget: Annotated[Usd, Field(gt=0, le=1_000, allow_inf_nan=False)] = Decimal("0.50")
    approvals: tuple[Gate, ...] = ()
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None

    @field_validator("duration")
    @classmethod
    def _in_range(cls, value: Fraction) -> Fraction:
        if not MIN_SECONDS <= value <= MAX_SECONDS:
            raise ValueError(f"must be from {MIN_SECONDS} to {MAX_SECONDS:,} seconds")
        return value

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value and not value.lower().startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value or None

    @field_validator("prompt")
    @classmethod
    def _has_words(cls, value: str) -> str:
        letters = [c for c in value if c.isalpha()]
        if value and not letters:
            raise ValueError("needs words: emoji, digits and signs alone say nothing to show")
        if letters and not any(unicodedata.name(c, "").startswith(("LATIN", "CYRILLIC")) for c in letters):
            raise ValueError("must be written in Latin or Cyrillic letters (languages: en, ru)")
        return value

    @model_validator(mode="after")
    def _something_to_show(self) -> "Brief":
        if not self.prompt and not self.reference_assets and not self.url:
            raise ValueError("prompt: say what the video is about, or give an image or a url")
        return self

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return CANVAS[self.aspect]
