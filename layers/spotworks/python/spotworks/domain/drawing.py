"""What a mode wants drawn for its edit, and where it lies once it is."""

from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Bounds, Frozen
from spotworks.domain.brand import Margins
from spotworks.domain.research import Reference
from spotworks.domain.screenplay import ScreenText

Tone = Literal["plain", "accent", "inverse"]
"""Which of the palette's colours is the ground: background, accent or ink; the letters are in its counterpart."""


LogoSize = Annotated[float, Field(exclude_if=lambda size: size == 1)]
"""1 for the usual one, which is left out of JSON."""


class Blocks(Frozen):
    """The words of a scene as its layout sets them: one layer a block, in the order in which they enter.

    logo: on an end card, in the place of the brand's name; typeface: of the headline, "" for the usual one.
    """

    kind: Literal["blocks"] = "blocks"
    scene: int
    text: ScreenText
    layout: str
    logo: Reference | None = None
    logo_size: LogoSize = 1.0
    typeface: str = ""


class Phrase(Frozen):
    """Words set as large as they fit, one layer a word, also for one that no font of ours can draw.

    strong: indexes of the words that stand out; on_picture: a picture is behind them, not a ground of the tone.
    beside: a figure stands under them, or to their right on a wide canvas.
    """

    kind: Literal["phrase"] = "phrase"
    scene: int
    words: tuple[str, ...]
    strong: tuple[int, ...] = ()
    tone: Tone = "plain"
    centred: bool = False
    on_picture: bool = False
    beside: bool = False


class Ground(Frozen):
    """A picture that fills the canvas, of nothing but light and colour: one layer."""

    kind: Literal["ground"] = "ground"
    scene: int
    tone: Tone = "plain"
    seed: int = 0


class Figure(Frozen):
    """One of our own Lottie documents (FIGURES) in the colours of a tone: one layer, of JSON."""

    kind: Literal["figure"] = "figure"
    scene: int
    name: str
    tone: Tone = "plain"


FIGURES = ("orbit", "bars", "check", "burst")


class Photo(Frozen):
    """One of the user's pictures at 4/3 of the canvas, for a camera to move over: one layer.

    look: "full" crops it about its subject to fill all, "framed" lays it whole on its own blurred light, "auto" takes
    the first where the subject and the sharpness bear it; "card" is the picture of an end card.
    layout: whose words stand on it, where it sinks towards the background; "" for none.
    take: another number, another view of the same picture.
    """

    kind: Literal["photo"] = "photo"
    scene: int
    picture: Reference
    look: Literal["auto", "full", "framed", "card"] = "auto"
    layout: str = ""
    take: int = 0
    seed: int = 0


class Bug(Frozen):
    """A small logo in a corner of the picture: one layer. edges: what stays free round it."""

    kind: Literal["bug"] = "bug"
    scene: int
    picture: Reference
    corner: Literal["top_left", "top_right", "bottom_left", "bottom_right"]
    edges: Margins
    logo_size: LogoSize = 1.0


Drawing = Annotated[Blocks | Phrase | Ground | Figure | Photo | Bug, Field(discriminator="kind")]


def picture_of(drawing: Drawing) -> Reference | None:
    """The user's picture that a drawing shows."""
    return drawing.logo if isinstance(drawing, Blocks) else getattr(drawing, "picture", None)


class Layer(Frozen):
    """One drawn picture: where it lies in the work bucket and where it stands on the canvas, in pixels.

    ink: see domain.timeline.Overlay.
    """

    key: str
    x: int
    y: int
    width: int
    height: int
    ink: Bounds | None = None


class Drawn(Frozen):
    drawing: Drawing
    layers: tuple[Layer, ...]
