"""How captions look: a validated model, and the presets by name.

A style is data. It travels in the timeline as a preset's name or whole, and what a user writes is
checked here, so that an error names the field.
"""

import json
import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError

from spotworks.domain.base import Frozen
from spotworks.domain.cues import Limits
from spotworks.domain.shades import lit
from spotworks.errors import InvalidRequest

Highlight = Literal["none", "word", "box", "fill"]
Position = Literal["top", "middle", "bottom"]
Case = Literal["as_written", "upper", "lower"]

_HEX = "0123456789abcdef"
_OWN = 0.143  # ems: as much of a font's own space a plate may take, the rest of it is air


def _hex(text: str) -> str:
    value = text.lower()
    if len(value) != 7 or value[0] != "#" or any(c not in _HEX for c in value[1:]):
        raise ValueError('must be a colour such as "#ffd54a"')
    return value


def _hex_or_brand(text: str) -> str:
    return text if text == "brand" else _hex(text)


def _family(text: str) -> str:
    if not text.strip() or not text.isprintable() or any(c in text for c in ",{}\\"):
        raise ValueError("must be the name of a font family")
    return text.strip()


Color = Annotated[str, AfterValidator(_hex)]
BrandColor = Annotated[str, AfterValidator(_hex_or_brand)]


class SafeArea(Frozen):
    """What captions keep clear of at each edge, in fractions of the frame's height (top, bottom) and width (side)."""

    top: Annotated[float, Field(ge=0, le=0.45)] = 0.06
    bottom: Annotated[float, Field(ge=0, le=0.45)] = 0.075
    side: Annotated[float, Field(ge=0, le=0.4)] = 0.055


# On a tall frame the platforms lay their own buttons and words over the lower quarter and the top.
TALL_AREA = SafeArea(top=0.14, bottom=0.235)
WIDE_AREA = SafeArea()


class CaptionStyle(Frozen):
    """A look of burned captions.

    font: a family that ships with the package or lies in the user's fonts folder.
    size: the letters' em in fractions of the frame's shorter side; outline, shadow, padding and spacing: of the em.
    spacing: by which words stand further apart than in the font, None for as much as a plate needs.
    accent: the spoken word's colour; "brand" anywhere means the brand's accent.
    highlight: how the spoken word is shown: not, in the accent, on a plate in the accent, or filling up in it.
    box: how opaque the box behind the lines is, 0 for none.
    safe_area: None for that of the frame's shape. words: of a cue; characters: of a line.
    lead, lag: milliseconds a cue comes before its first word and stays after its last; negative for the other way.
    """

    font: Annotated[str, AfterValidator(_family)] = "DejaVu Sans"
    size: Annotated[float, Field(ge=0.015, le=0.25)] = 0.05
    color: BrandColor = "#ffffff"
    accent: BrandColor = "brand"
    highlight: Highlight = "none"
    outline: Annotated[float, Field(ge=0, le=0.3)] = 0.075
    outline_color: BrandColor = "#000000"
    shadow: Annotated[float, Field(ge=0, le=0.3)] = 0.0
    box: Annotated[float, Field(ge=0, le=1)] = 0.0
    box_color: BrandColor = "#000000"
    padding: Annotated[float, Field(ge=0, le=1)] = 0.25
    spacing: Annotated[float, Field(ge=0, le=1)] | None = None
    position: Position = "bottom"
    safe_area: SafeArea | None = None
    case: Case = "as_written"
    words: Annotated[int, Field(ge=1, le=30)] = 6
    characters: Annotated[int, Field(ge=6, le=60)] = 20
    lead: Annotated[int, Field(ge=-2_000, le=2_000)] = 0
    lag: Annotated[int, Field(ge=-2_000, le=5_000)] = 0

    @property
    def limits(self) -> Limits:
        """For grouping: two lines hold a third more words than one should."""
        line = math.ceil(self.words * 2 / 3)
        spare = self.characters // 5, 1  # such a line is set a little smaller
        return Limits(characters=self.characters, line_words=line, words=self.words, ideal=line, spare=spare)

    def area(self, width: int, height: int) -> SafeArea:
        if self.safe_area is not None:
            return self.safe_area
        return TALL_AREA if width < height * 0.75 else WIDE_AREA

    @property
    def margin(self) -> float:
        """Of a plate at either side of its word, in ems."""
        return self.padding * 0.8

    @property
    def apart(self) -> float:
        """By how many ems words stand further apart than in the font."""
        if self.spacing is not None:
            return self.spacing
        return max(0.0, self.margin + self.outline - _OWN) if self.highlight == "box" else 0.0

    @property
    def letters_alone(self) -> "CaptionStyle":
        """White letters where they stand in this look, for measuring."""
        plain = {"color": "#ffffff", "outline": 0, "shadow": 0, "box": 0, "highlight": "none", "spacing": self.apart}
        return self.model_copy(update=plain)

    def branded(self, brand: str) -> "CaptionStyle":
        """With the brand's accent ("#rrggbb") put in where it is asked for: brighter in letters that it picks out."""
        names = ("color", "accent", "outline_color", "box_color")
        style = self.model_copy(update={name: brand for name in names if getattr(self, name) == "brand"})
        if self.accent != "brand" or self.highlight not in {"word", "fill"}:
            return style
        return style.model_copy(update={"accent": lit(brand, style.outline_color)})


