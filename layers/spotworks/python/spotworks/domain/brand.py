"""A brand's own look: colours, logo, type, the end card's words, and what has to stay free."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from spotworks.domain.base import Frozen
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.shades import ENOUGH, contrast, luminance

Corner = Literal["none", "top_left", "top_right", "bottom_left", "bottom_right"]
Typeface = Literal["Montserrat", "Inter", "DejaVu Sans"]
"""Those that ship with the package and have Latin and Cyrillic letters."""


def _hex(text: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise ValueError("must be a colour as #rrggbb")
    return text.lower()


Colour = Annotated[str, AfterValidator(_hex)]
Edge = Annotated[float, Field(ge=0, le=0.4)]
TALLEST = 0.45
Height = Annotated[float, Field(ge=0, le=TALLEST)]
Line = Annotated[str, Field(max_length=80)]


class Margins(Frozen):
    """Fractions of the frame at each edge in which nothing stands that has to be read."""

    left: Edge = 0.0
    top: Height = 0.0
    right: Edge = 0.0
    bottom: Height = 0.0

    def and_of(self, other: "Margins") -> "Margins":
        """Room for both."""
        edges = {name: max(getattr(self, name), getattr(other, name)) for name in Margins.model_fields}
        return Margins.model_validate(edges)


class Colours(Frozen):
    """Those of a Palette that the brand sets; the rest come from the photo or the mood, legible on these."""

    background: Colour | None = None
    surface: Colour | None = None
    ink: Colour | None = None
    accent: Colour | None = None
    accent_ink: Colour | None = None

    @model_validator(mode="after")
    def _legible(self) -> "Colours":
        for name, on in (("ink", "background"), ("accent_ink", "accent")):
            letters, ground = getattr(self, name), getattr(self, on)
            if letters and ground and _apart(letters, ground) < ENOUGH:
                raise ValueError(
                    f"{name}: {letters} on the {on} {ground} has a contrast of {_apart(letters, ground):.1f}:1; "
                    f"{ENOUGH:g}:1 can be read"
                )
        return self

    def over(self, base: Palette) -> Palette:
        background, accent = self.background or base.background, self.accent or base.accent
        ink = self.ink or readable(base.ink, background)
        surface = self.surface or (base.surface if not self.background else mixed(background, ink, 0.1))
        return Palette(
            background=background,
            surface=surface,
            ink=ink,
            accent=accent,
            accent_ink=self.accent_ink or readable(base.accent_ink, accent),
        )


class EndCard(Frozen):
    """Words on the last scene in the place of the planner's; empty ones leave those."""

    headline: Line = ""
    detail: Line = ""
    button: Line = ""


LOGO_SIZES = (0.5, 2.0)
"""Least and most of a logo's size, 1 being the usual one."""


class BrandKit(Frozen):
    """logo: id of an uploaded picture, best a PNG with a transparent ground; on the end card in the place of the
    brand's name, and in a corner of the picture if `bug` says in which; logo_size: see LOGO_SIZES.
    typeface: of headlines. caption_accent: of the spoken word. safe_area: kept free beside what the placement covers.
    """

    logo: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    logo_size: Annotated[float, Field(ge=LOGO_SIZES[0], le=LOGO_SIZES[1], exclude_if=lambda size: size == 1)] = 1.0
    bug: Corner = "none"
    palette: Colours = Colours()
    typeface: Typeface = "Montserrat"
    end_card: EndCard = EndCard()
    caption_accent: Colour | None = None
    safe_area: Margins = Margins()

    @model_validator(mode="after")
    def _bug_has_logo(self) -> "BrandKit":
        if self.bug != "none" and self.logo is None:
            raise ValueError("bug: a logo in the corner needs a logo")
        return self


def branded(play: Screenplay, kit: BrandKit) -> Screenplay:
    """The plan in the brand's colours, its end card in the brand's words."""
    scenes = play.scenes
    if scenes[-1].layout == "end_card":
        given = {name: text for name, text in kit.end_card.model_dump().items() if text}
        update: dict[str, object] = {"text": scenes[-1].text.model_copy(update=given)}
        if kit.logo:
            update["picture"] = None  # it would stand where the logo does
        last = scenes[-1].model_copy(update=update)
        scenes = (*scenes[:-1], last)
    return play.model_copy(update={"palette": kit.palette.over(play.palette), "scenes": scenes})


def _apart(one: str, other: str) -> float:
    return contrast(luminance(one), luminance(other))


def readable(wish: str, ground: str) -> str:
    """The wished colour if letters of it can be read on the ground, else white or black."""
    return wish if _apart(wish, ground) >= ENOUGH else max(("#ffffff", "#000000"), key=lambda c: _apart(c, ground))


def mixed(one: str, other: str, share: float) -> str:
    """One colour with a share of the other."""
    parts = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)
