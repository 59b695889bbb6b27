"""Where words stand on the canvas and where subjects stand in the picture: one table for both.

Overlays and pictures are drawn apart from each other; that they never collide is agreed here.
The band of the captions (68 to 80 % of the height of a vertical canvas, 78 to 92 % of others)
and the edges that platforms cover with their own buttons stay free.
"""

from dataclasses import dataclass
from typing import Literal

from spotworks.domain.brand import Margins

Shape = Literal["tall", "square", "wide"]
Anchor = Literal["top", "middle", "bottom"]
Align = Literal["left", "centre"]

_LEAST = 0.12  # of the height: words smaller than this help nobody
_KEPT = 0.2  # of the height that a column of words would lose with the room, if it need not

LAYOUTS = ("hero", "type", "split", "detail", "quote", "steps", "compare", "offer", "end_card", "closing",
           "framed")  # fmt: skip


@dataclass(frozen=True)
class Zone:
    """A rectangle in fractions of the canvas, and how its words are set in it."""

    left: float
    top: float
    right: float
    bottom: float
    anchor: Anchor = "top"
    align: Align = "left"


def shape(width: int, height: int) -> Shape:
    if width < 0.75 * height:
        return "tall"
    return "wide" if width > 1.25 * height else "square"


SAFE: dict[Shape, Zone] = {
    "tall": Zone(0.07, 0.12, 0.93, 0.648),
    "square": Zone(0.07, 0.07, 0.93, 0.722),
    "wide": Zone(0.06, 0.09, 0.94, 0.722),
}
"""Nothing that has to be read stands outside; the bottom stays clear of two lines of captions."""

_WORDS: dict[Shape, dict[str, Zone]] = {
    "tall": {
        "hero": Zone(0.07, 0.125, 0.93, 0.40),
        "type": Zone(0.07, 0.20, 0.93, 0.62, "middle"),
        "split": Zone(0.07, 0.125, 0.93, 0.40),
        "detail": Zone(0.07, 0.46, 0.93, 0.645, "bottom"),
        "quote": Zone(0.07, 0.28, 0.93, 0.64, "middle"),
        "steps": Zone(0.07, 0.125, 0.93, 0.645),
        "compare": Zone(0.07, 0.125, 0.93, 0.38, "top", "centre"),
        "offer": Zone(0.07, 0.125, 0.93, 0.43, "top", "centre"),
        "end_card": Zone(0.07, 0.375, 0.93, 0.647, "middle", "centre"),
        "closing": Zone(0.07, 0.20, 0.93, 0.647, "middle", "centre"),
        "framed": Zone(0.07, 0.125, 0.93, 0.315),
    },
    "square": {
        "hero": Zone(0.07, 0.08, 0.93, 0.37),
        "type": Zone(0.07, 0.10, 0.93, 0.72, "middle"),
        "split": Zone(0.07, 0.08, 0.93, 0.37),
        "detail": Zone(0.07, 0.50, 0.93, 0.72, "bottom"),
        "quote": Zone(0.07, 0.30, 0.93, 0.72, "middle"),
        "steps": Zone(0.07, 0.08, 0.93, 0.722),
        "compare": Zone(0.07, 0.08, 0.93, 0.37, "top", "centre"),
        "offer": Zone(0.07, 0.08, 0.93, 0.44, "top", "centre"),
        "end_card": Zone(0.07, 0.385, 0.93, 0.72, "middle", "centre"),
        "closing": Zone(0.07, 0.20, 0.93, 0.72, "middle", "centre"),
        "framed": Zone(0.07, 0.08, 0.93, 0.31),
    },
    "wide": {
        "hero": Zone(0.06, 0.10, 0.49, 0.72, "middle"),
        "type": Zone(0.06, 0.10, 0.80, 0.72, "middle"),
        "split": Zone(0.06, 0.10, 0.47, 0.72, "middle"),
        "detail": Zone(0.06, 0.10, 0.48, 0.72, "bottom"),
        "quote": Zone(0.08, 0.30, 0.78, 0.72, "middle"),
        "steps": Zone(0.06, 0.10, 0.52, 0.722, "middle"),
        "compare": Zone(0.06, 0.09, 0.94, 0.38, "top", "centre"),
        "offer": Zone(0.06, 0.10, 0.50, 0.72, "middle"),
        "end_card": Zone(0.07, 0.14, 0.54, 0.722, "middle"),
        "closing": Zone(0.10, 0.12, 0.90, 0.68, "middle", "centre"),
        "framed": Zone(0.06, 0.10, 0.49, 0.72, "middle"),
    },
}

# Centre of the subject, in fractions of the picture. The camera shows between the central 3/4 and all of it.
_SUBJECTS: dict[Shape, dict[str, tuple[float, float]]] = {
    "tall": {"detail": (0.5, 0.32), "end_card": (0.5, 0.265), "quote": (0.5, 0.5), "type": (0.5, 0.62)},
    "square": {
        "split": (0.5, 0.69),
        "detail": (0.5, 0.31),
        "offer": (0.5, 0.73),
        "end_card": (0.5, 0.23),
        "quote": (0.5, 0.5),
        "type": (0.5, 0.62),
    },
    "wide": {
        "hero": (0.735, 0.44),
        "compare": (0.5, 0.65),
        "end_card": (0.745, 0.45),
        "quote": (0.6, 0.5),
        "type": (0.68, 0.58),
    },
}
_SUBJECT: dict[Shape, tuple[float, float]] = {"tall": (0.5, 0.615), "square": (0.5, 0.68), "wide": (0.71, 0.5)}