PRESETS: Mapping[str, CaptionStyle] = {
    "shorts": CaptionStyle(
        font="Montserrat ExtraBold", size=0.062, color="#ffe100", accent="#ffffff", highlight="word",
        outline=0.085, shadow=0.05,
    ),
    "ad": CaptionStyle(font="Montserrat ExtraBold", size=0.054, highlight="box", outline=0.075, padding=0.26),
    "karaoke": CaptionStyle(size=0.056, highlight="fill", outline=0.11, shadow=0.06),
    # As large as a line of theirs fits a tall frame, on a telephone no smaller than what else is read there.
    "long": CaptionStyle(size=0.05, outline=0.075, shadow=0.03, words=10, characters=26),
    "minimal": CaptionStyle(font="Inter", size=0.052, outline=0.06, words=10, characters=26),
}  # fmt: skip

DEFAULT = "shorts"


def resolved(style: "str | CaptionStyle") -> CaptionStyle:
    """A preset by its name, or the style itself. Raises KeyError for an unknown name."""
    return PRESETS[style] if isinstance(style, str) else style


def styled(asked: "str | Mapping[str, Any]") -> CaptionStyle:
    """What a user asked for: a preset's name, or fields, with "preset" for those that are not given.

    Raises InvalidRequest naming the field.
    """
    if isinstance(asked, str):
        return _preset(asked)
    fields = dict(asked)
    base = _preset(str(fields.pop("preset", "long"))).model_dump()
    if isinstance(fields.get("safe_area"), Mapping):
        fields["safe_area"] = {**(base["safe_area"] or {}), **fields["safe_area"]}
    try:
        return CaptionStyle.model_validate(base | fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        known = f"; there are {', '.join(CaptionStyle.model_fields)}" if first["type"] == "extra_forbidden" else ""
        raise InvalidRequest(f"{field}: {_plain(first['msg'])}{known}", field=field) from error


def styled_text(text: str) -> CaptionStyle:
    """A JSON object as a user keeps it in a file. Raises InvalidRequest."""
    try:
        asked = json.loads(text)
    except ValueError as error:
        raise InvalidRequest(f"style: is not JSON ({error})", field="style") from error
    if not isinstance(asked, dict):
        raise InvalidRequest("style: must be a JSON object of fields", field="style")
    return styled(asked)


def checked_color(text: str, field: str) -> str:
    """Raises InvalidRequest naming the field."""
    try:
        return _hex(text)
    except ValueError as error:
        raise InvalidRequest(f"{field}: {error}", field=field) from error


def _preset(name: str) -> CaptionStyle:
    if name not in PRESETS:
        raise InvalidRequest(f"style: there is no {name!r}; choose {', '.join(PRESETS)}", field="style")
    return PRESETS[name]


def _plain(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return "is not a field of a style" if text.startswith("Extra inputs") else text.replace("Input should", "must")
