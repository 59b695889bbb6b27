"""What a product page says, as data; and what the user's own pictures look like."""

from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Frozen, Seconds
from spotworks.domain.sound import SoundFacts

FactKind = Literal[
    "name", "brand", "description", "price", "price_range", "price_until", "rating", "reviews", "availability",
    "feature", "image",
]  # fmt: skip


class PageFact(Frozen):
    """One thing that the page says of its product.

    text: as printed: "€49.00", "2027-03-31" (price_until), "4.7/5" (rating), "212" (reviews), "in stock".
    where: which part of the page says so: "JSON-LD offers.price", "microdata name", "OpenGraph image", "list", "h1".
    sentence: the visible sentence that says it too, or "": then only the page's data says it.
    """

    kind: FactKind
    text: str
    where: str
    sentence: str = ""


class Research(Frozen):
    """The digest of one product page. Every text is the page's own words, cut, never invented.

    features: at most five, most important first; images: absolute URLs on the page, the product's own first.
    price: as printed ("€49.00"), or "" where there is none or a range of them.
    facts: the same and more, each with where it was found.
    language: that it is written in, as a BCP 47 tag without region, or "" where nobody can tell.
    notice: what a person should know of how it was read, or "".
    """

    schema_version: int = 1
    url: str
    title: str
    description: str = ""
    brand: str = ""
    price: str = ""
    features: tuple[str, ...] = ()
    industry: str = ""
    tone: str = ""
    audience: str = ""
    competitors: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    text: str = ""
    facts: tuple[PageFact, ...] = ()
    language: str = ""
    notice: str = ""

    def where(self, kind: FactKind) -> str:
        """Where the page says such a thing, or "" where it does not."""
        return next((fact.where for fact in self.facts if fact.kind == kind), "")


class Box(Frozen):
    """A rectangle in fractions (0 to 1) of a picture's width and height, from its top left."""

    x: float
    y: float
    w: float
    h: float


class Palette(Frozen):
    """Colours as "#rrggbb", taken from the hero photo or chosen by mood.

    background and surface are grounds, ink is text on them (contrast 4.5:1 or better),
    accent marks what matters, accent_ink is text on the accent (4.5:1 or better).
    """

    background: str = "#101418"
    surface: str = "#1c232b"
    ink: str = "#ffffff"
    accent: str = "#ffcc33"
    accent_ink: str = "#101418"


class Reference(Frozen):
    """One of the user's pictures, checked, upright, sRGB, re-encoded in the work bucket.

    key: in the work bucket; focus: where the subject is; has_alpha: a cut-out on nothing.
    source: the address it was found at, where it is the product page's and not an upload.
    """

    asset_id: str
    key: str
    width: int
    height: int
    focus: Box
    has_alpha: bool = False
    source: Annotated[str, Field(exclude_if=lambda source: not source)] = ""


class Shot(Frozen):
    """A stretch of footage without a cut, in seconds of its file.

    poster: a JPEG of it in the work bucket; subject: where its subject is in that.
    """

    start: Seconds
    length: Seconds
    poster: str
    subject: Box


class FootageFile(Frozen):
    """One of the user's videos, checked, as it came. width, height: upright, with square pixels.

    has_sound: something is heard in it; sound: what.
    """

    asset_id: str
    key: str
    width: int
    height: int
    seconds: Seconds
    fps: Seconds
    has_sound: bool
    sound: SoundFacts | None = None
    shots: tuple[Shot, ...]


class AnimationFile(Frozen):
    """One of the user's Lottie documents, checked, as it came. width, height, frames, fps: its own."""

    asset_id: str
    key: str
    width: int
    height: int
    frames: int
    fps: Seconds


class References(Frozen):
    """All of the user's pictures, or the product page's where there is none; the palette of the first; the user's
    footage and animations.
    """

    schema_version: int = 1
    palette: Palette = Palette()
    pictures: tuple[Reference, ...] = ()
    footage: tuple[FootageFile, ...] = ()
    animations: tuple[AnimationFile, ...] = ()

    @property
    def sounds(self) -> dict[str, SoundFacts]:
        """What is heard in the footage, by key."""
        return {film.key: film.sound for film in self.footage if film.sound is not None}