_AIR = 0.02  # of the canvas, between words and a picture's subject or frame

# The least and the most of a picture that a camera shows: adapters/local/writer/framing.py, modes/cameras.py.
_CENTRAL = ((0.11, 0.78), (0.015, 0.97))
_RESTING = ((0.07, 0.86), (0.015, 0.97))  # over an end card

# What the camera over a framed picture shows of one axis, as start and length (modes/cameras.py): in and out, and to
# and fro along the axis on which no words are.
_STEADY = ((0.015, 0.97), (0.07, 0.86), (0.04, 0.92))
_MOVING = ((0.0, 0.92), (0.08, 0.92), *_STEADY)


# Where captions end if nothing says otherwise, in fractions of the height from below: domain/caption_styles.py.
_CAPTIONS: dict[Shape, float] = {"tall": 0.235, "square": 0.075, "wide": 0.075}


@dataclass(frozen=True)
class View:
    """What can be seen of a canvas: the tables above, fitted into the part that nobody covers.

    safe: that part, all of SAFE where nothing is asked for.
    """

    shape: Shape
    safe: Zone

    @property
    def share(self) -> float:
        """Of the height of SAFE that is left: subjects beside words shrink with it."""
        whole = SAFE[self.shape]
        return (self.safe.bottom - self.safe.top) / (whole.bottom - whole.top)

    def down(self, y: float) -> float:
        """A height of the tables, on this canvas."""
        return self.safe.top + (y - SAFE[self.shape].top) * self.share

    def words(self, layout: str) -> Zone:
        """Where a layout's words stand; an unknown layout is set as "hero"."""
        zone = self._row(layout)
        top, bottom = self.down(zone.top), self.down(zone.bottom)
        kept = (zone.bottom - zone.top - (bottom - top)) * _KEPT
        if zone.anchor == "top":
            bottom = min(self.safe.bottom, bottom + kept)
        elif zone.anchor == "bottom":
            top = max(self.safe.top, top - kept)
        left, right = max(zone.left, self.safe.left), min(zone.right, self.safe.right)
        if zone.align == "centre":  # stays in the middle of the canvas
            inset = max(left, 1 - right)
            left, right = inset, 1 - inset
        return Zone(left, top, right, bottom, zone.anchor, zone.align)

    def subject(self, layout: str) -> tuple[float, float]:
        """Where a layout's subject has its centre, in fractions of the picture."""
        x, y = _SUBJECTS[self.shape].get(layout, _SUBJECT[self.shape])
        whole = SAFE[self.shape]
        if self._row(layout).align != "centre":  # beside the words, not under their middle
            x = self.safe.left + (x - whole.left) * (self.safe.right - self.safe.left) / (whole.right - whole.left)
        return x, self.down(y)

    def beside(self, layout: str) -> bool:
        """Whether the subject stands beside the words, not below, above or behind them."""
        return self.shape == "wide" and self.words(layout).align == "left"

    def clearing(self, layout: str, words: tuple[float, float]) -> tuple[float, float]:
        """Top and bottom, in fractions of the picture, of where a subject is clear of the captions and of its words,
        which stand between two heights of the canvas, wherever the camera is."""
        top, bottom = self.safe.top, self.safe.bottom
        if not self.beside(layout):
            _, y = self.subject(layout)
            if y < sum(words) / 2:
                bottom = words[0] - _AIR
            else:
                top = words[1] + _AIR
        return _always((top, bottom), _RESTING if layout == "end_card" else _CENTRAL)

    def room(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, in fractions of the picture, of where a framed picture is clear of the words
        of the layout "framed", of the edges and of the captions, wherever the camera is."""
        words, safe = self.words("framed"), self.safe
        if self.shape == "wide":
            across = _always((words.right + _AIR, safe.right), _STEADY)
            down = _always((safe.top, safe.bottom), _MOVING)
        else:
            across = _always((safe.left, safe.right), _MOVING)
            down = _always((words.bottom + _AIR, safe.bottom), _STEADY)
        return across[0], down[0], across[1], down[1]

    def _row(self, layout: str) -> Zone:
        return _WORDS[self.shape].get(layout, _WORDS[self.shape]["hero"])


def _always(seen: tuple[float, float], windows: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """The part of the picture that is within a part of the canvas in every window."""
    first, last = seen
    return max(start + first * length for start, length in windows), min(
        start + last * length for start, length in windows
    )


def view(width: int, height: int, free: Margins | None = None) -> View:
    """free: what stays empty at each edge. Captions that have to move up for it push everything up before them."""
    kind = shape(width, height)
    whole, free = SAFE[kind], free or Margins()
    top = max(whole.top, free.top)
    bottom = max(whole.bottom - max(0.0, free.bottom - _CAPTIONS[kind]), top + _LEAST)
    return View(kind, Zone(max(whole.left, free.left), top, min(whole.right, 1 - free.right), bottom))
